//! Promises of an adopted design: what the company says of them, and what customers report.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::{HOSTILE, practice, proposed};
use crate::selection::people;
use model::api::designs::GetLatestDesign;
use model::api::mine::{GetMyEffect, Leave};
use model::api::practices::AddPractice;
use model::api::promises::{GetScorecard, ListReportedWords, Report, SetPromise, TakeBackReport};
use model::api::rounds::{ClosePhase, OpenPhase};
use model::api::votes::CastVote;
use model::effect::OwnReport;
use model::person::Role;
use model::promise::{Feeling, Progress, Promise, Quarter, REVIEW_AFTER, Told};
use model::round::Phase;
use model::time::Day;
use model::vote::Stance;
use model::{PracticeId, ProblemKind, ProposalId, RoundId, Timestamp};
use server::db::on;

pub struct Scene {
    pub here: Here,
    pub round: RoundId,
    pub dee: Caller,
    pub sig: Caller,
    pub mo: Caller,
    pub practice: PracticeId,
}

impl Scene {
    /// A company that has adopted one practice.
    pub async fn new(here: Here) -> Self {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let sig = here.staff("Sig", Role::Signatory).await;
        let one = proposed(&here, round, proposal("One face")).await;
        let text = practice("One face", &[one]);
        let practice = here.call(&dee, AddPractice { round, text }).await.unwrap().id;
        let mo = here.staff("Mo", Role::Moderator).await;
        let scene = Self { here, round, dee, sig, mo, practice };
        scene.decides(true).await;
        scene.adopt().await;
        scene
    }

    /// Opens adoption, or shuts it: while a design is decided nothing is proposed, and nobody votes.
    pub async fn decides(&self, now: bool) {
        let (round, phase) = (self.round, Phase::Adopt);
        let done = match now {
            true => self.here.call(&self.mo, OpenPhase { round, phase }).await,
            false => self.here.call(&self.mo, ClosePhase { round, phase }).await,
        };
        done.unwrap();
    }

    /// Something else that is asked for in the round, between two designs.
    pub async fn proposed(&self, title: &str) -> ProposalId {
        self.decides(false).await;
        let id = proposed(&self.here, self.round, proposal(title)).await;
        self.decides(true).await;
        id
    }

    pub async fn adopt(&self) {
        self.here.call(&self.sig, signature(self.round)).await.unwrap();
    }

    pub fn report(&self, kept: bool) -> Report {
        Report { practice: self.practice, kept, feeling: None, words: None, readable: false, named: false }
    }

    pub async fn promise(&self, who: &Caller) -> Promise {
        self.here.call(who, GetScorecard::default()).await.unwrap().promises.remove(0)
    }

    pub async fn told(&self) -> Vec<Told> {
        self.promise(&Caller::stranger()).await.kept.into_iter().map(|kept| kept.told).collect()
    }

    pub fn stated(&self, progress: Progress) -> SetPromise {
        SetPromise {
            practice: self.practice,
            progress,
            reason: None,
            owner: None,
            starts: None,
            review: Some(Day(Day::of(self.here.clock.now()).0 + REVIEW_AFTER)),
            seen: None,
        }
    }
}

