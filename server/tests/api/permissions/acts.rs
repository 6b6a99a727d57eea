//! What may be done in a round that everybody sees, by of whom the act is.

use super::fixture::{account, open, segment, set};
use super::{ask, sign};
use crate::harness::{Caller, proposal};
use crate::on_both;
use model::api::access::{SetAccess, Wanted, Who};
use model::api::proposals::Propose;
use model::api::rounds::AddRound;
use model::person::Role;
use model::round::Scheme;

/// Of whom an act is, and who may then propose, vote and comment:
/// `S` stranger, `U` not confirmed, `O` another segment, `W` within; `M` moderator, `X` admin.
#[rustfmt::skip]
const ACTS: [(Who, [&str; 3]); 4] = [
    //               propose    vote       comment
    //               SUOW MX    SUOW MX    SUOW MX
    (Who::Customers, ["lyyy yy", "lyyy yy", "lyyy yy"]),
    (Who::Confirmed, ["lnyy yy", "lnyy nn", "lnyy yy"]),
    (Who::Chosen,    ["lnny yy", "lnny nn", "lnny yy"]),
    (Who::Staff,     ["lnnn yy", "lnnn yy", "lnnn yy"]),
];

on_both! {
    async fn acts_are_of_whom_the_round_says(here) {
        here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        let attribute = segment(&here, &admin).await;
        let shop = account(&here, &admin, "Corner Shop", None).await;
        let bank = account(&here, &admin, "Second Bank", Some(attribute.clone())).await;
        let callers = [
            Caller::stranger(),
            here.member("Una", None).await,
            here.member("Olga", Some(shop)).await,
            here.member("Will", Some(bank)).await,
            here.staff("Mo", Role::Moderator).await,
            admin.clone(),
        ];
        for (who, expected) in ACTS {
            let question = "How should we treat you?".parse().unwrap();
            let round = here.call(&admin, AddRound { question, scheme: Scheme::default() }).await.unwrap().id;
            let title = format!("Send one person to {round}");
            let id = here.call(&admin, Propose { round, text: proposal(&title) }).await.unwrap().id;
            let wanted = Wanted { segments: vec![attribute.clone()], ..Wanted::from(who) };
            let access = SetAccess { propose: wanted.clone(), vote: wanted.clone(), comment: wanted, ..open(round) };
            set(&here, &admin, access).await;
            let text = r#"{"kind":"start","title":"Ask us first","why":"Because.","stages":[3],"cultures":[1]}"#;
            let acts = [
                (format!("POST /rounds/{round}/proposals"), text),
                (format!("POST /proposals/{id}/vote"), r#"{"stance":"agree"}"#),
                (format!("POST /proposals/{id}/comments"), r#"{"text":"Well said."}"#),
            ];
            for ((operation, body), expected) in acts.iter().zip(expected) {
                let mut told = String::new();
                for (place, caller) in callers.iter().enumerate() {
                    if place == 4 {
                        told.push(' ');
                    }
                    let (status, answer) = ask(&here, caller, operation, body).await;
                    told.push(sign(status, &answer));
                }
                assert_eq!(told, expected, "{operation}, of {who:?}");
            }
        }
    }
}
