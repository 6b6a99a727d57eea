//! The company's own product hands people over: by a token that is sound, short-lived and counts once.

use super::count;
use crate::browser::{Browser, proposing};
use crate::harness::{Here, body};
use crate::on_both;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use model::api::proposals::GetProposal;
use model::api::session::GetViewer;
use model::api::votes::CastVote;
use model::api::ways::{GetHandOver, GetWays, SetWays, SignInHandedOver};
use model::person::{Membership, Role};
use model::vote::Stance;
use model::ways::{Open, Party};
use model::{Problem, ProblemKind, Timestamp};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use server::config::hand_over;
use server::hand_over::{LIFE, SKEW};

const SECRET: &str = "the-secret-of-the-product-and-of-accord";

async fn with(here: &Here, key: &str, people: &str) -> Here {
    let text =
        format!("name = \"Acme Cloud\"\nstart = \"https://cloud.acme.example/\"\n{key}\n[people]\n{people}");
    let set = hand_over::read(text.parse::<toml::Table>().unwrap().into()).unwrap();
    here.configured(|config| config.hand_over = Some(set)).await
}

async fn with_secret(here: &Here, people: &str) -> Here {
    with(here, &format!("secret = \"{SECRET}\""), people).await
}

fn claims(here: &Here, jti: &str) -> Value {
    let now = here.clock.now().0 / Timestamp::SECOND;
    json!({ "aud": "http://localhost:3000", "iat": now, "exp": now + LIFE, "jti": jti, "sub": "7", "email": "ada@acme.example", "name": "Ada" })
}

fn unsigned(head: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(head), part(claims))
}

fn signed(secret: &str, claims: &Value) -> String {
    let said = unsigned(&json!({ "alg": "HS256", "typ": "JWT" }), claims);
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let signature = ring::hmac::sign(&key, said.as_bytes());
    format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}

async fn hand_over(browser: &Browser<'_>, token: &str) -> Result<String, Problem> {
    let request = SignInHandedOver { token: token.to_owned(), next: "/design".into(), begun: false };
    browser.call(request).await.map(|signed_in| signed_in.next)
}

