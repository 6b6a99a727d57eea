//! Each way of signing in can be closed, to customers and to staff, by those who may; and whoever runs the server is
//! always let in.

use super::{ADA, count};
use crate::browser::{Browser, Sent};
use crate::harness::{Caller, Here, body};
use crate::on_both;
use crate::openid::OpenId;
use model::api::people::Invite;
use model::api::session::{GetViewer, SignInWithLink, StartSignIn};
use model::api::ways::{GetWayRules, GetWays, SetWays};
use model::person::Role;
use model::ways::{Open, Party};
use model::{AccountId, ProblemKind};
use server::api::session::sign_in::new_link;
use server::clock::Dice;

const CLOSED: Open = Open { mail: false, providers: true, hand_over: true, passkeys: true };

/// With a provider for customers and one for staff, and an admin.
async fn with_providers(here: &Here) -> (Here, Caller) {
    here.company().await;
    let openid = OpenId::start(here.clock.clone()).await;
    let site = here.configured(|config| {
        openid.known_as(config, "acme", "");
        openid.known_as(config, "inside", "for = \"staff\"");
    });
    let site = site.await;
    let boss = site.staff("Boss", Role::Admin).await;
    (site, boss)
}

async fn close(here: &Here, boss: &Caller, party: Party) {
    here.call(boss, SetWays { party, open: CLOSED }).await.unwrap();
}

on_both! {
    async fn admins_say_what_is_open_and_leave_a_way_in(here) {
        here.company().await;
        let boss = here.staff("Boss", Role::Admin).await;
        let (mo, ann) = (here.staff("Mo", Role::Moderator).await, here.customer("Ann").await);
        for who in [&mo, &ann] {
            let refused = here.call(who, SetWays { party: Party::Staff, open: Open::default() }).await.unwrap_err();
            assert_eq!(refused.kind, ProblemKind::NotAllowed);
            assert!(here.call(who, GetWayRules {}).await.is_err());
        }
        // No provider is named: mail is the only way in.
        for party in Party::ALL {
            let refused = here.call(&boss, SetWays { party, open: CLOSED }).await.unwrap_err();
            assert!(refused.about("mail").unwrap().starts_with("Leave a way open"));
        }
        let mail_only = Open { mail: true, providers: false, hand_over: false, passkeys: false };
        let now = here.call(&boss, SetWays { party: Party::Staff, open: mail_only }).await.unwrap();
        assert_eq!((now.rules.staff, now.rules.customers), (mail_only, Open::default()));
        assert_eq!(count(&here, "select count(*) from event where kind = 'ways.changed' and detail = 'staff: mail'").await, 1);
        // Other instances, and a later start, know it too.
        let other = here.another().await;
        assert_eq!(other.call(&boss, GetWayRules {}).await.unwrap(), now);
    }

    async fn where_mail_is_closed_to_all_neither_codes_nor_links_nor_their_form_are_left(here) {
        let (here, boss) = with_providers(&here).await;
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "").await;
        for party in Party::ALL {
            close(&here, &boss, party).await;
        }
        assert!(!browser.call(GetWays {}).await.unwrap().mail);
        let page = body(browser.get("/sign-in").await).await;
        assert!(page.contains("Continue with ") && !page.contains("Send me a code"), "{page}");
        // Not even the form of a code that is on its way.
        let page = body(browser.get("/sign-in?email=a%40example.com&sent=1").await).await;
        assert!(!page.contains("name=\"code\""), "{page}");
        let asked = StartSignIn { email: ADA.parse().unwrap(), next: String::new(), begun: false };
        assert_eq!(browser.call(asked).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(browser.enter_code(ADA, sent.code.as_ref().unwrap()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(browser.open_link(&sent).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(count(&here, "select count(*) from person where email = 'ada.lovelace@example.com'").await, 0);
        assert!(browser.call(GetViewer {}).await.unwrap().person.is_none());
    }

    async fn where_it_is_closed_to_staff_the_answer_is_the_same_and_the_letter_is_not(here) {
        let (here, boss) = with_providers(&here).await;
        close(&here, &boss, Party::Staff).await;
        let (customer, staff) = (Browser::new(&here), Browser::new(&here));
        assert!(customer.sign_in(ADA).await.next == "/");
        let ask = |email: &str| StartSignIn { email: email.parse().unwrap(), next: String::new(), begun: false };
        let told = staff.call(ask("boss@example.com")).await.unwrap().next.replace("boss%40example.com", "X");
        let as_told = customer.call(ask("nobody@example.com")).await.unwrap().next.replace("nobody%40example.com", "X");
        assert_eq!(told, as_told);
        let letter = here.mail.to("boss@example.com").await;
        assert!(letter.text.contains("http://localhost:3000/sign-in\n") && !letter.text.contains("token="), "{}", letter.text);
        assert!(!letter.text.contains("Your code is"));
        // Whoever became staff after the code was sent comes too late with it.
        let sent = staff.ask("mo@example.com", "").await;
        here.staff("Mo", Role::Moderator).await;
        assert_eq!(staff.enter_code("mo@example.com", &sent.code.clone().unwrap()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(staff.open_link(&sent).await.unwrap_err().kind, ProblemKind::NotAllowed);
    }

    async fn whoever_runs_the_server_is_always_let_in(here) {
        let (here, boss) = with_providers(&here).await;
        for party in Party::ALL {
            close(&here, &boss, party).await;
        }
        let (config, clock) = (&here.site.config, &here.clock);
        let link = new_link(&here.site.db, config, clock, &Dice::loaded(77), "boss@example.com".parse().unwrap()).await.unwrap();
        let token = link.unwrap().split_once("token=").unwrap().1.to_owned();
        let browser = Browser::new(&here);
        browser.call(SignInWithLink { token }).await.unwrap();
        assert_eq!(browser.call(GetViewer {}).await.unwrap().person.unwrap().id, boss.id);
    }

    async fn invitations_lead_to_what_is_open(here) {
        let (here, boss) = with_providers(&here).await;
        let account = AccountId(here.account("Acme Steel").await);
        let invite = |email: &str, account| Invite { name: "Ivy".parse().unwrap(), email: email.parse().unwrap(), account };
        close(&here, &boss, Party::Customers).await;
        here.call(&boss, invite("ivy@example.com", Some(account.into()))).await.unwrap();
        let letter = here.mail.to("ivy@example.com").await;
        assert!(letter.text.contains("http://localhost:3000/sign-in\n") && !letter.text.contains("token="), "{}", letter.text);
        here.call(&boss, invite("sam@example.com", None)).await.unwrap();
        let letter = here.mail.to("sam@example.com").await;
        // Staff can be invited as ever; in the end it counts who they are.
        assert!(!Sent::read(&letter).token.is_empty());
    }

    async fn providers_are_closed_as_mail_is(here) {
        let (here, boss) = with_providers(&here).await;
        let named = |ways: model::api::ways::Ways| ways.providers.into_iter().map(|one| one.key).collect::<Vec<_>>();
        let browser = Browser::new(&here);
        assert_eq!(named(browser.call(GetWays {}).await.unwrap()), ["acme", "inside"]);
        let open = Open { providers: false, ..Open::default() };
        here.call(&boss, SetWays { party: Party::Customers, open }).await.unwrap();
        assert_eq!(named(browser.call(GetWays {}).await.unwrap()), ["inside"]);
        let to = browser.get("/sign-in/with/acme").await;
        assert!(to.headers()["location"].to_str().unwrap().starts_with("/sign-in?"));
        let to = browser.get("/sign-in/with/inside").await;
        assert!(to.headers()["location"].to_str().unwrap().contains("/auth?"));
    }
}
