//! The first run.

use crate::browser::Browser;
use crate::harness::Here;
use crate::on_both;
use model::api::rounds::GetRound;
use model::api::session::{GetViewer, SignOut};
use model::api::setup::SetUp;
use model::person::Role;
use model::{Problem, ProblemKind};
use server::api::setup::new_link;
use server::db::on;

async fn key(here: &Here) -> Option<String> {
    let site = &here.site;
    let link = new_link(&site.db, &site.config, &site.clock, &site.dice).await.unwrap()?;
    link.strip_prefix("http://localhost:3000/setup?key=").map(str::to_owned)
}

fn with(key: &str, email: &str) -> SetUp {
    SetUp {
        key: key.into(),
        company: "Acme".parse().unwrap(),
        name: "Ada".parse().unwrap(),
        email: email.parse().unwrap(),
        question: "How would you like us to sell to you?".parse().unwrap(),
        sample: false,
    }
}

fn is_refused<T>(outcome: Result<T, Problem>) -> bool {
    outcome.is_err_and(|problem| problem.about("key").is_some())
}

on_both! {
    async fn whoever_has_the_key_becomes_the_first_admin(here) {
        let browser = Browser::new(&here);
        assert!(browser.call(GetViewer {}).await.unwrap().needs_setup);
        let key = key(&here).await.unwrap();
        assert!(is_refused(browser.call(with("", "ada@example.com")).await));
        assert!(is_refused(browser.call(with(&format!("{key}x"), "ada@example.com")).await));
        let done = browser.call(with(&key, "ada@example.com")).await.unwrap();
        assert_eq!((done.next.as_str(), done.completed), ("/", None));

        let viewer = browser.call(GetViewer {}).await.unwrap();
        assert_eq!((viewer.company.as_str(), viewer.needs_setup), ("Acme", false));
        let me = viewer.person.unwrap();
        assert_eq!((me.name.as_str(), me.roles.as_slice()), ("Ada", [Role::Admin].as_slice()));
        let round = browser.call(GetRound { round: viewer.round }).await.unwrap();
        assert_eq!((round.stages.len(), round.cultures.len(), round.resources.len()), (8, 4, 1));
        let kinds: Vec<String> =
            on!(here.site.db, c => sqlx::query_scalar("select kind from event order by seq").fetch_all(c).await).unwrap();
        assert_eq!(kinds, ["person.added", "company.set_up", "round.added"]);

        // It is over, with this key or any.
        assert!(is_refused(Browser::new(&here).call(with(&key, "eve@example.com")).await));
        assert_eq!(self::key(&here).await, None);
        browser.call(SignOut {}).await.unwrap();
        assert!(browser.sign_in("ada@example.com").await.completed.is_none());
        assert_eq!(browser.call(GetViewer {}).await.unwrap().person.unwrap().roles, [Role::Admin]);
    }

    async fn a_new_key_replaces_the_one_before_and_only_its_hash_is_kept(here) {
        let (first, second) = (key(&here).await.unwrap(), key(&here).await.unwrap());
        let kept: Vec<String> =
            on!(here.site.db, c => sqlx::query_scalar("select hash from setup_key").fetch_all(c).await).unwrap();
        assert!(kept.len() == 1 && kept[0] != second && kept[0].len() == 64);
        let browser = Browser::new(&here);
        assert!(is_refused(browser.call(with(&first, "ada@example.com")).await));
        assert!(browser.call(with(&second, "ada@example.com")).await.is_ok());
    }

    async fn of_two_at_once_one_becomes_admin(here) {
        let key = key(&here).await.unwrap();
        let browsers: Vec<Browser<'_>> = (0..8).map(|_| Browser::new(&here)).collect();
        let races = browsers.iter().zip(0..).map(|(browser, n)| browser.call(with(&key, &format!("a{n}@example.com"))));
        let outcomes = futures::future::join_all(races).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let count = async |sql: &'static str| -> i64 {
            on!(here.site.db, c => sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
        };
        assert_eq!(count("select count(*) from person_role").await, 1);
        assert_eq!(count("select count(*) from round").await, 1);
        assert_eq!(count("select count(*) from person").await, 1);
    }

    async fn a_plain_form_sets_up_too_and_gives_back_all_but_the_key(here) {
        let key = key(&here).await.unwrap();
        let browser = Browser::new(&here);
        let mut fields = vec![
            ("key", "wrong"), ("company", "Acme"), ("name", "Ada"), ("email", "ada@example.com"),
            ("question", "How would you like us to sell to you?"),
        ];
        assert_eq!(browser.form("/api/v1/setup", "/setup?key=wrong", &fields).await, "/setup?key=wrong");
        let data: String = on!(here.site.db, c => sqlx::query_scalar("select data from session").fetch_one(c).await).unwrap();
        assert!(data.contains("ada@example.com") && !data.contains("\"wrong\""), "{data}");
        fields[0].1 = &key;
        assert_eq!(browser.form("/api/v1/setup", "/setup", &fields).await, "/");
        assert!(browser.call(GetViewer {}).await.unwrap().may(Role::Designer));
    }

    async fn keys_cannot_be_tried_for_ever(here) {
        key(&here).await.unwrap();
        let browser = Browser::new(&here);
        for _ in 0..here.site.config.sign_ins_per_hour * 10 {
            assert!(is_refused(browser.call(with("guess", "eve@example.com")).await));
        }
        let refused = browser.call(with("guess", "eve@example.com")).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::TooMany);
    }
}