on_both! {
    async fn a_press_signs_in_once(here) {
        here.company().await;
        let here = with_secret(&here, "").await;
        let token = signed(SECRET, &claims(&here, "one"));
        let browser = Browser::new(&here);
        // Looking at it does nothing, however often.
        for _ in 0..2 {
            let page = body(browser.get(&format!("/sign-in/hand-over?token={token}&next=/design")).await).await;
            assert!(page.contains("Acme Cloud") && page.contains("ada@acme.example") && page.contains("Go on"), "{page}");
        }
        assert!(browser.call(GetViewer {}).await.unwrap().person.is_none());
        let fields = [("token", token.as_str()), ("next", "/design")];
        let to = browser.form("/api/v1/sign-in/hand-over", "/sign-in/hand-over", &fields).await;
        assert_eq!(to, "/design");
        let ada = browser.call(GetViewer {}).await.unwrap().person.unwrap();
        assert_eq!((ada.name.as_str(), ada.email.unwrap().as_str()), ("Ada", "ada@acme.example"));

        let thief = Browser::new(&here);
        let refused = hand_over(&thief, &token).await.unwrap_err();
        assert!(refused.message.contains("used already"), "{refused}");
        // Another instance knows as well; and another token of the same person signs in the same person.
        let other = with_secret(&here, "").await;
        assert!(hand_over(&Browser::new(&other), &token).await.is_err());
        let again = Browser::new(&other);
        hand_over(&again, &signed(SECRET, &claims(&here, "two"))).await.unwrap();
        assert_eq!(again.call(GetViewer {}).await.unwrap().person.unwrap().id, ada.id);
        assert_eq!(count(&here, "select count(*) from handed_over").await, 2);
        here.clock.advance((LIFE + SKEW + 1) * Timestamp::SECOND);
        server::jobs::tidy(&here.site).await.unwrap();
        assert_eq!(count(&here, "select count(*) from handed_over").await, 0);
        assert!(hand_over(&thief, &token).await.is_err(), "its time is over by then");
    }

    async fn what_does_not_hold_signs_nobody_in(here) {
        here.company().await;
        let here = with_secret(&here, "").await;
        let good = claims(&here, "x");
        let but = |name: &str, value: Value| {
            let mut claims = good.clone();
            claims[name] = value;
            signed(SECRET, &claims)
        };
        let now = good["iat"].as_i64().unwrap();
        let lies = [
            signed("another-secret-of-thirty-two-bytes!!", &good),
            but("aud", json!("https://elsewhere.example")),
            but("aud", json!(null)),
            but("exp", json!(now + LIFE + 1)),
            but("iat", json!(now - LIFE - SKEW - 1)),
            but("iat", json!(null)),
            but("jti", json!(null)),
            but("jti", json!("")),
            but("jti", json!("j".repeat(201))),
            but("email", json!("nobody")),
            but("email", json!(null)),
            format!("{}.", unsigned(&json!({ "alg": "none" }), &good)),
            "made.up.token".into(),
            String::new(),
            "x".repeat(9000),
        ];
        let browser = Browser::new(&here);
        for lie in lies {
            let refused = hand_over(&browser, &lie).await.unwrap_err();
            assert_eq!(refused.kind, ProblemKind::Invalid, "{lie}");
            assert!(refused.message.contains("come again from there"), "{refused}");
        }
        assert!(browser.call(GetViewer {}).await.unwrap().person.is_none());
        let page = browser.get("/sign-in/hand-over?token=made.up.token").await;
        assert_eq!(page.status(), StatusCode::OK);
        assert!(body(page).await.contains("Please go back to Acme Cloud"));
        assert_eq!(count(&here, "select count(*) from handed_over").await, 0);
        // The audience may be written with a slash, and be one of several.
        hand_over(&browser, &but("aud", json!(["x", "http://localhost:3000/"]))).await.unwrap();
    }

    async fn a_public_key_does_where_no_secret_is_to_be_shared(here) {
        here.company().await;
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let mut der = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        der.extend_from_slice(pair.public_key().as_ref());
        let pem = base64::engine::general_purpose::STANDARD.encode(&der);
        let key = format!("public-key = '''-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n'''");
        let here = with(&here, &key, "").await;
        let claims = claims(&here, "one");
        let said = unsigned(&json!({ "alg": "EdDSA" }), &claims);
        let token = |said: &str| format!("{said}.{}", URL_SAFE_NO_PAD.encode(pair.sign(said.as_bytes()).as_ref()));
        let browser = Browser::new(&here);
        assert!(hand_over(&browser, &format!("{said}.{}", URL_SAFE_NO_PAD.encode([0; 64]))).await.is_err());
        // A public key is no secret: nobody may sign by it.
        let public = String::from_utf8_lossy(pair.public_key().as_ref()).into_owned();
        assert!(hand_over(&browser, &signed(&public, &claims)).await.is_err());
        assert!(hand_over(&browser, &signed(&pem, &claims)).await.is_err());
        hand_over(&browser, &token(&said)).await.unwrap();
    }

    async fn it_follows_the_mapping_and_what_was_begun(here) {
        let round = here.company().await;
        here.account("Acme Steel").await;
        let author = here.customer("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        here.staff("Mo", Role::Moderator).await;
        let here = with_secret(&here, "account-claim = \"org\"\ndomains = [\"acme.example\"]").await;
        let browser = Browser::new(&here);
        browser.call(CastVote::new(id, Stance::Agree)).await.unwrap_err();
        let mut claims = claims(&here, "one");
        claims["org"] = json!("Acme Steel");
        let token = signed(SECRET, &claims);
        let page = body(browser.get(&format!("/sign-in/hand-over?token={token}")).await).await;
        assert!(page.contains("After signing in, your vote on “Send one person” is cast."), "{page}");
        browser.call(SignInHandedOver { token, next: String::new(), begun: true }).await.unwrap();
        let me = browser.call(GetViewer {}).await.unwrap().person.unwrap();
        assert!(matches!(me.membership, Membership::Confirmed { name, .. } if name.as_str() == "Acme Steel"));
        assert!(browser.call(GetProposal { proposal: id }).await.unwrap().mine.is_some());

        // The product is for customers: it lets in neither staff nor other domains.
        (claims["jti"], claims["sub"], claims["email"]) = (json!("two"), json!("8"), json!("mo@example.com"));
        let refused = hand_over(&Browser::new(&here), &signed(SECRET, &claims)).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        let here = with_secret(&here, "").await;
        let refused = hand_over(&Browser::new(&here), &signed(SECRET, &claims)).await.unwrap_err();
        assert!(refused.message.contains("you are staff here"), "{refused}");
    }

    async fn it_can_be_closed(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        let without = GetHandOver { token: "x".into() };
        assert_eq!(here.call(&boss, without.clone()).await.unwrap_err().kind, ProblemKind::NotFound);
        let here = with_secret(&here, "").await;
        let browser = Browser::new(&here);
        assert!(browser.call(GetWays {}).await.unwrap().product.is_some());
        // It may be the only way.
        let only = Open { mail: false, providers: false, hand_over: true, passkeys: false };
        here.call(&boss, SetWays { party: Party::Customers, open: only }).await.unwrap();
        hand_over(&browser, &signed(SECRET, &claims(&here, "one"))).await.unwrap();
        let closed = Open { hand_over: false, ..Open::default() };
        for party in Party::ALL {
            here.call(&boss, SetWays { party, open: closed }).await.unwrap();
        }
        assert!(browser.call(GetWays {}).await.unwrap().product.is_none());
        assert_eq!(hand_over(&browser, &signed(SECRET, &claims(&here, "two"))).await.unwrap_err().kind, ProblemKind::NotFound);
    }
}
