//! Where passkeys are closed, used up or not possible; and that they are no way by which anybody comes first.

use super::{ADA, asked, count, enter, is_in, show, signed_in, with_passkey};
use crate::browser::Browser;
use crate::harness::{Caller, body};
use crate::on_both;
use http::StatusCode;
use model::api::passkeys::{BeginPasskey, BeginPasskeySignIn, ListPasskeys, RemovePasskey};
use model::api::ways::{GetWayRules, GetWays, SetWays};
use model::person::Role;
use model::ways::{Open, Party};
use model::{PasskeyId, ProblemKind};
use serde_json::json;

const NONE: Open = Open { mail: false, providers: false, hand_over: false, passkeys: false };

on_both! {
    async fn they_can_be_closed_and_are_no_first_way(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        let (mut ada, mut staff) = (with_passkey(&here, ADA).await, with_passkey(&here, "boss@example.com").await);
        for party in Party::ALL {
            let open = Open { passkeys: true, ..NONE };
            let refused = here.call(&boss, SetWays { party, open }).await.unwrap_err();
            assert!(refused.about("mail").unwrap().contains("A passkey does not do by itself"), "{refused}");
        }
        let closed = Open { passkeys: false, ..Open::default() };
        let rules = here.call(&boss, SetWays { party: Party::Customers, open: closed }).await.unwrap();
        assert!(rules.passkeys && !rules.rules.customers.passkeys && rules.rules.staff.passkeys);
        assert_eq!(count(&here, "select count(*) from event where kind = 'ways.changed' and detail = 'customers: mail, providers, hand-over'").await, 1);
        let (browser, other) = (Browser::new(&here), here.another().await);
        assert_eq!(enter(&browser, &mut ada).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(enter(&Browser::new(&other), &mut ada).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert!(!is_in(&browser).await);
        enter(&browser, &mut staff).await.unwrap();
        let customer = signed_in(&here, ADA).await;
        let mine = customer.call(ListPasskeys {}).await.unwrap();
        assert!(!mine.open && mine.passkeys.len() == 1);
        assert_eq!(customer.call(BeginPasskey {}).await.unwrap_err().kind, ProblemKind::NotAllowed);
        let page = body(customer.get("/me").await).await;
        assert!(page.contains("closed here at present") && !page.contains("Add a passkey"), "{page}");
        customer.call(RemovePasskey { passkey: mine.passkeys[0].id }).await.unwrap();
        assert!(!body(customer.get("/me").await).await.contains("Passkeys"));

        here.call(&boss, SetWays { party: Party::Staff, open: closed }).await.unwrap();
        let stranger = Browser::new(&here);
        assert!(!stranger.call(GetWays {}).await.unwrap().passkeys);
        assert!(!body(stranger.get("/sign-in").await).await.contains("with a passkey"));
        assert_eq!(stranger.call(BeginPasskeySignIn {}).await.unwrap_err().kind, ProblemKind::NotFound);
        let shown = staff.show(&json!({ "challenge": "AAAA" }));
        assert_eq!(show(&stranger, shown).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn rules_from_before_there_were_passkeys_leave_them_open(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        const OLD: &str = "insert into sign_in_ways (who, mail, providers, hand_over, changed) values ('staff', true, false, false, 0)";
        here.write(server::db::events::What::new("ways.changed", 0), |tx| Box::pin(async move {
            server::db::on!(tx, c => sqlx::query(OLD).execute(c).await.map(drop))
        })).await;
        let there = here.another().await;
        let found = there.call(&boss, GetWayRules {}).await.unwrap().rules.staff;
        assert_eq!(found, Open { mail: true, passkeys: true, ..NONE });
        // A form says what is open; what it does not say is closed.
        let response = here.form(&boss, "/api/v1/ways/staff", &[("mail", "true"), ("next", "/manage/sign-in")]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(here.call(&boss, GetWayRules {}).await.unwrap().rules.staff, Open { mail: true, ..NONE });
    }

    async fn they_are_counted_like_other_sign_ins(here) {
        here.company().await;
        let mut device = with_passkey(&here, ADA).await;
        let here = here.configured(|config| config.sign_ins_per_hour = 1).await;
        enter(&Browser::new(&here), &mut device).await.unwrap();
        let refused = enter(&Browser::new(&here), &mut device).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::TooMany, "by the address");
        // By the client: ten, of which four are spent.
        let browser = Browser::new(&here);
        for _ in 0..6 {
            asked(&browser).await;
        }
        assert_eq!(browser.call(BeginPasskeySignIn {}).await.unwrap_err().kind, ProblemKind::TooMany);
        let shown = device.show(&json!({ "challenge": "AAAA" }));
        assert_eq!(show(&browser, shown).await.unwrap_err().kind, ProblemKind::TooMany);
    }

    async fn where_browsers_keep_none_there_are_none(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        let here = here.configured(|config| config.public_url = "http://127.0.0.1:3000".into()).await;
        assert!(!here.call(&boss, GetWayRules {}).await.unwrap().passkeys);
        assert!(here.text(&boss, "/manage/sign-in").await.contains("Not possible at this site’s public address"));
        assert!(!here.text(&boss, "/me").await.contains("Passkeys"));
        let nobody = Caller::stranger();
        assert!(!here.call(&nobody, GetWays {}).await.unwrap().passkeys);
        assert!(!here.text(&nobody, "/sign-in").await.contains("with a passkey"));
        assert_eq!(here.call(&boss, BeginPasskey {}).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&boss, RemovePasskey { passkey: PasskeyId(1) }).await.unwrap_err().kind, ProblemKind::NotFound);
    }
}
