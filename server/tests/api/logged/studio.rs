//! What designers and signatories do: practices, sign-off, and what is promised then.

use super::Acts;
use crate::harness::signature;
use crate::on_both;
use crate::practices::practice;
use crate::promises::Scene;
use model::api::comments::AddComment;
use model::api::practices::{AddInsideOut, AddPractice, ChangePractice, GetDraft};
use model::api::rounds::AddRound;
use model::cells::StageSet;
use model::comment::{Kind, Tone};
use model::person::Role;
use model::practice::{Direction, Indicator, ListKind, PracticeText};
use model::promise::Progress;
use model::round::Scheme;
use model::{PracticeId, ProposalId};
use serde_json::{Value, json};
use server::db::on;
use server::promises::gaps;

pub const DONE: &[&str] = &[
    "DELETE /practices/{practice}",
    "POST /asks",
    "POST /lists/{entry}/former/drop",
    "POST /lists/{entry}/merge",
    "POST /lists/{entry}/remove",
    "POST /lists/{entry}/rename",
    "POST /practices/{practice}/join",
    "POST /practices/{practice}/move",
    "POST /practices/{practice}/put-back",
    "POST /practices/{practice}/split",
    "POST /practices/{practice}/undo",
    "POST /promises/{practice}",
    "POST /promises/{practice}/gap/close",
    "POST /promises/{practice}/gap/reopen",
    "POST /promises/{practice}/gap/vote",
    "POST /promises/{practice}/values",
    "POST /promises/{practice}/values/remove",
    "POST /proposals/{proposal}/left-out",
    "POST /proposals/{proposal}/left-out/undo",
    "POST /rounds/{round}/adopt",
    "POST /rounds/{round}/begin",
    "POST /rounds/{round}/inside-out",
    "POST /rounds/{round}/inside-out/import",
    "POST /rounds/{round}/practices",
    "POST /rounds/{round}/review",
    "POST /rounds/{round}/review/withdraw",
    "POST /rounds/{round}/signings",
    "POST /said",
    "POST /said/{said}",
    "POST /said/{said}/publish",
    "POST /said/{said}/remove",
    "POST /signings/{signing}/remove",
    "POST /values/import",
    "PUT /functions/{entry}/capacity",
    "PUT /practices/{practice}",
    "PUT /practices/{practice}/stories",
];

impl Scene {
    /// How often a practice of the draft has been changed.
    async fn revision(&self, practice: &Value) -> i64 {
        let draft = self.here.call(&self.dee, GetDraft { round: self.round }).await.unwrap();
        let found = draft.practices.iter().find(|one| json!(one.id) == *practice);
        found.map_or(0, |one| one.revision)
    }

    async fn practices(&self, acts: &mut Acts<'_>, [two, three, four]: [ProposalId; 3]) {
        let (here, dee, round) = (&self.here, &self.dee, self.round);
        let text = PracticeText { stages: StageSet::of(&[0, 3]), ..practice("A second", &[two]) };
        let made = acts.call(dee, AddPractice { round, text: text.clone() }).await["id"].clone();
        let id = PracticeId(made.as_i64().unwrap_or_default());
        let changed = PracticeText { title: "Another second".parse().unwrap(), ..text };
        acts.call(dee, ChangePractice { practice: id, seen: None, sitting: false, text: changed }).await;
        let at = format!("POST /practices/{id}");
        let seen = self.revision(&made).await;
        acts.act(dee, &format!("{at}/undo"), json!({ "seen": seen })).await;
        let seen = self.revision(&made).await;
        let part =
            acts.act(dee, &format!("{at}/split"), json!({ "seen": seen, "stage": 3 })).await["id"].clone();
        let (seen, other_seen) = (self.revision(&made).await, self.revision(&part).await);
        let both = json!({ "seen": seen, "other": part, "other_seen": other_seen });
        acts.act(dee, &format!("{at}/join"), both).await;
        let seen = self.revision(&made).await;
        let step = json!({ "seen": seen, "stage": 0, "culture": 1, "to_stage": 5, "to_culture": 1 });
        acts.act(dee, &format!("{at}/move"), step).await;

        let third =
            here.call(dee, AddPractice { round, text: practice("A third", &[three]) }).await.unwrap().id;
        let story = AddComment {
            follow: false,
            proposal: three,
            parent: None,
            kind: Kind::Story,
            tone: Some(Tone::Badly),
            text: "Five engineers came.".parse().unwrap(),
        };
        let story = here.call(&here.author("Teller").await, story).await.unwrap().id;
        acts.act(dee, &format!("PUT /practices/{third}/stories"), json!({ "story": story, "stands": true }))
            .await;
        acts.act(dee, &format!("DELETE /practices/{third}"), json!({})).await;
        acts.act(dee, &format!("POST /practices/{third}/put-back"), json!({})).await;
        let at = format!("POST /proposals/{four}/left-out");
        acts.act(dee, &at, json!({ "reason": "Not now." })).await;
        acts.act(dee, &format!("{at}/undo"), json!({ "seen": 1 })).await;
        let today = PracticeText { proposals: vec![], ..practice("As it is", &[]) };
        acts.call(dee, AddInsideOut { round, text: today }).await;
        let csv = "title,activity,accountable\nCall everybody,Calling,Sales\n";
        acts.act(dee, &format!("POST /rounds/{round}/inside-out/import"), json!({ "csv": csv })).await;
        let entries = here.call(dee, GetDraft { round }).await.unwrap().entries;
        let sales = entries.iter().find(|one| one.list == ListKind::Function).unwrap().id;
        acts.act(dee, &format!("PUT /functions/{sales}/capacity"), json!({ "capacity": 100 })).await;
    }

