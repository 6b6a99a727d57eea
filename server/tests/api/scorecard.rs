//! The scorecard: by cell and quarter, indicators, and what is open again because customers say that it is not kept.

use crate::harness::{Caller, Here, body};
use crate::on_both;
use crate::practices::{HOSTILE, practice, proposed};
use crate::promises::Scene;
use crate::selection::people;
use model::api::notices::{Follow, GetNews};
use model::api::practices::AddPractice;
use model::api::promises::{GetScorecard, SetPromise, TakeBackReport};
use model::api::rounds::{AddRound, ClosePhase, OpenPhase};
use model::api::scorecard::{CloseGap, FindPromises, GetPromise, ListReopened, ReopenGap};
use model::api::values::{ImportValues, RemoveValue, SetValue};
use model::cells::{CultureSet, StageSet};
use model::notice::NoticeKind;
use model::person::Role;
use model::practice::{Direction, Indicator, PracticeText};
use model::promise::{Progress, Promise, Quarter, REVIEW_AFTER, Told};
use model::round::{Phase, Scheme};
use model::scorecard::{Only, Trend};
use model::time::Day;
use model::value::{Amount, VALUE_EVERY, Which};
use model::{PAGE_SIZE, ProblemKind, Timestamp};
use server::promises::gaps;

impl Scene {
    /// Ten customers say of the one promise, which is in place, that it is not kept.
    pub async fn not_kept(here: Here) -> (Self, Vec<Caller>) {
        Self::reported_on(here, 0).await
    }

