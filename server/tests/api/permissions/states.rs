//! What can be done with a proposal, by what has become of it; and what can be done in a round, by which of its phases is open.

use super::fixture::{account, open, segment, set};
use super::{ask, sign};
use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::practice;
use model::api::access::{SetAccess, Wanted, Who};
use model::api::comments::{AddComment, JudgeComment, WithdrawComment};
use model::api::finding::SetFindable;
use model::api::gates::Discontinue;
use model::api::merging::MergeProposal;
use model::api::practices::AddPractice;
use model::api::proposals::{Judge, Propose};
use model::api::rounds::{OpenPhase, SetWindow};
use model::comment::Kind;
use model::person::Role;
use model::round::{Moderation, Phase};
use model::verdict::Decision;
use model::{ProposalId, RoundId};

/// `S` stranger, `O` another customer, `A` its author; `M` moderator, `D` designer. `c`: not as things stand. Each on a proposal of its
/// own, which those who come later find as those before have left it.
#[rustfmt::skip]
const BY_STATE: [(&str, &str, [&str; 4]); 22] = [
    //                                                                        waiting   published declined  merged
    //                                                                        SOA MD    SOA MD    SOA MD    SOA MD
    ("GET /proposals/{}", "",                                                 ["--y y-", "yyy yy", "--y y-", "yyy yy"]),
    ("GET /proposals/{}/comments", "",                                        ["--y y-", "yyy yy", "--y y-", "yyy yy"]),
    ("GET /proposals/{}/why", "",                                             ["--- --", "ccc cc", "--- --", "--- --"]),
    ("GET /proposals/{}/follow", "",                                          ["l-y --", "lyy yy", "l-y --", "l-y --"]),
    ("GET /proposals/{}/writers", "",                                         ["--y y-", "yyy yy", "--y y-", "yyy yy"]),
    ("GET /proposals/{}/notes", "",                                           ["lnn y-", "lnn yy", "lnn y-", "lnn yy"]),
    ("POST /proposals/{}/vote", r#"{"stance":"agree"}"#,                      ["l-- --", "lyy yy", "l-- --", "lcc cc"]),
    ("POST /proposals/{}/comments", r#"{"text":"So it is."}"#,                ["l-c c-", "lyy yy", "l-c c-", "lyy yy"]),
    ("POST /proposals/{}/follow", r#"{"wanted":true}"#,                       ["l-y --", "lyy yy", "l-y --", "l-y --"]),
    ("POST /proposals/{}/report", r#"{"reason":"Spam."}"#,                    ["l-n y-", "lyn yy", "l-n y-", "lyn yy"]),
    ("POST /proposals/{}/step-out", r#"{"out":true}"#,                        ["l-- --", "lcc cc", "l-- --", "lyy yy"]),
    ("POST /proposals/{}/writers", r#"{"act":"invite","person":{other}}"#,    ["l-c n-", "lny nn", "l-c n-", "lny nn"]),
    ("POST /proposals/{}/on-behalf", NOTED,                                   ["lnn --", "lnn yy", "lnn --", "lnn cc"]),
    ("POST /proposals/{}/notes", r#"{"text":"Ask her."}"#,                    ["lnn y-", "lnn yy", "lnn y-", "lnn yy"]),
    ("POST /proposals/{}/answer", r#"{"text":"We hear you."}"#,               ["lnn c-", "lnn yy", "lnn c-", "lnn yy"]),
    ("POST /proposals/{}/left-out", r#"{"reason":"Not now."}"#,               ["lnn n-", "lnn ny", "lnn n-", "lnn n-"]),
    ("POST /queue/ask", r#"{"item":"proposals/{}","question":"Which?"}"#,      ["lnn yn", "lnn cn", "lnn cn", "lnn cn"]),
    ("POST /queue/hand", r#"{"item":"proposals/{}","to":{colleague}}"#,        ["lnn yn", "lnn cn", "lnn cn", "lnn cn"]),
    ("POST /proposals/{}/verdict", r#"{"decision":"publish"}"#,               ["lnn yn", "lnn cn", "lnn yn", "lnn cn"]),
    ("POST /proposals/{}/merge", r#"{"into":{into}}"#,                        ["lnn yn", "lnn yn", "lnn cn", "lnn cn"]),
    ("POST /proposals/{}/unmerge", "{ }",                                      ["lnn -n", "lnn cn", "lnn -n", "lnn yn"]),
    // It sends the text back to the moderators, and those who come after its author find it no more.
    ("POST /proposals/{}", TEXT,                                              ["l-y --", "lny --", "l-y --", "lnc nn"]),
];

/// The same, in the same order, once its round only adopts: of a published proposal, and of one that is adopted.
#[rustfmt::skip]
const WHILE_ADOPTING: [[&str; 2]; 22] = [
    // frozen    adopted
    // SOA MD    SOA MD
    ["yyy yy", "yyy yy"],
    ["yyy yy", "yyy yy"],
    ["ccc cc", "ccc cc"],
    ["lyy yy", "lyy yy"],
    ["yyy yy", "yyy yy"],
    ["lnn yy", "lnn yy"],
    ["lcc cc", "lcc cc"],
    ["lyy yy", "lyy yy"],
    ["lyy yy", "lyy yy"],
    ["lyn yy", "lyn yy"],
    ["lcc cc", "lcc cc"],
    ["lnc nn", "lnc nn"],
    ["lnn cc", "lnn cc"],
    ["lnn yy", "lnn yy"],
    ["lnn yy", "lnn yy"],
    ["lnn ny", "lnn ny"],
    ["lnn cn", "lnn cn"],
    ["lnn cn", "lnn cn"],
    ["lnn cn", "lnn cn"],
    ["lnn cn", "lnn cn"],
    ["lnn cn", "lnn cn"],
    ["lnc nn", "lnc nn"],
];

/// The same of a comment beside a published proposal.
#[rustfmt::skip]
const BY_COMMENT: [(&str, &str, [&str; 4]); 7] = [
    //                                                                        waiting   published declined  withdrawn
    //                                                                        SOA MD    SOA MD    SOA MD    SOA MD
    ("GET /queue/comments/{}", "",                                            ["lnn yn", "lnn yn", "lnn yn", "lnn yn"]),
    ("POST /comments/{}", r#"{"text":"Not so."}"#,                            ["l-y --", "lny --", "l-y --", "l-- --"]),
    ("POST /comments/{}/report", r#"{"reason":"Spam."}"#,                     ["l-- --", "lyn yy", "l-- --", "l-- --"]),
    ("POST /proposals/{on}/comments", r#"{"text":"Why?","parent":{}}"#,       ["l-- --", "lyy yy", "l-- --", "l-- --"]),
    ("POST /queue/ask", r#"{"item":"comments/{}","question":"Which?"}"#,       ["lnn yn", "lnn cn", "lnn cn", "lnn cn"]),
    ("POST /comments/{}/verdict", r#"{"decision":"publish"}"#,                ["lnn yn", "lnn cn", "lnn yn", "lnn cn"]),
    ("POST /comments/{}/withdraw", "{ }",                                      ["l-y --", "lny --", "l-y --", "l-- --"]),
];

const TEXT: &str = r#"{"kind":"start","title":"Ask us first","why":"Because.","stages":[3],"cultures":[1]}"#;
const NOTED: &str = r#"{"email":"will@example.com","stance":"agree","source":"call","said":"2026-05-01"}"#;

/// By the one phase that is open: propose, refine, vote, adopt, measure, none; then while all are and the round is discontinued.
/// For a customer within a round for a segment, whose `{own}` is, and after them for an admin.
#[rustfmt::skip]
const BY_PHASE: [(&str, &str, &str); 11] = [
    //                                                                        prvam-d
    ("POST /rounds/{round}/proposals", TEXT,                                  "ycccccc"),
    ("POST /proposals/{}/vote", r#"{"stance":"agree"}"#,                      "yyycccc"),
    ("POST /proposals/{}/vote", r#"{"stance":"disagree"}"#,                   "ccycccc"),
    ("POST /proposals/{}/comments", r#"{"text":"So it is."}"#,                "yyyyycc"),
    ("POST /proposals/{own}", TEXT,                                           "yyccccc"),
    ("POST /rounds/{round}/culture", r#"{"culture":1}"#,                      "yyyyyyy"),
    ("GET /rounds/{round}", "",                                               "yyyyyyy"),
    ("GET /rounds/{round}/draft", "",                                         "yyyyyyy"),
    ("GET /rounds/{round}/selection", "",                                     "nnyynnn"),
    ("GET /rounds/{round}/firmness", "",                                      "nnccnnn"),
    ("GET /rounds/{round}/common-ground", "",                                 "nnccnnn"),
];
#[rustfmt::skip]
const BY_PHASE_STAFF: [(&str, &str, &str); 6] = [
    //                                                                        prvam-d
    ("POST /rounds/{round}/proposals", TEXT,                                  "ycccccc"),
    ("POST /proposals/{}/vote", r#"{"stance":"disagree"}"#,                   "ccycccc"),
    ("POST /proposals/{}/comments", r#"{"text":"So it is."}"#,                "yyyyycc"),
    ("POST /proposals/{}/on-behalf", NOTED,                                   "yyycccc"),
    ("POST /proposals/{}/answer", r#"{"text":"We hear you."}"#,               "yyyyyyy"),
    ("POST /rounds/{round}/adopt", ADOPT,                                     "cccyccc"),
];

const ADOPT: &str =
    r#"{"signed_by":"Xena","capacity":"Head","statement":"We will.","reason_for_the_rest":"Not now."}"#;

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

/// The signs of an operation for one caller after another, staff apart.
async fn row(here: &Here, callers: &[Caller], operation: &str, body: &str) -> String {
    let mut signs = String::new();
    for (place, caller) in callers.iter().enumerate() {
        if place == 3 {
            signs.push(' ');
        }
        signs.push(told(here, caller, operation, body).await);
    }
    signs
}

async fn callers(here: &Here) -> [Caller; 5] {
    let (ada, olga) = (here.customer("Ada").await, here.customer("Olga").await);
    let (mo, dee) = (here.staff("Mo", Role::Moderator).await, here.staff("Dee", Role::Designer).await);
    here.customer("Will").await;
    [Caller::stranger(), olga, ada, mo, dee]
}

on_both! {
    async fn what_can_be_done_with_a_proposal_depends_on_its_state(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let callers = callers(&here).await;
        let [stranger, olga, _, mo, dee] = callers;
        here.call(&olga, SetFindable { found: true, line: None }).await.unwrap();
        let colleague = here.staff("Mia", Role::Moderator).await;
        let mut wrong = Vec::new();
        for (place, (operation, body, expected)) in BY_STATE.into_iter().enumerate() {
            // Nobody proposes as much as all of them need.
            let ada = here.customer(&format!("Ada{place}")).await;
            let callers = [stranger.clone(), olga.clone(), ada.clone(), mo.clone(), dee.clone()];
            for (state, name) in ["waiting", "published", "declined", "merged"].into_iter().enumerate() {
                let into = made(&here, &ada, &mo, round, 1).await;
                let id = made(&here, &ada, &mo, round, state).await;
                if state == 3 {
                    here.call(&mo, MergeProposal { proposal: id, into }).await.unwrap();
                }
                let filled = |text: &str| {
                    let text = text.replace("{}", &id.to_string()).replace("{into}", &into.to_string());
                    text.replace("{other}", &olga.id.to_string()).replace("{colleague}", &colleague.id.to_string())
                };
                let signs = row(&here, &callers, &filled(operation), &filled(body)).await;
                if signs != expected[state] {
                    wrong.push(format!("{name}: {operation}: {signs} and not {}", expected[state]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn what_can_be_done_once_a_round_adopts(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let [stranger, olga, _, mo, dee] = callers(&here).await;
        here.call(&olga, SetFindable { found: true, line: None }).await.unwrap();
        let colleague = here.staff("Mia", Role::Moderator).await;
        let (mut asked, mut authors) = (Vec::new(), Vec::new());
        for place in 0..BY_STATE.len() {
            let ada = here.customer(&format!("Ada{place}")).await;
            asked.push([made(&here, &ada, &mo, round, 1).await, made(&here, &ada, &mo, round, 1).await]);
            asked[place].reverse();
            let text = practice(&format!("One person, {place}"), &[asked[place][1]]);
            here.call(&dee, AddPractice { round, text }).await.unwrap();
            authors.push(ada);
        }
        let admin = here.staff("Xena", Role::Admin).await;
        here.call(&admin, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&admin, signature(round)).await.unwrap();
        let mut wrong = Vec::new();
        for (place, (operation, body, _)) in BY_STATE.into_iter().enumerate() {
            let callers = [stranger.clone(), olga.clone(), authors[place].clone(), mo.clone(), dee.clone()];
            let into = asked[(place + 1) % asked.len()][0];
            for (state, name) in ["frozen", "adopted"].into_iter().enumerate() {
                let filled = |text: &str| {
                    let text = text.replace("{}", &asked[place][state].to_string()).replace("{into}", &into.to_string());
                    text.replace("{other}", &olga.id.to_string()).replace("{colleague}", &colleague.id.to_string())
                };
                let signs = row(&here, &callers, &filled(operation), &filled(body)).await;
                if signs != WHILE_ADOPTING[place][state] {
                    wrong.push(format!("{name}: {operation}: {signs} and not {}", WHILE_ADOPTING[place][state]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn what_can_be_done_with_a_comment_depends_on_its_state(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let callers = callers(&here).await;
        let [_, _, ada, mo, _] = &callers;
        let on = made(&here, ada, mo, round, 1).await;
        let mut wrong = Vec::new();
        for (operation, body, expected) in BY_COMMENT {
            for (state, name) in ["waiting", "published", "declined", "withdrawn"].into_iter().enumerate() {
                let text = "So it is.".parse().unwrap();
                let said = AddComment { follow: false, proposal: on, parent: None, kind: Kind::Comment, tone: None, text };
                let id = here.call(ada, said).await.unwrap().id;
                let judge = |decision| JudgeComment { comment: id, decision, reason: Some("Read.".parse().unwrap()), trust: false };
                match state {
                    0 => {}
                    1 => drop(here.call(mo, judge(Decision::Publish)).await.unwrap()),
                    2 => drop(here.call(mo, judge(Decision::Decline)).await.unwrap()),
                    _ => drop(here.call(ada, WithdrawComment { comment: id }).await.unwrap()),
                }
                let filled = |text: &str| text.replace("{}", &id.to_string()).replace("{on}", &on.to_string());
                let signs = row(&here, &callers, &filled(operation), &filled(body)).await;
                if signs != expected[state] {
                    wrong.push(format!("{name}: {operation} {body}: {signs} and not {}", expected[state]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn what_can_be_done_in_a_round_depends_on_its_phases(here) {
        let round = here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        let attribute = segment(&here, &admin).await;
        let bank = account(&here, &admin, "Second Bank", Some(attribute.clone())).await;
        let within = here.member("Will", Some(bank)).await;
        let outside = [here.customer("Olga").await, here.member("Una", None).await];
        let id = here.call(&admin, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let own = here.call(&within, Propose { round, text: proposal("Call us first") }).await.unwrap().id;
        let text = practice("One person for all", &[id]);
        here.call(&admin, AddPractice { round, text }).await.unwrap();
        let see = Wanted { segments: vec![attribute], ..Wanted::from(Who::Chosen) };
        set(&here, &admin, SetAccess { see, ..open(round) }).await;
        let rows = || BY_PHASE.into_iter().map(|row| (&within, row)).chain(BY_PHASE_STAFF.into_iter().map(|row| (&admin, row)));
        let mut signs = vec![String::new(); rows().count()];
        let while_open = Phase::ALL.into_iter().map(|phase| (vec![phase], false));
        for (open, over) in while_open.chain([(Vec::new(), false), (Phase::ALL.to_vec(), true)]) {
            for phase in Phase::ALL {
                let opens = open.contains(&phase).then(|| here.clock.now());
                here.call(&admin, SetWindow { round, phase, opens, closes: None }).await.unwrap();
            }
            if over {
                here.call(&admin, Discontinue { round, reason: "It is over.".parse().unwrap() }).await.unwrap();
            }
            for (place, (who, (operation, body, _))) in rows().enumerate() {
                let filled = |text: &str, round: &str, id: &str, own: &str| {
                    text.replace("{round}", round).replace("{}", id).replace("{own}", own)
                };
                let (is, what) = (id.to_string(), own.to_string());
                let real = filled(operation, &round.to_string(), &is, &what);
                let body = filled(body, &round.to_string(), &is, &what);
                signs[place].push(told(&here, who, &real, &body).await);
                // From outside it is never there, whatever is open.
                let never = filled(operation, "999999", "999999", "999999");
                for outsider in outside.iter().filter(|_| who.id == within.id) {
                    assert_eq!(ask(&here, outsider, &real, &body).await, ask(&here, outsider, &never, &body).await);
                    assert_eq!(told(&here, outsider, &real, &body).await, '-', "{operation} while {open:?}");
                }
            }
        }
        let wrong: Vec<String> = rows().zip(&signs).filter(|((_, (_, _, expected)), signs)| expected != signs)
            .map(|((_, (operation, body, expected)), signs)| format!("{operation} {body}: {signs} and not {expected}")).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
