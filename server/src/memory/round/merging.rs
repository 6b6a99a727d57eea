//! Merged proposals of a round: what remains of them, and where each voter stands.

use super::{ProposalMemory, RoundMemory, ballots};
use crate::db::batch::VoteRow;
use crate::db::merging::MergingRow;
use engine::ballots::{Entry, Proposal};
use engine::electorate::Voter;
use engine::merging::{Merges, Merging, Moved};
use model::ProposalId;
use model::proposal::Status;
use model::vote::Vote;
use std::sync::Arc;

impl RoundMemory {
    /// The mergings that hold, who stepped out of what, the proposals that any merging ever concerned, and the last that each
    /// voter said on those.
    pub fn set_merges(
        &mut self,
        mergings: &[MergingRow],
        out: &[(i64, Voter)],
        concerned: &[i64],
        said: &[(&VoteRow, Voter)],
    ) {
        let places = &mut self.places;
        let mut place = |proposal: i64| Proposal(places.intern(proposal));
        let merging =
            |row: &MergingRow| Merging { number: row.seq, from: place(row.source), into: place(row.target) };
        let mergings: Vec<Merging> = mergings.iter().map(merging).collect();
        let out: Vec<(Proposal, Voter)> = out.iter().map(|(one, voter)| (place(*one), *voter)).collect();
        let concerned: Vec<Proposal> = concerned.iter().map(|one| place(*one)).collect();
        let said: Vec<Entry> =
            said.iter().map(|(row, voter)| entry(row, *voter, place(row.proposal))).collect();
        let moved = self.merges.set(&mut self.ballots, &mergings, out, concerned.iter().copied(), said);
        moved.into_iter().for_each(|moved| self.take_over(moved));
        for place in concerned {
            if let Some(Some(proposal)) = self.proposals.get_mut(place.0 as usize) {
                standing(&self.merges, place, Arc::make_mut(proposal));
            }
        }
        self.stale = true;
    }

    /// These, and nobody else, stepped out of a wording.
    pub fn set_out(&mut self, wording: ProposalId, now: &[Voter]) {
        let Some(place) = self.places.find(wording.0).map(Proposal) else { return };
        let before: Vec<Voter> = self.merges.out_of(place).collect();
        let back = before.iter().filter(|voter| !now.contains(voter)).map(|voter| (*voter, false));
        let out = now.iter().filter(|voter| !before.contains(voter)).map(|voter| (*voter, true));
        for (voter, out) in back.chain(out).collect::<Vec<_>>() {
            let moved = self.merges.step(&mut self.ballots, place, voter, out);
            moved.into_iter().for_each(|moved| self.take_over(moved));
        }
    }

    /// A voter's vote that is no longer what it was: the counts beside the ballots follow.
    pub(super) fn take_over(&mut self, moved: Moved) {
        let Moved { voter, proposal, before, after } = moved;
        let own = |current: Option<engine::ballots::Current>| current.is_some_and(|one| !one.on_behalf);
        self.voted.entry(voter.0).or_default().insert(proposal.0);
        self.turnout.note(voter, own(before), own(after));
        match after {
            Some(current) if current.on_behalf => self.noted.insert((proposal.0, voter.0)),
            _ => self.noted.remove(&(proposal.0, voter.0)),
        };
        self.touched.push(proposal.0);
        self.stale = true;
    }

    /// What remains of a proposal: another, where it was merged.
    #[must_use]
    pub fn remaining(&self, id: ProposalId) -> Option<&Arc<ProposalMemory>> {
        let place = self.places.find(id.0)?;
        self.at(self.merges.remaining(Proposal(place)))
    }

    /// What was merged into a proposal, and into that.
    pub fn wordings(&self, id: ProposalId) -> impl Iterator<Item = &Arc<ProposalMemory>> + '_ {
        let place = self.places.find(id.0).map(Proposal);
        let wordings = place.map(|place| self.merges.wordings(place)).unwrap_or_default();
        wordings.into_iter().filter_map(|place| self.at(place))
    }

    /// Whether a proposal was merged into another directly.
    #[must_use]
    pub fn is_merged_into(&self, id: ProposalId, into: ProposalId) -> bool {
        let place = |id: ProposalId| self.places.find(id.0).map(Proposal);
        place(id).and_then(|place| self.merges.merged_into(place)) == place(into) && place(into).is_some()
    }

    /// What a voter said on a wording, whatever it counts for now, and whether they stepped out of it.
    #[must_use]
    pub fn said_on_wording(&self, voter: Voter, id: ProposalId) -> (Option<Vote>, bool) {
        let Some(place) = self.places.find(id.0).map(Proposal) else { return (None, false) };
        (self.merges.said(place, voter).map(ballots::spoken), self.merges.is_out(place, voter))
    }

    /// Who has a vote of their own on a wording, wherever it counts now; and who is asked on what remains of it.
    pub fn heard_on_wording(&self, id: ProposalId) -> impl Iterator<Item = Voter> + '_ {
        let place = self.places.find(id.0).map(Proposal);
        let said = place.into_iter().flat_map(|place| self.merges.heard_on(place));
        let asked = place.into_iter().flat_map(|place| self.merges.asked(self.merges.remaining(place)));
        said.chain(asked)
    }

    /// Whether a voter said both yes and no on the wordings of a proposal, and counts for neither until they say which.
    #[must_use]
    pub fn is_asked(&self, voter: Voter, id: ProposalId) -> bool {
        self.places.find(id.0).is_some_and(|place| self.merges.is_asked(Proposal(place), voter))
    }
}

/// A merged proposal is read where it was merged into.
pub(super) fn standing(merges: &Merges, place: Proposal, proposal: &mut ProposalMemory) {
    match (merges.merged_into(place), proposal.status) {
        (Some(_), Status::Published) => proposal.status = Status::Merged,
        (None, Status::Merged) => proposal.status = Status::Published,
        _ => {}
    }
}

pub(super) fn entry(row: &VoteRow, voter: Voter, proposal: Proposal) -> Entry {
    Entry { number: row.seq, at: row.at, voter, proposal, vote: ballots::vote(row), on_behalf: row.on_behalf }
}
