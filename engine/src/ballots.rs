//! The current votes of a round, in columns by proposal, built from the vote log in commit order and extended by its tail.
//! It keeps who said what and when; it does not weigh or count anything.

use rustc_hash::FxHashMap;

use crate::electorate::{Account, Electorate, Voter};
use crate::vote::{Mark, Vote};

/// A proposal, as a dense index chosen by the caller (see [`crate::keys::Keys`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Proposal(pub u32);

/// One line of the vote log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The log's own number, from 1, rising in commit order; gaps are allowed.
    pub number: i64,
    /// Microseconds since 1970; kept to the second.
    pub at: i64,
    pub voter: Voter,
    pub proposal: Proposal,
    /// `None`: the vote is taken back.
    pub vote: Option<Vote>,
    /// Cast by staff for the voter, who has not confirmed it. Confirming is an entry of its own without the flag.
    pub on_behalf: bool,
}

/// What an entry did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The votes on its proposal are no longer the same: count it again.
    Changed,
    /// Nothing to take back, or a vote on behalf where the voter's own stands.
    Unchanged,
    /// Its number is not above the cut: it, or a later one, was applied before.
    AlreadySeen,
}

/// A vote as it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Current {
    pub vote: Vote,
    pub on_behalf: bool,
    /// Seconds since 1970.
    pub at: u32,
}

/// The votes on one proposal, a row each. Removing a row moves the last one into its place, so order means nothing.
#[derive(Clone, Debug, Default)]
struct Poll {
    /// Voter and mark together: a count reads one column, in order.
    votes: Vec<Packed>,
    times: Vec<u32>,
    /// The row of a voter, once there are more than [`SCANNED`]: reading so many in a row is as fast as one look-up far away.
    rows: Option<Box<FxHashMap<u32, u32>>>,
}

/// A voter in the upper 27 bits, a mark in the lower 5.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed(u32);

impl Packed {
    fn new(voter: Voter, mark: Mark) -> Self {
        Self(voter.0 << 5 | mark.packed())
    }

    #[inline]
    pub(crate) fn voter(self) -> Voter {
        Voter(self.0 >> 5)
    }

    #[inline]
    pub(crate) fn mark(self) -> Mark {
        Mark::unpacked(self.0)
    }
}

/// Most votes of a proposal that are looked through one after the other.
const SCANNED: usize = 512;

/// The current vote of every voter on every proposal: 8 bytes a vote in the columns (up to twice that while they grow), and
/// 10 to 20 in the index of proposals with many.
#[derive(Clone, Debug, Default)]
pub struct Ballots {
    electorate: Electorate,
    polls: Vec<Poll>,
    votes: usize,
    cut: i64,
}

impl Ballots {
    /// Applies the log's next entry. O(1) amortised.
    ///
    /// The last vote per voter and proposal counts, with one exception: what staff enter on behalf of a voter never
    /// displaces what that voter said in person, since an unconfirmed vote is counted apart and would silence the account.
    pub fn apply(&mut self, entry: &Entry) -> Effect {
        if entry.number <= self.cut {
            return Effect::AlreadySeen;
        }
        self.cut = entry.number;
        match entry.vote {
            Some(vote) => self.cast(entry, Mark::new(vote, entry.on_behalf)),
            None => self.take_back(entry),
        }
    }

    /// Passes by the log's entries up to this one: what they say comes by [`Ballots::put`].
    pub(crate) fn skip_to(&mut self, number: i64) {
        self.cut = self.cut.max(number);
    }

