//! People as staff see them, and who may do what at all.

use crate::browser::{Browser, Sent};
use crate::harness::{Caller, Here, verb};
use crate::on_both;
use http::{Request, StatusCode, header};
use model::api::people::{ConfirmMember, Invite, ListPeople, SetRoles};
use model::api::session::{DeclareAccount, GetViewer};
use model::endpoint::{API, Method};
use model::person::{Membership, Role};
use model::{AccountId, PAGE_SIZE, PersonId, ProblemKind, Timestamp};
use server::db::on;

fn invitation(email: &str, account: Option<i64>) -> Invite {
    Invite {
        email: email.parse().unwrap(),
        name: "Ada".parse().unwrap(),
        account: account.map(|id| AccountId(id).into()),
    }
}

/// How a route answers a caller who sends nothing else.
async fn status(here: &Here, who: &Caller, method: Method, path: &str) -> StatusCode {
    let path: Vec<&str> =
        path.split('/').map(|part| if part.starts_with('{') { "0" } else { part }).collect();
    let request = Request::builder()
        .method(verb(method))
        .uri(format!("{API}{}", path.join("/")))
        .header(header::HOST, "localhost:3000")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, who.cookie());
    here.raw(request.body("{}".into()).unwrap()).await.status()
}

on_both! {
    /// Every route, by the kind of caller that its handler asks for.
    async fn each_route_lets_in_whom_it_is_for(here) {
        here.company().await;
        let (stranger, customer) = (Caller::stranger(), here.customer("Customer").await);
        let mut staff = Vec::new();
        for role in Role::ALL {
            staff.push((role, here.staff(role.name(), role).await));
        }
        let table = server::api::table();
        assert!(table.operations().len() > 30);
        for operation in table.operations() {
            let ask = |who| status(&here, who, operation.method, operation.path);
            let shut = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
            let name = &operation.name;
            if operation.who == "anyone" {
                assert!(!shut.contains(&ask(&stranger).await), "{name}");
                continue;
            }
            // What a stranger may begin is looked at first, so that only what can be done is kept.
            let begun = ["Propose", "CastVote", "AddComment"].contains(&name.as_str());
            let refused = if begun { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::UNAUTHORIZED };
            assert_eq!(ask(&stranger).await, refused, "{name}");
            let for_customers = operation.who.starts_with("customer");
            assert_eq!(ask(&customer).await == StatusCode::FORBIDDEN, !for_customers, "{name} by a customer");
            for (role, caller) in &staff {
                // An admin may do whatever anybody may; "moderator or account manager" names two.
                let may = for_customers || operation.who == "staff member" || *role == Role::Admin || operation.who.contains(role.name());
                assert_eq!(ask(caller).await == StatusCode::FORBIDDEN, !may, "{name} by {}", role.name());
            }
        }
    }

    async fn an_invited_person_signs_in_by_the_mail_and_is_confirmed(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let person = here.call(&host, invitation("ada@example.com", Some(account))).await.unwrap();
        let steel = Membership::Confirmed { account: AccountId(account), name: "Acme Steel".parse().unwrap() };
        assert_eq!((person.name.as_str(), &person.membership, person.roles.len()), ("Ada", &steel, 0));
        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.text.contains("Grace invites you to Accord at Acme, to speak for Acme Steel."), "{}", letter.text);
        let sent = Sent::read(&letter);

        // Wrong codes do not void it, as it has none.
        let browser = Browser::new(&here);
        for _ in 0..6 {
            assert!(browser.enter_code("ada@example.com", "").await.is_err());
        }
        here.clock.advance(7 * Timestamp::DAY - 1);
        browser.open_link(&sent).await.unwrap();
        let me = browser.call(GetViewer {}).await.unwrap().person.unwrap();
        assert_eq!((me.id, me.name.as_str(), me.membership), (person.id, "Ada", steel));
        assert!(browser.open_link(&sent).await.is_err());
        let how: String = on!(here.site.db, c => sqlx::query_scalar("select how from membership where by_person is not null").fetch_one(c).await).unwrap();
        assert_eq!(how, "invitation");

        // Again, to the same account, is another mail; to another account it is a mistake.
        assert_eq!(here.call(&host, invitation("ada@example.com", Some(account))).await.unwrap().id, person.id);
        let other = here.account("Other").await;
        assert!(here.call(&host, invitation("ada@example.com", Some(other))).await.unwrap_err().about("email").is_some());
        assert!(here.call(&host, invitation("bob@example.com", Some(9999))).await.unwrap_err().about("account").is_some());
    }

    async fn only_admins_invite_staff(here) {
        here.company().await;
        let host = here.staff("Grace", Role::Moderator).await;
        let refused = here.call(&host, invitation("ada@example.com", None)).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        let admin = here.staff("Root", Role::Admin).await;
        let person = here.call(&admin, invitation("ada@example.com", None)).await.unwrap();
        assert_eq!(person.membership, Membership::None);
        here.call(&admin, SetRoles { person: person.id, roles: vec![Role::Designer] }).await.unwrap();
        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.text.contains("Root invites you to Accord at Acme as one of its staff."), "{}", letter.text);
        assert!(letter.text.contains("/people\n"), "where an admin gives a role: {}", letter.text);
        let browser = Browser::new(&here);
        browser.open_link(&Sent::read(&letter)).await.unwrap();
        assert!(browser.call(GetViewer {}).await.unwrap().may(Role::Designer));
    }

    async fn who_waits_to_be_confirmed_comes_first(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::Moderator).await;
        here.customer("Ada").await;
        let browser = Browser::new(&here);
        browser.sign_in("zoe@example.com").await;
        browser.call(DeclareAccount { account: "Acme".parse().unwrap() }).await.unwrap();
        let people = here.call(&host, ListPeople::default()).await.unwrap().items;
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Zoe", "Ada", "Grace"]);

        let confirm = |person| ConfirmMember { person, account: AccountId(account).into() };
        here.call(&host, confirm(people[0].id)).await.unwrap();
        let me = browser.call(GetViewer {}).await.unwrap().person.unwrap();
        assert!(matches!(me.membership, Membership::Confirmed { account: id, .. } if id.0 == account));
        assert_eq!(here.call(&host, confirm(PersonId(9999))).await.unwrap_err().kind, ProblemKind::NotFound);
        let nowhere = ConfirmMember { person: people[0].id, account: AccountId(9999).into() };
        assert!(here.call(&host, nowhere).await.unwrap_err().about("account").is_some());
        let who: i64 = on!(here.site.db, c => sqlx::query_scalar("select person from event where kind = 'person.confirmed'").fetch_one(c).await).unwrap();
        assert_eq!(who, host.id.0);
    }

    async fn the_list_comes_in_pages_and_is_narrowed(here) {
        here.company().await;
        here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::Moderator).await;
        let csv = (0..25).map(|one| format!("Ann {one:02},ann{one}@acme.example,Acme Steel\n")).collect::<String>();
        let csv = format!("name,email,account\n{csv}");
        here.call(&host, model::api::joining::InvitePeople { csv, preview: false }).await.unwrap();
        let list = |q: &str, page| {
            let ask = ListPeople { q: q.into(), page, ..ListPeople::default() };
            here.call(&host, ask)
        };
        let (first, second) = (list("", None).await.unwrap(), list("", Some(2)).await.unwrap());
        assert_eq!((first.items.len(), second.items.len(), first.total), (PAGE_SIZE, 26 - PAGE_SIZE, 26));
        assert!(list("", Some(usize::MAX)).await.unwrap().items.is_empty());
        // By name, address, account and role, whatever the capitals.
        for (q, found) in [("ANN 07", 1), ("ann7@", 1), ("acme st", 25), ("moderator", 1), ("nobody", 0)] {
            assert_eq!(list(q, None).await.unwrap().total, found, "{q}");
        }
        let waits = ListPeople { waits: true, ..ListPeople::default() };
        assert_eq!(here.call(&host, waits.clone()).await.unwrap().total, 0);
        let browser = Browser::new(&here);
        browser.sign_in("zoe@example.com").await;
        browser.call(DeclareAccount { account: "Acme".parse().unwrap() }).await.unwrap();
        assert_eq!(here.call(&host, waits).await.unwrap().items[0].name.as_str(), "Zoe");
    }

    async fn an_account_is_named_by_its_name_or_its_number(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::Moderator).await;
        let named = |email: &str, account: serde_json::Value| serde_json::json!({ "email": email, "name": "Ada", "account": account });
        for (email, given) in [("ada@a.example", "acme STEEL".into()), ("eve@a.example", account.into())] {
            let invite: Invite = serde_json::from_value(named(email, given)).unwrap();
            let person = here.call(&host, invite).await.unwrap();
            assert!(matches!(person.membership, Membership::Confirmed { account: id, .. } if id.0 == account));
        }
        // Digits that somebody typed are a name, and nobody else's account.
        for typed in ["Acme Stele".to_owned(), account.to_string()] {
            let nowhere: Invite = serde_json::from_value(named("ida@a.example", typed.as_str().into())).unwrap();
            let refused = here.call(&host, nowhere).await.unwrap_err();
            assert!(refused.about("account").is_some_and(|why| why.contains(&typed)), "{refused:?}");
        }
    }

    async fn a_person_whose_address_is_at_an_accounts_domain_speaks_for_it(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        const JOIN: &str = "insert into account_domain (domain, account) values ('steel.example', $1)";
        here.write(server::db::events::What::new("account.changed", account), move |tx| {
            use futures::FutureExt;
            async move { on!(tx, c => sqlx::query(JOIN).bind(account).execute(c).await.map(drop)) }.boxed()
        })
        .await;
        for (email, confirmed) in
            [("ada@steel.example", true), ("eve@notsteel.example", false), ("eve@sub.steel.example", false)]
        {
            let browser = Browser::new(&here);
            browser.sign_in(email).await;
            let me = browser.call(GetViewer {}).await.unwrap().person.unwrap();
            assert_eq!(me.membership.is_confirmed(), confirmed, "{email}");
        }
    }

    async fn somebody_stays_admin(here) {
        here.company().await;
        let (ada, bob) = (here.staff("Ada", Role::Admin).await, here.staff("Bob", Role::Admin).await);
        let boss: i64 = on!(here.site.db, c => sqlx::query_scalar("select person from person_role order by person limit 1").fetch_one(c).await).unwrap();
        here.call(&ada, SetRoles { person: PersonId(boss), roles: Vec::new() }).await.unwrap();
        let no_more = |person: PersonId| SetRoles { person, roles: vec![Role::Moderator] };
        // Each takes it from the other at the same moment.
        let (one, two) = tokio::join!(here.call(&ada, no_more(bob.id)), here.call(&bob, no_more(ada.id)));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let (last, refused) = if one.is_ok() { (&ada, two) } else { (&bob, one) };
        // The later one either found the other admin gone, or was no admin any more itself.
        assert!(matches!(refused.unwrap_err().kind, ProblemKind::Conflict | ProblemKind::NotAllowed));
        let refused = here.call(last, no_more(last.id)).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        let admins: i64 = on!(here.site.db, c => sqlx::query_scalar("select count(*) from person_role where role = 'admin'").fetch_one(c).await).unwrap();
        assert_eq!(admins, 1);
        assert_eq!(here.call(last, no_more(PersonId(9999))).await.unwrap_err().kind, ProblemKind::NotFound);
    }
}
