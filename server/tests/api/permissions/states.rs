//! What can be done with a proposal, by what has become of it; and what can be done in a round, by which of its phases is open.

use super::fixture::{account, open, segment, set};
use super::{ask, sign};
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::api::access::{SetAccess, Wanted, Who};
use model::api::merging::MergeProposal;
use model::api::proposals::{Judge, Propose};
use model::api::rounds::SetWindow;
use model::person::Role;
use model::round::{Moderation, Phase};
use model::verdict::Decision;
use model::{ProposalId, RoundId};

/// `S` stranger, `O` another customer, `A` its author; `M` moderator, `D` designer. `c`: not as things stand.
#[rustfmt::skip]
const BY_STATE: [(&str, &str, [&str; 4]); 10] = [
    //                                                                        waiting   published declined  merged
    //                                                                        SOA MD    SOA MD    SOA MD    SOA MD
    ("GET /proposals/{}", "",                                                 ["--y y-", "yyy yy", "--y y-", "yyy yy"]),
    ("GET /proposals/{}/comments", "",                                        ["--y y-", "yyy yy", "--y y-", "yyy yy"]),
    ("GET /proposals/{}/why", "",                                             ["--- --", "ccc cc", "--- --", "--- --"]),
    ("POST /proposals/{}/vote", r#"{"stance":"agree"}"#,                      ["l-- --", "lyy yy", "l-- --", "lcc cc"]),
    ("POST /proposals/{}/comments", r#"{"text":"So it is."}"#,                ["l-c c-", "lyy yy", "l-c c-", "lyy yy"]),
    ("POST /proposals/{}/follow", r#"{"wanted":true}"#,                       ["l-y --", "lyy yy", "l-y --", "l-y --"]),
    ("POST /proposals/{}/report", r#"{"reason":"Spam."}"#,                    ["l-n y-", "lyn yy", "l-n y-", "lyn yy"]),
    ("POST /proposals/{}/step-out", r#"{"out":true}"#,                        ["l-- --", "lcc cc", "l-- --", "lyy yy"]),
    ("POST /proposals/{}/on-behalf", NOTED,                                   ["lnn --", "lnn yy", "lnn --", "lnn cc"]),
    // Last, since it sends the text back to the moderators, and those who come after its author find it no more.
    ("POST /proposals/{}", TEXT,                                              ["l-y --", "lny --", "l-y --", "lnc nn"]),
];

const TEXT: &str = r#"{"kind":"start","title":"Ask us first","why":"Because.","stages":[3],"cultures":[1]}"#;
const NOTED: &str = r#"{"email":"will@example.com","stance":"agree","source":"call","said":"2026-05-01"}"#;

/// By the one phase that is open: propose, refine, vote, adopt, measure, none. For a customer within a round for a segment.
#[rustfmt::skip]
const BY_PHASE: [(&str, &str, &str); 7] = [
    //                                                                        prvam-
    ("POST /rounds/{round}/proposals", TEXT,                                  "yccccc"),
    ("POST /proposals/{}/vote", r#"{"stance":"agree"}"#,                      "yyyccc"),
    ("POST /proposals/{}/vote", r#"{"stance":"disagree"}"#,                   "ccyccc"),
    ("POST /proposals/{}/comments", r#"{"text":"So it is."}"#,                "yyyyyc"),
    ("GET /rounds/{round}", "",                                               "yyyyyy"),
    ("GET /rounds/{round}/selection", "",                                     "nnyynn"),
    ("GET /rounds/{round}/firmness", "",                                      "nnccnn"),
];

async fn told(here: &Here, who: &Caller, operation: &str, body: &str) -> char {
    let (status, answer) = ask(here, who, operation, body).await;
    if status.as_u16() == 409 { 'c' } else { sign(status, &answer) }
}

async fn made(here: &Here, author: &Caller, moderator: &Caller, round: RoundId, state: usize) -> ProposalId {
    let id =
        here.call(author, Propose { round, text: proposal(&format!("One of {state}")) }).await.unwrap().id;
    let judge =
        |decision| Judge { proposal: id, decision, reason: Some("Read.".parse().unwrap()), trust: false };
    match state {
        0 => {}
        2 => drop(here.call(moderator, judge(Decision::Decline)).await.unwrap()),
        _ => drop(here.call(moderator, judge(Decision::Publish)).await.unwrap()),
    }
    id
}

on_both! {
    async fn what_can_be_done_with_a_proposal_depends_on_its_state(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, olga) = (here.customer("Ada").await, here.customer("Olga").await);
        let (mo, dee) = (here.staff("Mo", Role::Moderator).await, here.staff("Dee", Role::Designer).await);
        here.customer("Will").await;
        let callers = [Caller::stranger(), olga, ada.clone(), mo.clone(), dee];
        for (state, name) in ["waiting", "published", "declined", "merged"].into_iter().enumerate() {
            let id = made(&here, &ada, &mo, round, state).await;
            if state == 3 {
                // Into what the row before it was about: published, and no longer new.
                let into = made(&here, &ada, &mo, round, 1).await;
                here.call(&mo, MergeProposal { proposal: id, into }).await.unwrap();
            }
            let mut wrong = Vec::new();
            for (operation, body, expected) in BY_STATE {
                let mut signs = String::new();
                for (place, caller) in callers.iter().enumerate() {
                    if place == 3 {
                        signs.push(' ');
                    }
                    signs.push(told(&here, caller, &operation.replace("{}", &id.to_string()), body).await);
                }
                if signs != expected[state] {
                    wrong.push(format!("{operation}: {signs} and not {}", expected[state]));
                }
            }
            assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
        }
    }

    async fn what_can_be_done_in_a_round_depends_on_its_phases(here) {
        let round = here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        let attribute = segment(&here, &admin).await;
        let bank = account(&here, &admin, "Second Bank", Some(attribute.clone())).await;
        let within = here.member("Will", Some(bank)).await;
        let outside = [here.customer("Olga").await, here.member("Una", None).await];
        let id = here.call(&admin, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let see = Wanted { segments: vec![attribute], ..Wanted::from(Who::Chosen) };
        set(&here, &admin, SetAccess { see, ..open(round) }).await;
        let mut signs = vec![String::new(); BY_PHASE.len()];
        for open in Phase::ALL.into_iter().map(Some).chain([None]) {
            for phase in Phase::ALL {
                let opens = (Some(phase) == open).then(|| here.clock.now());
                here.call(&admin, SetWindow { round, phase, opens, closes: None }).await.unwrap();
            }
            for (place, (operation, body, _)) in BY_PHASE.into_iter().enumerate() {
                let filled = |round: &str, id: &str| operation.replace("{round}", round).replace("{}", id);
                let real = filled(&round.to_string(), &id.to_string());
                signs[place].push(told(&here, &within, &real, body).await);
                // From outside it is never there, whatever is open.
                let never = filled("999999", "999999");
                for outsider in &outside {
                    assert_eq!(ask(&here, outsider, &real, body).await, ask(&here, outsider, &never, body).await);
                    assert_eq!(told(&here, outsider, &real, body).await, '-', "{operation} while {open:?}");
                }
            }
        }
        let expected: Vec<&str> = BY_PHASE.iter().map(|(_, _, expected)| *expected).collect();
        assert_eq!(signs, expected);
    }
}