on_both! {
    async fn what_another_has_said_of_a_promise_is_not_undone_unread(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let first = SetPromise { seen: Some(0), ..scene.stated(Progress::InPlace) };
        here.call(&scene.dee, first.clone()).await.unwrap();
        let late = SetPromise { progress: Progress::Planned, ..first };
        let refused = here.call(&scene.dee, late).await.unwrap_err();
        assert_eq!((refused.kind, refused.about("progress")), (ProblemKind::Conflict, Some("Now it says: “in place”")));
        let since = scene.promise(&Caller::stranger()).await.since.unwrap().0;
        here.clock.advance(1);
        here.call(&scene.dee, SetPromise { seen: Some(since), ..scene.stated(Progress::Planned) }).await.unwrap();
    }

    async fn what_was_dropped_and_is_adopted_again_is_planned_again(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let reason = Some("The law forbids it.".parse().unwrap());
        here.call(&scene.dee, SetPromise { reason, ..scene.stated(Progress::Dropped) }).await.unwrap();
        let two = scene.proposed("A second").await;
        here.call(&scene.dee, AddPractice { round: scene.round, text: practice("A second", &[two]) }).await.unwrap();
        scene.adopt().await;
        let promise = scene.promise(&Caller::stranger()).await;
        assert_eq!((promise.progress, promise.reason), (Progress::Planned, None));
    }

    async fn reports_are_counted_in_voices_and_told_by_five_accounts(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let names: Vec<String> = (0..10).map(|number| format!("Voter {number}")).collect();
        let voters = people(here, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let other = here.another().await;
        assert_eq!(scene.told().await, []);
        for voter in &voters[..4] {
            here.call(voter, scene.report(true)).await.unwrap();
        }
        // Somebody whom nobody has confirmed is heard and not counted.
        let apart = here.member("Apart", None).await;
        here.call(&apart, scene.report(false)).await.unwrap();
        assert_eq!(scene.told().await, [], "nor that there are reports");
        here.call(&voters[4], scene.report(false)).await.unwrap();
        let five = [Told::Counted { voices: 5, kept: 400 }];
        assert_eq!(scene.told().await, five);
        // Whoever asks a sixth customer reads nothing of the answer; nor that somebody changes their mind, or takes it back.
        for voter in &voters[5..9] {
            here.call(voter, scene.report(false)).await.unwrap();
            assert_eq!(scene.told().await, five);
        }
        here.call(&voters[0], scene.report(false)).await.unwrap();
        assert_eq!(scene.told().await, five);
        here.call(&voters[1], TakeBackReport { practice: scene.practice }).await.unwrap();
        assert_eq!(scene.told().await, five);
        for voter in &voters[..2] {
            here.call(voter, scene.report(true)).await.unwrap();
        }
        // Another instance, which has not counted before, and one that has just been started say the same.
        let asked = || GetScorecard::default();
        let said = here.call(&Caller::stranger(), asked()).await.unwrap();
        assert_eq!(other.call(&Caller::stranger(), asked()).await.unwrap(), said);
        assert_eq!(here.another().await.call(&Caller::stranger(), asked()).await.unwrap(), said);
        // Five more than were told: it moves, for all of them.
        here.call(&voters[9], scene.report(false)).await.unwrap();
        let ten = [Told::Measured { voices: 10, kept: 400, low: 168, high: 687 }];
        assert_eq!(scene.told().await, ten);
        assert_eq!(other.call(&Caller::stranger(), asked()).await.unwrap().promises[0].kept[0].told, ten[0]);
        // Two of one account share its voice.
        let acme = here.account("Acme Paper").await;
        let (ada, bob) = (here.member("Ada", Some(acme)).await, here.member("Bob", Some(acme)).await);
        here.call(&ada, scene.report(true)).await.unwrap();
        here.call(&bob, scene.report(false)).await.unwrap();
        assert_eq!(scene.told().await, ten);

        // When the quarter has ended, it is told as it stood; the next one begins anew, and my report is asked for again.
        assert_eq!(scene.promise(&ada).await.mine.map(|mine| mine.kept), Some(true));
        let before = Quarter::of(here.clock.now());
        here.clock.advance(92 * Timestamp::DAY);
        assert_eq!(Quarter::of(here.clock.now()).0, before.0 + 1);
        let (promise, again) = (scene.promise(&ada).await, other.call(&ada, asked()).await.unwrap());
        assert_eq!((promise.mine, promise.kept.len(), promise.kept[0].quarter), (None, 1, before));
        assert!(matches!(promise.kept[0].told, Told::Measured { voices: 11, kept: 450, .. }), "{:?}", promise.kept);
        assert_eq!(again.promises[0].kept, promise.kept);
        here.call(&ada, scene.report(false)).await.unwrap();
        assert_eq!(scene.promise(&ada).await.kept, promise.kept);
        here.clock.advance(370 * Timestamp::DAY);
        assert_eq!(scene.told().await, []);
    }

    async fn what_i_asked_for_says_how_it_is_kept_towards_me_and_nobody_else(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let from = here.call(&ada, GetLatestDesign {}).await.unwrap().practices[0].from[0].proposal;
        scene.decides(false).await;
        for who in [&ada, &bob] {
            here.call(who, CastVote::new(from, Stance::Agree)).await.unwrap();
        }
        scene.decides(true).await;
        let effect = async |who: &Caller| here.call(who, GetMyEffect {}).await.unwrap().remove(0).voted.remove(0).promises;
        let promised = effect(&ada).await;
        assert_eq!((promised.len(), promised[0].practice, promised[0].progress), (1, scene.practice, Progress::Planned));
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        let first = Quarter::of(here.clock.now());
        here.call(&ada, scene.report(false)).await.unwrap();
        here.clock.advance(92 * Timestamp::DAY);
        here.call(&ada, scene.report(true)).await.unwrap();
        let own = effect(&ada).await.remove(0);
        assert_eq!(own.progress, Progress::InPlace);
        let reports = [OwnReport { quarter: Quarter(first.0 + 1), kept: true }, OwnReport { quarter: first, kept: false }];
        assert_eq!(own.mine, reports);
        assert_eq!(effect(&bob).await[0].mine, []);
        let page = here.text(&ada, "/me/effect").await;
        assert!(page.contains("kept in the") && page.contains("not kept in the"), "{page}");
        assert!(here.text(&bob, "/me/effect").await.contains("You have not said yet whether it is kept."));
        here.call(&ada, TakeBackReport { practice: scene.practice }).await.unwrap();
        assert_eq!(effect(&ada).await[0].mine, reports[1..]);
        assert!(page.contains("adopted so far: 1."), "{page}");
        // What is dropped reads so, with the reason, and nobody is asked any more whether it is kept.
        let reason = Some("Nobody called.".parse().unwrap());
        here.call(&scene.dee, SetPromise { reason, ..scene.stated(Progress::Dropped) }).await.unwrap();
        assert_eq!(effect(&bob).await[0].reason.as_ref().map(|reason| reason.as_str()), Some("Nobody called."));
        let page = here.text(&bob, "/me/effect").await;
        for (there, words) in [(true, "adopted so far: 0; dropped since: 1."), (true, "adopted, dropped since"), (true, "Nobody called."), (false, "You have not said yet")] {
            assert_eq!(page.contains(words), there, "{words}: {page}");
        }
    }

    async fn words_come_and_go_with_the_figures(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let voters = people(here, &["Ada", "Bob", "Cem", "Dia", "Eva", "Fay", "Gus", "Hal", "Ida", "Jo"]).await;
        let say = async |at: usize, words: &str| {
            let words = Some(words.parse().unwrap());
            here.call(&voters[at], Report { words, ..scene.report(true) }).await.unwrap();
        };
        let read = async || {
            let told = here.call(&scene.dee, ListReportedWords {}).await.unwrap();
            told.into_iter().map(|one| one.words.to_string()).collect::<Vec<_>>()
        };
        for (at, words) in ["CCC", "BBB", "EEE", "AAA", "DDD"].into_iter().enumerate() {
            say(at, words).await;
        }
        let five = ["AAA", "BBB", "CCC", "DDD", "EEE"];
        assert_eq!(read().await, five);
        // The sixth, and other words of the first, are not read yet: who has just answered would be known by them.
        say(5, "FFF").await;
        say(0, "GGG").await;
        assert_eq!(read().await, five);
        // What is taken back is gone.
        here.call(&voters[1], TakeBackReport { practice: scene.practice }).await.unwrap();
        assert_eq!(read().await, ["AAA", "CCC", "DDD", "EEE"]);
        // Whoever takes their data along has the words that are told, too, and whoever leaves leaves none.
        let mine = here.call(&voters[0], model::api::mine::GetMyData {}).await.unwrap();
        let mine = serde_json::to_string(&mine).unwrap();
        assert!(mine.contains("\"CCC\"") && mine.contains("\"GGG\""), "{mine}");
        for at in 6..10 {
            say(at, "HHH").await;
        }
        say(1, "III").await;
        assert_eq!(read().await, ["AAA", "DDD", "EEE", "FFF", "GGG", "HHH", "HHH", "HHH", "HHH", "III"]);
        here.call(&voters[0], Leave { sure: true, words: false }).await.unwrap();
        assert_eq!(read().await, ["AAA", "DDD", "EEE", "FFF", "HHH", "HHH", "HHH", "HHH", "III"]);
    }

    async fn words_are_for_staff_without_names_and_not_of_few(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let voters = people(here, &["Ada", "Bob", "Cem", "Dia", "Eva"]).await;
        let words = || Some(HOSTILE.parse().unwrap());
        let feeling = Some(Feeling::Badly);
        let report = |kept| Report { feeling, words: words(), ..scene.report(kept) };
        for voter in &voters[..4] {
            here.call(voter, report(false)).await.unwrap();
        }
        let ask = || ListReportedWords {};
        assert_eq!(here.call(&scene.dee, ask()).await.unwrap(), []);
        let mine = scene.promise(&voters[0]).await.mine.unwrap();
        assert_eq!((mine.kept, mine.feeling, mine.words), (false, feeling, words()));
        here.call(&voters[4], report(true)).await.unwrap();
        let told = here.call(&scene.sig, ask()).await.unwrap();
        assert_eq!((told.len(), told[0].words.as_str()), (5, HOSTILE));
        for who in [&Caller::stranger(), &voters[0], &here.staff("Mona", Role::Moderator).await] {
            assert!(here.call(who, ask()).await.is_err());
        }
        let (page, own) = (here.text(&scene.dee, "/promises").await, here.text(&voters[0], "/promises").await);
        assert!(page.contains("What they wrote") && !page.contains("<script>alert"));
        assert!(!own.contains("What they wrote") && !own.contains("<script>alert") && own.contains("It was not kept"));
        assert!(!here.text(&Caller::stranger(), "/promises").await.contains("drop table"));
        // Without scripts: a plain form.
        let path = format!("/api/v1/promises/{}/report", scene.practice);
        let fields = [("kept", "true"), ("feeling", ""), ("words", ""), ("next", "/promises")];
        let answer = here.form(&voters[1], &path, &fields).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, "/promises"));
        let mine = scene.promise(&voters[1]).await.mine.unwrap();
        assert_eq!((mine.kept, mine.feeling, mine.words), (true, None, None));
    }

    async fn the_company_says_how_far_it_is(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let promise = scene.promise(&Caller::stranger()).await;
        assert_eq!((promise.progress, promise.owner.as_str(), promise.overdue), (Progress::Planned, "Sales", false));
        let refused = here.call(&scene.dee, scene.stated(Progress::Paused)).await.unwrap_err();
        assert!(refused.about("reason").is_some());
        let (day, later) = ("2026-06-01".parse::<Day>().unwrap(), "2026-07-01".parse::<Day>().unwrap());
        let wrong = SetPromise { starts: Some(later), review: Some(day), ..scene.stated(Progress::Planned) };
        assert!(here.call(&scene.dee, wrong).await.unwrap_err().about("review").is_some());
        let reason = Some("We look for somebody.".parse().unwrap());
        let paused = SetPromise {
            reason: reason.clone(),
            owner: Some("Kim Lund".parse().unwrap()),
            starts: Some(day),
            review: Some(later),
            ..scene.stated(Progress::Paused)
        };
        here.call(&scene.dee, paused.clone()).await.unwrap();
        let told = scene.promise(&Caller::stranger()).await;
        assert_eq!((told.progress, told.reason, told.owner.as_str()), (Progress::Paused, reason, "Kim Lund"));
        // Whoever is in charge has a page, whether or not the practice names them.
        let page = here.text(&Caller::stranger(), "/functions?name=Kim%20Lund").await;
        assert!(page.contains("Sales answers for it, Kim Lund is in charge."), "{page}");
        assert!(here.text(&Caller::stranger(), "/functions").await.contains("Kim Lund"));
        assert_eq!((told.starts, told.review, told.overdue), (Some(day), Some(later), false));
        // The day can be moved, and not be taken away but from what is dropped; every change of it is in the log.
        let none = SetPromise { review: None, ..paused.clone() };
        assert!(here.call(&scene.dee, none.clone()).await.unwrap_err().about("review").is_some());
        here.call(&scene.dee, SetPromise { owner: None, ..paused.clone() }).await.unwrap();
        let next = Day(later.0 + 1);
        here.call(&scene.dee, SetPromise { review: Some(next), ..paused.clone() }).await.unwrap();
        here.call(&scene.dee, paused.clone()).await.unwrap();
        const REVIEWS: &str = "select detail from event where kind = 'promise.review' order by seq";
        let logged: Vec<String> = on!(here.site.db, c => sqlx::query_scalar(REVIEWS).fetch_all(c).await).unwrap();
        let on = |day: Day| format!("looked at again on {}", day.begins().day());
        assert_eq!(logged, [on(later), on(next), on(later)]);
        here.clock.advance(later.begins().since(here.clock.now()) + Timestamp::DAY);
        assert!(scene.promise(&Caller::stranger()).await.overdue);
        assert!(here.text(&Caller::stranger(), "/promises").await.contains("Its review was due on 1 July 2026."));
        here.call(&scene.dee, SetPromise { progress: Progress::Dropped, ..paused.clone() }).await.unwrap();
        assert!(!scene.promise(&Caller::stranger()).await.overdue);
        // What is in place and has no day is looked at again in a quarter.
        here.call(&scene.dee, SetPromise { progress: Progress::Dropped, ..none }).await.unwrap();
        here.call(&scene.dee, SetPromise { review: None, ..scene.stated(Progress::InPlace) }).await.unwrap();
        let quarter = Day(Day::of(here.clock.now()).0 + REVIEW_AFTER);
        assert_eq!(scene.promise(&Caller::stranger()).await.review, Some(quarter));
        for who in [Caller::stranger(), here.customer("Ada").await, scene.here.staff("Mia", Role::Moderator).await] {
            assert!(here.call(&who, paused.clone()).await.is_err());
        }
        // Staff do not report, and nobody of what was not promised.
        let refused = here.call(&scene.dee, scene.report(true)).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        let none = Report { practice: PracticeId(999), ..scene.report(true) };
        let ada = here.customer("Ann").await;
        assert_eq!(here.call(&ada, none).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&Caller::stranger(), scene.report(true)).await.unwrap_err().kind, ProblemKind::SignInNeeded);
    }

    async fn each_function_has_a_page_of_what_it_answers_for(here) {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        let day = "2026-04-01".parse::<Day>().unwrap();
        here.call(&scene.dee, SetPromise { review: Some(day), ..scene.stated(Progress::InPlace) }).await.unwrap();
        let all = here.text(&Caller::stranger(), "/functions").await;
        assert!(all.contains("/functions?name=Sales") && all.contains("answers for 1 practice"), "{all}");
        let one = here.text(&Caller::stranger(), "/functions?name=sales").await;
        assert!(one.contains("One face") && one.contains("What is due") && one.contains("Its review was due on ") && one.contains("in place"), "{one}");
        let none = here.get(&Caller::stranger(), "/functions?name=Moon").await;
        assert_eq!(none.status().as_u16(), 404);
        assert!(here.text(&Caller::stranger(), "/design").await.contains("/functions?name=Sales"));
    }

    async fn before_anything_is_adopted_nothing_is_promised(here) {
        here.company().await;
        assert_eq!(here.call(&Caller::stranger(), GetScorecard::default()).await.unwrap_err().kind, ProblemKind::NotFound);
        assert!(here.text(&Caller::stranger(), "/promises").await.contains("Nothing has been promised yet"));
    }
}
