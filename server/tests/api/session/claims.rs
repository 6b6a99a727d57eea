//! What a provider's claims come to: whom somebody speaks for, what they may do, and who is let in at all.

use super::provider::{ACME, me, refused, round_trip, with};
use super::{ADA, count};
use crate::browser::Browser;
use crate::on_both;
use model::api::accounts::{AddAccount, AddSegment, ListAccounts};
use model::api::people::SetRoles;
use model::person::{Membership, Role};
use serde_json::json;

on_both! {
    async fn claims_say_whom_somebody_speaks_for(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        let steel = here.account("Acme Steel").await;
        here.call(&boss, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap();
        let (here, openid) = with(&here, "account-claim = \"org\"\nsegments = { Industry = \"industry\", Nothing = \"industry\" }").await;
        // Told only on asking, as many do.
        openid.change(|play| {
            play.person = json!({ "sub": "42" });
            play.more = Some(json!({ "sub": "42", "email": ACME, "email_verified": true, "org": "acme steel", "industry": "Steel" }));
        });
        let browser = Browser::new(&here);
        round_trip(&browser, &openid, "").await;
        let Membership::Confirmed { name, .. } = me(&browser).await.unwrap().membership else { panic!("not confirmed") };
        assert_eq!(name.as_str(), "Acme Steel");
        let book = here.call(&boss, ListAccounts::default()).await.unwrap();
        let shown = book.accounts.iter().find(|account| account.id.0 == steel).unwrap();
        assert_eq!(shown.text.attributes[0].value.as_str(), "Steel");
        let changes = "select count(*) from event where kind = 'account.changed'";
        let before = count(&here, changes).await;
        round_trip(&browser, &openid, "").await;
        assert_eq!(count(&here, changes).await, before, "nothing has changed");

        // Another account that there is not, and none is made.
        openid.change(|play| play.more.as_mut().unwrap()["org"] = json!("Nowhere"));
        round_trip(&browser, &openid, "").await;
        assert!(me(&browser).await.unwrap().membership.is_confirmed());
        let (here, openid) = with(&here, "account-claim = \"org\"\nadd-accounts = true").await;
        openid.change(|play| {
            play.person = json!({ "sub": "50", "email": "eve@new.example", "email_verified": true, "org": "New Mills" });
        });
        let browser = Browser::new(&here);
        round_trip(&browser, &openid, "").await;
        assert!(matches!(me(&browser).await.unwrap().membership, Membership::Confirmed { name, .. } if name.as_str() == "New Mills"));
    }

    async fn an_account_is_also_found_by_its_domain_and_by_what_the_crm_calls_it(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        let text = json!({ "name": "Acme Steel", "domains": ["steel.example"], "crm_ids": ["sap:4711"] });
        here.call(&boss, serde_json::from_value::<AddAccount>(text).unwrap()).await.unwrap();
        let ways = [
            ("account-by = \"domain\"", "Steel.example"),
            ("account-by = \"crm\"", "SAP:4711"),
            ("account-by = \"crm\"\naccount-crm = \"sap\"", "4711"),
        ];
        for (number, (by, org)) in ways.into_iter().enumerate() {
            let (here, openid) = with(&here, &format!("account-claim = \"org\"\n{by}")).await;
            let email = format!("ada{number}@elsewhere.example");
            openid.change(|play| play.person = json!({ "sub": "1", "email": email, "email_verified": true, "org": org }));
            let browser = Browser::new(&here);
            round_trip(&browser, &openid, "").await;
            let standing = me(&browser).await.unwrap().membership;
            assert!(matches!(&standing, Membership::Confirmed { name, .. } if name.as_str() == "Acme Steel"), "{by}: {standing:?}");
        }
    }

    async fn what_was_confirmed_here_is_not_moved_by_claims(here) {
        here.company().await;
        here.account("Other").await;
        let ada = here.customer("Ada").await;
        let (here, openid) = with(&here, "account-claim = \"org\"").await;
        openid.change(|play| play.person = json!({ "sub": "1", "email": "ada@example.com", "email_verified": true, "org": "Other" }));
        let browser = Browser::new(&here);
        round_trip(&browser, &openid, "").await;
        let me = me(&browser).await.unwrap();
        assert_eq!(me.id, ada.id);
        assert!(matches!(me.membership, Membership::Confirmed { name, .. } if name.as_str() == "Ada's company"));
    }

    async fn roles_come_and_go_with_the_claims_but_for_those_that_no_claim_names(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        let people = "for = \"staff\"\nroles-claim = \"groups\"\nroles = { mods = [\"moderator\"], makers = [\"designer\"] }";
        let (here, openid) = with(&here, people).await;
        openid.change(|play| play.person["groups"] = json!(["mods", "others"]));
        let browser = Browser::new(&here);
        round_trip(&browser, &openid, "").await;
        let ada = me(&browser).await.unwrap();
        assert_eq!(ada.roles, [Role::Moderator]);
        here.call(&boss, SetRoles { person: ada.id, roles: vec![Role::Moderator, Role::Signatory] }).await.unwrap();
        openid.change(|play| play.person["groups"] = json!("makers"));
        round_trip(&browser, &openid, "").await;
        let mut roles = me(&browser).await.unwrap().roles;
        roles.sort_unstable();
        assert_eq!(roles, [Role::Designer, Role::Signatory]);
        let told = "select count(*) from event where kind = 'person.roles' and detail like 'acme:%'";
        assert_eq!(count(&here, told).await, 2);
        round_trip(&browser, &openid, "").await;
        assert_eq!(count(&here, told).await, 2, "nothing has changed");
    }

    async fn somebody_stays_admin_whatever_the_claims_say(here) {
        let boss = here.staff("Boss", Role::Admin).await;
        let people = "for = \"staff\"\nroles-claim = \"groups\"\nroles = { bosses = [\"admin\"] }";
        let (here, openid) = with(&here, people).await;
        openid.change(|play| play.person = json!({ "sub": "1", "email": "boss@example.com", "email_verified": true }));
        let browser = Browser::new(&here);
        round_trip(&browser, &openid, "").await;
        assert_eq!((me(&browser).await.unwrap().id, me(&browser).await.unwrap().roles), (boss.id, vec![Role::Admin]));
        here.staff("Second", Role::Admin).await;
        let said = refused(&Browser::new(&here), &openid).await;
        assert!(said.contains("of nothing that you may do here"), "{said}");
        // What was refused was not done by half.
        assert_eq!(here.site.memory.read().person(boss.id).unwrap().roles, [Role::Admin]);
    }

    async fn staff_come_by_what_is_for_staff_and_customers_by_what_is_for_customers(here) {
        here.company().await;
        let mod_ = here.staff("Mo", Role::Moderator).await;
        let mo = json!({ "sub": "1", "email": "mo@example.com", "email_verified": true });
        let (customers, openid) = with(&here, "").await;
        openid.change(|play| play.person = mo.clone());
        let said = refused(&Browser::new(&customers), &openid).await;
        assert!(said.contains("is for customers, and you are staff here"), "{said}");
        assert_eq!(count(&here, "select count(*) from identity").await, 0);
        // Nor by what was theirs before they became staff.
        let (staff, openid) = with(&here, "for = \"staff\"").await;
        openid.change(|play| play.person = mo);
        let browser = Browser::new(&staff);
        round_trip(&browser, &openid, "").await;
        assert_eq!(me(&browser).await.unwrap().id, mod_.id);
        openid.change(|play| play.person = json!({ "sub": "2", "email": ADA, "email_verified": true }));
        let said = refused(&Browser::new(&staff), &openid).await;
        assert!(said.contains("is for staff"), "{said}");
        assert_eq!(count(&here, "select count(*) from person where email = 'ada.lovelace@example.com'").await, 0);
    }

    async fn addresses_and_newcomers_can_be_kept_out(here) {
        here.company().await;
        let (here, openid) = with(&here, "domains = [\"other.example\"]").await;
        let said = refused(&Browser::new(&here), &openid).await;
        assert!(said.contains("open to addresses at other.example only"), "{said}");
        let (here, openid) = with(&here, "add = false").await;
        let said = refused(&Browser::new(&here), &openid).await;
        assert!(said.contains("Nobody here has the address ada@acme.example"), "{said}");
        openid.change(|play| play.person = json!({ "sub": "9" }));
        let said = refused(&Browser::new(&here), &openid).await;
        assert!(said.contains("did not tell us your e-mail address"), "{said}");
        let (here, openid) = with(&here, "trust-email = true").await;
        openid.change(|play| play.person = json!({ "sub": "9", "email": ACME }));
        let browser = Browser::new(&here);
        round_trip(&browser, &openid, "").await;
        assert!(me(&browser).await.is_some());
    }
}
