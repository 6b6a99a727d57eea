//! Everything in memory, as it can be asked.

mod taking_in;

use super::board::Board;
use super::news;
use super::people::{Directory, Member};
use super::round::RoundMemory;
use super::talk::Talk;
use crate::clock::Clock;
use crate::db::Db;
use crate::db::batch::VoteRow;
use engine::electorate::{Account, Voter};
use engine::keys::Keys;
use model::event::Change;
use model::proposal::Status;
use model::queue::Key as Item;
use model::vote::Vote;
use model::ways::Rules;
use model::{AccountId, Explanation, PersonId, ProposalId, RoundId, Timestamp, Version, comment};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The company, once set up.
#[derive(Clone, Debug)]
pub struct Company {
    pub name: String,
    /// The round that pages open on.
    pub round: RoundId,
    /// What it says of how it moderates, in its own words.
    pub policy: Option<Explanation>,
    /// What one author may write in a short while, where it has said so.
    pub pace: Option<usize>,
}

#[derive(Default)]
pub struct World {
    seq: i64,
    company: Option<Company>,
    has_admin: bool,
    ways: Rules,
    designs: Vec<(Version, RoundId)>,
    promise_changes: u64,
    pub directory: Directory,
    pub talk: Talk,
    /// By proposal, who writes it with its author.
    writers: FxHashMap<i64, Vec<PersonId>>,
    rounds: BTreeMap<i64, RoundMemory>,
    round_of: FxHashMap<i64, i64>,
    voters: Keys,
    accounts: Keys,
}

impl World {
    pub(super) async fn load(db: &Db, seen: i64) -> anyhow::Result<Self> {
        let mut world = Self::default();
        world.take_in(news::everything(db).await?);
        world.seq = seen;
        Ok(world)
    }

    /// The number of the last event or vote taken in.
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub(super) fn set_seq(&mut self, seq: i64) {
        self.seq = seq;
    }

    #[must_use]
    pub fn company(&self) -> Option<&Company> {
        self.company.as_ref()
    }

    #[must_use]
    pub fn has_admin(&self) -> bool {
        self.has_admin
    }

    /// Every adopted design with its round, oldest first.
    #[must_use]
    pub fn designs(&self) -> &[(Version, RoundId)] {
        &self.designs
    }

    /// Which ways of signing in are open.
    #[must_use]
    pub fn ways(&self) -> Rules {
        self.ways
    }

    /// Another number when something has been said of promises.
    #[must_use]
    pub fn promise_changes(&self) -> u64 {
        self.promise_changes
    }

    #[must_use]
    pub fn person(&self, person: PersonId) -> Option<Arc<Member>> {
        self.directory.person(person)
    }

    /// Whether what this person wrote is the company's word. Nobody's is not.
    #[must_use]
    pub fn is_by_staff(&self, author: Option<PersonId>) -> bool {
        author.and_then(|author| self.person(author)).is_some_and(|author| author.is_staff())
    }

    #[must_use]
    pub fn round(&self, round: RoundId) -> Option<&RoundMemory> {
        self.rounds.get(&round.0)
    }

    /// Oldest first.
    pub fn rounds(&self) -> impl Iterator<Item = &RoundMemory> {
        self.rounds.values()
    }

    /// The round that a proposal belongs to.
    #[must_use]
    pub fn round_of(&self, proposal: ProposalId) -> Option<&RoundMemory> {
        self.rounds.get(self.round_of.get(&proposal.0)?)
    }

    #[must_use]
    pub fn voter(&self, person: PersonId) -> Option<Voter> {
        self.voters.find(person.0).map(Voter)
    }

    /// The account behind one of the engine's.
    #[must_use]
    pub fn account(&self, account: Account) -> Option<AccountId> {
        self.accounts.key(account.0).map(AccountId)
    }

    /// The person behind one of the engine's voters.
    #[must_use]
    pub fn voter_person(&self, voter: Voter) -> Option<PersonId> {
        self.voters.key(voter.0).map(PersonId)
    }

    /// A person's current vote on a proposal.
    #[must_use]
    pub fn vote(&self, person: PersonId, proposal: ProposalId) -> Option<Vote> {
        self.round_of(proposal)?.vote(self.voter(person)?, proposal)
    }

    /// Who writes a proposal with its author.
    #[must_use]
    pub fn writers(&self, proposal: ProposalId) -> &[PersonId] {
        self.writers.get(&proposal.0).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody writes a proposal with its author.
    #[must_use]
    pub fn writes(&self, person: PersonId, proposal: ProposalId) -> bool {
        self.writers(proposal).contains(&person)
    }

    /// Whether somebody else noted a vote of theirs that they have not confirmed.
    #[must_use]
    pub fn is_noted(&self, person: PersonId, proposal: ProposalId) -> bool {
        let round = self.round_of(proposal);
        round.zip(self.voter(person)).is_some_and(|(round, voter)| round.is_noted(voter, proposal))
    }

    /// The topmost account that a person speaks for, if that is confirmed.
    #[must_use]
    pub fn speaks_for(&self, person: PersonId) -> Option<AccountId> {
        let member = self.person(person).filter(|member| member.confirmed)?;
        self.directory.topmost(member.account?).map(|(account, _)| account)
    }

    /// What a moderator is to decide, with since when it has stood: whatever waits, what was reported, and who asks to speak for an
    /// account; but for what waits for its author, who was asked something.
    pub fn to_decide(&self) -> impl Iterator<Item = (Timestamp, Item)> + '_ {
        self.undecided().filter(|(_, item)| !self.talk.is_asked(*item))
    }

    /// With what waits for its author.
    pub fn undecided(&self) -> impl Iterator<Item = (Timestamp, Item)> + '_ {
        let proposals = self.rounds().flat_map(RoundMemory::proposals).filter(|one| {
            let reported = one.status.is_public() && self.talk.is_reported(Item::Proposal(one.id));
            one.status == Status::Waiting || reported
        });
        let comments = self.talk.comments().filter(|one| match one.status {
            comment::Status::Waiting => true,
            comment::Status::Published => self.talk.is_reported(Item::Comment(one.id)),
            comment::Status::Declined | comment::Status::Withdrawn => false,
        });
        let proposals = proposals.map(|one| (one.changed, Item::Proposal(one.id)));
        let all = proposals.chain(comments.map(|one| (one.at, Item::Comment(one.id))));
        let read = all.map(|(at, item)| (self.talk.stands_since(item, at), item));
        read.chain(self.directory.requests().map(|(at, request)| (at, Item::JoinRequest(request))))
    }

    pub(super) fn renew_board(&mut self, round: RoundId, clock: &Clock) -> Option<Arc<Board>> {
        self.rounds.get_mut(&round.0).map(|memory| memory.renew_board(clock))
    }

    /// Puts a line of the vote log to its round's ballots.
    pub(super) fn apply(&mut self, row: &VoteRow) {
        let voter = Voter(self.voters.intern(row.person));
        if let Some(memory) = self.round_of.get(&row.proposal).and_then(|round| self.rounds.get_mut(round)) {
            memory.apply(row, voter);
        }
    }

    pub(super) fn vote_change(&self, proposal: ProposalId) -> Option<Change> {
        let round = *self.round_of.get(&proposal.0)?;
        Some(Change::Votes { round: RoundId(round) })
    }
}
