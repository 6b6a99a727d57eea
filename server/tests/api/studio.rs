//! Two designers at one practice: a stale write is refused, and one's own last change can be taken back.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::practices::{practice, proposed, resource};
use model::api::practices::{
    AddPractice, ChangePractice, GetDraft, JoinPractices, LeaveOut, MovePractice, PutBackPractice,
    RemovePractice, SplitPractice, UndoLeaveOut, UndoPractice,
};
use model::cells::{CultureSet, StageSet};
use model::design::LeftDecision;
use model::person::Role;
use model::practice::{Cost, Load, Practice, PracticeText};
use model::{PracticeId, Problem, ProblemKind, Timestamp, Title};
use server::db::on;
use server::db::practices::changes::SITTING;

struct Scene {
    here: Here,
    dee: Caller,
    dan: Caller,
    made: Practice,
}

impl Scene {
    async fn new(here: Here) -> Self {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One of them")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let dan = here.staff("Dan", Role::Designer).await;
        let made = here.call(&dee, AddPractice { round, text: practice("One face", &[one]) }).await.unwrap();
        Self { here, dee, dan, made }
    }

    async fn change(
        &self,
        by: &Caller,
        title: &str,
        revision: Option<i64>,
        sitting: bool,
    ) -> Result<Practice, Problem> {
        let mut text = self.made.text.clone();
        text.title = title.parse().unwrap();
        self.here.call(by, ChangePractice { practice: self.made.id, seen: revision, sitting, text }).await
    }

    async fn undo(&self, by: &Caller, revision: i64) -> Result<Practice, Problem> {
        self.here.call(by, UndoPractice { practice: self.made.id, seen: revision }).await
    }
}