    async fn lists(&self, acts: &mut Acts<'_>) {
        let (here, dee, round) = (&self.here, &self.dee, self.round);
        let with = |tool: &str| PracticeText {
            proposals: vec![],
            tool: Some(tool.parse().unwrap()),
            ..practice("With a tool", &[])
        };
        let made = here.call(dee, AddInsideOut { round, text: with("Telefax") }).await.unwrap().id;
        for tool in ["Telephone", "Telex", "Smoke"] {
            let change = ChangePractice { practice: made, seen: None, sitting: false, text: with(tool) };
            here.call(dee, change).await.unwrap();
        }
        let entries = here.call(dee, GetDraft { round }).await.unwrap().entries;
        let id = |name: &str| entries.iter().find(|one| one.name.as_str() == name).unwrap().id;
        let at = |name: &str| format!("POST /lists/{}", id(name));
        acts.act(dee, &format!("{}/rename", at("Smoke")), json!({ "was": "Smoke", "name": "Fire" })).await;
        acts.act(dee, &format!("{}/former/drop", at("Smoke")), json!({ "name": "Smoke" })).await;
        acts.act(dee, &format!("{}/merge", at("Telefax")), json!({ "was": "Telefax", "name": "Telephone" }))
            .await;
        acts.act(dee, &format!("{}/remove", at("Telex")), json!({ "was": "Telex" })).await;
    }

    async fn signing(&self, acts: &mut Acts<'_>) {
        let (here, round) = (&self.here, self.round);
        let al = here.staff("Al", Role::Admin).await;
        let rule = json!({ "function": "Sales", "email": "mo@example.com" });
        acts.act(&al, &format!("POST /rounds/{round}/signings"), rule).await;
        acts.act(&self.dee, &format!("POST /rounds/{round}/review"), json!({})).await;
        acts.act(&self.dee, &format!("POST /rounds/{round}/review/withdraw"), json!({})).await;
        const SIGNING: &str = "select max(id) from signing";
        let signing: i64 = on!(here.site.db, c => sqlx::query_scalar(SIGNING).fetch_one(c).await).unwrap();
        acts.act(&al, &format!("POST /signings/{signing}/remove"), json!({})).await;
        acts.call(&self.sig, signature(round)).await;
        let question = "How should we treat you?".parse().unwrap();
        let next = here.call(&al, AddRound { question, scheme: Scheme::default() }).await.unwrap().id;
        acts.act(&self.dee, &format!("POST /rounds/{next}/begin"), json!({})).await;
    }

    async fn promised(&self, acts: &mut Acts<'_>) {
        let (here, dee, practice) = (&self.here, &self.dee, self.practice);
        let at = format!("POST /promises/{practice}");
        acts.act(dee, &format!("{at}/gap/vote"), json!({ "cell": "3-1" })).await;
        acts.act(dee, &format!("{at}/gap/close"), json!({ "reason": "Kim is back." })).await;
        acts.act(dee, &format!("{at}/gap/reopen"), json!({})).await;
        let value = json!({ "which": "lead", "day": "2026-05-01", "value": "96" });
        acts.act(dee, &format!("{at}/values"), value).await;
        acts.act(dee, &format!("{at}/values/remove"), json!({ "which": "lead", "day": "2026-05-01" })).await;
        let csv = format!("practice,which,day,value\n{practice},lead,2026-04-01,88\n");
        acts.act(dee, "POST /values/import", json!({ "csv": csv })).await;
        acts.call(dee, self.stated(Progress::Planned)).await;
        here.call(dee, self.stated(Progress::InPlace)).await.unwrap();
        let ask = json!({ "email": "voter.0@example.com", "practice": practice });
        acts.act(&self.mo, "POST /asks", ask).await;
        let said =
            json!({ "practice": practice, "did": "started", "title": "Kim comes", "words": "Since May." });
        let id = acts.act(dee, "POST /said", said).await["id"].clone();
        let again = json!({ "did": "started", "title": "Kim comes", "words": "Since June." });
        acts.act(dee, &format!("POST /said/{id}"), again).await;
        acts.act(dee, &format!("POST /said/{id}/publish"), json!({ "published": true })).await;
        // Only a draft is removed.
        acts.act(dee, &format!("POST /said/{id}/publish"), json!({ "published": false })).await;
        acts.act(dee, &format!("POST /said/{id}/remove"), json!({})).await;
    }
}

on_both! {
    async fn what_designers_and_signatories_do_is_in_the_log(here) {
        let (scene, _) = Scene::not_kept(here).await;
        let mut acts = Acts::new(&scene.here);
        let mut asked = Vec::new();
        for title in ["A second", "A third", "A fourth"] {
            asked.push(scene.proposed(title).await);
        }
        scene.practices(&mut acts, asked.try_into().unwrap()).await;
        scene.lists(&mut acts).await;
        // What is measured is promised anew.
        let lead = Indicator {
            name: "Answers within a day".parse().unwrap(),
            unit: "%".parse().unwrap(),
            direction: Direction::Up,
            target: 95,
        };
        let draft = scene.here.call(&scene.dee, GetDraft { round: scene.round }).await.unwrap();
        let text = draft.practices.into_iter().find(|one| one.id == scene.practice).unwrap().text;
        let text = PracticeText { lead: Some(lead), ..text };
        let change = ChangePractice { practice: scene.practice, seen: None, sitting: false, text };
        scene.here.call(&scene.dee, change).await.unwrap();
        scene.signing(&mut acts).await;
        gaps::step(&scene.here.site).await.unwrap();
        scene.promised(&mut acts).await;
        acts.end(DONE);
    }
}
