//! What a token's scope opens: as much of it as whoever made the token may see and do, and nothing else.

use crate::activities::{self, planned};
use crate::harness::{Caller, Here};
use crate::on_both;
use crate::permissions::fixture::{open, set};
use crate::programs::{token, with};
use crate::promises::Scene;
use model::api::access::{SetAccess, Who};
use model::api::purchases::ListPurchases;
use model::person::Role;
use model::program::Scope;
use model::promise::Progress;
use model::{AccountId, ProblemKind};

/// What a new token of these scopes is answered.
async fn answered(
    here: &Here,
    admin: &Caller,
    scope: Scope,
    (method, path): (&str, &str),
    sent: &str,
) -> (u16, String) {
    let made = token(here, admin, &[scope]).await;
    with(here, &format!("Bearer {}", made.secret), "", method, &format!("/api/v1{path}"), sent).await
}

on_both! {
    async fn a_token_sees_what_its_maker_sees(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        set(here, &admin, SetAccess { see: Who::Customers.into(), ..open(scene.round) }).await;
        // Nobody else sees the design without signing in.
        for path in ["/practices", "/scorecard", "/promises", &format!("/promises/{}", scene.practice)] {
            let seen = here.send(&Caller::stranger(), "GET", &format!("/api/v1{path}"), "", None).await;
            assert_eq!(seen.status().as_u16(), 404, "{path}");
            let scope = if path == "/practices" { Scope::PracticesRead } else { Scope::PromisesRead };
            let (status, text) = answered(here, &admin, scope, ("GET", path), "").await;
            assert!(status == 200 && text.contains("One face"), "{path}: {status} {text}");
        }
        let (status, csv) = answered(here, &admin, Scope::PromisesRead, ("GET", "/scorecard.csv"), "").await;
        assert!(status == 200 && csv.contains("One face"), "{status} {csv}");
        let (status, _) = answered(here, &admin, Scope::PracticesRead, ("GET", "/scorecard.csv"), "").await;
        assert_eq!(status, 403);
        // What has ended, where another version has taken its place.
        let past = format!("/promises/{}/past", scene.practice);
        let from = scene.proposed("Two faces").await;
        let text = crate::practices::practice("Two faces", &[from]);
        here.call(&scene.dee, model::api::practices::AddPractice { round: scene.round, text }).await.unwrap();
        let remove = model::api::practices::RemovePractice { practice: scene.practice, seen: None };
        here.call(&scene.dee, remove).await.unwrap();
        scene.adopt().await;
        let (status, text) = answered(here, &admin, Scope::PromisesRead, ("GET", &past), "").await;
        assert!(status == 200 && text.contains("One face"), "{status} {text}");
    }

    async fn a_token_reads_cards_and_activities_and_brings_purchases_and_contacts(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        let acme = here.account("Acme").await;
        here.member("Ada", Some(acme)).await;
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        set(here, &admin, SetAccess { see: Who::Customers.into(), ..open(scene.round) }).await;

        let card = format!("/accounts/{acme}/card");
        let (status, text) = answered(here, &admin, Scope::CardsRead, ("GET", &card), "").await;
        assert!(status == 200 && text.contains("One face"), "{status} {text}");
        let (status, text) = answered(here, &admin, Scope::CardsRead, ("GET", "/accounts/find?q=acm"), "").await;
        assert!(status == 200 && text.contains("Acme"), "{status} {text}");

        let id = planned(here, &admin, scene.round, activities::text()).await;
        let activity = format!("/activities/{id}");
        let (status, text) = answered(here, &admin, Scope::ActivitiesRead, ("GET", &activity), "").await;
        assert!(status == 200 && text.contains("How should the first visit go?"), "{status} {text}");

        let csv = serde_json::json!({ "csv": "account,name,stage\nAcme,Pumps,Idea\n" }).to_string();
        let import = ("POST", "/purchases/import");
        assert_eq!(answered(here, &admin, Scope::CardsRead, import, &csv).await.0, 403);
        let (status, text) = answered(here, &admin, Scope::PurchasesWrite, import, &csv).await;
        assert!(status == 200 && text.contains("\"added\":1"), "{status} {text}");
        let bought = here.call(&admin, ListPurchases { account: AccountId(acme) }).await.unwrap();
        assert_eq!(bought[0].text.name.as_str(), "Pumps");

        let contact = serde_json::json!({ "account": "acme", "practice": scene.practice }).to_string();
        assert_eq!(answered(here, &admin, Scope::CardsRead, ("POST", "/asks"), &contact).await.0, 403);
        let (status, text) = answered(here, &admin, Scope::ContactsWrite, ("POST", "/asks"), &contact).await;
        assert_eq!(status, 200, "{text}");
        assert!(here.mail.to("ada@example.com").await.text.contains("Ann says that you were in contact"));
    }

    async fn a_token_does_no_more_than_its_maker_may(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        here.staff("Abe", Role::Admin).await;
        let made = token(here, &admin, &[Scope::CardsRead]).await;
        let ask = async || {
            with(here, &format!("Bearer {}", made.secret), "", "GET", "/api/v1/accounts/find?q=a", "").await
        };
        assert_eq!(ask().await.0, 200);
        let boss = here.staff("Bea", Role::Admin).await;
        let none = model::api::people::SetRoles { person: admin.id, roles: vec![] };
        here.call(&boss, none).await.unwrap();
        let (status, text) = ask().await;
        assert_eq!(status, 403, "{text}");
        assert_eq!(here.call(&admin, model::api::programs::ListTokens {}).await.unwrap_err().kind, ProblemKind::NotAllowed);
    }
}
