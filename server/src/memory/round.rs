//! A round in memory: its texts, its proposals by place, its ballots and the evidence they give.

mod merging;

use super::ballots::{self, Turnout};
use super::board::{Board, shown};
use super::pace::Pace;
use super::search;
use super::similar::Similar;
use crate::clock::Clock;
use crate::db::proposals::ProposalRow;
use crate::mentions::Names;
use engine::ballots::{Ballots, Current, Effect, Proposal};
use engine::electorate::Voter;
use engine::evidence::{Evidence, Scratch, evidence};
use engine::keys::Keys;
use engine::merging::{Merges, Moved};
use model::design::LeftDecision;
use model::intake::Held;
use model::proposal::{ProposalText, Status};
use model::round::{Round, Totals};
use model::vote::Vote;
use model::{PersonId, ProposalId, RoundId, Timestamp, Why};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// A proposal with what requests need of it.
#[derive(Clone, Debug)]
pub struct ProposalMemory {
    pub id: ProposalId,
    pub round: RoundId,
    /// Without the names of those who are named in it.
    pub text: ProposalText,
    /// What is asked for and why as it is kept, with whoever is named in it by number.
    pub marked: Why,
    pub status: Status,
    /// The rule of intake that holds it, besides the round's own.
    pub held: Option<Held>,
    pub author: Option<PersonId>,
    pub at: Timestamp,
    /// When it got its present wording.
    pub changed: Timestamp,
    /// Whose that is, if not the author's.
    pub changed_by: Option<PersonId>,
    /// Since when it has had the words that votes are for; `None` while its present ones have not been public.
    pub worded: Option<Timestamp>,
    /// Up to which number of the log votes were given to other words.
    pub asked_up_to: i64,
    /// Whether for now or for good, and why.
    pub left_out: Option<(LeftDecision, String)>,
    /// How often that was written.
    pub left_revision: i64,
    /// All that it says, to search in.
    pub words: String,
}

impl ProposalMemory {
    /// `None`, with a line in the log, when what is stored is not a proposal.
    pub fn read(row: &ProposalRow) -> Option<Self> {
        let mut text = match row.text() {
            Ok(text) => text,
            Err(refused) => {
                tracing::error!(proposal = row.id, %refused, "a stored proposal cannot be read and is left out");
                return None;
            }
        };
        let marked = text.why.clone();
        if let Some(why) = Names::default().to_read(marked.as_str()) {
            text.why = why;
        }
        let particulars = [&text.who, &text.how, &text.tool, &text.measure];
        let particulars = particulars.into_iter().flatten().map(|one| one.as_str());
        let words = [text.title.as_str(), text.why.as_str()].into_iter().chain(particulars);
        let words = search::index(&words.collect::<Vec<_>>().join(" "));
        Some(Self {
            id: ProposalId(row.id),
            round: RoundId(row.round),
            status: row.status.parse().unwrap_or(Status::Waiting),
            held: row.held.as_deref().and_then(|held| held.parse().ok()),
            author: row.author.map(PersonId),
            at: Timestamp(row.created),
            changed: Timestamp(row.changed.unwrap_or(row.created)),
            changed_by: row.changed_by.map(PersonId),
            worded: row.worded.map(Timestamp),
            asked_up_to: row.asked_up_to.unwrap_or_default(),
            left_out: row.left_out.clone().map(|reason| (decision(row), reason)),
            left_revision: row.left_revision.unwrap_or_default(),
            words,
            text,
            marked,
        })
    }
}

impl ProposalMemory {
    /// What a vote names as `seen`.
    #[must_use]
    pub fn worded(&self) -> Timestamp {
        self.worded.unwrap_or(self.changed)
    }
}

fn decision(row: &ProposalRow) -> LeftDecision {
    row.decision.as_deref().and_then(LeftDecision::from_word).unwrap_or_default()
}

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

    /// Accounts that have voted with weight.
    #[must_use]
    pub fn voices(&self) -> usize {
        self.turnout.voices(self.ballots.electorate()).0
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

    /// Everybody's votes, by voter and by a proposal's place.
    #[must_use]
    pub fn ballots(&self) -> &Ballots {
        &self.ballots
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
        let totals = self.totals();
        let board =
            Board::rank(&self.proposals, &self.evidence, &self.ballots, &mut self.scratch, totals, now);
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
