//! What moderators do.

use super::Acts;
use crate::harness::{comment, proposal};
use crate::on_both;
use crate::permissions::fixture::open;
use crate::rounds::change;
use model::api::access::{SetAccess, Who};
use model::api::gates::PassGate;
use model::api::joining::DeclineMember;
use model::api::people::ConfirmMember;
use model::api::proposals::Propose;
use model::api::rounds::{ChangeRound, SetWindow};
use model::api::session::DeclareAccount;
use model::cells::CriterionSet;
use model::person::Role;
use model::round::{Moderation, Phase};
use model::{AccountId, Timestamp};
use serde_json::json;

pub const DONE: &[&str] = &[
    "POST /comments/{comment}/verdict",
    "POST /follow-up/answers",
    "POST /people",
    "POST /people/import",
    "POST /people/{person}/account",
    "POST /people/{person}/block",
    "POST /people/{person}/decline",
    "POST /people/{person}/part",
    "POST /people/{person}/roles",
    "POST /people/{person}/trust",
    "POST /people/{person}/unblock",
    "POST /proposals/{proposal}/answer",
    "POST /proposals/{proposal}/merge",
    "POST /proposals/{proposal}/move",
    "POST /proposals/{proposal}/notes",
    "POST /proposals/{proposal}/unmerge",
    "POST /proposals/{proposal}/verdict",
    "POST /queue/ask",
    "POST /queue/ask/take-back",
    "POST /queue/hand",
    "POST /queue/undo",
    "POST /queue/verdicts",
    "POST /rounds",
    "POST /rounds/{round}/discontinue",
    "POST /rounds/{round}/gates/{phase}",
    "POST /rounds/{round}/phases/{phase}/close",
    "POST /rounds/{round}/phases/{phase}/open",
    "POST /rounds/{round}/phases/{phase}/pass",
    "POST /rounds/{round}/take-up",
    "PUT /rounds/{round}",
    "PUT /rounds/{round}/access",
    "PUT /rounds/{round}/phases/{phase}",
];

on_both! {
    async fn what_moderators_do_is_in_the_log(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (al, mo) = (here.staff("Al", Role::Admin).await, here.staff("Mo", Role::Moderator).await);
        let (ada, bob) = (here.customer("Ada").await, here.member("Bob", None).await);
        let mut waiting = Vec::new();
        for title in ["Send one person", "Golf with the boss", "Show the price", "One face"] {
            waiting.push(here.call(&ada, Propose { round, text: proposal(title) }).await.unwrap().id);
        }
        let [one, two, three, four] = waiting[..] else { panic!("four were proposed") };
        let mut acts = Acts::new(&here);
        let publish = json!({ "decision": "publish" });
        acts.act(&mo, &format!("POST /proposals/{one}/verdict"), publish.clone()).await;
        let item = json!({ "item": format!("proposals/{two}") });
        acts.act(&mo, "POST /queue/ask", json!({ "item": item["item"], "question": "Which site?" })).await;
        acts.act(&mo, "POST /queue/ask/take-back", item.clone()).await;
        acts.act(&mo, "POST /queue/hand", json!({ "item": item["item"], "to": al.id })).await;
        acts.act(&al, "POST /queue/verdicts", json!({ "items": [item["item"]], "decision": "decline", "reason": "Not here." })).await;
        let at = here.clock.now().0;
        acts.act(&al, "POST /queue/undo", json!({ "items": [item["item"]], "at": at })).await;
        let question = "How should we treat you?";
        let other = acts.act(&al, "POST /rounds", json!({ "question": question })).await["id"].clone();
        acts.act(&mo, &format!("POST /proposals/{three}/move"), json!({ "to": other })).await;
        acts.act(&mo, &format!("POST /proposals/{four}/verdict"), publish.clone()).await;
        acts.act(&mo, &format!("POST /proposals/{four}/merge"), json!({ "into": one })).await;
        acts.act(&mo, &format!("POST /proposals/{four}/unmerge"), json!({})).await;
        acts.act(&mo, &format!("POST /proposals/{one}/notes"), json!({ "text": "Ask her." })).await;
        acts.act(&mo, &format!("POST /proposals/{one}/answer"), json!({ "text": "We hear you." })).await;
        acts.act(&mo, "POST /follow-up/answers", json!({ "proposals": [one], "text": "We do." })).await;
        let said = here.call(&ada, comment(one, "So it is.")).await.unwrap().id;
        acts.act(&mo, &format!("POST /comments/{said}/verdict"), publish).await;

        acts.act(&mo, &format!("POST /people/{}/trust", ada.id), json!({ "trusted": true })).await;
        acts.act(&mo, &format!("POST /people/{}/block", bob.id), json!({ "reason": "Spam." })).await;
        acts.act(&mo, &format!("POST /people/{}/unblock", bob.id), json!({})).await;
        let account = AccountId(here.account("Acme Steel").await);
        let declare = || DeclareAccount { account: "Acme".parse().unwrap() };
        here.call(&bob, declare()).await.unwrap();
        acts.call(&mo, DeclineMember { person: bob.id, reason: "We know no Bob.".parse().unwrap() }).await;
        here.call(&bob, declare()).await.unwrap();
        acts.call(&mo, ConfirmMember { person: bob.id, account: account.into() }).await;
        acts.act(&mo, &format!("POST /people/{}/part", bob.id), json!({})).await;
        acts.act(&al, "POST /people", json!({ "email": "cem@new.example", "name": "Cem" })).await;
        let csv = "name,email,account\nDia,dia@new.example,Acme Steel\n";
        acts.act(&mo, "POST /people/import", json!({ "csv": csv })).await;
        acts.act(&al, &format!("POST /people/{}/roles", bob.id), json!({ "roles": ["designer"] })).await;

        let question = "How would you have us?".parse().unwrap();
        acts.call(&mo, ChangeRound { question, ..change(&here.round(round).await) }).await;
        acts.call(&mo, SetAccess { see: Who::Customers.into(), ..open(round) }).await;
        let closes = Some(here.clock.now().plus(Timestamp::DAY));
        acts.call(&mo, SetWindow { round, phase: Phase::Vote, opens: Some(here.clock.now()), closes }).await;
        acts.act(&mo, &format!("POST /rounds/{round}/phases/vote/close"), json!({})).await;
        acts.act(&mo, &format!("POST /rounds/{round}/phases/vote/open"), json!({})).await;
        acts.act(&mo, &format!("POST /rounds/{round}/gates/adopt"), json!({ "criteria": "Costs are known." })).await;
        acts.call(&mo, PassGate { round, phase: Phase::Adopt, met: CriterionSet::of(&[0]), overrule: None }).await;
        acts.act(&mo, &format!("POST /rounds/{round}/discontinue"), json!({ "reason": "Too few." })).await;
        acts.act(&mo, &format!("POST /rounds/{round}/take-up"), json!({})).await;
        acts.end(DONE);
    }
}
