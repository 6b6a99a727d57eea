//! Passkeys: adding and removing them, signing in with one, and everything that must not let anybody in.

mod closed;
mod own;

use super::{ADA, count};
use crate::authenticator::Authenticator;
use crate::browser::{Browser, proposing};
use crate::harness::{Here, body};
use crate::on_both;
use model::api::passkeys::{AddPasskey, BeginPasskey, BeginPasskeySignIn, ListPasskeys, SignInWithPasskey};
use model::api::proposals::GetProposal;
use model::api::session::{GetViewer, SignOut, SignedIn};
use model::api::votes::CastVote;
use model::api::ways::GetWays;
use model::passkey::{MOST, Passkey};
use model::vote::Stance;
use model::{Problem, ProblemKind};
use serde_json::{Value, json};
use server::passkeys::LIFE;

async fn options(browser: &Browser<'_>) -> Value {
    browser.call(BeginPasskey {}).await.unwrap().options
}

async fn asked(browser: &Browser<'_>) -> Value {
    browser.call(BeginPasskeySignIn {}).await.unwrap().options
}

async fn add(browser: &Browser<'_>, name: &str, credential: Value) -> Result<Passkey, Problem> {
    browser.call(AddPasskey { name: name.parse().unwrap(), credential }).await
}

/// Adds one that this authenticator makes.
async fn make(browser: &Browser<'_>, device: &mut Authenticator, name: &str) -> Passkey {
    add(browser, name, device.make(&options(browser).await)).await.unwrap()
}

async fn show(browser: &Browser<'_>, credential: Value) -> Result<SignedIn, Problem> {
    browser.call(SignInWithPasskey { credential, next: "/design".into(), begun: false }).await
}

/// Signs in with what this authenticator has.
async fn enter(browser: &Browser<'_>, device: &mut Authenticator) -> Result<SignedIn, Problem> {
    let asked = asked(browser).await;
    show(browser, device.show(&asked)).await
}

/// Somebody who has signed in by mail and added a passkey.
async fn with_passkey(here: &Here, email: &str) -> Authenticator {
    let (browser, mut device) = (Browser::new(here), Authenticator::new());
    browser.sign_in(email).await;
    make(&browser, &mut device, "My phone").await;
    device
}

async fn is_in(browser: &Browser<'_>) -> bool {
    browser.call(GetViewer {}).await.unwrap().person.is_some()
}

async fn signed_in<'a>(here: &'a Here, email: &str) -> Browser<'a> {
    let browser = Browser::new(here);
    browser.sign_in(email).await;
    browser
}

/// How an answer is made that does not hold.
type Lie = Box<dyn FnMut(&mut Authenticator, &Value) -> Value>;

