//! Signing in and out, and what people say about themselves.

mod alike;
mod begun;
mod claims;
mod hand_over;
mod passkeys;
mod provider;
mod secrets;
mod sign_in;
mod ways;

use crate::browser::{Browser, proposing};
use crate::harness::{Here, config};
use crate::on_both;
use http::header;
use model::api::session::{
    DeclareAccount, GetViewer, ListSessions, RevokeSession, SetMyName, SetTheme, SignOut,
};
use model::person::Membership;
use model::{ProblemKind, SessionId, Timestamp};
use server::clock::{Clock, Dice};
use server::db::{Db, on};
use server::mail::Mail;
use server::site::Site;

const ADA: &str = "ada.lovelace@example.com";

async fn count(here: &Here, sql: &'static str) -> i64 {
    on!(here.site.db, c => sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
}

on_both! {
    async fn people_say_their_name_and_account(here) {
        here.company().await;
        here.account("Acme Steel").await;
        let browser = Browser::new(&here);
        browser.sign_in(ADA).await;
        browser.call(SetMyName { name: "Countess Lovelace".parse().unwrap() }).await.unwrap();
        // The same whether or not there is such an account, and it confirms nothing.
        for name in ["Nobody's", "Acme Steel"] {
            browser.call(DeclareAccount { account: name.parse().unwrap() }).await.unwrap();
            let me = browser.call(GetViewer {}).await.unwrap().person.unwrap();
            assert_eq!(me.name.as_str(), "Countess Lovelace");
            assert_eq!(me.membership, Membership::Declared { name: name.parse().unwrap() });
        }
        let confirmed = here.customer("Bob").await;
        let problem = here.call(&confirmed, DeclareAccount { account: "Other".parse().unwrap() }).await.unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Conflict);
        let kinds = "select count(*) from event where kind in ('person.added', 'person.renamed', 'person.declared') and person is not null";
        assert_eq!(count(&here, kinds).await, 4);
    }

    async fn a_device_that_is_signed_out_is_out_at_once(here) {
        here.company().await;
        let (laptop, phone) = (Browser::new(&here), Browser::new(&here));
        laptop.sign_in(ADA).await;
        here.clock.advance(Timestamp::MINUTE);
        phone.sign_in(ADA).await;
        let sessions = laptop.call(ListSessions {}).await.unwrap();
        assert_eq!(sessions.iter().map(|session| session.this).collect::<Vec<_>>(), [false, true]);
        assert_eq!(sessions[0].device, "A test's browser");
        // Nobody else can do it.
        let eve = here.customer("Eve").await;
        let refused = here.call(&eve, RevokeSession { session: sessions[0].id }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotFound);
        assert!(phone.call(ListSessions {}).await.is_ok());
        laptop.call(RevokeSession { session: sessions[0].id }).await.unwrap();
        assert_eq!(phone.call(ListSessions {}).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        assert_eq!(laptop.call(ListSessions {}).await.unwrap().len(), 1);
        assert!(laptop.call(RevokeSession { session: SessionId(0) }).await.is_err());
    }

    async fn signing_out_and_in_changes_the_secret(here) {
        let round = here.company().await;
        let browser = Browser::new(&here);
        // A stranger's session, which somebody may have planted or seen.
        let _ = browser.call(proposing(round, "Call before you come")).await;
        let planted = browser.copy();
        assert!(planted.cookie("accord").is_some());
        browser.sign_in(ADA).await;
        assert_ne!(planted.cookie("accord"), browser.cookie("accord"));
        assert!(planted.call(GetViewer {}).await.unwrap().person.is_none());
        let stolen = browser.copy();
        assert!(stolen.call(GetViewer {}).await.unwrap().person.is_some());
        browser.call(SignOut {}).await.unwrap();
        assert_eq!(browser.cookie("accord"), None);
        assert!(stolen.call(GetViewer {}).await.unwrap().person.is_none());
    }

    async fn what_has_expired_is_forgotten(here) {
        let browser = Browser::new(&here);
        browser.ask(ADA, "").await;
        browser.sign_in("bob@example.com").await;
        here.clock.advance(Timestamp::DAY - 1);
        server::jobs::tidy(&here.site).await.unwrap();
        assert_eq!(count(&here, "select count(*) from sign_in").await, 2);
        here.clock.advance(Timestamp::DAY);
        server::jobs::tidy(&here.site).await.unwrap();
        assert_eq!(count(&here, "select count(*) from sign_in").await, 0);
        here.clock.advance(40 * Timestamp::DAY);
        server::jobs::tidy(&here.site).await.unwrap();
        assert_eq!(count(&here, "select count(*) from mail").await, 0);
    }

    async fn light_or_dark_is_a_cookie(here) {
        here.company().await;
        let browser = Browser::new(&here);
        browser.call(SetTheme { theme: "dark".into() }).await.unwrap();
        assert_eq!(browser.call(GetViewer {}).await.unwrap().theme, "dark");
        assert_eq!(browser.form("/api/v1/theme", "/design", &[("theme", "light")]).await, "/design");
        assert_eq!(browser.call(GetViewer {}).await.unwrap().theme, "light");
        assert!(browser.call(SetTheme { theme: "x; Domain=evil.example".into() }).await.is_err());
        browser.call(SetTheme { theme: String::new() }).await.unwrap();
        assert_eq!(browser.cookie("theme"), None);
    }
}

/// The cookies' attributes, at an address with or without HTTPS.
async fn cookies(public_url: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("accord.db").display());
    let mut config = config(&url);
    config.public_url = public_url.into();
    let (mail, held) = Mail::held();
    let clock = Clock::by_hand(crate::harness::START);
    let db = Db::open(&url).await.unwrap();
    let site =
        Site::start(config, db, clock, Dice::loaded(1), mail, std::time::Duration::ZERO).await.unwrap();
    let post = async |path: &str, json: String| {
        use tower::ServiceExt;
        let request = http::Request::post(path)
            .header(header::HOST, "accord.example")
            .header(header::CONTENT_TYPE, "application/json")
            .body(axum::body::Body::from(json))
            .unwrap();
        site.router().oneshot(request).await.unwrap()
    };
    assert!(post("/api/v1/sign-in", format!(r#"{{"email":"{ADA}"}}"#)).await.status().is_success());
    let letter = held.to(ADA).await;
    let link = letter.text.lines().find(|line| line.starts_with(public_url)).unwrap();
    let token = link.split_once("token=").unwrap().1;
    let mut cookies = Vec::new();
    for response in [
        post("/api/v1/sign-in/link", format!(r#"{{"token":"{token}"}}"#)).await,
        post("/api/v1/theme", r#"{"theme":"dark"}"#.into()).await,
    ] {
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        cookies.push(cookie.split_once(';').unwrap().1.replace(' ', "").to_lowercase());
    }
    cookies
}

#[tokio::test]
async fn cookies_are_kept_from_scripts_other_sites_and_plain_connections() {
    for (public_url, secure) in [("https://accord.example", true), ("http://localhost:3000", false)] {
        let cookies = cookies(public_url).await;
        for cookie in &cookies {
            let has = |attribute: &str| cookie.split(';').any(|other| other == attribute);
            assert!(has("samesite=lax") && has("path=/") && has("secure") == secure, "{cookie}");
        }
        assert!(cookies[0].split(';').any(|attribute| attribute == "httponly"), "{}", cookies[0]);
    }
}