    /// Lets a voter's vote on a proposal be this, or none: the vote, whether it was entered on their behalf, and when, in
    /// microseconds since 1970.
    pub(crate) fn put(&mut self, voter: Voter, proposal: Proposal, vote: Option<(Vote, bool, i64)>) {
        let place = proposal.0 as usize;
        if self.polls.len() <= place && vote.is_some() {
            self.polls.resize_with(place + 1, Poll::default);
        }
        let Some(poll) = self.polls.get_mut(place) else { return };
        match (poll.row(voter), vote) {
            (Some(row), Some((vote, on_behalf, at))) => {
                poll.times[row] = seconds(at);
                poll.votes[row] = Packed::new(voter, Mark::new(vote, on_behalf));
            }
            (Some(row), None) => {
                poll.remove(row);
                self.votes -= 1;
            }
            (None, Some((vote, on_behalf, at))) => {
                poll.push(voter, seconds(at), Mark::new(vote, on_behalf));
                self.votes += 1;
            }
            (None, None) => {}
        }
    }

    /// The number of the last log entry applied, 0 before the first: two instances with the same cut hold the same votes.
    #[must_use]
    pub fn cut(&self) -> i64 {
        self.cut
    }

    /// How many votes stand now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.votes
    }

    /// Whether no vote stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.votes == 0
    }

    /// One more than the highest proposal index ever voted on.
    #[must_use]
    pub fn proposals(&self) -> usize {
        self.polls.len()
    }

    /// What a voter says on a proposal now, if anything.
    #[must_use]
    pub fn current(&self, voter: Voter, proposal: Proposal) -> Option<Current> {
        let poll = self.polls.get(proposal.0 as usize)?;
        let row = poll.row(voter)?;
        let mark = poll.votes[row].mark();
        Some(Current { vote: mark.vote(), on_behalf: mark.on_behalf(), at: poll.times[row] })
    }

    #[must_use]
    pub fn electorate(&self) -> &Electorate {
        &self.electorate
    }

    /// For memberships confirmed, moved or withdrawn at any time, before or after the votes they concern.
    pub fn electorate_mut(&mut self) -> &mut Electorate {
        &mut self.electorate
    }

    /// Lays the columns out anew in the order of proposals, with a little room to spare: for after a log was read, since a
    /// count of everything then goes through memory from one end to the other. Changes nothing else. O(votes).
    pub fn compact(&mut self) {
        let votes: Vec<_> = self.polls.iter().map(|poll| laid_out(&poll.votes)).collect();
        let times: Vec<_> = self.polls.iter().map(|poll| laid_out(&poll.times)).collect();
        for ((poll, votes), times) in self.polls.iter_mut().zip(votes).zip(times) {
            (poll.votes, poll.times) = (votes, times);
        }
    }

    /// The same ballots without some votes, to count beside these. O(votes).
    #[must_use]
    pub fn without(&self, left_out: impl Fn(Voter, Proposal) -> bool) -> Self {
        let mut rest = self.clone();
        for (proposal, poll) in (0..).map(Proposal).zip(&mut rest.polls) {
            for row in (0..poll.votes.len()).rev() {
                if left_out(poll.votes[row].voter(), proposal) {
                    poll.remove(row);
                    rest.votes -= 1;
                }
            }
        }
        rest
    }

    /// When the first of the votes was cast, in seconds since 1970.
    #[must_use]
    pub fn first_vote(&self) -> Option<u32> {
        self.polls.iter().flat_map(|poll| &poll.times).copied().min()
    }

    /// The votes on a proposal that carry weight, with their accounts, in no particular order.
    pub fn entitled(&self, proposal: Proposal) -> impl Iterator<Item = (Voter, Account, Vote)> + '_ {
        let own = self.packed(proposal).iter().filter(|vote| !vote.mark().on_behalf());
        own.filter_map(|vote| {
            let (account, _) = self.electorate.voice(vote.voter())?;
            Some((vote.voter(), account, vote.mark().vote()))
        })
    }

    /// The votes on a proposal, in no particular order.
    #[inline]
    pub(crate) fn votes_on(&self, proposal: Proposal) -> impl Iterator<Item = (Voter, u32, Mark)> + '_ {
        let poll = self.polls.get(proposal.0 as usize);
        let votes = poll.into_iter().flat_map(|poll| poll.votes.iter().zip(&poll.times));
        votes.map(|(vote, &at)| (vote.voter(), at, vote.mark()))
    }

    /// The same without times: what a count reads, and no more.
    #[inline]
    pub(crate) fn packed(&self, proposal: Proposal) -> &[Packed] {
        self.polls.get(proposal.0 as usize).map_or(&[], |poll| &poll.votes)
    }

    fn cast(&mut self, entry: &Entry, mark: Mark) -> Effect {
        let place = entry.proposal.0 as usize;
        if self.polls.len() <= place {
            self.polls.resize_with(place + 1, Poll::default);
        }
        let poll = &mut self.polls[place];
        let Some(row) = poll.row(entry.voter) else {
            poll.push(entry.voter, seconds(entry.at), mark);
            self.votes += 1;
            return Effect::Changed;
        };
        if own_vote_stands(poll, row, entry) {
            return Effect::Unchanged;
        }
        poll.times[row] = seconds(entry.at);
        poll.votes[row] = Packed::new(entry.voter, mark);
        Effect::Changed
    }

    fn take_back(&mut self, entry: &Entry) -> Effect {
        let Some(poll) = self.polls.get_mut(entry.proposal.0 as usize) else {
            return Effect::Unchanged;
        };
        match poll.row(entry.voter) {
            Some(row) if !own_vote_stands(poll, row, entry) => {
                poll.remove(row);
                self.votes -= 1;
                Effect::Changed
            }
            _ => Effect::Unchanged,
        }
    }
}

