//! No proposal is lost between a round and its design: every public one ends in a practice, in "not now" or in "no", with a
//! reason, whatever designers do.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::{practice, proposed};
use model::api::merging::MergeProposal;
use model::api::practices::{AddPractice, ChangePractice, LeaveOut, RemovePractice};
use model::api::proposals::{GetProposal, Judge};
use model::api::rounds::{ClosePhase, OpenPhase};
use model::design::{Design, LeftDecision};
use model::person::Role;
use model::round::Phase;
use model::verdict::Decision;
use model::{PracticeId, ProposalId, RoundId};
use std::collections::BTreeSet;

/// Numbers that look drawn and are the same every time (Marsaglia's xorshift).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn some(&mut self, of: &[ProposalId]) -> Vec<ProposalId> {
        let mut some: Vec<ProposalId> = of.iter().copied().filter(|_| self.below(3) == 0).collect();
        if some.is_empty() {
            some.push(of[self.below(of.len())]);
        }
        some
    }
}

fn public(here: &Here, round: RoundId) -> BTreeSet<ProposalId> {
    let world = here.site.memory.read();
    let proposals = world.round(round).unwrap().proposals();
    proposals.filter(|one| one.status.is_public()).map(|one| one.id).collect()
}

/// Each stands in a practice, or once in what is left out, and never in both.
fn is_whole(design: &Design, public: &BTreeSet<ProposalId>) {
    let taken: BTreeSet<ProposalId> =
        design.practices.iter().flat_map(|practice| practice.from.iter().map(|one| one.proposal)).collect();
    let left: Vec<ProposalId> = design.left_out.iter().map(|left| left.proposal).collect();
    let left_once: BTreeSet<ProposalId> = left.iter().copied().collect();
    assert_eq!(left.len(), left_once.len(), "each once");
    assert!(taken.is_disjoint(&left_once));
    assert_eq!(&taken.union(&left_once).copied().collect::<BTreeSet<_>>(), public);
    assert!(design.left_out.iter().all(|left| left.decision.is_some() && !left.reason.trim().is_empty()));
}

on_both! {
    async fn every_public_proposal_ends_somewhere_with_a_reason(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let sig = here.staff("Sig", Role::Signatory).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        let mut draw = Draw(0x2545_F491_4F6C_DD1D);
        let mut practices: Vec<PracticeId> = Vec::new();
        for turn in 0..6 {
            here.call(&moderator, ClosePhase { round, phase: Phase::Adopt }).await.unwrap();
            for number in 0..4 {
                proposed(&here, round, proposal(&format!("Ask {turn} {number}"))).await;
            }
            here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
            let all: Vec<ProposalId> = public(&here, round).into_iter().collect();
            // Some are declined or merged, though a practice may rest on them.
            let gone = all[draw.below(all.len())];
            if here.call(&dee, GetProposal { proposal: gone }).await.unwrap().practices.is_empty() {
                if turn % 2 == 0 {
                    let reason = Some("It names a person.".parse().unwrap());
                    let _ = here.call(&moderator, Judge { proposal: gone, decision: Decision::Decline, reason, trust: false }).await.ok();
                } else if let Some(into) = all.iter().find(|id| **id != gone) {
                    let _ = here.call(&moderator, MergeProposal { proposal: gone, into: *into }).await.ok();
                }
            }
            let all: Vec<ProposalId> = public(&here, round).into_iter().collect();
            for practice in std::mem::take(&mut practices) {
                match draw.below(3) {
                    0 => {
                        here.call(&dee, RemovePractice { practice, seen: None }).await.unwrap();
                    }
                    _ => {
                        let text = self::practice(&format!("Changed {turn} {practice}"), &draw.some(&all));
                        here.call(&dee, change(practice, text)).await.unwrap();
                        practices.push(practice);
                    }
                }
            }
            let text = practice(&format!("Added {turn}"), &draw.some(&all));
            practices.push(here.call(&dee, AddPractice { round, text }).await.unwrap().id);
            for left in draw.some(&all) {
                let decision = LeftDecision::ALL[draw.below(2)];
                let reason = format!("Turn {turn}.").parse().unwrap();
                here.call(&dee, LeaveOut { proposal: left, decision, reason, seen: None }).await.unwrap();
            }
            let design = here.call(&sig, signature(round)).await.unwrap();
            is_whole(&design, &public(&here, round));
        }
    }

    async fn no_and_not_now_are_told_apart(here) {
        let round = here.company().await;
        let dee = here.staff("Dee", Role::Designer).await;
        let sig = here.staff("Sig", Role::Signatory).await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let (one, two, three) = (
            proposed(&here, round, proposal("One")).await,
            proposed(&here, round, proposal("Two")).await,
            proposed(&here, round, proposal("Three")).await,
        );
        here.call(&moderator, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&dee, AddPractice { round, text: practice("One face", &[one]) }).await.unwrap();
        let reason = "We do not play golf.".parse().unwrap();
        here.call(&dee, LeaveOut { proposal: two, decision: LeftDecision::No, reason, seen: None }).await.unwrap();
        let design = here.call(&sig, signature(round)).await.unwrap();
        let decided = |id: ProposalId| design.left_out.iter().find(|left| left.proposal == id).and_then(|left| left.decision);
        assert_eq!((decided(two), decided(three)), (Some(LeftDecision::No), Some(LeftDecision::NotNow)));
        let seen = here.call(&Caller::stranger(), GetProposal { proposal: two }).await.unwrap();
        assert_eq!(seen.left_decision, Some(LeftDecision::No));
        let page = here.text(&Caller::stranger(), "/design/1").await;
        assert!(page.contains("No") && page.contains("Not now"), "{page}");
    }
}

fn change(practice: PracticeId, text: model::practice::PracticeText) -> ChangePractice {
    ChangePractice { practice, seen: None, sitting: false, text }
}
