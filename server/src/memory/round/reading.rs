//! What a round in memory is asked: its proposals, and who voted how.

use super::RoundMemory;
use crate::memory::ballots;
use crate::memory::board::shown;
use crate::memory::proposal::ProposalMemory;
use engine::ballots::{Ballots, Current, Proposal};
use engine::electorate::Voter;
use model::ProposalId;
use model::vote::Vote;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

impl RoundMemory {
    #[must_use]
    pub fn proposal(&self, id: ProposalId) -> Option<&Arc<ProposalMemory>> {
        self.proposals.get(self.places.find(id.0)? as usize)?.as_ref()
    }

    /// In the order in which they came.
    pub fn proposals(&self) -> impl Iterator<Item = &Arc<ProposalMemory>> {
        self.proposals.iter().flatten()
    }

    /// At most `most` of those that `seen` lets be found whose words are most like these, the most alike first.
    pub fn similar(
        &self,
        title: &str,
        why: &str,
        most: usize,
        seen: impl Fn(&ProposalMemory) -> bool,
    ) -> Vec<ProposalId> {
        let proposal = |place: u32| self.proposals.get(place as usize)?.as_ref();
        let found =
            self.similar.find(title, why, most, |place| proposal(place).is_some_and(|found| seen(found)));
        found.into_iter().filter_map(|place| proposal(place).map(|found| found.id)).collect()
    }

    /// A voter's current vote; what others noted for them is not theirs until they say so.
    #[must_use]
    pub fn vote(&self, voter: Voter, id: ProposalId) -> Option<Vote> {
        let place = self.places.find(id.0)?;
        let current = self.ballots.current(voter, Proposal(place)).filter(|current| !current.on_behalf);
        current.map(|current| ballots::spoken(current.vote))
    }

    /// All current votes of a voter, without what others noted for them.
    pub fn votes(&self, voter: Voter) -> impl Iterator<Item = (ProposalId, Vote)> + '_ {
        self.standing(voter)
            .filter(|(_, current)| !current.on_behalf)
            .map(|(id, current)| (id, ballots::spoken(current.vote)))
    }

    /// All that a voter has voted on, in person or not, merged or not.
    pub fn voted(&self, voter: Voter) -> impl Iterator<Item = ProposalId> + '_ {
        let elsewhere =
            self.merges.voted(voter).filter(move |place| self.ballots.current(voter, *place).is_none());
        let elsewhere = elsewhere.filter_map(|place| Some(self.at(place)?.id));
        self.standing(voter).map(|(id, _)| id).chain(elsewhere)
    }

    fn standing(&self, voter: Voter) -> impl Iterator<Item = (ProposalId, Current)> + '_ {
        self.voted.get(&voter.0).into_iter().flatten().filter_map(move |&place| {
            let current = self.ballots.current(voter, Proposal(place))?;
            Some((self.proposals.get(place as usize)?.as_ref()?.id, current))
        })
    }

    /// The current votes that carry weight on a proposal, with voters and accounts.
    pub fn entitled(
        &self,
        id: ProposalId,
    ) -> impl Iterator<Item = (Voter, engine::electorate::Account, engine::vote::Vote)> + '_ {
        let place = self.places.find(id.0).map(Proposal);
        place.into_iter().flat_map(|place| self.ballots.entitled(place))
    }

    /// What an account's voice weighs, in thousandths.
    #[must_use]
    pub fn weight(&self, account: engine::electorate::Account) -> u32 {
        self.ballots.electorate().entitlement(account)
    }

    #[must_use]
    pub fn is_noted(&self, voter: Voter, id: ProposalId) -> bool {
        self.places.find(id.0).is_some_and(|place| self.noted.contains(&(place, voter.0)))
    }

    /// On behalf of how many accounts, and people without one, something was noted that they have not confirmed, on one
    /// proposal or on any; once they are enough.
    #[must_use]
    pub fn noted(&self, id: Option<ProposalId>) -> Option<usize> {
        let places = match id.map(|id| self.places.find(id.0)) {
            None => 0..=u32::MAX,
            Some(place) => place?..=place?,
        };
        let voters = self.noted.range((*places.start(), 0)..=(*places.end(), u32::MAX));
        let voters: FxHashSet<u32> = voters.map(|&(_, voter)| voter).collect();
        let (accounts, alone) = ballots::voices(voters.into_iter().map(Voter), self.ballots.electorate());
        shown::apart(accounts + alone)
    }

    /// The same of every proposal of which it is told, by place.
    pub(super) fn noted_by_place(&self) -> FxHashMap<u32, usize> {
        let mut voters: FxHashMap<u32, Vec<Voter>> = FxHashMap::default();
        for &(place, voter) in &self.noted {
            voters.entry(place).or_default().push(Voter(voter));
        }
        let told = |(place, voters): (u32, Vec<Voter>)| {
            let (accounts, alone) = ballots::voices(voters.into_iter(), self.ballots.electorate());
            Some((place, shown::apart(accounts + alone)?))
        };
        voters.into_iter().filter_map(told).collect()
    }

    /// Accounts that have voted with weight.
    #[must_use]
    pub fn voices(&self) -> usize {
        self.turnout.voices(self.ballots.electorate()).0
    }

    /// Everybody's votes, by voter and by a proposal's place.
    #[must_use]
    pub fn ballots(&self) -> &Ballots {
        &self.ballots
    }

    /// The proposal at a place of the ballots.
    #[must_use]
    pub fn at(&self, place: Proposal) -> Option<&Arc<ProposalMemory>> {
        self.proposals.get(place.0 as usize)?.as_ref()
    }

    /// Whether anybody has voted, taken back or not: what they voted under stays.
    #[must_use]
    pub fn has_votes(&self) -> bool {
        !self.voted.is_empty()
    }

    /// Whether somebody has voted, taken back or not.
    #[must_use]
    pub fn has_ever_voted(&self, voter: Voter) -> bool {
        self.voted.contains_key(&voter.0)
    }
}
