//! Who may do what with a design, by how far its signing has come: draft, in review, signed by all who must, adopted, superseded.

use super::{ask, fixture::another, sign};
use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::practice;
use model::api::designs::Adopt;
use model::api::practices::AddPractice;
use model::api::proposals::Propose;
use model::api::rounds::OpenPhase;
use model::api::sign_off::{GetSignOff, SendToReview, SetSigner, SignReview};
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::round::Phase;
use model::sign_off::SignVerdict;
use model::{RoundId, SigningId};

const STATES: [&str; 5] = ["draft", "in review", "signed", "adopted", "superseded"];

/// `S` stranger, `W` customer, `L` customer who holds the function that must sign; `M` moderator, `D` designer, `G` signatory, `A`
/// account manager, `X` admin. `y`: theirs to ask, though what they ask may still lack a signature or a reason; `c`: not as things
/// stand. Each in a round of its own, which those who come later find as those before
/// have left it.
#[rustfmt::skip]
const SIGNING: [(&str, &str, [&str; 5]); 9] = [
    //                                                               draft        in review    signed       adopted      superseded
    //                                                               SWL MDGAX    SWL MDGAX    SWL MDGAX    SWL MDGAX    SWL MDGAX
    ("GET /rounds/{round}/sign-off", "",                             ["yyy yyyyy", "yyy yyyyy", "yyy yyyyy", "yyy yyyyy", "yyy yyyyy"]),
    ("GET /rounds/{round}/reading", "",                              ["nnn nyyny", "nnn yyyyy", "nnn yyyyy", "nnn nyyny", "nnn nyyny"]),
    ("POST /rounds/{round}/review", "{}",                            ["lnn nynny", "lnn nynny", "lnn nynny", "lnn nynny", "lnn nynny"]),
    ("POST /rounds/{round}/review/withdraw", "{}",                   ["lnn ncnnc", "lnn nynnc", "lnn nynnc", "lnn ncnnc", "lnn ncnnc"]),
    ("POST /signings/{signing}/sign", SIGN,                          ["l-c -----", "l-y -----", "l-y -----", "l-c -----", "l-c -----"]),
    ("POST /signings/{signing}/delegate", DELEGATE,                  ["l-y ----y", "l-y ----y", "l-y ----y", "l-y ----y", "l-y ----y"]),
    ("POST /rounds/{round}/adopt", ADOPT,                            ["lnn nnyny", "lnn nnyny", "lnn nnync", "lnn nncnc", "lnn nnyny"]),
    ("POST /signings/{signing}/remove", "{}",                        ["lnn nnnny", "lnn nnnny", "lnn nnnny", "lnn nnnny", "lnn nnnny"]),
    ("POST /rounds/{round}/practices", PRACTICE,                     ["lnn nynny", "lnn nynny", "lnn nynny", "lnn nynny", "lnn nynny"]),
];

const SIGN: &str = r#"{"digest":"{digest}","verdict":"signed"}"#;
const DELEGATE: &str = r#"{"email":"will@example.com","until":"2026-05-20"}"#;
const ADOPT: &str = r#"{"signed_by":"Xena","capacity":"Head","statement":"We will.","reason_for_the_rest":"Not now.","against":"It has to be done."}"#;
const PRACTICE: &str = r#"{"title":"One face more","activity":"Calling","accountable":"Sales","stages":[1],"cultures":[1],"proposals":[{proposal}]}"#;

struct Reviewed {
    round: RoundId,
    signing: SigningId,
    proposal: i64,
    digest: String,
}

/// A round whose signing has come so far. What supersedes it is adopted in another.
async fn come_to(here: &Here, state: usize, boss: &Caller, lea: &Caller) -> Reviewed {
    let round = another(here, boss).await;
    // Nobody may ask for so much in an hour.
    let kim = here.staff(&format!("Kim{round}"), Role::Designer).await;
    let asked = here.call(&kim, Propose { round, text: proposal("One") }).await.unwrap().id;
    here.call(boss, AddPractice { round, text: practice("One face", &[asked]) }).await.unwrap();
    let must = SetSigner {
        round,
        function: "Legal".parse().unwrap(),
        email: "lea@example.com".parse().unwrap(),
        stages: StageSet::default(),
        cultures: CultureSet::default(),
    };
    here.call(boss, must).await.unwrap();
    here.call(boss, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
    if state > 0 {
        here.call(boss, SendToReview { round, words: None }).await.unwrap();
    }
    let inside = here.call(boss, GetSignOff { round }).await.unwrap().inside.unwrap();
    let (signing, digest) = (inside.signers[0].id, inside.digest);
    if state > 1 {
        let sign = SignReview { signing, digest: digest.clone(), verdict: SignVerdict::Signed, words: None };
        here.call(lea, sign).await.unwrap();
    }
    if state > 2 {
        here.call(boss, signature(round)).await.unwrap();
    }
    if state > 3 {
        let next = another(here, boss).await;
        let asked = here.call(&kim, Propose { round: next, text: proposal("Two") }).await.unwrap().id;
        here.call(boss, AddPractice { round: next, text: practice("Two faces", &[asked]) }).await.unwrap();
        here.call(boss, OpenPhase { round: next, phase: Phase::Adopt }).await.unwrap();
        // Who must sign goes on to the next round.
        let overrule = Some("It cannot wait.".parse().unwrap());
        here.call(boss, Adopt { overrule, ..signature(next) }).await.unwrap();
    }
    Reviewed { round, signing, proposal: asked.0, digest }
}

on_both! {
    async fn what_can_be_done_with_a_design_depends_on_its_signing(here) {
        here.company().await;
        let boss = here.staff("Xena", Role::Admin).await;
        let lea = here.member("Lea", None).await;
        let callers = [
            Caller::stranger(),
            here.customer("Will").await,
            lea.clone(),
            here.staff("Mo", Role::Moderator).await,
            here.staff("Dee", Role::Designer).await,
            here.staff("Gus", Role::Signatory).await,
            here.staff("Ann", Role::AccountManager).await,
            boss.clone(),
        ];
        let mut wrong = Vec::new();
        for (operation, body, expected) in SIGNING {
            for (state, name) in STATES.into_iter().enumerate() {
                let of = come_to(&here, state, &boss, &lea).await;
                let filled = |text: &str| {
                    let text = text.replace("{round}", &of.round.to_string()).replace("{signing}", &of.signing.to_string());
                    text.replace("{proposal}", &of.proposal.to_string()).replace("{digest}", &of.digest)
                };
                let mut signs = String::new();
                for (place, who) in callers.iter().enumerate() {
                    if place == 3 {
                        signs.push(' ');
                    }
                    let (status, answer) = ask(&here, who, &filled(operation), &filled(body)).await;
                    signs.push(if status.as_u16() == 409 { 'c' } else { sign(status, &answer) });
                }
                if signs != expected[state] {
                    wrong.push(format!("{name}: {operation}: {signs} and not {}", expected[state]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
