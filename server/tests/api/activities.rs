//! Activities: planned and invited to, answered by one click, held, with what came out of them confirmed by those who said it, and
//! presented back.

use crate::harness::{Caller, Here, body, proposal};
use crate::on_both;
use model::activity::{ActivitySheet, ActivityText, Coming, Due, Kind, MOST_AT_ONCE, State};
use model::api::activities::{
    AnswerActivity, AnswerInvitation, CancelActivity, ChangeActivity, GetActivity, GetInvitation,
    GetMyActivity, InviteByProfile, InvitePerson, ListMyActivities, PlanActivity, UninvitePerson,
};
use model::api::audit::ListAudit;
use model::api::card::{FindByProfile, GetCard};
use model::api::notices::{ChooseWay, GetNews};
use model::api::proposals::Propose;
use model::notice::{NoticeKind, NoticeWay};
use model::person::Role;
use model::{AccountId, ActivityId, ProblemKind, RoundId, Timestamp};
use server::db::events::What as Happened;
use server::db::on;
use server::mail::Letter;
use server::notices::herald::GATHER;

/// A day after the tests begin: 4 May 2026, 14:00 on a clock an hour ahead of UTC.
pub fn text() -> ActivityText {
    ActivityText {
        kind: Kind::Workshop,
        title: "How should the first visit go?".parse().unwrap(),
        description: "Bring **one** wish; or two, if you like.".parse().unwrap(),
        starts: "2026-05-04T14:00".parse().unwrap(),
        ends: "2026-05-04T16:00".parse().unwrap(),
        offset: "+01:00".parse().unwrap(),
        one_to_one: false,
        link: Some("https://meet.example/room".parse().unwrap()),
        place: None,
        most: None,
    }
}

pub async fn planned(here: &Here, who: &Caller, round: RoundId, text: ActivityText) -> ActivityId {
    here.call(who, PlanActivity { round, text }).await.unwrap().id
}

pub async fn invite(here: &Here, who: &Caller, activity: ActivityId, email: &str) {
    here.call(who, InvitePerson { activity, email: email.parse().unwrap() }).await.unwrap();
}

pub async fn sheet(here: &Here, who: &Caller, activity: ActivityId) -> ActivitySheet {
    here.call(who, GetActivity { activity }).await.unwrap()
}

/// What stands behind `path` in a letter's link.
pub fn key_in(letter: &Letter, path: &str) -> String {
    letter.text.split(path).nth(1).unwrap().split(['/', '\n', ' ']).next().unwrap().to_owned()
}

/// The same in the next letter to somebody.
pub async fn key(here: &Here, to: &str, path: &str) -> String {
    key_in(&here.mail.to(to).await, path)
}

async fn get(here: &Here, who: &Caller, path: &str) -> (u16, String) {
    let answer = here.send(who, "GET", path, "", None).await;
    (answer.status().as_u16(), body(answer).await)
}

