//! What staff do for customers and with them: accounts, activities, and what was said on their behalf.

use super::Acts;
use crate::activities::{planned, text};
use crate::harness::proposal;
use crate::on_behalf::noted;
use crate::on_both;
use model::account::{AccountText, Attribute};
use model::activity::ActivityText;
use model::api::accounts::{AddAccount, ChangeAccount};
use model::api::activities::{ChangeActivity, NoteProposal, PlanActivity};
use model::api::proposals::Propose;
use model::person::Role;
use model::{AccountId, ActivityId, SegmentId, Timestamp};
use serde_json::json;

pub const DONE: &[&str] = &[
    "POST /accounts",
    "POST /accounts/import",
    "POST /accounts/{account}/notes",
    "POST /activities",
    "POST /activities/{activity}",
    "POST /activities/{activity}/cancel",
    "POST /activities/{activity}/held",
    "POST /activities/{activity}/notes",
    "POST /activities/{activity}/people",
    "POST /activities/{activity}/people/{person}/uninvite",
    "POST /activities/{activity}/proposals",
    "POST /activities/{activity}/result",
    "POST /activities/{activity}/stories",
    "POST /invitations",
    "POST /proposals/{proposal}/on-behalf",
    "POST /proposals/{proposal}/on-behalf/withdraw",
    "POST /purchases/import",
    "POST /segments",
    "POST /segments/{segment}/remove",
    "POST /segments/{segment}/rename",
    "POST /segments/{segment}/values/remove",
    "POST /segments/{segment}/values/rename",
    "PUT /accounts/{account}",
];

fn account(name: &str, attributes: Vec<Attribute>) -> AccountText {
    AccountText { attributes, ..crate::accounts::text(name) }
}

on_both! {
    async fn what_is_done_with_customers_is_in_the_log(here) {
        let round = here.company().await;
        let (ada, bob) = (here.author("Ada").await, here.customer("Bob").await);
        let ann = here.staff("Ann", Role::AccountManager).await;
        let asked = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        here.call(&bob, Propose { round, text: proposal("Visit our plant") }).await.unwrap();
        let mut acts = Acts::new(&here);
        let north = acts.call(&ann, AddAccount { text: account("North", vec![]), part_of: None }).await;
        let north = AccountId(north["id"].as_i64().unwrap_or_default());
        let segment = acts.act(&ann, "POST /segments", json!({ "name": "Region" })).await;
        let segment = SegmentId(segment["id"].as_i64().unwrap_or_default());
        let south = Attribute { segment, value: "South".parse().unwrap() };
        acts.call(&ann, ChangeAccount { account: north, text: account("Nord", vec![south]), part_of: None }).await;
        let at = format!("POST /segments/{segment}");
        acts.act(&ann, &format!("{at}/rename"), json!({ "name": "Where" })).await;
        acts.act(&ann, &format!("{at}/values/rename"), json!({ "value": "South", "name": "Down" })).await;
        acts.act(&ann, &format!("{at}/values/remove"), json!({ "value": "Down" })).await;
        acts.act(&ann, &format!("{at}/remove"), json!({})).await;
        acts.act(&ann, "POST /accounts/import", json!({ "csv": "name\nWest\n" })).await;
        acts.act(&ann, "POST /purchases/import", json!({ "csv": "account,name\nWest,Pumps\n" })).await;
        acts.act(&ann, &format!("POST /accounts/{north}/notes"), json!({ "text": "Call her." })).await;

        let made = acts.call(&ann, PlanActivity { round, text: text() }).await;
        let activity = ActivityId(made["id"].as_i64().unwrap_or_default());
        let changed = ActivityText { title: "How should we begin?".parse().unwrap(), ..text() };
        acts.call(&ann, ChangeActivity { activity, seen: None, text: changed }).await;
        let at = format!("POST /activities/{activity}");
        let to_ada = json!({ "email": "ada@example.com" });
        acts.act(&ann, &format!("{at}/people"), to_ada.clone()).await;
        acts.act(&ann, &format!("{at}/people/{}/uninvite", ada.id), json!({})).await;
        acts.act(&ann, &format!("{at}/people"), to_ada).await;
        acts.act(&ann, "POST /invitations", json!({ "activity": activity, "q": "plant" })).await;
        acts.act(&ann, &format!("{at}/notes"), json!({ "text": "Bring coffee." })).await;
        here.clock.advance(2 * Timestamp::DAY);
        acts.act(&ann, &format!("{at}/held"), json!({ "people": [ada.id] })).await;
        acts.call(&ann, NoteProposal { activity, person: ada.id, text: proposal("Ask us first") }).await;
        let story = json!({ "person": ada.id, "beside": asked, "tone": "well", "text": "It did." });
        acts.act(&ann, &format!("{at}/stories"), story).await;
        acts.act(&ann, &format!("{at}/result"), json!({ "result": "Much." })).await;
        let later = "2026-06-04T14:00".parse().unwrap();
        let other = ActivityText { starts: later, ends: "2026-06-04T15:00".parse().unwrap(), ..text() };
        let other = planned(&here, &ann, round, other).await;
        acts.act(&ann, &format!("POST /activities/{other}/cancel"), json!({ "reason": "Too few." })).await;

        acts.call(&ann, noted(asked, "bob@example.com")).await;
        acts.act(&ann, &format!("POST /proposals/{asked}/on-behalf/withdraw"), json!({ "person": bob.id })).await;
        acts.end(DONE);
    }
}