on_both! {
    async fn a_passkey_that_was_added_signs_in(here) {
        here.company().await;
        let (browser, mut device) = (Browser::new(&here), Authenticator::new());
        browser.sign_in(ADA).await;
        let me = browser.call(GetViewer {}).await.unwrap().person.unwrap();
        let offered = options(&browser).await;
        assert_eq!(offered["rp"], json!({ "name": "Acme", "id": "localhost" }));
        assert_eq!((&offered["user"]["name"], &offered["user"]["displayName"]), (&json!(ADA), &json!("Ada Lovelace")));
        let wanted = &offered["authenticatorSelection"];
        assert_eq!((&wanted["residentKey"], &wanted["userVerification"]), (&json!("required"), &json!("required")));
        let added = add(&browser, "My phone", device.make(&offered)).await.unwrap();
        assert_eq!((added.name.as_str(), added.since, added.used), ("My phone", here.clock.now(), None));
        let mine = browser.call(ListPasskeys {}).await.unwrap();
        assert_eq!((mine.passkeys, mine.open, mine.most), (vec![added.clone()], true, MOST));
        let page = body(browser.get("/me").await).await;
        assert!(page.contains("My phone") && page.contains("not used yet") && page.contains("Add a passkey"), "{page}");

        browser.call(SignOut {}).await.unwrap();
        assert!(browser.call(GetWays {}).await.unwrap().passkeys);
        assert!(body(browser.get("/sign-in").await).await.contains("Sign in with a passkey"));
        here.clock.advance(LIFE);
        let asked = asked(&browser).await;
        // Nothing in it is of anybody.
        assert_eq!((&asked["allowCredentials"], &asked["userVerification"], &asked["rpId"]), (&json!([]), &json!("required"), &json!("localhost")));
        let before = browser.cookie("accord").unwrap();
        let signed_in = show(&browser, device.show(&asked)).await.unwrap();
        assert_eq!(signed_in.next, "/design");
        assert_ne!(browser.cookie("accord").unwrap(), before, "what a stranger's cookie was is nobody's now");
        assert_eq!(browser.call(GetViewer {}).await.unwrap().person.unwrap().id, me.id);
        let mine = browser.call(ListPasskeys {}).await.unwrap().passkeys;
        assert_eq!(mine, [Passkey { used: Some(here.clock.now()), ..added }]);
        let by = |detail| count(&here, detail);
        assert_eq!(by("select count(*) from event where kind = 'person.signed_in' and detail = 'passkey'").await, 1);
        assert_eq!(by("select count(*) from event where kind = 'person.passkey_added' and person is not null").await, 1);
    }

    async fn every_question_is_answered_once_in_time_and_by_whom_it_was_asked(here) {
        here.company().await;
        let mut device = with_passkey(&here, ADA).await;
        let browser = Browser::new(&here);
        let nothing_asked = device.show(&json!({ "challenge": "AAAA" }));
        let refused = show(&browser, nothing_asked).await.unwrap_err();
        assert!(refused.message.contains("took too long"), "{refused}");

        // A thief of the cookies and of the answer comes too late with both.
        let question = asked(&browser).await;
        let (thief, answer) = (browser.copy(), device.show(&question));
        show(&browser, answer.clone()).await.unwrap();
        assert!(show(&thief, answer.clone()).await.is_err());
        assert!(!is_in(&thief).await);
        // Another browser, with a question of its own.
        let other = Browser::new(&here);
        asked(&other).await;
        assert!(show(&other, answer).await.unwrap_err().message.contains("does not sign anybody in"));

        let question = asked(&other).await;
        here.clock.advance(LIFE);
        assert!(show(&other, device.show(&question)).await.unwrap_err().message.contains("took too long"));
        let question = asked(&other).await;
        here.clock.advance(LIFE - 1);
        show(&other, device.show(&question)).await.unwrap();

        // The same for making one.
        let offered = options(&other).await;
        let made = Authenticator::new().make(&offered);
        here.clock.advance(LIFE);
        assert!(add(&other, "Late", made).await.unwrap_err().message.contains("took too long"));
        let made = Authenticator::new().make(&options(&other).await);
        add(&other, "In time", made.clone()).await.unwrap();
        assert!(add(&other, "Twice", made).await.unwrap_err().message.contains("took too long"));
        asked(&Browser::new(&here)).await;
        here.clock.advance(LIFE);
        server::jobs::tidy(&here.site).await.unwrap();
        assert_eq!(count(&here, "select count(*) from passkey_challenge").await, 0);
    }

    async fn instances_answer_for_each_other(here) {
        here.company().await;
        let other = here.another().await;
        let (browser, mut device) = (Browser::new(&here), Authenticator::new());
        browser.sign_in(ADA).await;
        // Both have just seen this session, and remember it as it was.
        other.site.memory.catch_up().await.unwrap();
        let there = browser.copy_at(&other);
        assert!(is_in(&browser).await && is_in(&there).await);
        let made = device.make(&options(&browser).await);
        add(&there, "My phone", made).await.unwrap();
        let stranger = Browser::new(&here);
        asked(&stranger).await;
        let there = stranger.copy_at(&other);
        assert!(!is_in(&there).await);
        let question = asked(&stranger).await;
        show(&there, device.show(&question)).await.unwrap();
        assert!(is_in(&there).await);
        assert!(show(&stranger, device.show(&question)).await.is_err());
    }

    async fn what_does_not_hold_lets_nobody_in_and_is_told_in_the_same_words(here) {
        here.company().await;
        let (mut ada, mut bob) = (with_passkey(&here, ADA).await, with_passkey(&here, "bob@example.com").await);
        let browser = Browser::new(&here);
        let mut told = Vec::new();
        let mut lies: Vec<(&str, Lie)> = vec![
            ("another site's page", Box::new(|device, asked| {
                device.origin = "http://localhost:4000";
                device.show(asked)
            })),
            ("another site", Box::new(|device, asked| {
                device.site = "elsewhere.example";
                device.show(asked)
            })),
            ("nobody made sure", Box::new(|device, asked| {
                device.verifies = false;
                device.show(asked)
            })),
            ("another question", Box::new(|device, _| device.show(&json!({ "challenge": "AAAA" })))),
            ("it has counted backwards", Box::new(|device, asked| {
                device.keys[0].count = 4;
                let shown = device.show(asked);
                device.keys[0].count = 0;
                shown
            })),
        ];
        // In step before, so that the count alone is wrong below.
        ada.keys[0].count = 5;
        enter(&Browser::new(&here), &mut ada).await.unwrap();
        for (what, lie) in &mut lies {
            let question = asked(&browser).await;
            let shown = lie(&mut ada, &question);
            (ada.origin, ada.site, ada.verifies, ada.keys[0].count) = ("http://localhost:3000", "localhost", true, 6);
            told.push((*what, show(&browser, shown).await.unwrap_err()));
        }
        // Somebody else's, by name or by whom it is for; a signature of another; and one that nobody knows.
        let question = asked(&browser).await;
        let mut shown = bob.show(&question);
        shown["response"]["userHandle"] = ada.show(&question)["response"]["userHandle"].take();
        told.push(("for another", show(&browser, shown).await.unwrap_err()));
        let question = asked(&browser).await;
        let mut shown = bob.show(&question);
        let (hers, name) = (ada.show(&question), "rawId");
        (shown["id"], shown[name]) = (hers["id"].clone(), hers[name].clone());
        shown["response"]["userHandle"] = hers["response"]["userHandle"].clone();
        told.push(("signed by another", show(&browser, shown).await.unwrap_err()));
        let mut unknown = Authenticator::new();
        unknown.make(&options(&signed_in(&here, "cem@example.com").await).await);
        told.push(("unknown", enter(&browser, &mut unknown).await.unwrap_err()));
        for (what, problem) in &told {
            assert_eq!((what, problem.kind, &problem.message), (what, ProblemKind::Invalid, &told[0].1.message));
            assert!(problem.message.contains("does not sign anybody in"), "{problem}");
        }
        assert!(!is_in(&browser).await);
        ada.keys[0].count = 9;
        enter(&browser, &mut ada).await.unwrap();
    }

    async fn what_cannot_be_read_is_refused_as_such(here) {
        here.company().await;
        let mut device = with_passkey(&here, ADA).await;
        let browser = signed_in(&here, ADA).await;
        let mut without_handle = device.show(&json!({ "challenge": "AAAA" }));
        without_handle["response"]["userHandle"] = json!(null);
        let mut odd_handle = without_handle.clone();
        odd_handle["response"]["userHandle"] = json!("AAAA");
        let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
        let nonsense = [json!(null), json!(7), json!("x"), json!([]), json!({}), deep, without_handle, odd_handle];
        for nonsense in nonsense {
            asked(&browser).await;
            assert_eq!(show(&browser, nonsense.clone()).await.unwrap_err().kind, ProblemKind::Invalid, "{nonsense}");
            options(&browser).await;
            assert_eq!(add(&browser, "X", nonsense.clone()).await.unwrap_err().kind, ProblemKind::Invalid, "{nonsense}");
        }
        let made = Authenticator::new().make(&options(&browser).await);
        for (name, wrong) in [("attestationObject", "AAAA"), ("attestationObject", ""), ("clientDataJSON", "AAAA")] {
            let mut made = made.clone();
            made["response"][name] = json!(wrong);
            options(&browser).await;
            assert_eq!(add(&browser, "X", made).await.unwrap_err().kind, ProblemKind::Invalid, "{name} {wrong}");
        }
        // A name longer than any that there may be, made by a device that does what nobody else does.
        let (offered, mut odd) = (options(&browser).await, Authenticator::new());
        let long = odd.make_as(&offered, vec![7; 1024]);
        assert_eq!(add(&browser, "X", long).await.unwrap_err().kind, ProblemKind::Invalid);
        let offered = options(&browser).await;
        add(&browser, "Long", odd.make_as(&offered, vec![7; 1023])).await.unwrap();
        // A device that did not make sure of anybody.
        let (offered, mut careless) = (options(&browser).await, Authenticator { verifies: false, ..Authenticator::new() });
        assert_eq!(add(&browser, "X", careless.make(&offered)).await.unwrap_err().kind, ProblemKind::Invalid);
        // As a plain form it says what is missing.
        for path in ["/api/v1/sign-in/passkey", "/api/v1/me/passkeys"] {
            browser.form(path, "/me", &[("name", "X"), ("next", "/me")]).await;
            assert!(body(browser.get("/me").await).await.contains("Passkeys need scripts"), "{path}");
        }
    }

    async fn what_was_begun_and_voted_before_is_kept(here) {
        let round = here.company().await;
        let author = here.customer("Author").await;
        let id = here.call(&author, proposing(round, "Send one person")).await.unwrap().id;
        let mut device = with_passkey(&here, ADA).await;
        let vote = CastVote::new(id, Stance::Agree);
        for (begun, kept) in [(false, false), (true, true)] {
            let browser = Browser::new(&here);
            browser.call(vote.clone()).await.unwrap_err();
            let credential = device.show(&asked(&browser).await);
            let signed_in = browser.call(SignInWithPasskey { credential, next: "//elsewhere".into(), begun }).await.unwrap();
            assert_eq!((signed_in.next.as_str(), signed_in.completed.is_some()), ("/", kept));
            assert_eq!(browser.call(GetProposal { proposal: id }).await.unwrap().mine.is_some(), kept);
        }
    }
}