on_both! {
    async fn whoever_is_invited_answers_by_one_click_and_may_say_otherwise(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let ada = here.customer("Ada").await;
        let id = planned(&here, &grace, round, text()).await;
        invite(&here, &grace, id, "ada@example.com").await;
        let again = InvitePerson { activity: id, email: "ada@example.com".parse().unwrap() };
        assert_eq!(here.call(&grace, again).await.unwrap_err().fields[0].field, "email");

        let letter = here.mail.to("ada@example.com").await;
        for words in ["Grace invites you:", "4 May 2026, 14:00 to 16:00 (UTC+01:00)", "https://meet.example/room", "calendar.ics"] {
            assert!(letter.text.contains(words), "{words}: {}", letter.text);
        }
        let key = key_in(&letter, "/invitations/");
        let stranger = Caller::stranger();
        // Looking changes nothing: mail programs open links by themselves.
        let page = here.text(&stranger, &format!("/invitations/{key}")).await;
        assert!(page.contains("Ada, do you come?") && page.contains("I cannot"), "{page}");
        assert_eq!(sheet(&here, &grace, id).await.people[0].answer, None);
        let answer = |answer| AnswerInvitation { key: key.clone(), answer };
        assert_eq!(here.call(&stranger, answer(Coming::Yes)).await.unwrap().answer, Some(Coming::Yes));
        assert_eq!(here.call(&stranger, answer(Coming::Perhaps)).await.unwrap().answer, Some(Coming::Perhaps));
        // It does not sign in; and signed in it is the same invitation.
        assert_eq!(here.call(&stranger, ListMyActivities {}).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        assert_eq!(here.call(&ada, ListMyActivities {}).await.unwrap()[0].answer, Some(Coming::Perhaps));
        here.call(&ada, AnswerActivity { activity: id, answer: Coming::No }).await.unwrap();
        assert_eq!(sheet(&here, &grace, id).await.people[0].answer, Some(Coming::No));
        // Nobody else knows of it.
        let bob = here.customer("Bob").await;
        assert_eq!(here.call(&bob, GetMyActivity { activity: id }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&bob, GetActivity { activity: id }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        assert!(here.call(&stranger, GetInvitation { key: "guessed".into() }).await.is_err());
        // Under News it stands too, once.
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        assert_eq!((news.len(), news[0].kind, news[0].path.as_str()), (1, NoticeKind::Activity, format!("/activities/{id}").as_str()));
        // What is over takes no answers.
        here.clock.advance(2 * Timestamp::DAY);
        let late = here.call(&stranger, answer(Coming::Yes)).await.unwrap_err();
        assert_eq!((late.kind, late.message.as_str()), (ProblemKind::Conflict, "It is over."));
        assert_eq!(sheet(&here, &grace, id).await.due, Some(Due::Hold));
    }

    async fn an_invitation_is_taken_back_until_it_is_answered(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let id = planned(&here, &grace, round, text()).await;
        for email in ["ada@example.com", "bob@example.com"] {
            invite(&here, &grace, id, email).await;
        }
        let stranger = Caller::stranger();
        let adas = key(&here, "ada@example.com", "/invitations/").await;
        here.call(&bob, AnswerActivity { activity: id, answer: Coming::No }).await.unwrap();
        let uninvite = |who: &Caller| UninvitePerson { activity: id, person: who.id };
        let answered = here.call(&grace, uninvite(&bob)).await.unwrap_err();
        assert_eq!(answered.kind, ProblemKind::Conflict);
        assert!(here.text(&grace, &format!("/activities/{id}")).await.contains("Take it back"));
        here.call(&grace, uninvite(&ada)).await.unwrap();
        assert_eq!(sheet(&here, &grace, id).await.people.iter().map(|one| one.person).collect::<Vec<_>>(), [bob.id]);
        assert_eq!(here.call(&ada, ListMyActivities {}).await.unwrap(), []);
        assert_eq!(here.call(&stranger, GetInvitation { key: adas }).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&grace, uninvite(&ada)).await.unwrap_err().kind, ProblemKind::NotFound);
        // She is told, and nothing that she was told before leads nowhere.
        let news = here.call(&ada, GetNews {}).await.unwrap().notices;
        assert_eq!(news.len(), 1);
        assert_eq!((news[0].what.as_str(), news[0].path.as_str()), ("You are not invited to “How should the first visit go?” any more.", "/activities"));
        here.clock.advance(GATHER);
        server::notices::catch_up(&here.site).await.unwrap();
        assert!(here.mail.to("ada@example.com").await.text.contains("You are not invited to"));
        // She can be invited again, and once it is over nothing is taken back.
        invite(&here, &grace, id, "ada@example.com").await;
        here.clock.advance(2 * Timestamp::DAY);
        let late = here.call(&grace, uninvite(&ada)).await.unwrap_err();
        assert_eq!((late.kind, late.message.as_str()), (ProblemKind::Conflict, "It is over."));
    }

    async fn a_plain_form_answers_and_says_what_is_wrong(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let id = planned(&here, &grace, round, ActivityText { one_to_one: true, ..text() }).await;
        let mut keys = Vec::new();
        for name in ["Ada", "Bob"] {
            here.customer(name).await;
            let email = format!("{}@example.com", name.to_lowercase());
            invite(&here, &grace, id, &email).await;
            keys.push(key(&here, &email, "/invitations/").await);
        }
        let browser = Caller::stranger();
        let at = |key: &str| (format!("/api/v1/invitations/{key}"), format!("/invitations/{key}"));
        let (action, page) = at(&keys[0]);
        let answer = here.form_from(&browser, &action, &page, &[("answer", "yes"), ("next", &page)]).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, page.as_str()));
        // There was one seat, and how many others come is not told.
        let full = here.call(&browser, AnswerInvitation { key: keys[1].clone(), answer: Coming::Yes }).await.unwrap_err();
        assert!(full.message.starts_with("It is full."), "{}", full.message);
        here.call(&browser, AnswerInvitation { key: keys[1].clone(), answer: Coming::Perhaps }).await.unwrap();
        here.call(&browser, AnswerInvitation { key: keys[0].clone(), answer: Coming::No }).await.unwrap();
        here.call(&browser, AnswerInvitation { key: keys[1].clone(), answer: Coming::Yes }).await.unwrap();
    }

    async fn those_who_are_invited_are_told_of_changes_and_their_calendars_take_them(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::Designer).await;
        let ada = here.customer("Ada").await;
        let id = planned(&here, &grace, round, text()).await;
        invite(&here, &grace, id, "ada@example.com").await;
        let first = key(&here, "ada@example.com", "/invitations/").await;
        let calendar = |key: &str| format!("/api/v1/invitations/{key}/calendar.ics");
        let (status, file) = get(&here, &Caller::stranger(), &calendar(&first)).await;
        assert_eq!(status, 200);
        let uid = file.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned();
        for line in ["METHOD:PUBLISH", "SEQUENCE:0", "DTSTART:20260504T130000Z", "DTEND:20260504T150000Z"] {
            assert!(file.lines().any(|other| other == line), "{line}: {file}");
        }
        assert!(file.contains("Bring **one** wish\\; or two\\, if you like."), "{file}");

        let same = ChangeActivity { seen: None, activity: id, text: text() };
        here.call(&grace, same).await.unwrap();
        let later = ActivityText { ends: "2026-05-04T17:00".parse().unwrap(), place: Some("Hall 2".parse().unwrap()), ..text() };
        here.call(&grace, ChangeActivity { seen: None, activity: id, text: later }).await.unwrap();
        // A tab that was opened before writes over nothing, and nobody is told.
        assert_eq!(sheet(&here, &grace, id).await.revision, 1);
        let stale = here.call(&grace, ChangeActivity { seen: Some(0), activity: id, text: text() }).await.unwrap_err();
        assert_eq!((stale.kind, stale.overtaken(), stale.about("title")), (ProblemKind::Conflict, Some(1), None));
        assert!(stale.about("place").unwrap().contains("Hall 2") && stale.about("ends").unwrap().contains("17:00"), "{stale:?}");
        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.subject.starts_with("It has changed: ") && letter.text.contains("14:00 to 17:00"), "{}", letter.text);
        assert!(letter.text.contains("Hall 2 · https://meet.example/room"), "{}", letter.text);
        // The letter before still leads there, and to the same entry.
        let (_, file) = get(&here, &Caller::stranger(), &calendar(&first)).await;
        assert!(file.contains(&uid) && file.contains("SEQUENCE:1\r\n"), "{file}");

        let reason = "Too few can come.".parse().unwrap();
        here.call(&grace, CancelActivity { activity: id, reason }).await.unwrap();
        assert!(here.mail.to("ada@example.com").await.text.contains("Too few can come."));
        let (status, file) = get(&here, &ada, &format!("/api/v1/me/activities/{id}/calendar.ics")).await;
        assert!(status == 200 && file.contains("METHOD:CANCEL\r\n") && file.contains("SEQUENCE:2\r\n"), "{file}");
        assert!(file.contains(&uid) && file.contains("STATUS:CANCELLED\r\n"), "{file}");
        let kinds: Vec<String> = here.call(&ada, GetNews {}).await.unwrap().notices.into_iter().map(|one| one.what).collect();
        assert!(kinds[0].ends_with("is cancelled.") && kinds[1].ends_with("has changed."), "{kinds:?}");
        // It stays as it is from now on, for all of them.
        let late = here.call(&grace, ChangeActivity { seen: None, activity: id, text: text() }).await.unwrap_err();
        assert_eq!(late.kind, ProblemKind::Conflict);
        assert_eq!(sheet(&here, &grace, id).await.state, State::Cancelled);
        // Calendars of others stay shut.
        let bob = here.customer("Bob").await;
        assert_eq!(get(&here, &bob, &format!("/api/v1/me/activities/{id}/calendar.ics")).await.0, 404);
        assert_eq!(get(&here, &Caller::stranger(), &format!("/api/v1/me/activities/{id}/calendar.ics")).await.0, 401);
        assert_eq!(get(&here, &Caller::stranger(), &calendar("guessed")).await.0, 404);
    }

    async fn a_profile_invites_those_who_can_be_written_to(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let steel = here.account("Acme Steel").await;
        let (ada, bob) = (here.member("Ada", Some(steel)).await, here.member("Bob", Some(steel)).await);
        here.customer("Olaf").await;
        here.call(&ada, Propose { round, text: proposal("Send one person to our plant") }).await.unwrap();
        // Who takes no such letters is invited without one.
        here.call(&bob, ChooseWay { kind: NoticeKind::Activity, way: NoticeWay::Here }).await.unwrap();
        let id = planned(&here, &grace, round, text()).await;
        let profile = FindByProfile { q: "plant".into(), ..FindByProfile::default() };
        let by = |profile: &FindByProfile| InviteByProfile { activity: id, profile: profile.clone() };
        let told = here.call(&grace, by(&profile)).await.unwrap();
        assert_eq!((told.invited, told.before, told.without_letter), (2, 0, 1));
        let told = here.call(&grace, by(&profile)).await.unwrap();
        assert_eq!((told.invited, told.before), (0, 2));
        let names: Vec<String> = sheet(&here, &grace, id).await.people.iter().map(|one| one.name.to_string()).collect();
        assert_eq!(names, ["Ada", "Bob"]);
        invite(&here, &grace, id, "olaf@example.com").await;
        for to in ["ada@example.com", "olaf@example.com"] {
            assert!(here.mail.to(to).await.text.contains("/invitations/"));
        }
        // Letters leave in their order: one to Bob would be here.
        assert!(here.mail.is_empty());
        assert_eq!(here.call(&bob, GetNews {}).await.unwrap().notices.len(), 1);
        for nobody in [FindByProfile::default(), FindByProfile { q: "zebra".into(), ..FindByProfile::default() }] {
            assert_eq!(here.call(&grace, by(&nobody)).await.unwrap_err().kind, ProblemKind::Conflict);
        }
        // The card and the page of the account know of it.
        here.call(&ada, AnswerActivity { activity: id, answer: Coming::Yes }).await.unwrap();
        let card = here.call(&grace, GetCard { account: AccountId(steel) }).await.unwrap();
        let one = &card.activities[0];
        assert_eq!((card.activities.len(), one.invited, one.coming, one.present), (1, 2, 1, 0));
        assert!(here.text(&grace, &format!("/accounts/{steel}")).await.contains("2 are invited, 1 comes"));
        // The log says how many, and nobody's name.
        let admin = here.staff("Xena", Role::Admin).await;
        let log = here.call(&admin, ListAudit::default()).await.unwrap().items;
        let invited = log.iter().find(|entry| entry.kind == "activity.invited").unwrap();
        assert_eq!(invited.detail.as_deref(), Some("1"));
        assert!(log.iter().any(|entry| entry.kind == "activity.invited" && entry.detail.as_deref() == Some("2")));
    }

    async fn no_more_than_so_many_are_invited_at_once(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let steel = here.account("Acme Steel").await;
        let ada = here.member("Ada", Some(steel)).await;
        here.call(&ada, Propose { round, text: proposal("Send one person to our plant") }).await.unwrap();
        let many = |count: usize| {
            here.write(Happened::new("person.added", 0), move |tx| {
                Box::pin(async move {
                    for n in 0..count {
                        const ADD: &str = "insert into person (name, email, created) values ('Many', $1, 0) returning id";
                        const JOIN: &str = "insert into membership (person, account, confirmed, how) values ($1, $2, 0, 'staff')";
                        let email = format!("many.{n}.{count}@example.com");
                        let id: i64 = on!(tx, c => sqlx::query_scalar(ADD).bind(email).fetch_one(c).await)?;
                        on!(tx, c => sqlx::query(JOIN).bind(id).bind(steel).execute(c).await.map(drop))?;
                    }
                    Ok(())
                })
            })
        };
        many(MOST_AT_ONCE - 1).await;
        let id = planned(&here, &grace, round, text()).await;
        let profile = FindByProfile { q: "plant".into(), ..FindByProfile::default() };
        let told = here.call(&grace, InviteByProfile { activity: id, profile: profile.clone() }).await.unwrap();
        assert_eq!(told.invited, MOST_AT_ONCE);
        many(1).await;
        let refused = here.call(&grace, InviteByProfile { activity: id, profile }).await.unwrap_err();
        assert!(refused.message.contains(&format!("{} people fit", MOST_AT_ONCE + 1)), "{}", refused.message);
    }

    async fn how_many_come_is_told_from_five_accounts_on(here) {
        let round = here.company().await;
        let grace = here.staff("Grace", Role::Moderator).await;
        let id = planned(&here, &grace, round, text()).await;
        let mut people = Vec::new();
        for n in 0..5 {
            let account = here.account(&format!("Account {n}")).await;
            for part in ["a", "b"] {
                let one = here.member(&format!("Guest {n}{part}"), Some(account)).await;
                invite(&here, &grace, id, &format!("guest.{n}{part}@example.com")).await;
                people.push(one);
            }
        }
        for (n, one) in people.iter().enumerate() {
            let told = here.call(one, AnswerActivity { activity: id, answer: Coming::Yes }).await.unwrap().coming;
            // The ninth is the first of the fifth account.
            assert_eq!(told, (n >= 8).then_some(n + 1), "{n}");
        }
        let page = here.text(&people[0], &format!("/activities/{id}")).await;
        assert!(page.contains("10 people come so far.") && !page.contains("Guest 1a"), "{page}");
    }
}
