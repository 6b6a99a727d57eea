//! Which field a refusal marks, where serde cannot say it: a part of the request is read out of the same fields.

use crate::harness::body;
use crate::on_both;
use model::Problem;
use model::person::Role;
use serde_json::{Value, json};

on_both! {
    async fn the_field_at_fault_is_marked_whatever_stands_beside_it(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let marked = async |path: &str, fields: &Value| {
            let answer = here.send(&dee, "POST", path, "application/json", Some(fields.to_string())).await;
            let problem: Problem = serde_json::from_str(&body(answer).await).unwrap();
            problem.fields.into_iter().map(|one| one.field).collect::<Vec<_>>()
        };
        let long = "é".repeat(5_000);
        let said = json!({ "practice": 1, "did": "started", "title": "Kim comes", "words": "Since May." });
        let activity = json!({
            "round": round, "kind": "workshop", "title": "The first visit", "description": "Bring one wish.", "starts": "2026-05-04T14:00",
            "ends": "2026-05-04T16:00", "offset": "+01:00", "one_to_one": false, "link": "https://meet.example/room",
        });
        for (path, sound, field, wrong) in [
            ("/api/v1/said", &said, "title", json!(long)),
            ("/api/v1/said", &said, "words", json!(long)),
            ("/api/v1/said", &said, "did", json!("nothing")),
            ("/api/v1/said", &said, "practice", json!("none")),
            ("/api/v1/activities", &activity, "title", json!(long)),
            ("/api/v1/activities", &activity, "offset", json!("late")),
            ("/api/v1/activities", &activity, "round", json!("none")),
        ] {
            let mut fields = sound.clone();
            fields[field] = wrong;
            assert_eq!(marked(path, &fields).await, [field], "{path}");
            fields.as_object_mut().unwrap().remove(field);
            assert_eq!(marked(path, &fields).await, [field], "{path} without it");
        }
    }
}
