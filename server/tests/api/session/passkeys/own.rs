//! One's own passkeys: how many, whose they are, and how they go.

use super::{ADA, add, asked, count, enter, is_in, make, options, show, signed_in, with_passkey};
use crate::authenticator::Authenticator;
use crate::browser::Browser;
use crate::harness::body;
use crate::on_both;
use model::ProblemKind;
use model::api::mine::{GetMyData, Leave};
use model::api::passkeys::{BeginPasskey, ListPasskeys, RemovePasskey};
use model::passkey::MOST;
use serde_json::json;

on_both! {
    async fn there_are_so_many_and_each_is_somebody_s_alone(here) {
        here.company().await;
        let (ada, bob) = (signed_in(&here, ADA).await, signed_in(&here, "bob@example.com").await);
        let mut device = Authenticator::new();
        for number in 1..MOST {
            let name = format!("Number {number}");
            let made = device.make_as(&options(&ada).await, name.clone().into_bytes());
            add(&ada, &name, made).await.unwrap();
        }
        // One name for her in all of them.
        assert!(device.keys.iter().all(|key| key.handle == device.keys[0].handle));
        let elsewhere = signed_in(&here, ADA).await;
        let (one, other) = (options(&ada).await, options(&elsewhere).await);
        let mut new = Authenticator::new();
        let (one, other) = (new.make_as(&one, b"one".to_vec()), new.make_as(&other, b"other".to_vec()));
        add(&ada, "The last", one).await.unwrap();
        let refused = add(&elsewhere, "One too many", other).await.unwrap_err();
        assert_eq!((refused.kind, refused.message.contains("Please remove one first")), (ProblemKind::Conflict, true));
        assert_eq!(ada.call(BeginPasskey {}).await.unwrap_err().kind, ProblemKind::Conflict);
        assert!(body(ada.get("/me").await).await.contains("the most that there can be"));
        assert_eq!(count(&here, "select count(*) from event where kind = 'person.passkey_added'").await, i64::try_from(MOST).unwrap());

        let theft = Authenticator::new().make_as(&options(&bob).await, b"one".to_vec());
        assert!(add(&bob, "Hers", theft).await.unwrap_err().about("credential").is_some());
        let mine = make(&bob, &mut Authenticator::new(), "My laptop").await;
        let hers = RemovePasskey { passkey: ada.call(ListPasskeys {}).await.unwrap().passkeys[0].id };
        assert_eq!(bob.call(hers.clone()).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(bob.call(ListPasskeys {}).await.unwrap().passkeys, [mine]);
        ada.call(hers).await.unwrap();
        options(&ada).await;
    }

    async fn one_that_was_removed_lets_nobody_in(here) {
        here.company().await;
        let mut device = with_passkey(&here, ADA).await;
        let browser = Browser::new(&here);
        enter(&browser, &mut device).await.unwrap();
        let passkey = browser.call(ListPasskeys {}).await.unwrap().passkeys[0].id;
        let path = format!("/api/v1/me/passkeys/{passkey}/remove");
        assert_eq!(browser.form(&path, "/me", &[("next", "/me")]).await, "/me");
        assert!(is_in(&browser).await, "it is about the next time");
        assert_eq!(browser.call(RemovePasskey { passkey }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert!(browser.call(ListPasskeys {}).await.unwrap().passkeys.is_empty());
        let refused = enter(&Browser::new(&here), &mut device).await.unwrap_err();
        assert!(refused.message.contains("it may have been removed"), "{refused}");
        assert_eq!(count(&here, "select count(*) from event where kind = 'person.passkey_removed'").await, 1);
    }

    async fn who_leaves_takes_them_along(here) {
        here.company().await;
        let mut device = with_passkey(&here, ADA).await;
        let browser = Browser::new(&here);
        enter(&browser, &mut device).await.unwrap();
        let data = browser.call(GetMyData {}).await.unwrap();
        let now = here.clock.now().iso();
        assert_eq!(data["passkeys"], json!([{ "name": "My phone", "since": now, "used": now }]));
        // What they are made sure by is not theirs to carry about.
        let secret = |text: &str| text.contains("\"cred\"") || text.contains("counter");
        assert!(!secret(&data.to_string()), "{data}");
        let question = asked(&Browser::new(&here)).await;
        browser.call(Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(count(&here, "select count(*) from passkey").await, 0);
        let stranger = Browser::new(&here);
        assert!(enter(&stranger, &mut device).await.is_err());
        assert!(show(&stranger, device.show(&question)).await.is_err());
    }
}
