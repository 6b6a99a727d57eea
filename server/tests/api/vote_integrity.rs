//! What looks arranged in the votes, as staff are told of it.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::{practice, proposed};
use model::api::practices::AddPractice;
use model::api::rounds::OpenPhase;
use model::api::selection::{GetSelection, GetVoteIntegrity};
use model::api::votes::CastVote;
use model::person::Role;
use model::round::Phase;
use model::selection::{Behind, Key};
use model::vote::Stance;
use model::{ProblemKind, ProposalId, RoundId, Timestamp};

async fn vote(here: &Here, voter: &Caller, proposal: ProposalId, stance: Stance) {
    here.call(voter, CastVote::new(proposal, stance)).await.unwrap();
}

/// Thirty-two accounts that vote on twelve proposals, each on some and each in its own way.
async fn honest(here: &Here, proposals: &[ProposalId]) {
    for number in 0..32_usize {
        let voter = here.customer(&format!("Honest {number}")).await;
        for (place, &proposal) in proposals.iter().take(12).enumerate() {
            let mood = (number * 7 + place * 11 + number * place) % 10;
            match mood {
                0..4 => vote(here, &voter, proposal, Stance::Agree).await,
                4..7 => vote(here, &voter, proposal, Stance::Disagree).await,
                _ => {}
            }
        }
    }
}

async fn proposals(here: &Here, round: RoundId, count: usize) -> Vec<ProposalId> {
    let mut ids = Vec::new();
    for number in 0..count {
        ids.push(proposed(here, round, proposal(&format!("Proposal {number}"))).await);
    }
    ids
}

on_both! {
    async fn a_planted_ring_is_told_and_the_result_without_it(here) {
        let round = here.company().await;
        let ids = proposals(&here, round, 16).await;
        honest(&here, &ids).await;
        // Eight accounts come for four proposals that nobody else looks at.
        let before = here.call(&here.staff("Max", Role::Moderator).await, GetVoteIntegrity { round }).await.unwrap();
        assert!(before.rings.is_empty() && before.came_in.is_empty() && before.went_out.is_empty(), "{before:?}");
        here.clock.advance(Timestamp::DAY);
        for number in 0..8 {
            let voter = here.customer(&format!("Ring {number}")).await;
            for &id in &ids[12..] {
                vote(&here, &voter, id, Stance::Agree).await;
            }
        }
        let designer = here.staff("Dee", Role::Designer).await;
        let told = here.call(&designer, GetVoteIntegrity { round }).await.unwrap();
        let [ring] = told.rings.as_slice() else { panic!("{told:?}") };
        assert_eq!(ring.behind, Behind { accounts: Some(8), apart: None });
        let of: Vec<ProposalId> = ring.proposals.iter().map(|card| card.id).collect();
        assert_eq!(of, ids[12..]);
        // They bring something in that goes out without them; nothing is deleted.
        let selection = here.call(&designer, GetSelection { round }).await.unwrap();
        let out: Vec<Key> = told.went_out.iter().map(|candidate| candidate.key).collect();
        assert!(!out.is_empty() && out.iter().all(|key| selection.outcome.is_in(*key)), "{told:?}");
        assert!(out.iter().all(|key| matches!(key, Key::Proposal(id) if ids[12..].contains(id))), "{out:?}");
        assert_eq!((selection.outcome.voices, told.voices), (40, 40));

        let page = here.text(&designer, &format!("/rounds/{round}/integrity")).await;
        assert!(page.contains("Would go out") && page.contains("8 accounts") && !page.contains("Ring 1"), "{page}");
        for (who, kind) in [
            (Caller::stranger(), ProblemKind::SignInNeeded),
            (here.customer("Zoe").await, ProblemKind::NotAllowed),
            (here.staff("Sig", Role::Signatory).await, ProblemKind::NotAllowed),
        ] {
            assert_eq!(here.call(&who, GetVoteIntegrity { round }).await.unwrap_err().kind, kind);
        }

        // An adopted design says so for good.
        let moderator = here.staff("Mo", Role::Moderator).await;
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&designer, AddPractice { round, text: practice("From the ring", &ids[12..13]) }).await.unwrap();
        let adopt = signature(round);
        let design = here.call(&here.staff("Sid", Role::Signatory).await, adopt).await.unwrap();
        let unflagged = design.selection.unwrap().unflagged.unwrap();
        assert_eq!(unflagged.flags, 1);
        assert!(!unflagged.went_out.is_empty(), "{unflagged:?}");
        let page = here.text(&Caller::stranger(), "/design").await;
        assert!(page.contains("Some votes looked arranged."), "{page}");
    }

    async fn votes_that_come_together_are_told_and_what_few_did_is_not(here) {
        let round = here.company().await;
        let ids = proposals(&here, round, 14).await;
        honest(&here, &ids).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        here.clock.advance(Timestamp::DAY);
        // Four accounts with three people each, and then twelve accounts of one: they come for one proposal within a minute.
        for company in 0..4 {
            let account = here.account(&format!("Large {company}")).await;
            for number in 0..3 {
                let voter = here.member(&format!("Large {company} {number}"), Some(account)).await;
                vote(&here, &voter, ids[12], Stance::Agree).await;
            }
        }
        let late = here.customer("Late").await;
        vote(&here, &late, ids[0], Stance::Agree).await;
        assert_eq!(here.call(&moderator, GetVoteIntegrity { round }).await.unwrap().bursts, []);
        here.clock.advance(3 * Timestamp::DAY);
        for number in 0..12 {
            let voter = here.customer(&format!("Crowd {number}")).await;
            vote(&here, &voter, ids[13], Stance::Agree).await;
        }
        let told = here.call(&moderator, GetVoteIntegrity { round }).await.unwrap();
        let [burst] = told.bursts.as_slice() else { panic!("{told:?}") };
        assert_eq!((burst.card.id, burst.from), (ids[13], here.clock.now()));
        assert_eq!((told.voices, burst.behind.accounts, told.fresh), (49, Some(12), Some(12)));
        // One more is told of when there are five, or with the next step.
        let voter = here.customer("One more").await;
        vote(&here, &voter, ids[0], Stance::Agree).await;
        assert_eq!(here.call(&moderator, GetVoteIntegrity { round }).await.unwrap().voices, 50);
        for number in 0..4 {
            vote(&here, &here.customer(&format!("Five {number}")).await, ids[13], Stance::Agree).await;
        }
        let same = here.call(&moderator, GetVoteIntegrity { round }).await.unwrap();
        assert_eq!((same.voices, same.bursts[0].behind), (50, burst.behind));
    }
}
