//! The vote on a cell that a gap has opened again: a small round beside the promise. What is adopted of it is in `next_version`.

use crate::harness::{Caller, proposal};
use crate::on_both;
use crate::permissions::fixture::{open, set};
use crate::practices::proposed;
use crate::promises::Scene;
use crate::selection::votes;
use model::api::access::{SetAccess, Who};
use model::api::promises::GetScorecard;
use model::api::rounds::{GetRound, ListRounds, OpenPhase};
use model::api::scorecard::{CloseGap, FindPromises, GetPromise, ListReopened, OpenGapVote};
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::proposal::ProposalText;
use model::round::Phase;
use model::scorecard::{GapVote, PromisePage};
use model::time::Day;
use model::vote::Stance;
use model::{ProblemKind, RoundId};
use server::promises::gaps;

/// The one cell of the scene's practice.
const CELL: &str = "3-1";

fn vote(scene: &Scene) -> OpenGapVote {
    OpenGapVote { practice: scene.practice, cell: CELL.into(), question: None, until: None }
}

async fn page(scene: &Scene, who: &Caller) -> PromisePage {
    scene.here.call(who, GetPromise { practice: scene.practice }).await.unwrap()
}

async fn reopened(scene: &Scene, who: &Caller) -> Option<RoundId> {
    scene.here.call(who, ListReopened { round: scene.round }).await.unwrap()[0].vote
}

