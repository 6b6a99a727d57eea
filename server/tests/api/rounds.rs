//! Reading and steering rounds.

use crate::harness::{Caller, proposal};
use crate::on_both;
use crate::practices::{practice, proposed};
use model::api::practices::{AddPractice, RemovePractice};
use model::api::rounds::{
    AddRound, ChangeRound, ClosePhase, GetRound, ListRounds, OpenPhase, ResourceText, SetWindow,
};
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::practice::PracticeText;
use model::round::{MOST_UNITS, Moderation, Phase, Round, Scheme};
use model::{ProblemKind, RoundId, Timestamp};

pub fn change(round: &Round) -> ChangeRound {
    ChangeRound {
        round: round.id,
        question: round.question.clone(),
        introduction: round.introduction.clone(),
        how_votes_count: round.how_votes_count.clone(),
        selection: round.selection.clone(),
        rules: Some(round.rules),
        moderation: round.moderation,
        stages: round.stages.clone(),
        cultures: round.cultures.clone(),
        resources: round.resources.iter().map(ResourceText::from).collect(),
    }
}

on_both! {
    async fn a_round_shows_its_rules_before_anybody_votes(here) {
        let id = here.company().await;
        let round = here.round(id).await;
        assert_eq!((round.stages.len(), round.cultures.len(), round.resources.len()), (8, 4, 1));
        assert!(!round.how_votes_count.as_str().is_empty() && !round.selection.as_str().is_empty());
        assert_eq!(round.open, [Phase::Propose, Phase::Refine, Phase::Vote]);
        assert_eq!(here.call(&Caller::stranger(), GetRound { round: RoundId(99) }).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn phases_open_and_close_by_date_and_by_hand(here) {
        let id = here.company().await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        here.call(&moderator, ClosePhase { round: id, phase: Phase::Propose }).await.unwrap();
        assert!(!here.round(id).await.is_open(Phase::Propose));
        here.call(&moderator, OpenPhase { round: id, phase: Phase::Adopt }).await.unwrap();
        assert!(here.round(id).await.is_open(Phase::Adopt));
        let opens = here.clock.now().plus(Timestamp::HOUR);
        let closes = opens.plus(Timestamp::HOUR);
        let window = |opens, closes| SetWindow { round: id, phase: Phase::Measure, opens, closes };
        here.call(&moderator, window(Some(opens), Some(closes))).await.unwrap();
        for (advance, open) in [(Timestamp::HOUR - 1, false), (1, true), (Timestamp::HOUR - 1, true), (1, false)] {
            here.clock.advance(advance);
            assert_eq!(here.round(id).await.is_open(Phase::Measure), open);
        }
        let wrong = here.call(&moderator, window(Some(closes), Some(opens))).await.unwrap_err();
        assert!(wrong.about("closes").is_some());
    }

    async fn texts_change_and_rules_stay_once_there_are_votes(here) {
        let id = here.company().await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let round = here.round(id).await;
        let mut new = change(&round);
        new.question = "What should we stop doing?".parse().unwrap();
        new.selection = "By lot.".parse().unwrap();
        new.moderation = Moderation::ReviewFirst;
        new.stages.truncate(6);
        new.resources = vec![ResourceText {
            name: "Money".parse().unwrap(),
            unit: "euro".parse().unwrap(),
            capacity: MOST_UNITS,
            default_cost: 0,
        }];
        let changed = here.call(&moderator, new.clone()).await.unwrap();
        assert_eq!((changed.question.as_str(), changed.stages.len()), ("What should we stop doing?", 6));
        assert_eq!(changed.resources.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Money"]);
        let mut twice = new.clone();
        twice.resources.push(ResourceText { name: "MONEY".parse().unwrap(), ..new.resources[0].clone() });
        assert!(here.call(&moderator, twice).await.unwrap_err().about("resources.1.name").is_some());
        new.resources[0].capacity = MOST_UNITS + 1;
        let refused = here.call(&moderator, new.clone()).await.unwrap_err();
        assert!(refused.about("resources.0.capacity").is_some());

        let ada = here.customer("Ada").await;
        let moderated = model::api::proposals::Judge {
            proposal: here.call(&ada, model::api::proposals::Propose { round: id, text: crate::harness::proposal("One") }).await.unwrap().id,
            decision: model::verdict::Decision::Publish,
            reason: None,
            trust: false,
        };
        let proposal = moderated.proposal;
        here.call(&moderator, moderated).await.unwrap();
        let vote = model::api::votes::CastVote::new(proposal, model::vote::Stance::Agree);
        here.call(&ada, vote).await.unwrap();
        let mut late = change(&here.round(id).await);
        late.selection = "By strength.".parse().unwrap();
        assert!(here.call(&moderator, late).await.unwrap_err().about("selection").is_some());
        for late in [
            |one: &mut ResourceText| one.capacity -= 1,
            |one: &mut ResourceText| one.default_cost += 1,
            |one: &mut ResourceText| one.name = "Gold".parse().unwrap(),
        ] {
            let mut new = change(&here.round(id).await);
            late(&mut new.resources[0]);
            assert!(here.call(&moderator, new).await.unwrap_err().about("resources").is_some());
        }
        let mut fewer = change(&here.round(id).await);
        fewer.stages.truncate(3);
        assert!(here.call(&moderator, fewer).await.unwrap_err().about("stages").is_some(), "a proposal stands in the fourth");
    }

    async fn stages_and_cultures_stay_while_a_practice_stands_there(here) {
        let id = here.company().await;
        let (moderator, designer) = (here.staff("Mo", Role::Moderator).await, here.staff("Di", Role::Designer).await);
        let from = proposed(&here, id, proposal("One")).await;
        let text = PracticeText { stages: StageSet::of(&[3, 7]), cultures: CultureSet::of(&[3]), ..practice("One", &[from]) };
        let made = here.call(&designer, AddPractice { round: id, text }).await.unwrap().id;
        let fewer = |stages, cultures| {
            let here = &here;
            async move {
                let mut fewer = change(&here.round(id).await);
                fewer.stages.truncate(stages);
                fewer.cultures.truncate(cultures);
                fewer
            }
        };
        let refused = here.call(&moderator, fewer(7, 4).await).await.unwrap_err();
        assert!(refused.about("stages").is_some());
        let refused = here.call(&moderator, fewer(8, 3).await).await.unwrap_err();
        assert!(refused.about("cultures").is_some());
        here.call(&designer, RemovePractice { practice: made, seen: None }).await.unwrap();
        let changed = here.call(&moderator, fewer(7, 3).await).await.unwrap();
        assert_eq!((changed.stages.len(), changed.cultures.len()), (7, 3));
    }

    async fn a_new_round_becomes_the_current_one(here) {
        let first = here.company().await;
        let admin = here.staff("Al", Role::Admin).await;
        let question = "How do you want to be trained?".parse().unwrap();
        let second = here.call(&admin, AddRound { question, scheme: Scheme::Funnel }).await.unwrap();
        assert_eq!(second.stages.len(), 6);
        let lines = here.call(&Caller::stranger(), ListRounds {}).await.unwrap();
        assert_eq!(lines.iter().map(|line| (line.id, line.current)).collect::<Vec<_>>(), [(second.id, true), (first, false)]);
    }
}
