//! Asking whether a promise was kept: after a contact and in turn, rarely and evenly, answered without signing in, counted once.

use crate::harness::{Caller, Here};
use crate::on_both;
use crate::promises::Scene;
use crate::selection::people;
use model::api::asks::{AnswerAsked, AskAfterContact, GetAsked, ListAsked, SetTurns, TakeBackAsked};
use model::api::mine::{GetMyData, Leave};
use model::api::notices::{ChooseWay, StopLetters};
use model::api::promises::TakeBackReport;
use model::api::purchases::AddPurchase;
use model::ask::MOST_CAP;
use model::notice::{NoticeKind, NoticeWay};
use model::person::Role;
use model::promise::{Feeling, Progress, Quarter, Told};
use model::{AccountId, ProblemKind, Timestamp};
use server::asking::{self, LIFE};
use server::db::on;

const SECRET: &str = "/was-it-kept/";

/// The key in the last letter to somebody.
async fn key(here: &Here, to: &str) -> String {
    let letter = here.mail.to(to).await;
    letter.text.split(SECRET).nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

fn yes(key: &str) -> AnswerAsked {
    AnswerAsked { key: key.to_owned(), kept: true, feeling: None, words: None, readable: false, named: false }
}

impl Scene {
    /// The one promise is in place.
    async fn in_place(here: Here) -> Self {
        let scene = Self::new(here).await;
        scene.here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        scene
    }

    fn contact(&self, email: &str) -> AskAfterContact {
        let email = Some(email.parse().unwrap());
        AskAfterContact { email, practice: Some(self.practice), ..AskAfterContact::default() }
    }

    async fn asks(&self) -> i64 {
        on!(self.here.site.db, c => sqlx::query_scalar("select count(*) from ask").fetch_one(c).await)
            .unwrap()
    }

    /// Letters that ask and have been written.
    async fn letters(&self) -> i64 {
        const LETTERS: &str = "select count(*) from mail where unsubscribe like '%/promise-%'";
        on!(self.here.site.db, c => sqlx::query_scalar(LETTERS).fetch_one(c).await).unwrap()
    }
}

on_both! {
    async fn after_a_contact_one_tap_reports_without_signing_in(here) {
        let scene = Scene::in_place(here).await;
        let here = &scene.here;
        let grace = here.staff("Grace", Role::AccountManager).await;
        people(here, &["Ada", "Bob"]).await;
        let asked = here.call(&grace, scene.contact("ada@example.com")).await;
        asked.unwrap();
        let letter = here.mail.to("ada@example.com").await;
        assert!(letter.subject.contains("Was it kept? One face") && letter.text.contains("Grace says that you were in contact"));
        assert!(letter.unsubscribe.as_ref().unwrap().contains("/promise-") && letter.text.contains("/ask\n"));
        let key = letter.text.split(SECRET).nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let stranger = Caller::stranger();
        let path = format!("{SECRET}{key}");
        let page = here.text(&stranger, &path).await;
        assert!(page.contains("Was it kept?") && page.contains("It was not kept") && !page.contains("<b>Thank you."), "{page}");
        // To look is not to answer, and a plain form does.
        assert_eq!(scene.told().await, []);
        let answer = here.form(&stranger, &format!("/api/v1/asks/{key}"), &[("kept", "false"), ("next", &path)]).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, path.as_str()));
        assert!(here.text(&stranger, &path).await.contains("<b>Thank you. Your report counts."));
        assert_eq!(scene.told().await, []);
        let words = Some("Nobody came.".parse().unwrap());
        let said = AnswerAsked { kept: false, feeling: Some(Feeling::Badly), words: words.clone(), ..yes(&key) };
        assert_eq!(here.call(&stranger, said).await.unwrap().mine.unwrap().words, words);
        // Only a digest of the key is kept, and nobody is told what came of it.
        let kept: i64 = on!(here.site.db, c => sqlx::query_scalar("select count(*) from ask where hash = $1").bind(&key).fetch_one(c).await).unwrap();
        assert_eq!(kept, 0);
        let asks = here.call(&grace, ListAsked {}).await.unwrap();
        assert_eq!((asks.lines.len(), asks.lines[0].name.as_str(), asks.letters, asks.turns), (1, "Ada", 1, false));
        assert!(!serde_json::to_string(&asks).unwrap().contains("kept"));
        assert_eq!(here.call(&scene.dee, ListAsked {}).await.unwrap().lines, []);
        for who in [&stranger, &here.customer("Eve").await, &here.staff("Signe", Role::Signatory).await] {
            assert!(here.call(who, scene.contact("bob@example.com")).await.is_err());
            assert!(here.call(who, ListAsked {}).await.is_err());
        }
        // The link works for its time, and no longer.
        here.clock.advance(LIFE - 1);
        here.call(&stranger, GetAsked { key: key.clone() }).await.unwrap();
        here.clock.advance(1);
        for refused in [here.call(&stranger, GetAsked { key: key.clone() }).await, here.call(&stranger, yes(&key)).await,
            here.call(&stranger, GetAsked { key: "guessed".into() }).await]
        {
            assert_eq!(refused.unwrap_err().kind, ProblemKind::NotFound);
        }
    }

    /// One a person, practice and quarter: by two letters, signed in, taken back and again, in whatever order.
    async fn a_report_counts_once_whichever_way_it_comes(here) {
        let scene = Scene::in_place(here).await;
        let here = &scene.here;
        let voters = people(here, &["Ada", "Bob", "Cem", "Dia", "Eva"]).await;
        here.clock.advance(50 * Timestamp::DAY);
        for voter in &voters[1..] {
            here.call(voter, scene.report(true)).await.unwrap();
        }
        here.call(&scene.dee, scene.contact("ada@example.com")).await.unwrap();
        let key = key(here, "ada@example.com").await;
        let (ada, stranger) = (&voters[0], Caller::stranger());
        // Every order of three ways, each saying the other thing than the one before.
        let mut random = 7_u64;
        let mut last = None;
        let five = |kept: bool| Told::Counted { voices: 5, kept: if kept { 500 } else { 400 } };
        // What is told was told once, and does not follow.
        let mut first = None;
        for turn in 0..40 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let kept = turn % 2 == 0;
            match random >> 61 {
                0..3 => {
                    here.call(ada, scene.report(kept)).await.unwrap();
                }
                3..6 => {
                    here.call(&stranger, AnswerAsked { kept, ..yes(&key) }).await.unwrap();
                }
                6 => {
                    here.call(ada, TakeBackReport { practice: scene.practice }).await.unwrap();
                }
                _ => {
                    here.call(&stranger, TakeBackAsked { key: key.clone() }).await.unwrap();
                }
            }
            last = if (random >> 61) < 6 { Some(kept) } else { None };
            first = first.or(last);
            assert_eq!(scene.told().await, first.map(five).into_iter().collect::<Vec<_>>());
            let asked = here.call(&stranger, GetAsked { key: key.clone() }).await.unwrap();
            assert_eq!(asked.mine.map(|mine| mine.kept), last);
        }
        const ROWS: &str = "select count(*) from report where person = $1";
        let rows: i64 = on!(here.site.db, c => sqlx::query_scalar(ROWS).bind(ada.id.0).fetch_one(c).await).unwrap();
        assert_eq!(rows, 1);
        // The letter of one quarter, used in the next, counts for that one.
        let before = Quarter::of(here.clock.now());
        here.clock.advance(20 * Timestamp::DAY);
        assert_eq!(here.call(&stranger, GetAsked { key: key.clone() }).await.unwrap().mine, None);
        here.call(&stranger, yes(&key)).await.unwrap();
        assert_eq!(Quarter::of(here.clock.now()).0, before.0 + 1);
        assert!(here.call(&stranger, GetAsked { key: key.clone() }).await.unwrap().mine.is_some_and(|mine| mine.kept));
        let rows: i64 = on!(here.site.db, c => sqlx::query_scalar(ROWS).bind(ada.id.0).fetch_one(c).await).unwrap();
        assert_eq!(rows, i64::from(last.is_some()) + 1);
        assert_eq!(scene.told().await, [five(last.or(first).unwrap())]);
    }

    async fn nobody_is_asked_more_often_than_the_company_says(here) {
        let scene = Scene::in_place(here).await;
        let here = &scene.here;
        let admin = here.staff("Ann", Role::Admin).await;
        let acme = here.account("Acme Paper").await;
        for name in ["Ada", "Bob"] {
            here.member(name, Some(acme)).await;
        }
        let account = || AskAfterContact { account: Some("acme PAPER".parse().unwrap()), cell: Some("3-1".into()), ..AskAfterContact::default() };
        here.call(&admin, SetTurns { turns: false, cap: 1 }).await.unwrap();
        // Whoever has been asked least; then nobody is left whom this was not asked.
        here.call(&admin, account()).await.unwrap();
        here.call(&admin, account()).await.unwrap();
        here.mail.to("ada@example.com").await;
        here.mail.to("bob@example.com").await;
        assert_eq!(here.call(&admin, account()).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&admin, scene.contact("ada@example.com")).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(scene.asks().await, 2);
        for (cap, sound) in [(0, false), (1, true), (MOST_CAP, true), (MOST_CAP + 1, false)] {
            assert_eq!(here.call(&admin, SetTurns { turns: false, cap }).await.is_ok(), sound, "{cap}");
        }
        for who in [&scene.dee, &scene.sig, &here.customer("Cy").await] {
            assert!(here.call(who, SetTurns { turns: true, cap: 2 }).await.is_err());
        }
        // What cannot be asked is said beside the field.
        let about = async |request: AskAfterContact| here.call(&admin, request).await.unwrap_err().fields[0].field.clone();
        let good = scene.contact("cy@example.com");
        assert_eq!(about(AskAfterContact { email: None, ..good.clone() }).await, "email");
        assert_eq!(about(scene.contact("nobody@example.com")).await, "email");
        assert_eq!(about(scene.contact("dee@example.com")).await, "email");
        assert_eq!(about(AskAfterContact { email: None, account: Some("None".parse().unwrap()), ..good.clone() }).await, "account");
        assert_eq!(about(AskAfterContact { practice: None, ..good.clone() }).await, "practice");
        assert_eq!(about(AskAfterContact { practice: None, cell: Some("0-0".into()), ..good.clone() }).await, "cell");
        assert_eq!(about(AskAfterContact { practice: None, cell: Some("x".into()), ..good.clone() }).await, "cell");
        here.call(&scene.dee, scene.stated(Progress::Planned)).await.unwrap();
        assert_eq!(about(good).await, "practice");
    }

    async fn accounts_are_asked_about_what_their_purchases_have_met(here) {
        let scene = Scene::in_place(here).await;
        let here = &scene.here;
        // The one promise is at Assessment, for Value Added.
        let buys = [("Acme", "Assessment", "Value Added"), ("Beta", "Assessment", "Value Created"), ("Gamma", "Idea", "Value Created")];
        for (name, stage, culture) in buys {
            let account = here.account(name).await;
            let buyer = here.member(&format!("{name} buyer"), Some(account)).await;
            let text = crate::purchases::text("Pumps", stage, culture);
            here.call(&buyer, AddPurchase { account: AccountId(account), text, since: None }).await.unwrap();
        }
        people(here, &["Dia", "Eva"]).await;
        here.call(&here.staff("Ann", Role::Admin).await, SetTurns { turns: true, cap: 1 }).await.unwrap();
        const ASKED: &str = "select p.name from ask a join person p on p.id = a.person order by a.id";
        let asked = async || -> Vec<String> {
            asking::catch_up(&here.site).await.unwrap();
            on!(here.site.db, c => sqlx::query_scalar(ASKED).fetch_all(c).await).unwrap()
        };
        for _ in 0..40 {
            if asked().await.is_empty() {
                here.clock.advance(Timestamp::DAY);
            }
        }
        assert_eq!(asked().await, ["Acme buyer"], "first, since its purchase stands there");
        here.clock.advance(45 * Timestamp::DAY);
        let mut names = asked().await;
        names.sort();
        names.dedup();
        assert!(names.iter().all(|name| !name.starts_with("Beta") && !name.starts_with("Gamma")), "{names:?}");
    }

    async fn letters_stop_when_they_are_not_wanted(here) {
        let scene = Scene::in_place(here).await;
        let here = &scene.here;
        let voters = people(here, &["Ada", "Bob", "Cem"]).await;
        here.call(&voters[0], ChooseWay { kind: NoticeKind::Ask, way: NoticeWay::Here }).await.unwrap();
        here.call(&voters[1], ChooseWay { kind: NoticeKind::Ask, way: NoticeWay::Weekly }).await.unwrap();
        // Whoever asks cannot tell who takes letters.
        for email in ["ada@example.com", "bob@example.com", "cem@example.com"] {
            here.call(&scene.dee, scene.contact(email)).await.unwrap();
        }
        assert_eq!(scene.letters().await, 2);
        let stop = here.mail.to("cem@example.com").await.unsubscribe.unwrap();
        const DUE: &str = "select due from mail where recipient = 'bob@example.com'";
        let due: i64 = on!(here.site.db, c => sqlx::query_scalar(DUE).fetch_one(c).await).unwrap();
        assert_eq!(Timestamp(due).iso(), "2026-05-04T07:00:00Z");
        // One click, and nobody else's kinds stop.
        let mut parts = stop.rsplit('/');
        let (what, key) = (parts.next().unwrap().to_owned(), parts.next().unwrap().to_owned());
        here.call(&Caller::stranger(), StopLetters { key, what }).await.unwrap();
        here.call(&here.staff("Ann", Role::Admin).await, SetTurns { turns: true, cap: 6 }).await.unwrap();
        here.clock.advance(60 * Timestamp::DAY);
        asking::catch_up(&here.site).await.unwrap();
        assert_eq!(scene.letters().await, 2, "in turn only those who take letters at once");
        let data = here.call(&voters[0], GetMyData {}).await.unwrap();
        assert_eq!((data["asked"].as_array().unwrap().len(), &data["asked"][0]["quarter"]), (1, &"2nd quarter of 2026".into()));
        here.call(&voters[0], Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(scene.asks().await, 2);
    }

    async fn customers_are_asked_in_turn_once_by_however_many_instances(here) {
        let scene = Scene::in_place(here).await;
        let here = &scene.here;
        let names: Vec<String> = (0..12).map(|number| format!("Voter {number}")).collect();
        let voters = people(here, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        // Nobody until the company says so; the author of the proposal, whom nobody has confirmed, never.
        here.clock.advance(20 * Timestamp::DAY);
        asking::catch_up(&here.site).await.unwrap();
        assert_eq!(scene.asks().await, 0);
        here.call(&here.staff("Ann", Role::Admin).await, SetTurns { turns: true, cap: 2 }).await.unwrap();
        asking::catch_up(&here.site).await.unwrap();
        assert_eq!(scene.asks().await, 0, "not all at once");
        // Whoever has said so already is not asked.
        here.call(&voters[0], scene.report(true)).await.unwrap();
        let other = here.another().await;
        here.clock.advance(19 * Timestamp::DAY);
        let all = futures::future::join_all([&here.site, &other.site, &here.site, &other.site].map(asking::catch_up)).await;
        assert!(all.into_iter().all(|done| done.is_ok()));
        // 19 of the quarter's 91 days, of 24 letters that the cap allows.
        assert_eq!(scene.asks().await, 24 * 19 / 91);
        asking::catch_up(&here.site).await.unwrap();
        assert_eq!(scene.asks().await, 5);
        here.clock.advance(19 * Timestamp::DAY);
        asking::catch_up(&other.site).await.unwrap();
        assert!(scene.asks().await > 5);
        const TWICE: &str = "select count(*) from (select person from ask group by person, quarter having count(*) > 1) as twice";
        let twice: i64 = on!(here.site.db, c => sqlx::query_scalar(TWICE).fetch_one(c).await).unwrap();
        assert_eq!(twice, 0, "one promise is asked about once");
        const AT_FIRST: &str = "select count(*) from ask where person = $1";
        let first: i64 = on!(here.site.db, c => sqlx::query_scalar(AT_FIRST).bind(voters[0].id.0).fetch_one(c).await).unwrap();
        assert_eq!(first, 0);
        // Switched off, all is quiet.
        here.call(&here.staff("Amy", Role::Admin).await, SetTurns { turns: false, cap: 2 }).await.unwrap();
        let before = scene.asks().await;
        here.clock.advance(91 * Timestamp::DAY);
        asking::catch_up(&here.site).await.unwrap();
        assert_eq!(scene.asks().await, before);
    }

    async fn a_made_up_design_asks_nobody_in_turn(here) {
        here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        server::sample::add(&here.site, admin.id).await.unwrap();
        people(&here, &["Bob", "Cem"]).await;
        here.call(&admin, SetTurns { turns: true, cap: 6 }).await.unwrap();
        here.clock.advance(58 * Timestamp::DAY);
        asking::catch_up(&here.site).await.unwrap();
        let asks: i64 = on!(here.site.db, c => sqlx::query_scalar("select count(*) from ask").fetch_one(c).await).unwrap();
        assert_eq!(asks, 0);
    }
}
