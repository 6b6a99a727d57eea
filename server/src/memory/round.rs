//! A round in memory: its texts, its proposals by place, its ballots and the evidence they give.

mod merging;
mod reading;

use super::ballots::{self, Turnout};
use super::board::{Board, shown};
use super::pace::Pace;
use super::proposal::ProposalMemory;
use super::similar::Similar;
use crate::clock::Clock;
use engine::ballots::{Ballots, Effect, Proposal};
use engine::electorate::Voter;
use engine::evidence::{Evidence, Scratch, evidence};
use engine::keys::Keys;
use engine::merging::{Merges, Moved};
use model::round::{Round, Totals};
use model::{ProposalId, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

pub struct RoundMemory {
    pub round: Round,
    /// A proposal's place in the vectors below.
    places: Keys,
    proposals: Vec<Option<Arc<ProposalMemory>>>,
    similar: Similar,
    ballots: Ballots,
    merges: Merges,
    /// By voter, the places of what they have ever voted on.
    voted: FxHashMap<u32, FxHashSet<u32>>,
    /// What was noted on behalf of voters who have not confirmed it, by place and voter.
    noted: BTreeSet<(u32, u32)>,
    /// Who voted on other words and has not answered since, by place and voter, with the number that took their vote back.
    asked: FxHashMap<(u32, u32), i64>,
    evidence: Vec<Evidence>,
    scratch: Scratch,
    /// Places whose evidence is to be counted again.
    touched: Vec<u32>,
    turnout: Turnout,
    board: Option<(Arc<Board>, Pace)>,
    /// Whether anything changed since the board was made.
    stale: bool,
}

impl RoundMemory {
    #[must_use]
    pub fn new(round: Round) -> Self {
        Self {
            round,
            places: Keys::default(),
            proposals: Vec::new(),
            similar: Similar::default(),
            ballots: Ballots::default(),
            merges: Merges::default(),
            voted: FxHashMap::default(),
            noted: BTreeSet::new(),
            asked: FxHashMap::default(),
            evidence: Vec::new(),
            scratch: Scratch::default(),
            touched: Vec::new(),
            turnout: Turnout::default(),
            board: None,
            stale: true,
        }
    }

    /// New texts and rules.
    pub fn set_round(&mut self, round: Round) {
        self.round = round;
        self.stale = true;
    }

    pub fn put(&mut self, mut proposal: ProposalMemory) {
        let place = self.places.intern(proposal.id.0) as usize;
        merging::standing(&self.merges, Proposal(place as u32), &mut proposal);
        if self.proposals.len() <= place {
            self.proposals.resize(place + 1, None);
            self.evidence.resize(place + 1, Evidence::default());
        }
        let (before, text) = (&self.proposals[place], &proposal.text);
        let same =
            |before: &Arc<ProposalMemory>| before.text.title == text.title && before.text.why == text.why;
        if !before.as_ref().is_some_and(same) {
            self.similar.put(place as u32, text.title.as_str(), text.why.as_str());
        }
        self.proposals[place] = Some(Arc::new(proposal));
        self.stale = true;
    }

    /// Forgets a proposal that was moved to another round.
    pub fn remove(&mut self, id: ProposalId) {
        let place = self.places.find(id.0).and_then(|place| self.proposals.get_mut(place as usize));
        if let Some(place) = place {
            *place = None;
            self.stale = true;
        }
    }

    pub(super) fn ask_nobody(&mut self) {
        self.asked.clear();
        self.stale = true;
    }

    /// Somebody's vote was given to other words, and taken back by this number of the log.
    pub(super) fn ask(&mut self, id: ProposalId, voter: Voter, seq: i64) {
        self.asked.insert((self.places.intern(id.0), voter.0), seq);
    }

    /// Puts a line of the log to the ballots.
    pub fn apply(&mut self, row: &crate::db::batch::VoteRow, voter: Voter) {
        let proposal = Proposal(self.places.intern(row.proposal));
        let entry = merging::entry(row, voter, proposal);
        if self.asked.get(&(proposal.0, voter.0)).is_some_and(|seq| row.seq > *seq) {
            self.asked.remove(&(proposal.0, voter.0));
        }
        if self.merges.concern(proposal) {
            let moved = self.merges.apply(&mut self.ballots, &entry);
            moved.into_iter().for_each(|moved| self.take_over(moved));
            return;
        }
        let before = self.ballots.current(voter, proposal);
        if self.ballots.apply(&entry) == Effect::Changed {
            let after = self.ballots.current(voter, proposal);
            self.take_over(Moved { voter, proposal, before, after });
        }
    }

    /// Lets the evidence follow who speaks for which account now.
    pub fn electorate(&mut self) -> &mut engine::electorate::Electorate {
        self.touched = (0..self.ballots.proposals() as u32).collect();
        self.stale = true;
        self.ballots.electorate_mut()
    }

    /// The same round with other votes: those that were there at another moment.
    #[must_use]
    pub fn with_votes<'r>(&self, rows: impl Iterator<Item = (&'r crate::db::batch::VoteRow, Voter)>) -> Self {
        let mut other = Self::new(self.round.clone());
        (other.places, other.proposals) = (self.places.clone(), self.proposals.clone());
        other.ballots.electorate_mut().clone_from(self.ballots.electorate());
        other.merges = self.merges.unheard();
        rows.for_each(|(row, voter)| other.apply(row, voter));
        other
    }

    /// The same round with some of its votes only.
    #[must_use]
    pub fn with_ballots(&self, ballots: Ballots) -> Self {
        let mut other = Self::new(self.round.clone());
        (other.places, other.proposals) = (self.places.clone(), self.proposals.clone());
        other.ballots = ballots;
        other.merges = self.merges.unheard();
        other
    }

    /// The board, if nothing has changed since, or, with how long it is to stay, if it was made too little ago.
    pub(super) fn board_as_it_is(
        &self,
        now: Timestamp,
        patience: Duration,
    ) -> Option<(Arc<Board>, Option<Duration>)> {
        let (board, pace) = self.board.as_ref()?;
        let wait = self.stale.then(|| pace.wait(now, patience));
        (wait != Some(None)).then(|| (board.clone(), wait.flatten()))
    }

    /// Counts what was touched and ranks anew.
    pub(super) fn renew_board(&mut self, clock: &Clock) -> Arc<Board> {
        let now = clock.now();
        self.touched.sort_unstable();
        self.touched.dedup();
        for place in self.touched.drain(..) {
            if self.evidence.len() <= place as usize {
                self.evidence.resize(place as usize + 1, Evidence::default());
            }
            self.evidence[place as usize] = evidence(&self.ballots, Proposal(place), &mut self.scratch);
        }
        let told = (self.totals(), &self.noted_by_place());
        let board = Board::rank(&self.proposals, &self.evidence, &self.ballots, &mut self.scratch, told, now);
        let board = Arc::new(board);
        self.board = Some((board.clone(), Pace::new(now, clock.now())));
        self.stale = false;
        board
    }

    fn totals(&self) -> Totals {
        // Whoever was asked again counts here until they answer: else a change of words would tell how many had voted on it.
        let asked = self.asked.keys().map(|(_, voter)| *voter);
        let voters: FxHashSet<u32> = self.turnout.voters().map(|voter| voter.0).chain(asked).collect();
        let (voices, apart) = ballots::voices(voters.iter().copied().map(Voter), self.ballots.electorate());
        Totals {
            voices,
            people: voters.len(),
            votes: self.ballots.len() - self.noted.len() + self.asked.len(),
            proposals: self.proposals().filter(|proposal| proposal.status.is_public()).count(),
            apart: shown::apart(apart),
            noted: self.noted(None),
        }
    }
}
