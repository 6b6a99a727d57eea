//! What admins set for the whole site.

use super::Acts;
use crate::harness::{Here, proposal};
use crate::on_both;
use model::api::proposals::{AnswerProposal, Propose};
use model::person::Role;
use serde_json::json;
use server::db::events::What;
use server::db::on;
use server::{hooks, sample};

pub const DONE: &[&str] = &[
    "POST /asks/turns",
    "POST /deliveries/{delivery}/replay",
    "POST /hooks",
    "POST /hooks/{hook}/remove",
    "POST /hooks/{hook}/stop",
    "POST /intake/pace",
    "POST /intake/words",
    "POST /mail/again",
    "POST /moderation",
    "POST /rounds/{round}/remove-sample",
    "POST /tokens",
    "POST /tokens/{token}/revoke",
    "POST /ways/{party}",
];

async fn delivered(here: &Here) -> i64 {
    while hooks::tell::step(&here.site).await.unwrap() {}
    on!(here.site.db, c => sqlx::query_scalar("select max(id) from hook_delivery").fetch_one(c).await)
        .unwrap()
}

/// A letter that did not leave, and is tried no more.
async fn given_up(here: &Here) {
    const LETTER: &str =
        "insert into mail (recipient, subject, body, created, due) values ($1, 'News', 'Hello.', 0, $2)";
    here.write(What::new("mail.given_up", 0), move |tx| {
        Box::pin(async move {
            on!(tx, c => sqlx::query(LETTER).bind("ada@example.com").bind(i64::MAX).execute(c).await.map(drop))
        })
    })
    .await;
}

on_both! {
    async fn what_admins_set_is_in_the_log(here) {
        let round = here.company().await;
        let al = here.staff("Al", Role::Admin).await;
        let mut acts = Acts::new(&here);
        let open = json!({ "mail": true, "providers": true, "hand_over": true });
        acts.act(&al, "POST /ways/customers", open).await;
        acts.act(&al, "POST /intake/words", json!({ "words": "Gratis" })).await;
        acts.act(&al, "POST /intake/pace", json!({ "pace": 5 })).await;
        acts.act(&al, "POST /asks/turns", json!({ "turns": true, "cap": 1 })).await;
        acts.act(&al, "POST /moderation", json!({ "text": "Be kind." })).await;
        given_up(&here).await;
        acts.act(&al, "POST /mail/again", json!({})).await;
        let token = json!({ "name": "CRM", "scopes": ["cards:read"] });
        let token = acts.act(&al, "POST /tokens", token).await["token"]["id"].clone();
        acts.act(&al, &format!("POST /tokens/{token}/revoke"), json!({})).await;

        let hook = json!({ "url": "https://1.1.1.1/hooks", "kinds": ["proposal.answered"] });
        let hook = acts.act(&al, "POST /hooks", hook).await["hook"]["id"].clone();
        let asked = Propose { round, text: proposal("Send one person") };
        let asked = here.call(&here.author("Ada").await, asked).await.unwrap().id;
        here.call(&al, AnswerProposal { proposal: asked, text: "We hear you.".parse().unwrap() }).await.unwrap();
        let delivery = delivered(&here).await;
        acts.act(&al, &format!("POST /deliveries/{delivery}/replay"), json!({})).await;
        acts.act(&al, &format!("POST /hooks/{hook}/stop"), json!({ "stopped": true })).await;
        acts.act(&al, &format!("POST /hooks/{hook}/remove"), json!({})).await;

        let made_up = sample::add(&here.site, al.id).await.unwrap();
        acts.act(&al, &format!("POST /rounds/{made_up}/remove-sample"), json!({})).await;
        acts.end(DONE);
    }
}