on_both! {
    async fn customers_vote_anew_on_the_cell_and_what_comes_of_it_stands_beside_the_promise(here) {
        let (scene, voters) = Scene::not_kept(here).await;
        let (here, stranger) = (&scene.here, Caller::stranger());
        assert_eq!(here.call(&scene.dee, vote(&scene)).await.unwrap_err().kind, ProblemKind::NotFound, "no gap yet");
        gaps::step(&here.site).await.unwrap();
        for who in [&stranger, &voters[0], &scene.sig] {
            assert!(here.call(who, vote(&scene)).await.is_err());
        }
        assert!(here.text(&scene.dee, &format!("/promises/{}", scene.practice)).await.contains("Let customers vote on it"));
        assert!(!here.text(&voters[0], &format!("/promises/{}", scene.practice)).await.contains("Let customers vote on it"));
        for cell in ["3", "2-1", "3-0", "99-1"] {
            let refused = here.call(&scene.dee, OpenGapVote { cell: cell.into(), ..vote(&scene) }).await.unwrap_err();
            assert!(refused.about("cell").is_some(), "{cell}");
        }
        let today = Day::of(here.clock.now());
        let on = |day| OpenGapVote { until: Some(Day(today.0 + day)), ..vote(&scene) };
        for day in [0, GapVote::MOST_DAYS + 1] {
            assert!(here.call(&scene.dee, on(day)).await.unwrap_err().about("until").is_some(), "{day}");
        }

        // Of that cell alone, as the design's round has it, and beside the company's own round.
        let small = here.call(&scene.dee, on(GapVote::MOST_DAYS)).await.unwrap();
        let origin = here.call(&scene.dee, GetRound { round: scene.round }).await.unwrap();
        assert_eq!((&small.stages[..], &small.cultures[..]), (&origin.stages[3..4], &origin.cultures[1..2]));
        assert_eq!((&small.rules, &small.how_votes_count, small.moderation), (&origin.rules, &origin.how_votes_count, origin.moderation));
        assert_eq!(small.open, [Phase::Propose, Phase::Refine, Phase::Vote]);
        let closes = Day(today.0 + GapVote::MOST_DAYS + 1).begins();
        assert!(small.windows.iter().filter(|window| window.opens.is_some()).all(|window| window.closes == Some(closes)));
        assert_eq!(small.question.as_str(), "What would you rather have than “One face”?");
        let lines = here.call(&stranger, ListRounds {}).await.unwrap();
        assert!(lines.iter().any(|line| line.id == scene.round && line.current));
        assert_eq!(here.call(&scene.dee, vote(&scene)).await.unwrap_err().kind, ProblemKind::Conflict, "one vote a gap");

        // Every page that asks leads there.
        let to = format!("href=\"/rounds/{}\"", small.id);
        for at in ["/", "/promises", &format!("/promises/{}", scene.practice)] {
            assert!(here.text(&stranger, at).await.contains(&to), "{at}");
        }
        assert_eq!(reopened(&scene, &stranger).await, Some(small.id));
        let of_one = || ProposalText { stages: StageSet::of(&[0]), cultures: CultureSet::of(&[0]), ..proposal("Two who know us") };
        let asked = proposed(here, small.id, of_one()).await;
        votes(here, Stance::Agree, asked, &voters[..6]).await;
        let result = page(&scene, &stranger).await.vote.unwrap();
        assert_eq!((result.round, result.open, result.leading.len(), result.leading[0].id), (small.id, true, 2, asked));
        assert_eq!(result.totals.voices, 6);
        let html = here.text(&stranger, &format!("/promises/{}", scene.practice)).await;
        assert!(html.contains("What customers would rather have") && html.contains("Two who know us"), "{html}");

        // It stays beside the promise when it is over, and when the gap is closed.
        here.clock.advance(closes.0 - here.clock.now().0);
        let close = CloseGap { practice: scene.practice, reason: "Two come now.".parse().unwrap(), review: None };
        here.call(&scene.dee, close).await.unwrap();
        let over = page(&scene, &stranger).await.vote.unwrap();
        assert_eq!((over.open, &over.leading[0].title), (false, &result.leading[0].title));
        assert!(here.text(&stranger, &format!("/promises/{}", scene.practice)).await.contains("Votes were taken until"));
    }

    async fn it_ends_when_the_gap_is_closed(here) {
        let (scene, _) = Scene::not_kept(here).await;
        let here = &scene.here;
        gaps::step(&here.site).await.unwrap();
        let small = here.call(&scene.dee, vote(&scene)).await.unwrap().id;
        let close = CloseGap { practice: scene.practice, reason: "Two come now.".parse().unwrap(), review: None };
        here.call(&scene.dee, close).await.unwrap();
        assert!(here.call(&scene.dee, GetRound { round: small }).await.unwrap().open.is_empty());
        let page = here.text(&Caller::stranger(), &format!("/promises/{}", scene.practice)).await;
        assert!(page.contains(&format!("Votes were taken until {}", here.clock.now().day())), "{page}");
    }

    async fn nothing_leads_to_where_one_proposes_while_nobody_may(here) {
        let (scene, _) = Scene::not_kept(here).await;
        let (here, stranger) = (&scene.here, Caller::stranger());
        gaps::step(&here.site).await.unwrap();
        let promise = format!("/promises/{}", scene.practice);
        let pages = ["/design", "/promises?cell=3-1", &promise];
        scene.decides(false).await;
        for at in pages {
            assert!(here.text(&stranger, at).await.contains("/propose?at="), "{at}");
        }
        here.call(&here.staff("Max", Role::Moderator).await, OpenPhase { round: scene.round, phase: Phase::Measure }).await.unwrap();
        for at in pages {
            assert!(!here.text(&stranger, at).await.contains("/propose?at="), "{at}");
        }
        // A vote on one cell asks for nothing in the others.
        here.call(&scene.dee, vote(&scene)).await.unwrap();
        assert!(!here.text(&stranger, "/design").await.contains("/propose?at="));
        assert!(here.text(&stranger, &promise).await.contains("Vote on what you would rather have"));
    }

    async fn whoever_may_not_see_the_vote_finds_no_trace_of_it_beside_the_promise(here) {
        let (scene, _) = Scene::not_kept(here).await;
        let (here, stranger) = (&scene.here, Caller::stranger());
        gaps::step(&here.site).await.unwrap();
        let small = here.call(&scene.dee, vote(&scene)).await.unwrap().id;
        let admin = here.staff("Ann", Role::Admin).await;
        set(here, &admin, SetAccess { see: Who::Staff.into(), ..open(small) }).await;
        assert_eq!((page(&scene, &stranger).await.vote, reopened(&scene, &stranger).await), (None, None));
        assert!(page(&scene, &scene.dee).await.vote.is_some() && reopened(&scene, &scene.dee).await == Some(small));
        let one = here.call(&stranger, GetScorecard::default()).await.unwrap().promises.remove(0);
        let listed = here.call(&stranger, FindPromises::default()).await.unwrap().promises.items.remove(0);
        assert_eq!((one.vote, listed.vote), (None, None));
        for at in ["/", "/promises", &format!("/promises/{}", scene.practice)] {
            assert!(!here.text(&stranger, at).await.contains(&format!("/rounds/{small}")), "{at}");
        }
    }
}