impl Poll {
    #[inline]
    fn row(&self, voter: Voter) -> Option<usize> {
        match &self.rows {
            Some(rows) => rows.get(&voter.0).map(|&row| row as usize),
            None => {
                // Sixteen at once without a branch between them, which the compiler turns into a few wide comparisons.
                let here =
                    |some: &[Packed]| some.iter().fold(false, |here, vote| here | (vote.voter() == voter));
                let block = self.votes.chunks(16).position(here)?;
                let row = self.votes[block * 16..].iter().position(|vote| vote.voter() == voter)?;
                Some(block * 16 + row)
            }
        }
    }

    fn push(&mut self, voter: Voter, at: u32, mark: Mark) {
        // A row for each voter, and voters are u32.
        let row = u32::try_from(self.votes.len()).unwrap_or(u32::MAX);
        self.votes.push(Packed::new(voter, mark));
        self.times.push(at);
        match &mut self.rows {
            Some(rows) => {
                rows.insert(voter.0, row);
            }
            None if self.votes.len() > SCANNED => {
                self.rows = Some(Box::new(self.votes.iter().map(|vote| vote.voter().0).zip(0..).collect()));
            }
            None => {}
        }
    }

    /// Moves the last vote into the place of the one removed.
    fn remove(&mut self, row: usize) {
        let gone = self.votes.swap_remove(row);
        self.times.swap_remove(row);
        if let Some(rows) = &mut self.rows {
            rows.remove(&gone.voter().0);
            if let Some(moved) = self.votes.get(row) {
                rows.insert(moved.voter().0, u32::try_from(row).unwrap_or(u32::MAX));
            }
        }
    }
}

impl<'a> Extend<&'a Entry> for Ballots {
    fn extend<T: IntoIterator<Item = &'a Entry>>(&mut self, log: T) {
        for entry in log {
            self.apply(entry);
        }
    }
}

fn laid_out<T: Copy>(column: &[T]) -> Vec<T> {
    let mut copy = Vec::with_capacity(column.len() + column.len() / 16 + 4);
    copy.extend_from_slice(column);
    copy
}

fn own_vote_stands(poll: &Poll, row: usize, entry: &Entry) -> bool {
    entry.on_behalf && !poll.votes[row].mark().on_behalf()
}

/// Seconds since 1970 from microseconds, held within 1970 and 2106: only the order of magnitude of an age is read.
fn seconds(microseconds: i64) -> u32 {
    u32::try_from((microseconds / 1_000_000).max(0)).unwrap_or(u32::MAX)
}
