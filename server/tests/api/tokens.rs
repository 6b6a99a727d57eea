//! What a token's scope opens: as much of it as whoever made the token may see and do, and nothing else.

mod table;

use crate::activities::{self, planned};
use crate::harness::{Caller, Here};
use crate::on_both;
use crate::permissions::fixture::{open, set};
use crate::programs::{token, with};
use crate::promises::Scene;
use model::api::access::{SetAccess, Who};
use model::api::audit::ListAudit;
use model::api::purchases::ListPurchases;
use model::endpoint::API;
use model::person::Role;
use model::program::Scope;
use model::promise::Progress;
use model::{AccountId, ProblemKind};
use server::db::audit::verify;
use server::db::events::What;
use server::db::on;
use table::{filled, operations};

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
        assert!(status == 200 && text.contains("\"design\":1"), "{status} {text}");
        let (status, text) = answered(here, &admin, Scope::CardsRead, ("GET", "/accounts/find?q=acm"), "").await;
        assert!(status == 200 && text.contains("Acme"), "{status} {text}");

        let id = planned(here, &admin, scene.round, activities::text()).await;
        let activity = format!("/activities/{id}");
        let (status, text) = answered(here, &admin, Scope::ActivitiesRead, ("GET", &activity), "").await;
        assert!(status == 200 && text.contains("How should the first visit go?"), "{status} {text}");

        // Numbers, and nobody's name: not of whoever came, nor of whom something was noted for.
        let bea = here.author("Bea").await;
        activities::invite(here, &admin, id, "bea@example.com").await;
        here.clock.advance(2 * model::Timestamp::DAY);
        let present = serde_json::json!({ "emails": ["bea@example.com"] }).to_string();
        let held = ("POST", &*format!("{activity}/held"));
        assert_eq!(answered(here, &admin, Scope::ActivitiesRead, held, &present).await.0, 403);
        let nobody = serde_json::json!({ "emails": ["nobody@example.com"] }).to_string();
        assert_eq!(answered(here, &admin, Scope::ActivitiesWrite, held, &nobody).await.0, 422);
        let (status, text) = answered(here, &admin, Scope::ActivitiesWrite, held, &present).await;
        assert_eq!(status, 200, "{text}");
        let mut plan = serde_json::to_value(activities::text()).unwrap();
        plan["round"] = scene.round.0.into();
        let note = model::api::activities::AddActivityNote { activity: id, text: "Bea was late.".parse().unwrap() };
        here.call(&admin, note).await.unwrap();
        let said = model::api::activities::NoteStory {
            activity: id,
            person: bea.id,
            beside: scene.proposed("Two faces").await,
            tone: model::comment::Tone::Well,
            text: "Well.".parse().unwrap(),
        };
        here.call(&admin, said).await.unwrap();
        for (scope, asked) in [(Scope::ActivitiesRead, ("GET", &*activity)), (Scope::ActivitiesWrite, ("POST", &*activity))] {
            let sent = if asked.0 == "GET" { String::new() } else { plan.to_string() };
            let (status, text) = answered(here, &admin, scope, asked, &sent).await;
            let told: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(status, 200, "{text}");
            assert_eq!(told["attendance"], serde_json::json!({ "invited": 1, "coming": 0, "present": 1 }));
            let empty = ["people", "notes", "pending"].map(|list| told[list].as_array().map(Vec::len));
            assert_eq!((empty, text.contains("Bea")), ([Some(0); 3], false), "{text}");
        }

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

    async fn every_operation_is_for_the_scope_that_the_table_says(here) {
        let here = &here;
        here.company().await;
        let admin = here.staff("Ann", Role::Admin).await;
        let alone: Vec<String> = {
            let mut made = Vec::new();
            for scope in Scope::ALL {
                made.push(token(here, &admin, &[*scope]).await.secret);
            }
            made
        };
        let without = async |scope: Option<Scope>| {
            let others: Vec<Scope> = Scope::ALL.iter().copied().filter(|one| Some(*one) != scope).collect();
            token(here, &admin, &others).await.secret
        };
        let (all, mut wrong) = (without(None).await, Vec::new());
        for (operation, scope) in operations() {
            let (method, path) = operation.split_once(' ').unwrap();
            let path = format!("{API}{}", filled(path));
            let sent = if method == "GET" { "" } else { "{}" };
            let others = match scope {
                Some(scope) => without(Some(scope)).await,
                None => all.clone(),
            };
            let (status, text) = with(here, &format!("Bearer {others}"), "", method, &path, sent).await;
            if status != 403 || !text.contains("does not allow it to do this") {
                wrong.push(format!("{operation} with all others: {status} {text}"));
            }
            let Some(place) = scope.and_then(|scope| Scope::ALL.iter().position(|one| *one == scope)) else { continue };
            let (status, text) = with(here, &format!("Bearer {}", alone[place]), "", method, &path, sent).await;
            if matches!(status, 401 | 403 | 500..) {
                wrong.push(format!("{operation} with its own: {status} {text}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// What is done with a token stands in the log under its maker's name, with the token's.
    async fn what_a_program_does_is_its_makers_act_through_its_token(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        let acme = here.account("Acme").await;
        let ada = here.member("Ada", Some(acme)).await;
        let post = async |scope, path: &str, sent: serde_json::Value| {
            let (status, text) = answered(here, &admin, scope, ("POST", path), &sent.to_string()).await;
            assert_eq!(status, 200, "{path}: {text}");
            serde_json::from_str::<serde_json::Value>(&text).unwrap()
        };
        // Of an activity everything, from the plan to what came of it.
        scene.decides(false).await;
        let mut plan = serde_json::to_value(activities::text()).unwrap();
        plan["round"] = scene.round.0.into();
        let sheet = post(Scope::ActivitiesWrite, "/activities", plan).await;
        let activity = sheet["id"].as_i64().unwrap();
        let at = |rest: &str| format!("/activities/{activity}{rest}");
        post(Scope::ActivitiesWrite, &at("/people"), serde_json::json!({ "email": "ada@example.com" })).await;
        post(Scope::ActivitiesWrite, &at("/notes"), serde_json::json!({ "text": "Two hours." })).await;
        here.clock.advance(3 * model::Timestamp::DAY);
        post(Scope::ActivitiesWrite, &at("/held"), serde_json::json!({ "people": [ada.id] })).await;
        let mut came = serde_json::to_value(crate::harness::proposal("Ask us first")).unwrap();
        came["person"] = ada.id.0.into();
        post(Scope::ActivitiesWrite, &at("/proposals"), came).await;
        assert!(here.mail.to("ada@example.com").await.text.contains("Ann"));
        // A word of the company, and how far a promise is.
        let asked = crate::practices::proposed(here, scene.round, crate::harness::proposal("Come early")).await;
        let words = serde_json::json!({ "proposals": [asked], "text": "We will." });
        post(Scope::FollowUpWrite, "/follow-up/answers", words).await;
        let noted = serde_json::json!({ "email": "ada@example.com", "stance": "agree", "source": "call", "said": "2026-05-03" });
        post(Scope::OnBehalfWrite, &format!("/proposals/{asked}/on-behalf"), noted).await;
        let far = serde_json::json!({ "progress": "in_place", "review": "2026-12-01" });
        post(Scope::PromisesWrite, &format!("/promises/{}", scene.practice), far).await;
        // Accounts and what they buy.
        let csv = serde_json::json!({ "csv": "name,crm_ids\nBolt,sap:77\n" });
        post(Scope::AccountsWrite, "/accounts/import", csv).await;
        let csv = serde_json::json!({ "csv": "name,email,account\nBob,bob@example.com,Bolt\n" });
        post(Scope::PeopleWrite, "/people/import", csv).await;
        post(Scope::PurchasesWrite, &format!("/accounts/{acme}/purchases"), serde_json::json!({ "name": "Pumps" })).await;
        let (status, text) =
            answered(here, &admin, Scope::PurchasesRead, ("GET", &format!("/accounts/{acme}/purchases")), "").await;
        assert!(status == 200 && text.contains("Pumps"), "{status} {text}");
        // An account by its number, and by what a CRM calls it.
        for account in [serde_json::json!(acme), serde_json::json!("sap:77")] {
            let contact = serde_json::json!({ "account": account, "practice": scene.practice });
            post(Scope::ContactsWrite, "/asks", contact).await;
        }
        let unknown = serde_json::json!({ "account": "sap:78", "practice": scene.practice }).to_string();
        let (status, text) = answered(here, &admin, Scope::ContactsWrite, ("POST", "/asks"), &unknown).await;
        assert!(status == 422 && text.contains("account"), "{status} {text}");

        let through = async |kind: &str| {
            let noun = kind.split('.').next().unwrap().to_owned();
            let log = here.call(&admin, ListAudit { noun, q: "crm".into(), page: None }).await.unwrap();
            let entry = log.items.iter().find(|entry| entry.kind == kind);
            let entry = entry.unwrap_or_else(|| panic!("{kind}: {:?}", log.items));
            let named = (entry.by.as_ref().map(ToString::to_string), entry.token.as_ref().map(ToString::to_string));
            assert_eq!(named, (Some("Ann".to_owned()), Some("CRM".to_owned())), "{kind}");
        };
        for kind in ["activity.planned", "activity.noted", "activity.held", "activity.outcome", "vote.noted", "promise.changed", "promise.asked", "purchase.added", "invitation.imported"] {
            through(kind).await;
        }
        let own = here.call(&admin, ListAudit { noun: "token".into(), q: String::new(), page: None }).await.unwrap();
        assert!(own.items.iter().all(|entry| entry.token.is_none()), "what Ann does herself is hers alone");
        let page = here.text(&admin, "/audit?q=crm").await;
        assert!(page.contains("through the token CRM"), "{page}");
        assert!(verify(&here.site.db, None).await.unwrap().faults.is_empty());
        // Whoever says afterwards that it was done without one is told.
        here.write(What::new("token.added", 0), |tx| {
            Box::pin(async move {
                on!(tx, c => sqlx::query("update event set token = null where kind = 'activity.held'").execute(c).await.map(drop))
            })
        })
        .await;
        assert!(verify(&here.site.db, None).await.unwrap().faults.iter().any(|fault| fault.contains("was changed")));
    }

    async fn a_token_reads_designs_and_their_files_without_names(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        set(here, &admin, SetAccess { see: Who::Customers.into(), ..open(scene.round) }).await;
        for path in ["/designs/latest", "/designs/1", "/designs/1/design.csv", "/designs/1/design.md"] {
            let (status, text) = answered(here, &admin, Scope::PracticesRead, ("GET", path), "").await;
            assert!(status == 200 && text.contains("One face") && !text.contains("\"Sig\""), "{path}: {status} {text}");
            assert_eq!(answered(here, &admin, Scope::PromisesRead, ("GET", path), "").await.0, 403, "{path}");
        }
        here.account("Acme").await;
        let profile = "/accounts/profile.csv?segment=&value=a";
        let (status, text) = answered(here, &admin, Scope::ProfilesRead, ("GET", profile), "").await;
        assert!(status == 200 && text.starts_with("account,name,email"), "{status} {text}");
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
