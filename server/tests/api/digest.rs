//! The week for staff: what changed, who waits, what is overdue and one story, once, and to each what they may see.

use crate::harness::{Caller, Here};
use crate::on_both;
use crate::promises::Scene;
use model::Timestamp;
use model::api::comments::{AddComment, JudgeComment};
use model::api::notices::{ChooseWay, GetNews};
use model::api::promises::SetPromise;
use model::comment::{Kind, Tone};
use model::notice::{Notice, NoticeKind, NoticeWay};
use model::person::Role;
use model::promise::Progress;
use model::round::Phase;
use model::verdict::Decision;
use server::notices::digest;

async fn told(here: &Here, who: &Caller) -> Vec<Notice> {
    let news = here.call(who, GetNews {}).await.unwrap().notices;
    news.into_iter().filter(|one| one.kind == NoticeKind::Digest).collect()
}

on_both! {
    async fn staff_read_the_week_on_mondays_once(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let mo = here.staff("Mona", Role::Moderator).await;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let ada = here.author("Ada").await;
        here.call(&here.staff("Max", Role::Moderator).await, model::api::rounds::OpenPhase { round: scene.round, phase: Phase::Propose }).await.ok();
        let review = Some("2026-05-01".parse().unwrap());
        here.call(&scene.dee, SetPromise { review, ..scene.stated(Progress::InPlace) }).await.unwrap();
        let about = here.call(&scene.dee, model::api::designs::GetLatestDesign {}).await.unwrap().practices[0].from[0].proposal;
        let story = AddComment { follow: false, proposal: about, parent: None, kind: Kind::Story, tone: Some(Tone::Badly), text: "Five people came.".parse().unwrap() };
        let story = here.call(&ada, story).await.unwrap().id;
        // It is Sunday.
        digest::step(&here.site).await.unwrap();
        assert_eq!(told(here, &mo).await, []);
        here.call(&grace, ChooseWay { kind: NoticeKind::Digest, way: NoticeWay::Here }).await.unwrap();
        // 3 May 2026, 14:07, is a Sunday; the letters leave on Monday at seven.
        here.clock.advance(17 * Timestamp::HOUR);
        let other = here.another().await;
        let (one, two) = tokio::join!(digest::step(&here.site), digest::step(&other.site));
        assert!(one.is_ok() && two.is_ok());
        digest::step(&here.site).await.unwrap();
        let week = told(here, &mo).await;
        assert_eq!(week.len(), 1);
        let words = week[0].words.as_ref().unwrap().to_string();
        assert!(words.contains("What changed: ") && words.contains("1 word on a promise") && words.contains("version 1 is adopted"), "{words}");
        assert!(words.contains("What is overdue: “One face”.") && words.contains("One story worth telling"), "{words}");
        assert!(week[0].path.contains(&format!("#comment-{story}")), "{}", week[0].path);
        // An account manager learns nothing of whom moderators owe a word.
        let words = told(here, &grace).await.remove(0).words.unwrap().to_string();
        assert!(!words.contains("Who waits") && words.contains("What is overdue"), "{words}");
        assert_eq!(told(here, &ada).await, []);
        // A story that is hidden since is not told any more.
        let hide = JudgeComment { comment: story, decision: Decision::Decline, reason: Some("It names one.".parse().unwrap()), trust: false };
        here.call(&mo, hide).await.unwrap();
        let week = told(here, &mo).await;
        let words = week[0].words.as_ref().unwrap().to_string();
        assert!(!words.contains("worth telling") && !week[0].path.contains("comment"), "{words}");
        // By mail, to whom wants it.
        server::notices::catch_up(&here.site).await.unwrap();
        // Whichever of the two was the first to take it.
        let letter = tokio::select! {
            letter = here.mail.to("mona@example.com") => letter,
            letter = other.mail.to("mona@example.com") => letter,
        };
        assert!(letter.text.contains("What is overdue"), "{}", letter.text);
        const GRACE: &str = "select count(*) from mail where recipient = 'grace@example.com'";
        let letters: i64 = server::db::on!(here.site.db, c => sqlx::query_scalar(GRACE).fetch_one(c).await).unwrap();
        assert_eq!(letters, 0);
        // Monday is over: a week that was not told is not told late.
        here.clock.advance(8 * Timestamp::DAY);
        digest::step(&here.site).await.unwrap();
        assert_eq!(told(here, &mo).await.len(), 1);
    }
}