    /// So many of ten customers say of the one promise, which is in place, that it is kept.
    async fn reported_on(here: Here, kept: usize) -> (Self, Vec<Caller>) {
        let scene = Self::new(here).await;
        scene.here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        let names: Vec<String> = (0..10).map(|number| format!("Voter {number}")).collect();
        let voters = people(&scene.here, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        for (place, voter) in voters.iter().enumerate() {
            scene.here.call(voter, scene.report(place < kept)).await.unwrap();
        }
        (scene, voters)
    }

    async fn one(&self) -> Promise {
        self.here.call(&Caller::stranger(), GetPromise { practice: self.practice }).await.unwrap().promise
    }

    async fn find(&self, asked: FindPromises) -> model::scorecard::ScorecardPage {
        self.here.call(&Caller::stranger(), asked).await.unwrap()
    }
}

fn close(scene: &Scene) -> CloseGap {
    CloseGap { practice: scene.practice, reason: "Kim is back from leave.".parse().unwrap(), review: None }
}

on_both! {
    async fn a_gap_opens_the_review_and_the_cell_again_once(here) {
        let (scene, voters) = Scene::not_kept(here).await;
        let here = &scene.here;
        let follower = here.customer("Fay").await;
        let from = here.call(&scene.dee, model::api::designs::GetLatestDesign {}).await.unwrap().practices[0].from[0].proposal;
        here.call(&follower, Follow { proposal: from, wanted: true, voting: false }).await.unwrap();
        let reopened = || ListReopened { round: scene.round };
        assert_eq!(here.call(&follower, reopened()).await.unwrap(), []);
        let other = here.another().await;
        let (one, two, three) = tokio::join!(gaps::step(&here.site), gaps::step(&other.site), gaps::step(&here.site));
        assert!(one.is_ok() && two.is_ok() && three.is_ok());
        gaps::step(&here.site).await.unwrap();
        let events: i64 = server::db::on!(here.site.db, c =>
            sqlx::query_scalar("select count(*) from event where kind = 'promise.gap'").fetch_one(c).await).unwrap();
        assert_eq!(events, 1);
        // Its review is due now, and overdue from tomorrow.
        let promise = scene.one().await;
        let gap = promise.gap.unwrap();
        assert_eq!((gap.quarter, gap.closed, promise.review), (Quarter::of(here.clock.now()), None, Some(Day::of(here.clock.now()))));
        // It is due with whoever answers for it.
        let due = here.text(&Caller::stranger(), "/functions?name=Sales").await;
        assert!(due.contains("What is due") && due.contains("Customers say that it is not kept."), "{due}");
        let open = here.call(&follower, reopened()).await.unwrap();
        assert_eq!((open.len(), open[0].practice, open[0].stages, open[0].cultures), (1, scene.practice, StageSet::of(&[3]), CultureSet::of(&[1])));
        // The other instance sees the same, and every page asks.
        other.site.memory.catch_up().await.unwrap();
        gaps::step(&other.site).await.unwrap();
        assert_eq!(other.call(&follower, reopened()).await.unwrap(), open);
        let stranger = Caller::stranger();
        let page = here.text(&stranger, "/promises").await;
        assert!(page.contains("Customers say that this is not kept") && !page.contains("What would you rather have?"), "{page}");
        assert!(here.text(&stranger, "/").await.contains("Customers say that this is not kept: "));
        // Something is asked for there once adoption is over.
        scene.decides(false).await;
        here.call(&here.staff("Max", Role::Moderator).await, model::api::rounds::OpenPhase { round: scene.round, phase: model::round::Phase::Propose }).await.unwrap();
        assert!(here.text(&stranger, "/promises").await.contains("What would you rather have?"));
        let ask = here.text(&stranger, &format!("/propose?round={}&stage=3&culture=1", scene.round)).await;
        assert!(ask.contains("Customers say that this is not kept: “"), "{ask}");
        let elsewhere = here.text(&stranger, &format!("/propose?round={}&stage=2&culture=1", scene.round)).await;
        assert!(elsewhere.contains("Nobody has told us yet"), "{elsewhere}");
        // Whoever looks after it is told, and so is who follows what it came from.
        server::notices::catch_up(&here.site).await.unwrap();
        let news = async |who: &Caller| here.call(who, GetNews {}).await.unwrap().notices.iter().map(|one| (one.kind, one.path.clone())).collect::<Vec<_>>();
        let path = format!("/promises/{}", scene.practice);
        assert!(news(&scene.dee).await.contains(&(NoticeKind::Gap, path.clone())) && news(&scene.sig).await.contains(&(NoticeKind::Gap, path.clone())));
        assert!(news(&follower).await.contains(&(NoticeKind::Promise, path)));
        assert!(news(&voters[0]).await.iter().all(|(kind, _)| *kind != NoticeKind::Promise));
        let ways = async |who: &Caller| here.call(who, GetNews {}).await.unwrap().ways.iter().any(|one| one.kind == NoticeKind::Gap);
        assert!(ways(&scene.dee).await && !ways(&follower).await);

        // Designers close it, with a reason that all read, and may open it again.
        for who in [&stranger, &voters[0], &scene.sig] {
            assert!(here.call(who, close(&scene)).await.is_err());
            assert!(here.call(who, ReopenGap { practice: scene.practice }).await.is_err());
        }
        let today = Day::of(here.clock.now());
        let late = CloseGap { review: Some(today), ..close(&scene) };
        assert!(here.call(&scene.dee, late).await.unwrap_err().about("review").is_some());
        here.call(&scene.dee, close(&scene)).await.unwrap();
        assert_eq!(here.call(&scene.dee, close(&scene)).await.unwrap_err().kind, ProblemKind::NotFound);
        // It is looked at again in a quarter, and not overdue tomorrow.
        assert_eq!(scene.one().await.review, Some(Day(today.0 + REVIEW_AFTER)));
        assert_eq!(here.call(&follower, reopened()).await.unwrap(), []);
        assert!(here.text(&stranger, "/promises").await.contains("Kim is back from leave."));
        // The same quarter opens nothing again by itself.
        gaps::step(&here.site).await.unwrap();
        assert!(scene.one().await.gap.unwrap().closed.is_some());
        here.call(&scene.dee, ReopenGap { practice: scene.practice }).await.unwrap();
        let promise = scene.one().await;
        assert!(promise.gap.unwrap().is_open() && promise.review == Some(today));
        let reviews: i64 = server::db::on!(here.site.db, c =>
            sqlx::query_scalar("select count(*) from event where kind = 'promise.review'").fetch_one(c).await).unwrap();
        assert_eq!(reviews, 4, "said, opened, closed, and opened again");
        // The next one does, where customers say so again.
        here.call(&scene.dee, close(&scene)).await.unwrap();
        here.clock.advance(92 * Timestamp::DAY);
        for voter in &voters {
            here.call(voter, scene.report(false)).await.unwrap();
        }
        gaps::step(&here.site).await.unwrap();
        let promise = scene.one().await;
        assert!(promise.gap.unwrap().is_open());
        assert_eq!(promise.trend, Trend::Same);
    }

    async fn what_is_kept_or_planned_or_said_by_few_opens_nothing(here) {
        let (scene, voters) = Scene::reported_on(here, 7).await;
        let here = &scene.here;
        gaps::step(&here.site).await.unwrap();
        assert_eq!(scene.one().await.gap, None, "7 of 10");
        here.clock.advance(92 * Timestamp::DAY);
        // Nine voices are not measured, whatever they say.
        for voter in &voters[1..] {
            here.call(voter, scene.report(false)).await.unwrap();
            gaps::step(&here.site).await.unwrap();
        }
        assert_eq!(scene.one().await.gap, None);
        here.call(&scene.dee, scene.stated(Progress::Planned)).await.unwrap();
        here.call(&voters[0], scene.report(false)).await.unwrap();
        gaps::step(&here.site).await.unwrap();
        assert_eq!(scene.one().await.gap, None, "planned");
        assert_eq!(here.call(&scene.dee, close(&scene)).await.unwrap_err().kind, ProblemKind::NotFound);
        // What has not begun then is not held to it later, once the quarter has ended.
        here.clock.advance(92 * Timestamp::DAY);
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        gaps::step(&here.site).await.unwrap();
        assert_eq!(scene.one().await.gap, None);
    }

    /// Gaps are opened from the figures that are told: not by the last report of all, and at the end of the quarter.
    async fn a_gap_opens_when_its_figures_are_told(here) {
        let (scene, voters) = Scene::reported_on(here, 0).await;
        let here = &scene.here;
        let quarter = Quarter::of(here.clock.now());
        for voter in &voters[7..] {
            here.call(voter, TakeBackReport { practice: scene.practice }).await.unwrap();
        }
        gaps::step(&here.site).await.unwrap();
        assert_eq!(scene.one().await.kept[0].told, Told::Counted { voices: 7, kept: 0 });
        for voter in &voters[7..] {
            here.call(voter, scene.report(false)).await.unwrap();
        }
        gaps::step(&here.site).await.unwrap();
        assert_eq!(scene.one().await.gap, None, "three more are not five");
        here.clock.advance(92 * Timestamp::DAY);
        gaps::step(&here.site).await.unwrap();
        let promise = scene.one().await;
        assert_eq!(promise.gap.map(|gap| gap.quarter), Some(quarter));
        assert!(matches!(promise.kept[0].told, Told::Measured { voices: 10, kept: 0, .. }));
    }

    /// The numbers of one round's cells are not those of another: the link that asks has names, and finds the round that has them.
    async fn what_one_would_rather_have_is_asked_in_a_round_that_has_the_cell(here) {
        let (scene, _) = Scene::reported_on(here, 0).await;
        let here = &scene.here;
        gaps::step(&here.site).await.unwrap();
        let (admin, stranger) = (here.staff("Ann", Role::Admin).await, Caller::stranger());
        let add = |scheme| AddRound { question: "And how else?".parse().unwrap(), scheme };
        let funnel = here.call(&admin, add(Scheme::Funnel)).await.unwrap();
        let link = "/propose?at=Assessment&amp;for=Value%20Added";
        for path in ["/promises".to_owned(), format!("/promises/{}", scene.practice)] {
            let page = here.text(&stranger, &path).await;
            assert!(page.contains(link) && !page.contains("/propose?stage"), "{page}");
        }
        let path = link.replace("&amp;", "&");
        let asks = "Customers say that this is not kept: “";
        let max = here.staff("Max", Role::Moderator).await;
        scene.decides(false).await;
        let open = async |round| {
            here.call(&max, OpenPhase { round, phase: Phase::Propose }).await.unwrap();
        };
        here.call(&max, ClosePhase { round: scene.round, phase: Phase::Propose }).await.unwrap();
        open(funnel.id).await;
        assert!(!here.text(&stranger, &path).await.contains(asks), "the newer round has no such cell");
        open(scene.round).await;
        let page = here.text(&stranger, &path).await;
        assert!(page.contains(asks) && page.contains(&format!("/api/v1/rounds/{}/proposals", scene.round)), "{page}");
    }

    /// Two promises share a cell: one is told, the other rests on four accounts. Nothing that is published has a figure from which
    /// those of the four could come out.
    async fn small_groups_are_suppressed_everywhere(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let one = scene.proposed("Two faces").await;
        let text = PracticeText { title: format!("=1+1 {HOSTILE}").chars().take(100).collect::<String>().parse().unwrap(), ..practice("x y z", &[one]) };
        let second = here.call(&scene.dee, AddPractice { round: scene.round, text }).await.unwrap().id;
        scene.adopt().await;
        let names: Vec<String> = (0..6).map(|number| format!("Voter {number}")).collect();
        let voters = people(here, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        for voter in &voters {
            here.call(voter, scene.report(true)).await.unwrap();
        }
        let other = |kept| model::api::promises::Report { practice: second, ..scene.report(kept) };
        for voter in &voters[..4] {
            here.call(voter, other(false)).await.unwrap();
        }
        let page = scene.find(FindPromises::default()).await;
        let cell = page.cells.iter().find(|cell| (cell.stage, cell.culture) == (3, 1)).unwrap();
        // The cell says no more than the one promise that is told: nothing was added to it.
        assert_eq!((cell.promises, cell.told), (2, Some(Told::Counted { voices: 6, kept: 600 })));
        let of = |id| page.promises.items.iter().find(|one| one.practice == id).unwrap().kept.first().map(|kept| kept.told);
        assert_eq!((of(scene.practice), of(second)), (Some(Told::Counted { voices: 6, kept: 600 }), None));
        let csv = here.text(&Caller::stranger(), "/api/v1/scorecard.csv").await;
        let mut sheet = csv::Reader::from_reader(csv.as_bytes());
        let headings = sheet.headers().unwrap().clone();
        let lines: Vec<_> = sheet.records().map(|line| line.unwrap()).collect();
        assert_eq!(lines.len(), 2);
        for line in &lines {
            let get = |name: &str| line.get(headings.iter().position(|heading| heading == name).unwrap()).unwrap();
            let told = get("practice") == scene.practice.to_string();
            assert_eq!((get("voices"), get("kept"), get("note")), if told { ("6", "6", "") } else { ("", "", "too early") });
            assert!(!get("title").starts_with('='));
        }
        let json = serde_json::to_value(here.call(&Caller::stranger(), GetScorecard::default()).await.unwrap()).unwrap();
        let few = json["promises"].as_array().unwrap().iter().find(|one| one["practice"] == second.0).unwrap();
        assert_eq!(few["kept"], serde_json::json!([]));
        // From the fifth on both are told, and the cell is their sum.
        here.call(&voters[4], other(true)).await.unwrap();
        let page = scene.find(FindPromises::default()).await;
        let cell = page.cells.iter().find(|cell| (cell.stage, cell.culture) == (3, 1)).unwrap();
        assert!(matches!(cell.told, Some(Told::Measured { voices: 11, kept: 700, .. })), "{cell:?}");
    }

    async fn it_is_narrowed_by_cell_and_by_what_is_due(here) {
        let (scene, _) = Scene::not_kept(here).await;
        let here = &scene.here;
        for number in 0..PAGE_SIZE {
            let from = scene.proposed(&format!("Face {number}")).await;
            let text = PracticeText { stages: StageSet::of(&[0]), ..practice(&format!("Practice {number}"), &[from]) };
            here.call(&scene.dee, AddPractice { round: scene.round, text }).await.unwrap();
        }
        scene.adopt().await;
        gaps::step(&here.site).await.unwrap();
        let all = scene.find(FindPromises::default()).await;
        assert_eq!((all.promises.total, all.promises.items.len(), all.promises.last(), all.gaps), (PAGE_SIZE + 1, PAGE_SIZE, 2, 1));
        assert_eq!(scene.find(FindPromises { page: Some(2), ..FindPromises::default() }).await.promises.items.len(), 1);
        assert_eq!(scene.find(FindPromises { page: Some(99), ..FindPromises::default() }).await.promises.page, 2);
        let cell = |cell: &str| FindPromises { cell: Some(cell.into()), ..FindPromises::default() };
        assert_eq!(scene.find(cell("3-1")).await.promises.total, 1);
        assert_eq!(scene.find(cell("0-1")).await.promises.total, PAGE_SIZE);
        assert!(here.call(&Caller::stranger(), cell("99-99")).await.unwrap_err().about("cell").is_some());
        let only = |only| FindPromises { only: Some(only), ..FindPromises::default() };
        assert_eq!(scene.find(only(Only::Gap)).await.promises.items[0].practice, scene.practice);
        assert_eq!(scene.find(only(Only::Overdue)).await.promises.total, 0);
        here.clock.advance(Timestamp::DAY);
        assert_eq!(scene.find(only(Only::Overdue)).await.promises.total, 1);
        // A quarter that is not looked back on is the one that runs.
        let period = |back: i64| FindPromises { quarter: Some(Quarter(all.quarter.0 - back)), ..FindPromises::default() };
        assert_eq!((scene.find(period(1)).await.period.0, scene.find(period(9)).await.period), (all.quarter.0 - 1, all.quarter));
        assert!(here.text(&Caller::stranger(), "/promises?cell=0-1&page=1").await.contains("20 promises at Idea for Value Added."));
        assert!(here.text(&Caller::stranger(), "/promises?page=2").await.contains("Page 2 of 2"));
        assert_eq!(here.get(&Caller::stranger(), "/promises/999").await.status().as_u16(), 404);
    }

    async fn indicators_are_measured_against_their_targets(here) {
        let round = here.company().await;
        let (dee, sig) = (here.staff("Dee", Role::Designer).await, here.staff("Sig", Role::Signatory).await);
        let from = proposed(&here, round, crate::harness::proposal("One face")).await;
        let lead = Some(Indicator { name: "Answers within a day".parse().unwrap(), unit: "%".parse().unwrap(), direction: Direction::Up, target: 95 });
        let id = here.call(&dee, AddPractice { round, text: PracticeText { lead, ..practice("One face", &[from]) } }).await.unwrap().id;
        here.call(&here.staff("Mo", Role::Moderator).await, model::api::rounds::OpenPhase { round, phase: model::round::Phase::Adopt }).await.unwrap();
        here.call(&sig, crate::harness::signature(round)).await.unwrap();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let value = |on: &str, value: &str| SetValue { practice: id, which: Which::Lead, day: day(on), value: value.parse().unwrap() };
        let grace = here.staff("Grace", Role::AccountManager).await;
        here.call(&grace, value("2026-04-01", "90.5")).await.unwrap();
        here.call(&dee, value("2026-05-01", "96")).await.unwrap();
        here.call(&dee, value("2026-05-01", "97")).await.unwrap();
        let read = async || here.call(&Caller::stranger(), GetPromise { practice: id }).await.unwrap().series;
        let series = read().await;
        assert_eq!(series[0].values.iter().map(|one| one.value.0).collect::<Vec<_>>(), [90_500, 97_000]);
        let about = async |asked: SetValue| here.call(&dee, asked).await.unwrap_err().fields[0].field.clone();
        assert_eq!(about(value("2026-05-04", "1")).await, "day");
        assert_eq!(about(SetValue { which: Which::Lag, ..value("2026-05-01", "1") }).await, "which");
        for who in [&Caller::stranger(), &sig, &here.customer("Cy").await] {
            assert!(here.call(who, value("2026-05-01", "1")).await.is_err());
        }
        let page = here.text(&dee, &format!("/promises/{id}")).await;
        assert!(page.contains("at least 95 %") && page.contains("not met") && page.contains("class=\"series\""), "{page}");
        let customers = here.text(&Caller::stranger(), &format!("/promises/{id}")).await;
        assert!(customers.contains("90.5 %") && !customers.contains("Say how it stands"));
        // From a list: all of it, or nothing.
        let list = |csv: String| ImportValues { csv };
        let good = format!("practice,which,day,value\n{id},lead,2026-03-01,88\nOne Face,lead,2026-05-01,98\n{id},lead,2026-04-01,\"90,5\"\n");
        let done = here.call(&dee, list(good.clone())).await.unwrap();
        assert_eq!((done.added, done.changed, done.unchanged), (1, 1, 1));
        let done = here.call(&dee, list(good)).await.unwrap();
        assert_eq!((done.added, done.changed, done.unchanged), (0, 0, 3));
        let bad = format!("practice,which,day,value\n{id},lead,2026-02-01,1\nnone,lead,2026-03-01,1\n{id},lag,2026-03-01,1\n{id},lead,2026-06-01,1\n{id},lead,2026-03-01,x\n");
        let refused = here.call(&dee, list(bad)).await.unwrap_err();
        assert!(refused.about("csv").is_some_and(|said| said.contains("Line 3:") && said.contains("Line 6:")), "{refused:?}");
        assert_eq!(read().await[0].values.len(), 3);
        assert!(here.call(&dee, list("nothing".into())).await.unwrap_err().about("csv").is_some());
        // Once a quarter there is to be another one.
        let stated = serde_json::json!({ "practice": id, "progress": "in_place" });
        here.call(&dee, serde_json::from_value::<SetPromise>(stated).unwrap()).await.unwrap();
        let due = day("2026-05-01").0 + VALUE_EVERY;
        here.clock.advance(Day(due).begins().since(here.clock.now()));
        assert!(!read().await[0].due);
        here.clock.advance(Timestamp::DAY);
        assert!(read().await[0].due);
        assert!(here.text(&Caller::stranger(), "/promises").await.contains("Nobody has said lately how its indicators stand."));
        let due = here.text(&Caller::stranger(), "/functions?name=Sales").await;
        assert!(due.contains("What is due") && due.contains("Nobody has said lately how its indicators stand."), "{due}");
        // What is taken away is gone.
        let remove = || RemoveValue { practice: id, which: Which::Lead, day: day("2026-05-01") };
        here.call(&dee, remove()).await.unwrap();
        assert!(here.call(&dee, remove()).await.unwrap_err().about("day").is_some());
        assert_eq!(read().await[0].values.last().map(|one| one.value), Some(Amount(90_500)));
        let described = body(here.get(&Caller::stranger(), "/api/v1/openapi.json").await).await;
        assert!(described.contains("/promises/{practice}/values"));
        // As they travel, and not as they are called in the code.
        assert!(described.contains("\"values:write\"") && !described.contains("\"ValuesWrite\""));
    }
}