on_both! {
    async fn a_stale_write_is_refused_and_says_whose_text_is_there(here) {
        let scene = Scene::new(here).await;
        assert_eq!((scene.made.revision, &scene.made.changed), (1, &None));
        let changed = scene.change(&scene.dan, "Dan's", Some(1), false).await.unwrap();
        assert_eq!(changed.revision, 2);
        let refused = scene.change(&scene.dee, "Dee's", Some(1), false).await.unwrap_err();
        assert!(refused.kind == ProblemKind::Conflict && refused.about("seen").is_some(), "{refused:?}");
        let draft = scene.here.call(&scene.dee, GetDraft { round: scene.made.round }).await.unwrap();
        assert_eq!(draft.practices[0].text.title.as_str(), "Dan's");
        assert_eq!(draft.practices[0].changed.as_ref().map(|change| (change.by.as_str(), change.person)), Some(("Dan", scene.dan.id)));
        scene.change(&scene.dee, "Dee's", Some(2), false).await.unwrap();
        // Who does not say what they have read writes over it, as ever.
        assert_eq!(scene.change(&scene.dan, "Anybody's", None, false).await.unwrap().revision, 4);
        let both = [scene.change(&scene.dee, "Dee too", Some(4), false), scene.change(&scene.dan, "Dan too", Some(4), false)];
        let done = futures::future::join_all(both).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "one of two at once");
    }

    async fn what_another_has_just_changed_is_not_taken_out(here) {
        let scene = Scene::new(here).await;
        let remove = async |revision| {
            scene.here.call(&scene.dee, RemovePractice { practice: scene.made.id, seen: revision }).await
        };
        scene.change(&scene.dan, "Dan's", Some(1), false).await.unwrap();
        let refused = remove(Some(1)).await.unwrap_err();
        assert!(refused.kind == ProblemKind::Conflict && refused.about("seen").is_some(), "{refused:?}");
        let draft = scene.here.call(&scene.dee, GetDraft { round: scene.made.round }).await.unwrap();
        assert_eq!(draft.practices[0].text.title.as_str(), "Dan's");
        remove(Some(2)).await.unwrap();
        assert_eq!(remove(Some(2)).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn anothers_reason_is_not_written_over_unread(here) {
        let scene = Scene::new(here).await;
        let round = scene.made.round;
        let two = proposed(&scene.here, round, proposal("Another of them")).await;
        let leave = async |who: &Caller, reason: &str, seen| {
            let (decision, reason) = (LeftDecision::No, reason.parse().unwrap());
            scene.here.call(who, LeaveOut { proposal: two, decision, reason, seen }).await
        };
        let left = async |who: &Caller| {
            let draft = scene.here.call(who, GetDraft { round }).await.unwrap();
            let left = draft.left.into_iter().find(|left| left.card.id == two).unwrap();
            (left.reason.map(|reason| reason.to_string()), left.revision)
        };
        assert_eq!(left(&scene.dee).await, (None, 0));
        leave(&scene.dan, "Too dear.", Some(0)).await.unwrap();
        let refused = leave(&scene.dee, "Nobody could.", Some(0)).await.unwrap_err();
        assert!(refused.kind == ProblemKind::Conflict && refused.about("reason").unwrap().contains("“Too dear.”"), "{refused:?}");
        assert_eq!(left(&scene.dee).await, (Some("Too dear.".into()), 1));
        assert_eq!(left(&Caller::stranger()).await, (None, 0), "how often it was written is for staff");
        let seen = refused.about("seen").unwrap().parse().unwrap();
        leave(&scene.dee, "Too dear, and nobody could.", Some(seen)).await.unwrap();
        assert_eq!(left(&scene.dan).await, (Some("Too dear, and nobody could.".into()), 2));
        // Who does not say what they have read writes over it, as ever.
        leave(&scene.dan, "No.", None).await.unwrap();
        assert_eq!(left(&scene.dan).await.1, 3);
    }

    async fn two_that_are_alike_become_one_and_are_two_again(here) {
        let scene = Scene::new(here).await;
        let (here, dee, round) = (&scene.here, &scene.dee, scene.made.round);
        let two = proposed(here, round, proposal("Another of them")).await;
        let people = resource(here, round).await;
        let cost = |amount| vec![Cost { resource: people, amount }];
        let load = |hours| vec![Load { function: "Service".parse().unwrap(), hours }];
        let one = PracticeText { costs: cost(40), ..scene.made.text.clone() };
        here.call(dee, ChangePractice { practice: scene.made.id, seen: None, sitting: false, text: one.clone() }).await.unwrap();
        let alike = PracticeText {
            accountable: "Service".parse().unwrap(),
            loads: load(5),
            how: "On site.".parse().ok(),
            costs: cost(15),
            cultures: CultureSet::of(&[2]),
            stages: StageSet::of(&[3, 4]),
            opposites: vec![scene.made.id],
            ..practice("One face too", &[two])
        };
        let other = here.call(dee, AddPractice { round, text: alike }).await.unwrap();
        let join = async |who: &Caller, seen, other_seen| {
            here.call(who, JoinPractices { practice: scene.made.id, seen, other: other.id, other_seen }).await
        };
        for (seen, other_seen) in [(1, other.revision), (2, other.revision + 1)] {
            assert!(join(dee, seen, other_seen).await.unwrap_err().about("seen").is_some());
        }
        let itself = JoinPractices { practice: other.id, seen: 1, other: other.id, other_seen: 1 };
        assert!(here.call(dee, itself).await.unwrap_err().about("other").is_some());
        let made = join(dee, 2, other.revision).await.unwrap();
        assert_eq!((made.text.title.as_str(), made.text.proposals.len(), made.revision), ("One face", 2, 3));
        assert_eq!((made.text.stages, made.text.cultures), (StageSet::of(&[3, 4]), CultureSet::of(&[1, 2])));
        assert_eq!((made.text.costs[0].amount, &made.text.loads, made.text.opposites.len()), (55, &load(5), 0));
        assert_eq!(made.text.involved.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["Service"]);
        assert_eq!(made.text.how.as_ref().map(|how| how.as_str()), Some("On site."));
        let draft = || async { here.call(dee, GetDraft { round }).await.unwrap() };
        let after = draft().await;
        assert_eq!((after.practices.len(), after.left.len()), (1, 0), "nothing that was asked is lost");
        // Never by another; and with one press it is as it was.
        assert_eq!(scene.undo(&scene.dan, 3).await.unwrap_err().kind, ProblemKind::Conflict);
        let back = scene.undo(dee, 3).await.unwrap();
        assert_eq!((back.text.proposals.len(), back.text.cultures, back.text.costs[0].amount), (1, one.cultures, 40));
        let again = draft().await;
        let there = again.practices.iter().find(|practice| practice.id == other.id).unwrap();
        assert_eq!((again.practices.len(), &there.text.proposals), (2, &other.text.proposals));
        // What another practice needs does not go.
        let needs = PracticeText { needs: vec![other.id], ..practice("It needs that", &[two]) };
        here.call(dee, AddPractice { round, text: needs }).await.unwrap();
        assert_eq!(join(dee, 4, there.revision).await.unwrap_err().kind, ProblemKind::Conflict);
    }

    async fn ones_own_decision_to_leave_out_can_be_taken_back_and_never_anothers(here) {
        let scene = Scene::new(here).await;
        let round = scene.made.round;
        let two = proposed(&scene.here, round, proposal("Another of them")).await;
        let leave = async |who: &Caller, seen| {
            let (decision, reason) = (LeftDecision::No, "Too dear.".parse().unwrap());
            scene.here.call(who, LeaveOut { proposal: two, decision, reason, seen }).await
        };
        let undo = async |who: &Caller, seen| scene.here.call(who, UndoLeaveOut { proposal: two, seen }).await.map_err(|refused| refused.kind);
        let left = async || {
            let draft = scene.here.call(&scene.dee, GetDraft { round }).await.unwrap();
            let left = draft.left.into_iter().find(|left| left.card.id == two).unwrap();
            (left.is_decided(), left.by.filter(|_| left.is_decided()), left.revision)
        };
        assert_eq!(undo(&scene.dee, 0).await, Err(ProblemKind::Conflict), "nothing was decided");
        leave(&scene.dee, Some(0)).await.unwrap();
        assert_eq!(left().await, (true, Some(scene.dee.id), 1));
        assert_eq!(undo(&scene.dan, 1).await, Err(ProblemKind::Conflict));
        assert_eq!(undo(&scene.dee, 0).await, Err(ProblemKind::Conflict), "stale");
        undo(&scene.dee, 1).await.unwrap();
        assert_eq!(left().await, (false, None, 2), "undecided, and whoever had read the first is stale");
        assert_eq!(undo(&scene.dee, 2).await, Err(ProblemKind::Conflict), "it is undecided already");
        assert!(leave(&scene.dan, Some(1)).await.is_err());
        // What another decided first is not taken back with what one wrote over it.
        leave(&scene.dan, Some(2)).await.unwrap();
        leave(&scene.dee, Some(3)).await.unwrap();
        assert_eq!(undo(&scene.dee, 4).await, Err(ProblemKind::Conflict));
        assert_eq!(left().await, (true, Some(scene.dee.id), 4));
        const UNDONE: &str = "select count(*) from event where kind = 'proposal.undecided'";
        let undone: i64 = on!(scene.here.site.db, c => sqlx::query_scalar(UNDONE).fetch_one(c).await).unwrap();
        assert_eq!(undone, 1, "it is recorded");
    }

    async fn ones_own_last_change_can_be_taken_back_and_never_anothers(here) {
        let scene = Scene::new(here).await;
        assert_eq!(scene.undo(&scene.dee, 1).await.unwrap_err().kind, ProblemKind::Conflict, "nothing was changed");
        scene.change(&scene.dee, "Dee's", Some(1), false).await.unwrap();
        assert_eq!(scene.undo(&scene.dan, 2).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(scene.undo(&scene.dee, 1).await.unwrap_err().kind, ProblemKind::Conflict);
        let back = scene.undo(&scene.dee, 2).await.unwrap();
        assert_eq!((back.text.title.as_str(), back.revision), ("One face", 3));
        // Taking back is a change of one's own: it can be taken back too.
        assert_eq!(scene.undo(&scene.dee, 3).await.unwrap().text.title.as_str(), "Dee's");
        scene.change(&scene.dan, "Dan's", Some(4), false).await.unwrap();
        assert_eq!(scene.undo(&scene.dee, 5).await.unwrap_err().kind, ProblemKind::Conflict, "somebody has changed it since");
        assert_eq!(scene.undo(&scene.dan, 5).await.unwrap().text.title.as_str(), "Dee's");
    }

    async fn what_is_kept_in_one_sitting_is_one_change(here) {
        let scene = Scene::new(here).await;
        for (title, revision) in [("Dee", 1), ("Dee w", 2), ("Dee was", 3)] {
            scene.change(&scene.dee, title, Some(revision), true).await.unwrap();
        }
        assert_eq!(scene.undo(&scene.dee, 4).await.unwrap().text.title.as_str(), "One face");
        // Another sitting, and what is saved by hand, are changes of their own.
        scene.change(&scene.dee, "Again", Some(5), true).await.unwrap();
        scene.here.clock.advance(SITTING - Timestamp::SECOND);
        scene.change(&scene.dee, "And again", Some(6), true).await.unwrap();
        scene.here.clock.advance(SITTING);
        scene.change(&scene.dee, "Later", Some(7), true).await.unwrap();
        assert_eq!(scene.undo(&scene.dee, 8).await.unwrap().text.title.as_str(), "And again");
    }

    async fn a_practice_is_split_by_stage_or_culture_and_nothing_of_it_is_lost(here) {
        let scene = Scene::new(here).await;
        let (here, dee) = (&scene.here, &scene.dee);
        let round = scene.made.round;
        let resource = resource(here, round).await;
        let load = |hours| Load { function: "Sales".parse().unwrap(), hours };
        let text = PracticeText {
            stages: StageSet::of(&[0, 3]),
            cultures: CultureSet::of(&[0, 1, 2]),
            costs: vec![Cost { resource, amount: 100 }],
            loads: vec![load(7)],
            title: "é".repeat(Title::MAX).parse().unwrap(),
            ..scene.made.text.clone()
        };
        let change = ChangePractice { practice: scene.made.id, seen: None, sitting: false, text };
        here.call(dee, change).await.unwrap();
        let split = |revision, stage, culture| SplitPractice { practice: scene.made.id, seen: revision, stage, culture };
        for (stage, culture, field) in [(None, None, "stage"), (Some(0), Some(0), "stage"), (Some(1), None, "stage"), (None, Some(3), "culture")] {
            assert!(here.call(dee, split(2, stage, culture)).await.unwrap_err().about(field).is_some());
        }
        assert!(here.call(dee, split(1, Some(0), None)).await.unwrap_err().about("seen").is_some());
        let part = here.call(dee, split(2, None, Some(1))).await.unwrap();
        assert_eq!((part.text.stages, part.text.cultures), (StageSet::of(&[0, 3]), CultureSet::of(&[1])));
        assert!(part.text.title.as_str().ends_with("é: Value Added") && part.text.title.as_str().chars().count() == Title::MAX);
        assert_eq!((part.text.costs[0].amount, part.text.loads[0].hours, &part.text.proposals), (33, 2, &scene.made.text.proposals));
        let draft = here.call(dee, GetDraft { round }).await.unwrap();
        let rest = draft.practices.iter().find(|one| one.id == scene.made.id).unwrap();
        assert_eq!((rest.text.cultures, rest.text.costs[0].amount, rest.text.loads[0].hours), (CultureSet::of(&[0, 2]), 67, 5));
        let part = here.call(dee, split(3, Some(3), None)).await.unwrap();
        assert_eq!((part.text.stages, part.text.cultures.len()), (StageSet::of(&[3]), 2));
        assert!(here.call(dee, split(4, Some(0), None)).await.unwrap_err().about("stage").is_some(), "nothing would be left");
        // It is a change like any other.
        let whole = here.call(dee, UndoPractice { practice: scene.made.id, seen: 4 }).await.unwrap();
        assert_eq!(whole.text.stages, StageSet::of(&[0, 3]));
    }

    async fn a_split_is_taken_back_with_the_practice_that_it_made(here) {
        let scene = Scene::new(here).await;
        let (here, dee, practice) = (&scene.here, &scene.dee, scene.made.id);
        let round = scene.made.round;
        let resource = resource(here, round).await;
        let text = PracticeText {
            cultures: CultureSet::of(&[1, 2]),
            costs: vec![Cost { resource, amount: 40 }],
            ..scene.made.text.clone()
        };
        here.call(dee, ChangePractice { practice, seen: None, sitting: false, text }).await.unwrap();
        let split = SplitPractice { practice, seen: 2, stage: None, culture: Some(2) };
        let part = here.call(dee, split.clone()).await.unwrap().id;
        let standing = async || {
            let all = here.call(dee, GetDraft { round }).await.unwrap().practices;
            all.iter().map(|one| (one.id, one.text.cultures.len(), one.text.costs[0].amount)).collect::<Vec<_>>()
        };
        let apart = vec![(practice, 1, 20), (part, 1, 20)];
        assert_eq!(standing().await, apart);
        scene.undo(dee, 3).await.unwrap();
        assert_eq!(standing().await, [(practice, 2, 40)], "nothing is counted twice");
        // Taking that back too, they are apart again; and it can go on so.
        scene.undo(dee, 4).await.unwrap();
        assert_eq!(standing().await, apart);
        scene.undo(dee, 5).await.unwrap();
        scene.undo(dee, 6).await.unwrap();
        // What another has made of the part meanwhile is not taken out.
        let text = here.call(dee, GetDraft { round }).await.unwrap().practices.pop().unwrap().text;
        here.call(&scene.dan, ChangePractice { practice: part, seen: Some(1), sitting: false, text }).await.unwrap();
        let refused = scene.undo(dee, 7).await.unwrap_err();
        assert!(refused.kind == ProblemKind::Conflict && refused.message.contains("take it out first"), "{refused:?}");
        assert_eq!(standing().await, apart, "all of it or nothing");
        here.call(dee, RemovePractice { practice: part, seen: None }).await.unwrap();
        scene.undo(dee, 7).await.unwrap();
        assert_eq!(standing().await, [(practice, 2, 40)]);
        let kinds = on!(here.site.db, c => sqlx::query_scalar::<_, String>(
            "select kind from event where kind like 'practice.%' order by seq desc limit 2"
        ).fetch_all(c).await).unwrap();
        assert_eq!(kinds, ["practice.undone", "practice.removed"]);
    }

    async fn what_a_colleague_has_taken_out_is_put_back_and_written_on(here) {
        let scene = Scene::new(here).await;
        let practice = scene.made.id;
        scene.here.call(&scene.dan, RemovePractice { practice, seen: Some(1) }).await.unwrap();
        let refused = scene.change(&scene.dee, "Dee's", Some(1), true).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotFound);
        assert!(refused.message.starts_with("Dan has taken this practice out"), "{refused:?}");
        let draft = scene.here.call(&scene.dee, GetDraft { round: scene.made.round }).await.unwrap();
        assert_eq!(draft.removed[0].by.as_ref().map(|by| by.as_str()), Some("Dan"));
        let draft = scene.here.call(&Caller::stranger(), GetDraft { round: scene.made.round }).await.unwrap();
        assert_eq!(draft.removed, [], "who does what is for staff");
        scene.here.call(&scene.dee, PutBackPractice { practice }).await.unwrap();
        assert_eq!(scene.change(&scene.dee, "Dee's", Some(1), true).await.unwrap().text.title.as_str(), "Dee's");
        let never = ChangePractice { practice: PracticeId(999), seen: None, sitting: false, text: scene.made.text.clone() };
        assert!(scene.here.call(&scene.dee, never).await.unwrap_err().message.starts_with("There is no such"));
    }

    async fn only_what_stands_in_the_cell_is_moved(here) {
        let scene = Scene::new(here).await;
        let (here, dee, practice) = (&scene.here, &scene.dee, scene.made.id);
        let round = scene.made.round;
        let resource = resource(here, round).await;
        let write = async |stages: &[usize], cultures: &[usize]| {
            let text = PracticeText {
                stages: StageSet::of(stages),
                cultures: CultureSet::of(cultures),
                costs: vec![Cost { resource, amount: 100 }],
                ..scene.made.text.clone()
            };
            here.call(dee, ChangePractice { practice, seen: None, sitting: false, text }).await.unwrap().revision
        };
        let step = |revision, (stage, culture), (to_stage, to_culture)| {
            MovePractice { practice, seen: revision, stage, culture, to_stage, to_culture }
        };
        let all = async || here.call(dee, GetDraft { round }).await.unwrap().practices;
        let one = async |id| all().await.into_iter().find(|one| one.id == id).unwrap().text;
        let places = |text: &PracticeText| {
            (text.stages.iter().collect::<Vec<_>>(), text.cultures.iter().collect::<Vec<_>>(), text.costs[0].amount)
        };
        // In line with what stays it is the same practice.
        let revision = write(&[0], &[0, 1]).await;
        let moved = here.call(dee, step(revision, (0, 1), (0, 2))).await.unwrap();
        assert_eq!((moved.practice.id, moved.made.len()), (practice, 0));
        assert_eq!(places(&moved.practice.text), (vec![0], vec![0, 2], 100));
        // Elsewhere it is one of its own, and what was not moved stays.
        let moved = here.call(dee, step(moved.revision, (0, 2), (4, 2))).await.unwrap();
        assert_eq!((moved.made.as_slice(), places(&moved.practice.text)), ([moved.practice.id].as_slice(), (vec![4], vec![2], 50)));
        assert!(moved.practice.text.title.as_str().ends_with(": Value Created"));
        assert_eq!(places(&one(practice).await), (vec![0], vec![0], 50));
        // Taken back.
        here.call(dee, UndoPractice { practice, seen: moved.revision }).await.unwrap();
        assert_eq!((all().await.len(), places(&one(practice).await)), (1, (vec![0], vec![0, 2], 100)));
        // Of several stages and cultures one cell goes; the others keep theirs.
        let revision = write(&[0, 3], &[0, 1]).await;
        let moved = here.call(dee, step(revision, (0, 1), (5, 3))).await.unwrap();
        assert_eq!((moved.made.len(), places(&moved.practice.text)), (2, (vec![5], vec![3], 25)));
        assert_eq!(places(&one(practice).await), (vec![0, 3], vec![0], 50));
        assert_eq!(places(&one(moved.made[1]).await), (vec![3], vec![1], 25));
        // What cannot be.
        for (from, to, field) in [((1, 0), (2, 0), "stage"), ((0, 0), (0, 0), "to_stage"), ((0, 0), (99, 0), "to_stage")] {
            assert!(here.call(dee, step(moved.revision, from, to)).await.unwrap_err().about(field).is_some());
        }
        let revision = write(&[0, 3], &[0, 1]).await;
        let there = here.call(dee, step(revision, (0, 0), (3, 1))).await.unwrap_err();
        assert!(there.about("to_stage").is_some(), "it stands there: {there:?}");
        assert!(here.call(dee, step(revision - 1, (0, 0), (1, 0))).await.unwrap_err().about("seen").is_some());
    }
}
