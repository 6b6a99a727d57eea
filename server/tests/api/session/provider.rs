//! Signing in by a provider: who comes back is who the provider says, as far as it is to be believed.

use super::count;
use crate::browser::{Browser, proposing};
use crate::harness::{Here, body};
use crate::on_both;
use crate::openid::{Asked, OpenId};
use crate::permissions::fixture::{open, set};
use axum::response::Response;
use http::{StatusCode, header};
use model::api::access::{SetAccess, Who};
use model::api::mine::{GetMyData, Leave};
use model::api::proposals::GetProposal;
use model::api::session::GetViewer;
use model::api::votes::CastVote;
use model::person::{Myself, Role};
use model::vote::Stance;
use serde_json::{Value, json};
use server::api::session::sign_in::LIFE;
use server::providers::{ASKED_AGAIN, HOLDS};
use server::session::MOST_GONE;

pub const ACME: &str = "ada@acme.example";

/// A provider that is known as `acme`, and a site that knows it.
pub async fn with(here: &Here, people: &str) -> (Here, OpenId) {
    let openid = OpenId::start(here.clock.clone()).await;
    (here.configured(|config| openid.known_as(config, "acme", people)).await, openid)
}

pub fn leads(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

/// Goes to the provider, and comes back with a code.
pub async fn round_trip(browser: &Browser<'_>, openid: &OpenId, query: &str) -> String {
    let asked = Asked::read(&leads(&browser.get(&format!("/sign-in/with/acme{query}")).await));
    come_back(browser, openid, &asked).await
}

pub async fn come_back(browser: &Browser<'_>, openid: &OpenId, asked: &Asked) -> String {
    let (code, state) = (openid.code(asked), asked.get("state"));
    leads(&browser.get(&format!("/sign-in/with/acme/back?code={code}&state={state}")).await)
}

pub async fn me(browser: &Browser<'_>) -> Option<Myself> {
    browser.call(GetViewer {}).await.unwrap().person
}

/// Tries, and is sent back to the page to sign in on, which says why.
pub async fn refused(browser: &Browser<'_>, openid: &OpenId) -> String {
    let to = round_trip(browser, openid, "?next=/design").await;
    assert!(to.starts_with("/sign-in?next=%2Fdesign&back=1"), "{to}");
    assert!(me(browser).await.is_none());
    let page = body(browser.get(&to).await).await;
    let (_, alert) = page.split_once("role=\"alert\"").unwrap();
    let (_, said) = alert.split_once('>').unwrap();
    said.split("</div>").next().unwrap().replace("<!>", "")
}

on_both! {
    async fn whoever_comes_back_is_who_the_provider_says(here) {
        here.company().await;
        let (here, openid) = with(&here, "").await;
        let browser = Browser::new(&here);
        let page = body(browser.get("/sign-in?next=/design").await).await;
        assert!(page.contains("href=\"/sign-in/with/acme?next=%2Fdesign\"") && page.contains("acme &amp; Co"), "{page}");

        let url = leads(&browser.get("/sign-in/with/acme?next=/design").await);
        let asked = Asked::read(&url);
        assert!(url.starts_with(&format!("{}/auth?", openid.issuer)));
        assert_eq!(asked.get("redirect_uri"), "http://localhost:3000/sign-in/with/acme/back");
        assert_eq!((asked.get("code_challenge_method"), asked.get("response_type")), ("S256", "code"));
        assert_eq!((asked.get("scope"), asked.get("client_id")), ("openid email profile", "accord"));
        assert_eq!(come_back(&browser, &openid, &asked).await, "/design");
        let ada = me(&browser).await.unwrap();
        assert_eq!((ada.name.as_str(), ada.email.unwrap().as_str()), ("Ada Lovelace", ACME));

        // The name there is what counts from now on, and not the address.
        openid.change(|play| play.person["email"] = json!("ada.king@acme.example"));
        let later = Browser::new(&here);
        assert_eq!(round_trip(&later, &openid, "").await, "/");
        assert_eq!(me(&later).await.unwrap().id, ada.id);
        openid.change(|play| play.person = json!({ "sub": "43", "email": "bob@acme.example", "email_verified": true }));
        let other = Browser::new(&here);
        round_trip(&other, &openid, "").await;
        assert_eq!(me(&other).await.unwrap().name.as_str(), "Bob");
        assert_eq!(count(&here, "select count(*) from event where kind = 'person.signed_in' and detail = 'acme'").await, 3);
        assert_eq!(count(&here, "select count(*) from event where kind = 'person.linked'").await, 2);
    }

    async fn somebody_who_is_here_is_found_by_a_verified_address(here) {
        here.company().await;
        let ada = here.customer("Ada").await;
        let (here, openid) = with(&here, "").await;
        openid.change(|play| play.person["email"] = json!("ada@example.com"));
        openid.change(|play| play.person["email_verified"] = json!(false));
        let said = refused(&Browser::new(&here), &openid).await;
        assert!(said.contains("does not say that ada@example.com is yours"), "{said}");
        openid.change(|play| play.person["email_verified"] = json!("true"));
        let browser = Browser::new(&here);
        round_trip(&browser, &openid, "").await;
        let me = me(&browser).await.unwrap();
        assert_eq!(me.id, ada.id);
        assert!(me.membership.is_confirmed());
        // It can be taken along, and goes when she does.
        let data = browser.call(GetMyData {}).await.unwrap();
        assert_eq!((&data["known_at"][0]["issuer"], &data["known_at"][0]["subject"]), (&json!(openid.issuer), &json!("42")));
        browser.call(Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(count(&here, "select count(*) from identity").await, 0);
    }

    async fn what_was_begun_is_done_by_whoever_comes_back(here) {
        let round = here.company().await;
        let author = here.customer("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        let (here, openid) = with(&here, "").await;
        let vote = || CastVote::new(id, Stance::Agree);
        let browser = Browser::new(&here);
        assert!(browser.call(vote()).await.is_err());
        assert_eq!(round_trip(&browser, &openid, "?next=/vote&begun=1").await, "/vote");
        let cast = browser.call(GetProposal { proposal: id }).await.unwrap().mine.unwrap();
        assert_eq!(cast.stance, Stance::Agree);
        // Asked for without, it is somebody else's.
        openid.change(|play| play.person = json!({ "sub": "43", "email": "bob@acme.example", "email_verified": true }));
        let browser = Browser::new(&here);
        assert!(browser.call(vote()).await.is_err());
        round_trip(&browser, &openid, "").await;
        assert!(browser.call(GetProposal { proposal: id }).await.unwrap().mine.is_none());
    }

    async fn a_guest_who_comes_back_keeps_their_votes(here) {
        let round = here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        set(&here, &admin, SetAccess { vote: Who::Public.into(), ..open(round) }).await;
        let author = here.author("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        let (here, openid) = with(&here, "").await;
        let browser = Browser::new(&here);
        browser.call(CastVote::new(id, Stance::Agree)).await.unwrap();
        round_trip(&browser, &openid, "").await;
        let viewer = browser.call(GetViewer {}).await.unwrap();
        assert!(viewer.person.is_some() && !viewer.guest);
        let cast = browser.call(GetProposal { proposal: id }).await.unwrap().mine.unwrap();
        assert_eq!(cast.stance, Stance::Agree);
    }

    /// Else somebody could be signed in as another without noticing, or by what they left lying about.
    async fn only_the_browser_that_went_comes_back_and_once(here) {
        here.company().await;
        let (here, openid) = with(&here, "").await;
        let (mine, other) = (Browser::new(&here), Browser::new(&here));
        let asked = Asked::read(&leads(&mine.get("/sign-in/with/acme").await));
        other.get("/sign-in/with/acme").await;
        assert!(come_back(&other, &openid, &asked).await.starts_with("/sign-in?"));
        assert!(me(&other).await.is_none());
        // What it says for another provider is not for this one.
        let lost = leads(&mine.get(&format!("/sign-in/with/other/back?code=x&state={}", asked.get("state"))).await);
        assert!(lost.starts_with("/sign-in?"));
        assert!(come_back(&mine, &openid, &asked).await.starts_with("/sign-in?"), "its state is used up");

        let asked = Asked::read(&leads(&mine.get("/sign-in/with/acme").await));
        assert_eq!(come_back(&mine, &openid, &asked).await, "/");
        assert!(come_back(&mine, &openid, &asked).await.starts_with("/sign-in?"));

        let late = Browser::new(&here);
        let asked = Asked::read(&leads(&late.get("/sign-in/with/acme").await));
        here.clock.advance(LIFE);
        assert!(come_back(&late, &openid, &asked).await.starts_with("/sign-in?"));
        let asked = Asked::read(&leads(&late.get("/sign-in/with/acme").await));
        here.clock.advance(LIFE - 1);
        assert_eq!(come_back(&late, &openid, &asked).await, "/");
        assert_eq!(leads(&late.get("/sign-in/with/acme?next=//evil.example/x").await).split('?').next().unwrap(), format!("{}/auth", openid.issuer));
        assert_eq!(late.get("/sign-in/with/nobody").await.status(), StatusCode::SEE_OTHER);
    }

    async fn one_browser_may_be_away_in_so_many_windows(here) {
        here.company().await;
        let (here, openid) = with(&here, "").await;
        let browser = Browser::new(&here);
        let mut away = Vec::new();
        for _ in 0..=MOST_GONE {
            away.push(Asked::read(&leads(&browser.get("/sign-in/with/acme").await)));
        }
        assert!(come_back(&browser, &openid, &away[0]).await.starts_with("/sign-in?"));
        for asked in &away[1..] {
            assert_eq!(come_back(&browser, &openid, asked).await, "/");
        }
    }

    async fn a_token_that_does_not_hold_signs_nobody_in(here) {
        here.company().await;
        let (here, openid) = with(&here, "").await;
        let now = here.clock.now().0 / 1_000_000;
        let lies: [(Value, &str, bool); 8] = [
            (json!({ "nonce": "another" }), "EdDSA", false),
            (json!({ "nonce": null }), "EdDSA", false),
            (json!({ "aud": "somebody else" }), "EdDSA", false),
            (json!({ "iss": "https://evil.example" }), "EdDSA", false),
            (json!({ "exp": now - 1 }), "EdDSA", false),
            (json!({}), "EdDSA", true),
            (json!({}), "none", false),
            // What it is signed with is known to us as well.
            (json!({}), "HS256", false),
        ];
        for (lie, algorithm, forged) in lies {
            openid.change(|play| (play.lie, play.algorithm, play.forged) = (lie.clone(), algorithm, forged));
            let said = refused(&Browser::new(&here), &openid).await;
            assert!(said.contains("could not be made sure of"), "{lie} {algorithm} {forged}: {said}");
        }
        openid.change(|play| (play.lie, play.algorithm, play.forged) = (json!({}), "EdDSA", false));
        // Who answers must be who was asked.
        let browser = Browser::new(&here);
        let asked = Asked::read(&leads(&browser.get("/sign-in/with/acme").await));
        let (code, state) = (openid.code(&asked), asked.get("state"));
        let path = format!("/sign-in/with/acme/back?code={code}&state={state}&iss=https%3A%2F%2Fevil.example");
        assert!(leads(&browser.get(&path).await).starts_with("/sign-in?"));
        assert_eq!(count(&here, "select count(*) from person where email is not null").await, 0);
        assert_eq!(round_trip(&browser, &openid, "").await, "/");
    }

    async fn what_a_provider_says_of_itself_holds_for_a_while_and_new_keys_are_found(here) {
        here.company().await;
        let (here, openid) = with(&here, "").await;
        let asked = || openid.change(|play| play.discovered);
        round_trip(&Browser::new(&here), &openid, "").await;
        here.clock.advance(HOLDS - 1);
        round_trip(&Browser::new(&here), &openid, "").await;
        assert_eq!(asked(), 1);
        // A new key, not known yet.
        openid.change(|play| play.key = 2);
        assert_eq!(round_trip(&Browser::new(&here), &openid, "").await, "/");
        assert_eq!(asked(), 2);
        // Nobody makes us ask all the time.
        openid.change(|play| play.key = 3);
        here.clock.advance(ASKED_AGAIN - 1);
        refused(&Browser::new(&here), &openid).await;
        assert_eq!(asked(), 2);
        here.clock.advance(1);
        assert_eq!(round_trip(&Browser::new(&here), &openid, "").await, "/");
        here.clock.advance(HOLDS);
        round_trip(&Browser::new(&here), &openid, "").await;
        assert_eq!(asked(), 4);
    }

    async fn a_provider_that_refuses_or_is_away_is_told_of(here) {
        here.company().await;
        let (here, openid) = with(&here, "").await;
        let browser = Browser::new(&here);
        let asked = Asked::read(&leads(&browser.get("/sign-in/with/acme").await));
        let path = format!("/sign-in/with/acme/back?error=access_denied&error_description=No+%3Cb%3E&state={}", asked.get("state"));
        let to = leads(&browser.get(&path).await);
        let page = body(browser.get(&to).await).await;
        assert!(page.contains("did not sign you in (No &lt;b>)") || page.contains("did not sign you in (No &lt;b&gt;)"), "{page}");
        let gone = here.configured(|config| {
            openid.known_as(config, "acme", "");
            config.providers[0].issuer = "http://127.0.0.1:1".into();
        });
        let gone = gone.await;
        let browser = Browser::new(&gone);
        let to = leads(&browser.get("/sign-in/with/acme").await);
        let page = body(browser.get(&to).await).await;
        assert!(page.contains("cannot be reached at the moment") && page.contains("Send me a code"), "{page}");
    }
}
