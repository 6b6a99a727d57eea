//! How long it takes from stage to stage: from purchases as they were noted, as a CRM dates them, and from reports.

use crate::harness::Caller;
use crate::on_both;
use crate::purchases::text;
use crate::readings::two_versions;
use crate::selection::people;
use model::api::designs::{GetDesign, GetPace};
use model::api::promises::Report;
use model::api::purchases::{AddPurchase, ChangePurchase, ImportPurchases};
use model::person::Role;
use model::purchase::{Cycle, CycleLength, Pace, PaceSource};
use model::time::Day;
use model::{AccountId, PracticeId, ProblemKind, Timestamp, Version};

const ASKED: GetPace = GetPace { version: Version(2) };

fn day(text: &str) -> Option<Day> {
    Some(text.parse().unwrap())
}

/// From the first stage to the second: of all and by culture.
fn told(cycle: &Cycle, source: PaceSource) -> Vec<(Option<usize>, CycleLength)> {
    let own = cycle.legs.iter().filter(|leg| leg.source == source);
    own.map(|leg| {
        assert_eq!(leg.stage, 0);
        (leg.culture, leg.length)
    })
    .collect()
}

fn length(days: u32, cases: u32) -> CycleLength {
    CycleLength { days, cases, accounts: cases }
}

on_both! {
    async fn staff_read_how_long_it_takes_from_stage_to_stage(here) {
        two_versions(&here).await;
        let (am, dee) = (here.staff("Grace", Role::AccountManager).await, here.staff("Eva", Role::Designer).await);
        let asked = GetPace { version: Version(2) };
        let goes = async |name: &str, days: i64| {
            let account = AccountId(here.account(name).await);
            let add = AddPurchase { account, text: text("Pumps", "idea", ""), since: None };
            let purchase = here.call(&am, add).await.unwrap().id;
            here.clock.advance(days * Timestamp::DAY);
            here.call(&am, ChangePurchase { purchase, text: text("More pumps", "Idea", ""), since: None }).await.unwrap();
            here.clock.advance(Timestamp::DAY);
            here.call(&am, ChangePurchase { purchase, text: text("More pumps", "Mentor", ""), since: None }).await.unwrap();
        };
        for (name, days) in [("One", 3), ("Two", 90), ("Three", 9), ("Four", 0)] {
            goes(name, days).await;
        }
        assert_eq!(here.call(&dee, asked.clone()).await.unwrap(), Cycle::default(), "of four accounts nothing is told");
        assert!(here.text(&dee, "/design/2/path").await.contains("once purchases of five accounts"));
        goes("Five", 20).await;
        let length = CycleLength { days: 10, cases: 5, accounts: 5 };
        let pace = Pace { stage: 0, culture: None, source: PaceSource::Purchases, length };
        let cycle = here.call(&dee, asked.clone()).await.unwrap();
        assert_eq!((cycle.legs, cycle.whole), (vec![pace], None), "nobody has left the second stage");
        let page = here.text(&dee, "/design/2/path").await;
        assert!(page.contains("median 10 days, of 5 accounts") && page.contains("How long it takes"), "{page}");
        let stranger = Caller::stranger();
        assert!(!here.text(&stranger, "/design/2/path").await.contains("median"));
        assert_eq!(here.call(&stranger, asked).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        assert_eq!(here.call(&dee, GetPace { version: Version(7) }).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn a_crm_says_by_day_since_when(here) {
        two_versions(&here).await;
        let (am, dee) = (here.staff("Grace", Role::AccountManager).await, here.staff("Eva", Role::Designer).await);
        let began = async |name: &str, culture: &str| {
            let account = AccountId(here.account(name).await);
            let add = AddPurchase { account, text: text("Pumps", "Idea", culture), since: day("2026-01-10") };
            here.call(&am, add).await.unwrap().id
        };
        let went = async |name: &str, culture: &str, since: &str| {
            let purchase = began(name, culture).await;
            let change = ChangePurchase { purchase, text: text("Pumps", "Mentor", culture), since: day(since) };
            here.call(&am, change).await.unwrap()
        };
        for place in 0..5 {
            went(&format!("Added {place}"), "Value Added", "2026-01-22").await;
        }
        let read = async || here.call(&dee, ASKED).await.unwrap();
        let added = vec![(None, length(12, 5)), (Some(1), length(12, 5))];
        assert_eq!(told(&read().await, PaceSource::Purchases), added);
        // Four more of another culture move nothing; the fifth shows all of them.
        for place in 0..4 {
            went(&format!("Created {place}"), "value created", "2026-02-09").await;
            assert_eq!(told(&read().await, PaceSource::Purchases), added);
        }
        let list = "account,name,stage,culture,since\nCreated 4,Pumps,Idea,Value Created,2026-01-10\n";
        here.account("Created 4").await;
        for list in [list.to_owned(), list.replace("Idea", "Mentor").replace("01-10", "02-09")] {
            let done = here.call(&am, ImportPurchases { csv: list, stages: String::new() }).await.unwrap();
            assert_eq!((done.added + done.changed, done.faults), (1, Vec::new()));
        }
        let both = [(None, length(12, 10)), (Some(1), length(12, 5)), (Some(2), length(30, 5))];
        let cycle = read().await;
        assert_eq!(told(&cycle, PaceSource::Purchases), both);
        let page = here.text(&dee, "/design/2/path").await;
        assert!(page.contains("median 12 days, of 10 accounts") && page.contains("median 30 days, of 5 accounts"), "{page}");
        // A day is not to come, and never before what was said last.
        let purchase = began("Late", "").await;
        let change = |since| ChangePurchase { purchase, text: text("Pumps", "Mentor", ""), since };
        let tomorrow = Some(Day(Day::of(here.clock.now()).0 + 1));
        assert!(here.call(&am, change(tomorrow)).await.unwrap_err().about("since").is_some());
        let changed = here.call(&am, change(day("2025-12-24"))).await.unwrap();
        assert_eq!(changed.history[0].at.day(), "10 January 2026");
        let account = AccountId(here.account("Later").await);
        let add = AddPurchase { account, text: text("Pumps", "Idea", ""), since: tomorrow };
        assert!(here.call(&am, add).await.unwrap_err().about("since").is_some());
    }

    async fn reports_of_two_stages_say_how_long_lay_between(here) {
        two_versions(&here).await;
        let dee = here.staff("Eva", Role::Designer).await;
        let design = here.call(&dee, GetDesign { version: Version(2) }).await.unwrap();
        let at = |stage| design.practices.iter().find(|one| one.text.stages.has(stage)).unwrap().id;
        let (first, second) = (at(0), at(1));
        let voters = people(&here, &["A", "B", "C", "D", "E", "F"]).await;
        let report = async |who: &Caller, practice: PracticeId, readable: bool| {
            let report = Report { practice, kept: true, feeling: None, words: None, readable, named: false };
            here.call(who, report).await.unwrap();
        };
        for (voter, readable) in voters.iter().zip([false, false, false, false, true, false]) {
            report(voter, first, readable).await;
        }
        here.clock.advance(30 * Timestamp::DAY);
        for voter in &voters[..5] {
            report(voter, second, false).await;
        }
        let read = async || told(&here.call(&dee, ASKED).await.unwrap(), PaceSource::Reports);
        assert_eq!(read().await, [], "the quarter runs yet");
        here.clock.advance(60 * Timestamp::DAY);
        assert_eq!(read().await, [], "of the five, staff may read what one reported");
        // A quarter later a fifth comes whose reports nobody reads.
        report(&voters[5], second, false).await;
        here.clock.advance(92 * Timestamp::DAY);
        let lengths = vec![(None, length(30, 5)), (Some(1), length(30, 5))];
        assert_eq!(read().await, lengths);
        let page = here.text(&dee, "/design/2/path").await;
        assert!(page.contains("Between what they report of Idea and of Mentor") && page.contains("median 30 days, of 5 accounts"), "{page}");
        assert!(here.call(&voters[0], ASKED).await.is_err());
        // What one of the five takes with them is told no longer.
        here.call(&voters[0], model::api::mine::Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(read().await, []);
    }
}
