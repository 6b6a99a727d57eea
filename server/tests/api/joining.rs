//! Joining an account: by link, by a coordinator's invitation, by many at once, and what is answered to who asks.

use crate::browser::{Browser, Sent};
use crate::harness::{Caller, Here};
use crate::on_both;
use model::api::joining::{
    AnswerAccountInvitation, DeclineMember, GetJoining, GetOpening, InviteColleague, InvitePeople, Join,
    ListAccountInvitations, MadeLink, MakeLink, PartMember, RevokeLink, SetCoordinator,
    TakeBackAccountInvitation,
};
use model::api::mine::{GetMyData, Leave};
use model::api::notices::{ChooseWay, GetNews};
use model::api::people::{ConfirmMember, Invite, ListPeople, SetRoles};
use model::api::session::{DeclareAccount, GetViewer};
use model::joining::{MOST_DAYS, MOST_USES};
use model::notice::{NoticeKind, NoticeWay};
use model::person::{Membership, Role};
use model::{AccountId, PersonId, ProblemKind, Timestamp};
use server::api::joining::MOST_LINKS;
use server::api::people::INVITATION_LIFE;
use server::db::on;

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

    async fn a_link_lets_in_as_long_as_whoever_made_it_could(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let admin = here.staff("Al", Role::Admin).await;
        let members = ["Ada", "Bob", "Cem", "Dia"];
        let mut people = Vec::new();
        for name in members {
            people.push(here.member(name, Some(account)).await);
            here.clock.advance(1);
        }
        let [ada, bob, cem, dia]: [Caller; 4] = people.try_into().unwrap();
        let works = async |made: &MadeLink| here.call(&Caller::stranger(), GetOpening { key: key(made) }).await.is_ok();
        let name = |person: &Caller, coordinator| SetCoordinator { account: AccountId(account), person: person.id, coordinator };
        // Whoever was here first, until another is named by staff.
        let of_ada = here.call(&ada, link(account, 7, 5)).await.unwrap();
        assert!(works(&of_ada).await);
        here.call(&host, name(&bob, true)).await.unwrap();
        assert!(!works(&of_ada).await, "Bob alone invites now");
        for other in [&cem, &dia] {
            here.call(&host, name(other, true)).await.unwrap();
        }
        let mut links = Vec::new();
        for who in [&bob, &cem, &dia, &host] {
            links.push(here.call(who, link(account, 7, 5)).await.unwrap());
        }
        for made in &links {
            assert!(works(made).await);
        }
        // Who coordinates no longer, who is taken out, who leaves for good, who is staff no longer.
        here.call(&host, name(&bob, false)).await.unwrap();
        here.call(&host, PartMember { person: cem.id }).await.unwrap();
        here.call(&dia, Leave { sure: true, words: false }).await.unwrap();
        here.call(&admin, SetRoles { person: host.id, roles: Vec::new() }).await.unwrap();
        let eve = here.member("Eve", None).await;
        for made in &links {
            assert!(!works(made).await);
            assert_eq!(here.call(&eve, Join { key: key(made) }).await.unwrap_err().kind, ProblemKind::NotFound);
        }
        assert_eq!(speaks_for(&here, &eve).await, Membership::None);
        let joining = here.call(&admin, GetJoining { account: AccountId(account) }).await.unwrap();
        // Ada is the first again, since nobody is named any more.
        let states: Vec<bool> = joining.links.iter().rev().map(|link| link.works).collect();
        assert_eq!(states, [true, false, false, false, false]);
        here.call(&eve, Join { key: key(&of_ada) }).await.unwrap();
        assert!(speaks_for(&here, &eve).await.is_confirmed());
    }

    async fn an_invitation_lets_in_as_long_as_whoever_sent_it_could(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let mut people = Vec::new();
        for name in ["Ada", "Bob", "Cem"] {
            people.push(here.member(name, Some(account)).await);
            here.clock.advance(1);
        }
        let [ada, bob, cem]: [Caller; 3] = people.try_into().unwrap();
        let name = |person: &Caller, coordinator| SetCoordinator { account: AccountId(account), person: person.id, coordinator };
        for who in [&bob, &cem] {
            here.call(&host, name(who, true)).await.unwrap();
        }
        let invite = |name: &str| InviteColleague {
            account: AccountId(account),
            name: name.parse().unwrap(),
            email: format!("{}@example.com", name.to_lowercase()).parse().unwrap(),
        };
        // Each invites somebody who is here and somebody who is new.
        let mut asked = Vec::new();
        for (who, known, new) in [(&bob, "Kim", "Nia"), (&cem, "Kay", "Noa")] {
            let person = here.member(known, None).await;
            here.call(who, invite(known)).await.unwrap();
            here.call(who, invite(new)).await.unwrap();
            let letter = here.mail.to(&format!("{}@example.com", new.to_lowercase())).await;
            let mine = here.call(&person, ListAccountInvitations {}).await.unwrap();
            assert_eq!(mine.len(), 1);
            asked.push((person, AnswerAccountInvitation { invitation: mine[0].id, accept: true }, Sent::read(&letter)));
        }
        let standing = async || here.call(&host, GetJoining { account: AccountId(account) }).await.unwrap().invited.len();
        assert_eq!(standing().await, 4);
        // Who coordinates no longer, and who has left.
        here.call(&host, name(&bob, false)).await.unwrap();
        assert_eq!(standing().await, 2);
        here.call(&cem, Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(standing().await, 0);
        for (person, answer, link) in asked {
            assert_eq!(here.call(&person, ListAccountInvitations {}).await.unwrap(), []);
            assert_eq!(here.call(&person, answer).await.unwrap_err().kind, ProblemKind::NotFound);
            assert_eq!(speaks_for(&here, &person).await, Membership::None);
            // The address is theirs still: they come in, and speak for nobody.
            let browser = Browser::new(&here);
            browser.open_link(&link).await.unwrap();
            assert_eq!(browser.call(GetViewer {}).await.unwrap().person.unwrap().membership, Membership::None);
        }
        // Whoever coordinates now may ask them again.
        here.call(&ada, invite("Kim")).await.unwrap();
        assert_eq!(standing().await, 1);
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
        // She goes on until another is named, so that nothing offers to end it.
        assert_eq!(joining.people.iter().map(|one| one.first).collect::<Vec<_>>(), [true, false]);
        let page = here.text(&ada, "/account").await;
        assert!(page.contains("having been here first") && !page.contains("Invites no longer"), "{page}");
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
        here.call(&ada, invite("eve@example.com")).await.unwrap();
        assert!(matches!(speaks_for(&here, &eve).await, Membership::Confirmed { account: id, .. } if id.0 != account));

        let name = |person: PersonId, coordinator| SetCoordinator { account: AccountId(account), person, coordinator };
        assert!(here.call(&ada, name(eve.id, true)).await.unwrap_err().about("person").is_some());
        here.call(&ada, name(bob.id, true)).await.unwrap();
        assert!(here.call(&ada, get.clone()).await.unwrap().people[..2].iter().all(|one| one.coordinator && !one.first), "both do now");
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
        assert!(left.people.len() == 2 && !left.links[0].works && left.people[0].coordinator);
    }

    async fn nobody_is_taken_in_without_accepting_and_no_address_is_told_apart(here) {
        here.company().await;
        let north = here.account("North").await;
        let ann = here.member("Ann", Some(north)).await;
        let (zoe, eve) = (here.member("Zoe", None).await, here.customer("Eve").await);
        let mo = here.staff("Mo", Role::Moderator).await;
        here.call(&zoe, DeclareAccount { account: "South".parse().unwrap() }).await.unwrap();
        let addresses = ["new@example.com", "zoe@example.com", "eve@example.com", "mo@example.com"];
        let invite = |email: &str| InviteColleague { account: AccountId(north), name: "X".parse().unwrap(), email: email.parse().unwrap() };
        let mut answers = Vec::new();
        for email in addresses {
            answers.push(serde_json::to_string(&here.call(&ann, invite(email)).await.unwrap()).unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "the same for every address: {answers:?}");
        let joining = here.call(&ann, GetJoining { account: AccountId(north) }).await.unwrap();
        let names: Vec<&str> = joining.people.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Ann"], "nobody stands there who has not accepted");
        let invited: Vec<_> = joining.invited.iter().rev().map(|one| (one.name.as_str(), one.email.as_str())).collect();
        assert_eq!(invited, addresses.map(|email| ("X", email)));
        let page = here.text(&ann, "/account").await;
        assert!(page.contains("has not answered") && !page.contains(">Mo<") && !page.contains(">Zoe<"), "{page}");

        // Who waits for another waits on, is told, and decides.
        assert!(matches!(speaks_for(&here, &zoe).await, Membership::Declared { .. }));
        let letter = here.mail.to("zoe@example.com").await;
        assert!(letter.text.contains("Ann asks you to speak for North") && letter.text.contains("/me#invited"), "{}", letter.text);
        let news = here.call(&zoe, GetNews {}).await.unwrap().notices;
        assert!(news[0].what.contains("North") && news[0].path == "/me#invited", "{news:?}");
        let page = here.text(&zoe, "/me").await;
        assert!(page.contains("Do you speak for them?") && page.contains("North"), "{page}");
        for page in ["/", "/account"] {
            let page = here.text(&zoe, page).await;
            assert!(page.contains("You are asked to speak for <b>North") && page.contains("/me#invited"), "{page}");
        }
        let mine = here.call(&zoe, ListAccountInvitations {}).await.unwrap();
        let answer = |accept| AnswerAccountInvitation { invitation: mine[0].id, accept };
        assert_eq!(here.call(&eve, answer(true)).await.unwrap_err().kind, ProblemKind::NotFound, "it is not hers");
        here.call(&zoe, answer(false)).await.unwrap();
        assert_eq!(here.call(&zoe, answer(true)).await.unwrap_err().kind, ProblemKind::NotFound, "it is answered");
        assert!(matches!(speaks_for(&here, &zoe).await, Membership::Declared { .. }));
        here.call(&ann, invite("zoe@example.com")).await.unwrap();
        let again = here.call(&zoe, ListAccountInvitations {}).await.unwrap();
        let path = format!("/api/v1/me/account-invitations/{}", again[0].id);
        let landed = here.form(&zoe, &path, &[("accept", "true"), ("next", "/account")]).await;
        assert_eq!(landed.status(), http::StatusCode::SEE_OTHER);
        assert!(matches!(speaks_for(&here, &zoe).await, Membership::Confirmed { account: id, .. } if id.0 == north));
        let data = here.call(&zoe, GetMyData {}).await.unwrap();
        assert_eq!(data["asked_to_speak"].as_array().unwrap().iter().map(|one| one["accepted"].as_bool()).collect::<Vec<_>>(), [Some(false), Some(true)]);

        // Who speaks for another keeps to it; staff are asked nothing, and their addresses get no letter.
        let hers = here.call(&eve, ListAccountInvitations {}).await.unwrap();
        assert_eq!(here.call(&eve, AnswerAccountInvitation { invitation: hers[0].id, accept: true }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert!(here.call(&mo, ListAccountInvitations {}).await.unwrap().is_empty());
        assert_eq!(speaks_for(&here, &mo).await, Membership::None);
        let to_staff = "select count(*) from mail where recipient = 'mo@example.com'";
        let letters: i64 = on!(here.site.db, c => sqlx::query_scalar(to_staff).fetch_one(c).await).unwrap();
        assert_eq!(letters, 0);

        // Who is new comes by the letter's link, and not before.
        let people = here.call(&mo, ListPeople::default()).await.unwrap().items;
        assert_eq!(people.iter().find(|one| one.email.as_ref().is_some_and(|email| email.as_str() == "new@example.com")).unwrap().membership, Membership::None);
        let new = Browser::new(&here);
        new.open_link(&Sent::read(&here.mail.to("new@example.com").await)).await.unwrap();
        assert!(new.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
        let left = here.call(&ann, GetJoining { account: AccountId(north) }).await.unwrap();
        assert_eq!((left.people.len(), left.invited.len()), (3, 2));

        // Whoever invites can take it back, and nobody else; then its letter lets nobody in.
        here.call(&ann, invite("wil@example.com")).await.unwrap();
        let late = Sent::read(&here.mail.to("wil@example.com").await);
        let board = here.text(&eve, "/account").await;
        assert!(board.contains("You are asked to speak for"), "{board}");
        let standing = here.call(&ann, GetJoining { account: AccountId(north) }).await.unwrap().invited;
        let of = |email: &str| standing.iter().find(|one| one.email.as_str() == email).unwrap().id;
        let back = |invitation| TakeBackAccountInvitation { account: AccountId(north), invitation };
        assert_eq!(here.call(&eve, back(of("wil@example.com"))).await.unwrap_err().kind, ProblemKind::NotFound);
        for email in ["wil@example.com", "eve@example.com"] {
            here.call(&ann, back(of(email))).await.unwrap();
            assert_eq!(here.call(&ann, back(of(email))).await.unwrap_err().kind, ProblemKind::NotFound, "it is done");
        }
        assert!(Browser::new(&here).open_link(&late).await.is_err());
        assert!(here.call(&eve, ListAccountInvitations {}).await.unwrap().is_empty());
        let news = here.call(&eve, GetNews {}).await.unwrap().notices;
        assert!(news.iter().all(|notice| notice.path != "/me#invited"), "{news:?}");
        assert!(!here.text(&eve, "/account").await.contains("You are asked to speak for"));
        here.call(&ann, invite("eve@example.com")).await.unwrap();

        // An invitation has its end, and then names nobody any more.
        here.clock.advance(INVITATION_LIFE - 1);
        assert_eq!(here.call(&eve, ListAccountInvitations {}).await.unwrap().len(), 1);
        here.clock.advance(1);
        assert!(here.call(&eve, ListAccountInvitations {}).await.unwrap().is_empty());
        server::jobs::tidy(&here.site).await.unwrap();
        let kept: i64 = on!(here.site.db, c => sqlx::query_scalar("select count(*) from account_invitation").fetch_one(c).await).unwrap();
        assert_eq!(kept, 0);
    }

    async fn staff_say_who_speaks_for_whom_but_not_of_each_other(here) {
        here.company().await;
        let north = here.account("North").await;
        let (host, mo) = (here.staff("Grace", Role::AccountManager).await, here.staff("Mo", Role::Moderator).await);
        let zoe = here.member("Zoe", None).await;
        let invite = |email: &str| InviteColleague { account: AccountId(north), name: "X".parse().unwrap(), email: email.parse().unwrap() };
        assert!(here.call(&host, invite("mo@example.com")).await.unwrap_err().about("email").is_some());
        assert_eq!(here.call(&host, ConfirmMember { person: mo.id, account: AccountId(north).into() }).await.unwrap_err().kind, ProblemKind::Conflict);
        let csv = "name,email,account\nMo,mo@example.com,North\n";
        assert_eq!(here.call(&host, InvitePeople { csv: csv.into(), preview: false }).await.unwrap().faults.len(), 1);
        assert_eq!(speaks_for(&here, &mo).await, Membership::None);
        here.call(&host, invite("zoe@example.com")).await.unwrap();
        assert!(matches!(speaks_for(&here, &zoe).await, Membership::Confirmed { account: id, .. } if id.0 == north));
        server::notices::catch_up(&here.site).await.unwrap();
        assert!(here.call(&zoe, GetNews {}).await.unwrap().notices[0].what.contains("North"), "she is told");
    }

    async fn scripts_off_an_import_says_what_it_would_do_and_a_refusal_stands_in_its_own_form(here) {
        here.company().await;
        here.account("Acme Steel").await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let import = async |fields: &[(&str, &str)]| {
            let sent = here.form_from(&host, "/api/v1/people/import", "/people", fields).await;
            assert_eq!(sent.status(), 303);
            here.text(&host, "/people").await
        };
        // In whatever capitals.
        let csv = ("csv", "name,email,account\nCem,cem@example.com,ACME steel\n");
        let page = import(&[csv, ("preview", "true")]).await;
        assert!(page.contains("This is what it would do.") && page.contains("ACME steel"), "{page}");
        assert!(!page.contains(">Cem<"));
        let page = import(&[csv]).await;
        assert!(page.contains("import-result") && !page.contains("This is what it would do.") && !page.contains("ACME steel"), "{page}");
        let zoe = here.member("Zoe", None).await;
        here.call(&zoe, DeclareAccount { account: "acme STEEL".parse().unwrap() }).await.unwrap();
        assert!(!here.text(&host, "/people").await.contains("Add it as an account"), "it is there");
        let confirm = format!("/api/v1/people/{}/account", zoe.id);
        here.form_from(&host, &confirm, "/people", &[("account", "Nowhere")]).await;
        let page = here.text(&host, "/people").await;
        let (before, rest) = page.split_once("id=\"invite\"").unwrap();
        let (invite, _) = rest.split_once("</section>").unwrap();
        assert!(before.contains("There is no account called “Nowhere”") && !invite.contains("Nowhere"), "{page}");
    }

    async fn whoever_wants_no_more_invitations_gets_none(here) {
        here.company().await;
        let north = here.account("North").await;
        let ann = here.member("Ann", Some(north)).await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let invite = |email: &str| InviteColleague { account: AccountId(north), name: "X".parse().unwrap(), email: email.parse().unwrap() };
        let from_staff = Invite { email: "new@example.com".parse().unwrap(), name: "X".parse().unwrap(), account: Some(AccountId(north).into()) };
        here.call(&ann, invite("new@example.com")).await.unwrap();
        let letter = here.mail.to("new@example.com").await;
        let stop = letter.unsubscribe.clone().unwrap();
        assert!(stop.ends_with("/invitation") && letter.text.ends_with(&format!("{stop}\n")), "{}", letter.text);
        let path = stop.strip_prefix(here.site.config.public_url.trim_end_matches('/')).unwrap();
        let click = http::Request::post(path)
            .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("List-Unsubscribe=One-Click".into())
            .unwrap();
        assert!(here.raw(click).await.status().is_success());
        let page = here.text(&Caller::stranger(), path).await;
        assert!(page.contains("No more invitations to this address."), "{page}");

        // Whoever invites as a customer learns nothing of it; staff are told, and nothing is changed.
        here.call(&ann, invite("new@example.com")).await.unwrap();
        let refused = here.call(&host, from_staff).await.unwrap_err();
        assert!(refused.about("email").is_some_and(|words| words.contains("no more invitations")), "{refused:?}");
        let csv = "name,email,account\nX,new@example.com,North\n";
        for preview in [true, false] {
            let done = here.call(&host, InvitePeople { csv: csv.into(), preview }).await.unwrap();
            assert_eq!((done.added, done.changed, done.faults.len()), (0, 0, 1));
        }
        let count = "select count(*) from mail where recipient = 'new@example.com'";
        assert_eq!(on!(here.site.db, c => sqlx::query_scalar::<_, i64>(count).fetch_one(c).await).unwrap(), 1);

        // Who is here is asked under News, and by mail only if they take it.
        let zoe = here.member("Zoe", None).await;
        let weekly = ChooseWay { kind: NoticeKind::Invitation, way: NoticeWay::Weekly };
        assert!(here.call(&zoe, weekly).await.unwrap_err().about("way").is_some());
        here.call(&ann, invite("zoe@example.com")).await.unwrap();
        assert!(here.mail.to("zoe@example.com").await.unsubscribe.unwrap().ends_with("/invitation"));
        here.call(&zoe, ChooseWay { kind: NoticeKind::Invitation, way: NoticeWay::Here }).await.unwrap();
        here.call(&ann, invite("zoe@example.com")).await.unwrap();
        let count = "select count(*) from mail where recipient = 'zoe@example.com'";
        assert_eq!(on!(here.site.db, c => sqlx::query_scalar::<_, i64>(count).fetch_one(c).await).unwrap(), 1);
        assert_eq!(here.call(&zoe, ListAccountInvitations {}).await.unwrap().len(), 1);
    }

    async fn many_are_invited_at_once(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        here.member("Bob", Some(account)).await;
        here.customer("Eve").await;
        let host = here.staff("Grace", Role::AccountManager).await;
        let csv = "name;email;account\nAda;ada@example.com;Acme Steel\nBob;bob@example.com;Acme Steel\n\
                   Eve;eve@example.com;Acme Steel\nCem;cem@example.com;Nowhere\nDia;;Acme Steel\n";
        let before = here.call(&host, InvitePeople { csv: csv.into(), preview: true }).await.unwrap();
        assert!(here.mail.is_empty() && here.site.memory.read().directory.people().all(|one| one.name.as_str() != "Ada"));
        let done = here.call(&host, InvitePeople { csv: csv.into(), preview: false }).await.unwrap();
        assert_eq!((before.preview, before.added, before.changed, before.unchanged, before.faults), (true, 1, 0, 1, done.faults.clone()));
        let lines: Vec<u64> = done.faults.iter().map(|fault| fault.line).collect();
        assert_eq!((done.added, done.changed, done.unchanged, lines), (1, 0, 1, vec![4, 5, 6]));
        assert!(here.mail.to("ada@example.com").await.text.contains("to speak for Acme Steel"));
        let again = here.call(&host, InvitePeople { csv: csv.into(), preview: false }).await.unwrap();
        assert_eq!((again.added, again.unchanged), (0, 2), "nobody gets a second letter");
        assert_eq!(here.call(&here.customer("Zoe").await, InvitePeople { csv: csv.into(), preview: false }).await.unwrap_err().kind, ProblemKind::NotAllowed);
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
        here.call(&host, ConfirmMember { person: ada.id, account: AccountId(account).into() }).await.unwrap();
        server::notices::catch_up(&here.site).await.unwrap();
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        assert!(news[0].what.contains("Acme Steel"), "{}", news[0].what);
        let data = here.call(&ada, GetMyData {}).await.unwrap();
        let asked: Vec<_> = data["asked_to_join"].as_array().unwrap().iter().map(|one| (one["account"].as_str().unwrap(), one["accepted"].as_bool())).collect();
        assert_eq!(asked, [("Acme", Some(false)), ("Acme Steel, Leeds", Some(true))]);
        here.call(&host, PartMember { person: ada.id }).await.unwrap();
        assert_eq!(speaks_for(&here, &ada).await, Membership::None);
        assert_eq!(here.call(&host, PartMember { person: ada.id }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert!(here.call(&host, ListPeople::default()).await.unwrap().items.iter().any(|one| one.id == ada.id));
    }
}
