//! Joining an account: by link, by a coordinator's invitation, by many at once, and what is answered to who asks.

use crate::browser::{Browser, Sent};
use crate::harness::{Caller, Here};
use crate::on_both;
use model::api::joining::{
    DeclineMember, GetJoining, GetOpening, InviteColleague, InvitePeople, Join, MadeLink, MakeLink,
    PartMember, RevokeLink, SetCoordinator,
};
use model::api::mine::{GetMyData, Leave};
use model::api::notices::GetNews;
use model::api::people::{ConfirmMember, ListPeople};
use model::api::session::{DeclareAccount, GetViewer};
use model::joining::{MOST_DAYS, MOST_USES};
use model::person::{Membership, Role};
use model::{AccountId, PersonId, ProblemKind, Timestamp};
use server::api::joining::MOST_LINKS;

fn link(account: i64, days: i64, most: i64) -> MakeLink {
    MakeLink { account: AccountId(account), days, most }
}

fn key(made: &MadeLink) -> String {
    made.link.rsplit('/').next().unwrap().to_owned()
}

async fn speaks_for(here: &Here, who: &Caller) -> Membership {
    here.call(who, GetViewer {}).await.unwrap().person.unwrap().membership
}

on_both! {
    async fn a_link_lets_in_as_many_as_it_says_for_as_long_as_it_says(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let made = here.call(&host, link(account, 7, 2)).await.unwrap();
        assert!(made.link.starts_with("http://localhost:3000/join/") && made.next.starts_with(&format!("/accounts/{account}?made=")));
        let page = here.text(&host, made.next.split('#').next().unwrap()).await;
        assert!(page.contains(&made.link), "{page}");
        let key = key(&made);
        let opening = here.call(&Caller::stranger(), GetOpening { key: key.clone() }).await.unwrap();
        assert_eq!((opening.account.as_str(), opening.by.unwrap().as_str()), ("Acme Steel", "Grace"));
        assert!(here.text(&Caller::stranger(), &format!("/join/{key}")).await.contains("Sign in to join"));
        let join = || Join { key: key.clone() };
        assert_eq!(here.call(&Caller::stranger(), join()).await.unwrap_err().kind, ProblemKind::SignInNeeded);

        let (ada, bob, eve) = (here.member("Ada", None).await, here.member("Bob", None).await, here.member("Eve", None).await);
        for who in [&ada, &ada, &bob] {
            here.call(who, join()).await.unwrap();
        }
        assert!(matches!(speaks_for(&here, &ada).await, Membership::Confirmed { account: id, .. } if id.0 == account));
        assert_eq!(here.call(&eve, join()).await.unwrap_err().kind, ProblemKind::NotFound, "it is used up");
        assert_eq!(speaks_for(&here, &eve).await, Membership::None);
        let other = here.customer("Carl").await;
        let second = here.call(&host, link(account, 1, 5)).await.unwrap();
        let second_key = self::key(&second);
        assert_eq!(here.call(&other, Join { key: second_key.clone() }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&host, Join { key: second_key.clone() }).await.unwrap_err().kind, ProblemKind::Conflict);
        here.clock.advance(Timestamp::DAY - 1);
        assert!(here.call(&eve, GetOpening { key: second_key.clone() }).await.is_ok());
        here.clock.advance(1);
        assert_eq!(here.call(&eve, Join { key: second_key }).await.unwrap_err().kind, ProblemKind::NotFound, "its time is over");

        let third = here.call(&host, link(account, 1, 5)).await.unwrap();
        here.call(&host, RevokeLink { link: third.id }).await.unwrap();
        assert_eq!(here.call(&eve, Join { key: self::key(&third) }).await.unwrap_err().kind, ProblemKind::NotFound, "it is revoked");
        let joining = here.call(&host, GetJoining { account: AccountId(account) }).await.unwrap();
        let states: Vec<_> = joining.links.iter().map(|link| (link.used, link.revoked, link.works)).collect();
        assert_eq!(states, [(0, true, false), (0, false, false), (2, false, false)]);
    }

    async fn links_have_their_limits(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::Moderator).await;
        for (days, most, field) in [(0, 1, "days"), (MOST_DAYS + 1, 1, "days"), (1, 0, "most"), (1, MOST_USES + 1, "most")] {
            assert!(here.call(&host, link(account, days, most)).await.unwrap_err().about(field).is_some());
        }
        for _ in 0..MOST_LINKS {
            here.call(&host, link(account, MOST_DAYS, MOST_USES)).await.unwrap();
        }
        assert_eq!(here.call(&host, link(account, 1, 1)).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&host, link(9999, 1, 1)).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn a_coordinator_invites_colleagues_and_names_another(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let ada = here.member("Ada", Some(account)).await;
        here.clock.advance(1);
        let (bob, eve) = (here.member("Bob", Some(account)).await, here.customer("Eve").await);
        let get = GetJoining { account: AccountId(account) };
        // Whoever was there first.
        let joining = here.call(&ada, get.clone()).await.unwrap();
        let who: Vec<_> = joining.people.iter().map(|one| (one.name.as_str().to_owned(), one.coordinator)).collect();
        assert_eq!(who, [("Ada".to_owned(), true), ("Bob".to_owned(), false)]);
        assert_eq!(here.call(&bob, get.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(here.call(&eve, get.clone()).await.unwrap_err().kind, ProblemKind::NotFound);

        let invite = |email: &str| InviteColleague { account: AccountId(account), name: "Cem".parse().unwrap(), email: email.parse().unwrap() };
        here.call(&ada, invite("cem@example.com")).await.unwrap();
        let letter = here.mail.to("cem@example.com").await;
        assert!(letter.text.contains("Ada invites you to Accord at Acme, to speak for Acme Steel."), "{}", letter.text);
        let cem = Browser::new(&here);
        cem.open_link(&Sent::read(&letter)).await.unwrap();
        assert!(cem.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
        assert_eq!(here.call(&bob, invite("dia@example.com")).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert_eq!(here.call(&eve, invite("dia@example.com")).await.unwrap_err().kind, ProblemKind::NotFound);
        // Somebody else's people are not taken away.
        let theirs = format!("{}@example.com", "eve");
        assert!(here.call(&ada, invite(&theirs)).await.unwrap_err().about("account").is_some());

        let name = |person: PersonId, coordinator| SetCoordinator { account: AccountId(account), person, coordinator };
        assert!(here.call(&ada, name(eve.id, true)).await.unwrap_err().about("person").is_some());
        here.call(&ada, name(bob.id, true)).await.unwrap();
        assert!(here.call(&ada, get.clone()).await.unwrap().people[..2].iter().all(|one| one.coordinator), "both do now");
        assert!(here.text(&bob, "/account").await.contains("Invite somebody by mail"));
        here.call(&bob, name(ada.id, false)).await.unwrap();
        assert_eq!(here.call(&ada, get.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        let made = here.call(&bob, link(account, 1, 1)).await.unwrap();
        assert!(made.next.starts_with("/account?made="));
        assert!(!here.text(&ada, "/account").await.contains("cem@example.com"));
        // Staff name one too, and who has left is none any more.
        let host = here.staff("Grace", Role::AccountManager).await;
        here.call(&host, name(ada.id, true)).await.unwrap();
        let data = here.call(&bob, GetMyData {}).await.unwrap();
        assert_eq!((data["coordinates"].is_null(), data["links_made"].as_array().unwrap().len()), (false, 1), "{data}");
        here.call(&bob, Leave { sure: true, words: false }).await.unwrap();
        let left = here.call(&host, get).await.unwrap();
        assert!(left.people.len() == 2 && left.links[0].works && left.people[0].coordinator);
    }

    async fn many_are_invited_at_once(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        here.member("Bob", Some(account)).await;
        here.customer("Eve").await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let csv = "name;email;account\nAda;ada@example.com;Acme Steel\nBob;bob@example.com;Acme Steel\n\
                   Eve;eve@example.com;Acme Steel\nCem;cem@example.com;Nowhere\nDia;;Acme Steel\n";
        let done = here.call(&host, InvitePeople { csv: csv.into() }).await.unwrap();
        let lines: Vec<u64> = done.faults.iter().map(|fault| fault.line).collect();
        assert_eq!((done.added, done.changed, done.unchanged, lines), (1, 0, 1, vec![4, 5, 6]));
        assert!(here.mail.to("ada@example.com").await.text.contains("to speak for Acme Steel"));
        let again = here.call(&host, InvitePeople { csv: csv.into() }).await.unwrap();
        assert_eq!((again.added, again.unchanged), (0, 2), "nobody gets a second letter");
        assert_eq!(here.call(&here.customer("Zoe").await, InvitePeople { csv: csv.into() }).await.unwrap_err().kind, ProblemKind::NotAllowed);
    }

    async fn who_asks_is_answered_and_told_why(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let (ada, host) = (here.member("Ada", None).await, here.staff("Grace", Role::Moderator).await);
        let ask = || DeclareAccount { account: "Acme".parse().unwrap() };
        here.call(&ada, ask()).await.unwrap();
        assert_eq!(here.call(&host, GetViewer {}).await.unwrap().joining, 1);
        assert_eq!(here.call(&ada, GetViewer {}).await.unwrap().joining, 0, "that is for who answers");
        let decline = DeclineMember { person: ada.id, reason: "We know no Ada there.".parse().unwrap() };
        assert_eq!(here.call(&ada, decline.clone()).await.unwrap_err().kind, ProblemKind::NotAllowed);
        here.call(&host, decline.clone()).await.unwrap();
        assert_eq!(here.call(&host, decline).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!((speaks_for(&here, &ada).await, here.call(&host, GetViewer {}).await.unwrap().joining), (Membership::None, 0));
        server::notices::catch_up(&here.site).await.unwrap();
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        assert_eq!(news[0].words.as_ref().unwrap().as_str(), "We know no Ada there.");

        // They may ask again, with better words.
        here.call(&ada, DeclareAccount { account: "Acme Steel, Leeds".parse().unwrap() }).await.unwrap();
        here.call(&host, ConfirmMember { person: ada.id, account: AccountId(account) }).await.unwrap();
        server::notices::catch_up(&here.site).await.unwrap();
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        assert!(news[0].what.contains("Acme Steel"), "{}", news[0].what);
        let data = here.call(&ada, GetMyData {}).await.unwrap();
        let asked: Vec<_> = data["asked_to_join"].as_array().unwrap().iter().map(|one| (one["account"].as_str().unwrap(), one["accepted"].as_bool())).collect();
        assert_eq!(asked, [("Acme", Some(false)), ("Acme Steel, Leeds", Some(true))]);
        here.call(&host, PartMember { person: ada.id }).await.unwrap();
        assert_eq!(speaks_for(&here, &ada).await, Membership::None);
        assert_eq!(here.call(&host, PartMember { person: ada.id }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert!(here.call(&host, ListPeople {}).await.unwrap().iter().any(|one| one.id == ada.id));
    }
}
