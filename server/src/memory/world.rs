//! Everything in memory, and how it follows the event log: the noun of an event's kind says what to read again.

use super::board::Board;
use super::people::{Directory, Member};
use super::round::{ProposalMemory, RoundMemory};
use super::talk::{Desk, Talk};
use crate::clock::Clock;
use crate::db::batch::VoteRow;
use crate::db::comments::CommentRow;
use crate::db::events::EventRow;
use crate::db::merging::{Merged, OutRow};
use crate::db::people::{AccountRow, PersonRow, RoleRow, SegmentOfRow, SpeaksFromRow};
use crate::db::writing::{self, WriterRow};
use crate::db::{
    Db, blocking, comments, company, complaints, intake, merging, people, proposals, queue, rounds, ways,
};
use engine::electorate::{Account, Electorate, Membership, Tier, Voter};
use engine::keys::Keys;
use model::event::Change;
use model::proposal::Status;
use model::queue::Key as Item;
use model::round::Round;
use model::vote::Vote;
use model::ways::Rules;
use model::{AccountId, CommentId, Explanation, PersonId, ProposalId, RoundId, Timestamp, Version, comment};
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
        let mut news =
            vec![News::Company(company::load(db).await?), accounts(db).await?, persons(db, 0).await?];
        for round in rounds::ids(db).await? {
            news.push(whole_round(db, round).await?);
        }
        let ways = News::Ways(ways::load(db).await?);
        news.extend([
            reported(db).await?,
            intake(db).await?,
            desk(db).await?,
            ways,
            writers(db).await?,
            asked(db).await?,
        ]);
        world.take_in(news);
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

    /// What a moderator is to decide, with since when it has stood: whatever waits, and what was reported; but for what waits
    /// for its author, who was asked something.
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
        all.map(|(at, item)| (self.talk.stands_since(item, at), item))
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

    /// Takes in what was read, and gives back what open pages are to be told.
    pub(super) fn take_in(&mut self, news: Vec<News>) -> Vec<Change> {
        let mut changes = Vec::new();
        for news in news {
            match news {
                News::Company((company, has_admin, designs)) => {
                    self.company = company;
                    self.has_admin = has_admin;
                    self.designs = designs;
                }
                News::Accounts(rows, segments) => {
                    self.directory.set_accounts(rows, segments);
                    self.enrol_everybody();
                }
                News::People { asked, rows, roles, cultures } => {
                    let put = self.directory.put(rows, &roles, &cultures);
                    if asked != 0 && put.is_empty() {
                        self.directory.forget(PersonId(asked));
                    }
                    self.enrol(&put);
                }
                News::Round { id, round, proposals, comments, merged } => {
                    self.put_round(id, round, proposals);
                    merged.iter().for_each(|merged| self.set_merges(RoundId(id), merged));
                    self.talk.put(comments);
                    changes.push(Change::Round { round: RoundId(id) });
                }
                News::Proposals { round, rows } => {
                    let left = self.put_proposals(&rows).into_iter();
                    changes.extend(left.chain([round]).map(|round| Change::Proposals { round }));
                }
                News::Merged { round, merged } => {
                    self.set_merges(round, &merged);
                    changes.push(Change::Proposals { round });
                }
                News::Out { round, wording, rows } => {
                    let out: Vec<Voter> =
                        rows.iter().map(|row| Voter(self.voters.intern(row.person))).collect();
                    if let Some(memory) = self.rounds.get_mut(&round.0) {
                        memory.set_out(wording, &out);
                    }
                    changes.push(Change::Votes { round });
                }
                News::Comments { round, rows } => {
                    self.talk.put(rows);
                    changes.push(Change::Proposals { round });
                }
                News::Reported(reported) => self.talk.set_reported(reported),
                News::Intake(trusted, blocked) => self.talk.set_intake(trusted, blocked),
                News::Promises => self.promise_changes += 1,
                News::Desk(desk) => self.talk.set_desk(desk),
                News::Ways(rules) => self.ways = rules,
                News::Writers(rows) => {
                    self.writers.clear();
                    for row in rows {
                        self.writers.entry(row.proposal).or_default().push(PersonId(row.person));
                    }
                }
                News::Asked(rows) => self.set_asked(&rows),
                News::Told(change) => changes.push(change),
            }
        }
        changes
    }

    fn put_round(&mut self, id: i64, round: Option<Box<Round>>, proposals: Vec<proposals::ProposalRow>) {
        let Some(round) = round else {
            self.rounds.remove(&id);
            self.talk.forget_round(RoundId(id));
            self.round_of.retain(|_, of| *of != id);
            return;
        };
        match self.rounds.get_mut(&id) {
            Some(memory) => memory.set_round(*round),
            None => {
                let mut memory = RoundMemory::new(*round);
                enrol_all(&self.directory, &mut self.voters, &mut self.accounts, memory.electorate());
                self.rounds.insert(id, memory);
            }
        }
        self.put_proposals(&proposals);
    }

    fn set_merges(&mut self, round: RoundId, merged: &Merged) {
        let voters = &mut self.voters;
        let Some(memory) = self.rounds.get_mut(&round.0) else { return };
        let out: Vec<(i64, Voter)> =
            merged.out.iter().map(|row| (row.source, Voter(voters.intern(row.person)))).collect();
        let said: Vec<_> = merged.said.iter().map(|row| (row, Voter(voters.intern(row.person)))).collect();
        memory.set_merges(&merged.mergings, &out, &merged.concerned, &said);
    }

    fn set_asked(&mut self, rows: &[writing::WaitingRow]) {
        self.rounds.values_mut().for_each(RoundMemory::ask_nobody);
        for row in rows {
            let voter = Voter(self.voters.intern(row.person));
            if let Some(memory) =
                self.round_of.get(&row.proposal).and_then(|round| self.rounds.get_mut(round))
            {
                memory.ask(ProposalId(row.proposal), voter, row.seq);
            }
        }
    }

    /// Gives back the rounds that some were moved out of.
    fn put_proposals(&mut self, rows: &[proposals::ProposalRow]) -> Vec<RoundId> {
        let mut left = Vec::new();
        for row in rows {
            let before = self.round_of.insert(row.id, row.round).filter(|before| *before != row.round);
            if let Some(memory) = before.and_then(|before| self.rounds.get_mut(&before)) {
                memory.remove(ProposalId(row.id));
                left.push(memory.round.id);
            }
            if let (Some(memory), Some(proposal)) =
                (self.rounds.get_mut(&row.round), ProposalMemory::read(row))
            {
                memory.put(proposal);
            }
        }
        left
    }

    fn enrol_everybody(&mut self) {
        for memory in self.rounds.values_mut() {
            enrol_all(&self.directory, &mut self.voters, &mut self.accounts, memory.electorate());
        }
    }

    /// Lets every round know whom these people speak for.
    fn enrol(&mut self, people: &[PersonId]) {
        for memory in self.rounds.values_mut() {
            let electorate = memory.electorate();
            for member in people.iter().filter_map(|person| self.directory.person(*person)) {
                enrol(&self.directory, &mut self.voters, &mut self.accounts, electorate, &member);
            }
        }
    }
}

fn enrol_all(directory: &Directory, voters: &mut Keys, accounts: &mut Keys, electorate: &mut Electorate) {
    for member in directory.people() {
        enrol(directory, voters, accounts, electorate, member);
    }
}

fn enrol(
    directory: &Directory,
    voters: &mut Keys,
    accounts: &mut Keys,
    electorate: &mut Electorate,
    member: &Member,
) {
    let voter = Voter(voters.intern(member.id.0));
    let topmost = member.account.and_then(|account| directory.topmost(account));
    let account = topmost.map(|(account, tier)| {
        let account = Account(accounts.intern(account.0));
        let tier = match tier {
            2 => Tier::Two,
            3 => Tier::Three,
            _ => Tier::One,
        };
        electorate.set_entitlement(account, Some(tier));
        account
    });
    electorate
        .set_membership(voter, Membership { account, confirmed: member.confirmed && account.is_some() });
}

/// Something read from the database because an event said that it changed.
pub(super) enum News {
    /// The company, whether there is an admin, and every adopted design with its round.
    Company((Option<Company>, bool, Vec<(Version, RoundId)>)),
    Accounts(Vec<AccountRow>, Vec<SegmentOfRow>),
    People {
        asked: i64,
        rows: Vec<PersonRow>,
        roles: Vec<RoleRow>,
        cultures: Vec<SpeaksFromRow>,
    },
    /// `None`: removed. Proposals and comments are those that changed with it.
    Round {
        id: i64,
        round: Option<Box<Round>>,
        proposals: Vec<proposals::ProposalRow>,
        comments: Vec<CommentRow>,
        /// Read again where it may have changed.
        merged: Option<Merged>,
    },
    Merged {
        round: RoundId,
        merged: Merged,
    },
    /// All who stepped out of a wording.
    Out {
        round: RoundId,
        wording: ProposalId,
        rows: Vec<OutRow>,
    },
    Proposals {
        round: RoundId,
        rows: Vec<proposals::ProposalRow>,
    },
    Comments {
        round: RoundId,
        rows: Vec<CommentRow>,
    },
    /// All that is reported, with since when.
    Reported(Vec<(Item, Timestamp)>),
    /// Which ways of signing in are open.
    Ways(Rules),
    /// All who are trusted, and all words that hold a text.
    Intake(Vec<i64>, Vec<String>),
    /// What is said of promises is kept beside (`promises.rs`), which is to read it again.
    Promises,
    Desk(Desk),
    /// Everybody who writes something with its author.
    /// All who were asked again and have not answered.
    Asked(Vec<writing::WaitingRow>),
    Writers(Vec<WriterRow>),
    /// Nothing in memory changes, but open pages do.
    Told(Change),
}

/// Reads what the events say has changed, each thing once.
pub(super) async fn read_changes(db: &Db, happened: &[EventRow]) -> anyhow::Result<Vec<News>> {
    let mut done = std::collections::HashSet::new();
    let mut news = Vec::new();
    for event in happened {
        let noun = event.kind.split('.').next().unwrap_or_default();
        let subject = event.subject.unwrap_or(0);
        // An adopted design changes its proposals too, and an import or a sample brings many at once.
        let whole = matches!(event.kind.as_str(), "design.adopted" | "round.imported");
        let round = RoundId(event.round.unwrap_or(0));
        match event.kind.as_str() {
            "proposal.merged" | "proposal.unmerged" => {
                news.push(News::Merged { round, merged: merging::of_round(db, round).await? });
            }
            "proposal.stepped_out" => {
                let wording = ProposalId(subject);
                news.push(News::Out { round, wording, rows: merging::out_of(db, wording).await? });
                continue;
            }
            _ => {}
        }
        if touches_desk(&event.kind) && done.insert(("desk".to_owned(), 0, false)) {
            news.push(desk(db).await?);
        }
        let asks = matches!(
            event.kind.as_str(),
            "proposal.changed" | "proposal.published" | "proposal.merged" | "proposal.moved" | "person.left"
        );
        if asks && done.insert(("asked".to_owned(), 0, false)) {
            news.push(asked(db).await?);
        }
        if !done.insert((noun.to_owned(), subject, whole)) {
            continue;
        }
        match noun {
            "company" => news.push(News::Company(company::load(db).await?)),
            "account" | "segment" => news.push(accounts(db).await?),
            "person" => {
                news.push(persons(db, subject).await?);
                news.push(News::Company(company::load(db).await?));
                if event.kind == "person.left" {
                    news.push(writers(db).await?);
                }
            }
            "proposal" => {
                let rows = proposals::load(db, subject, 0).await?;
                news.push(News::Proposals { round, rows });
            }
            "comment" => {
                let rows = comments::one(db, CommentId(subject)).await?.into_iter().collect();
                news.push(News::Comments { round: RoundId(event.round.unwrap_or(0)), rows });
            }
            "complaint" => {
                news.push(reported(db).await?);
                // The moderators' queue follows; nobody else sees a difference.
                let told = |round| News::Told(Change::Proposals { round: RoundId(round) });
                news.extend(event.round.map(told));
            }
            "promise" => {
                news.push(News::Promises);
                news.extend(event.round.map(|round| News::Told(Change::Round { round: RoundId(round) })));
            }
            "writer" => {
                news.push(writers(db).await?);
                news.push(News::Told(Change::Proposals { round }));
            }
            "block" => {}
            "ways" => news.push(News::Ways(ways::load(db).await?)),
            "trust" | "words" => news.push(intake(db).await?),
            "round" if !whole => {
                let round = rounds::load(db, subject).await?.map(Box::new);
                news.push(News::Round {
                    id: subject,
                    round,
                    proposals: Vec::new(),
                    comments: Vec::new(),
                    merged: None,
                });
            }
            "design" | "round" => {
                news.push(whole_round(db, event.round.unwrap_or(subject)).await?);
                news.push(News::Company(company::load(db).await?));
            }
            _ => news.extend(event.round.map(|round| News::Told(Change::Round { round: RoundId(round) }))),
        }
    }
    Ok(news)
}

async fn accounts(db: &Db) -> anyhow::Result<News> {
    Ok(News::Accounts(people::accounts(db).await?, people::segments(db).await?))
}

async fn persons(db: &Db, person: i64) -> anyhow::Result<News> {
    let (rows, roles, cultures) = people::load(db, person).await?;
    Ok(News::People { asked: person, rows, roles, cultures })
}

async fn whole_round(db: &Db, id: i64) -> anyhow::Result<News> {
    let round = rounds::load(db, id).await?.map(Box::new);
    let (proposals, comments) = (proposals::load(db, 0, id).await?, comments::of_round(db, id).await?);
    let merged = Some(merging::of_round(db, RoundId(id)).await?);
    Ok(News::Round { id, round, proposals, comments, merged })
}

async fn asked(db: &Db) -> anyhow::Result<News> {
    Ok(News::Asked(writing::waiting(db).await?))
}

async fn writers(db: &Db) -> anyhow::Result<News> {
    Ok(News::Writers(writing::all(db).await?))
}

async fn reported(db: &Db) -> anyhow::Result<News> {
    Ok(News::Reported(complaints::open(db).await?))
}

/// Whether an event may change what moderators are about: any that decides, asks, answers or hands over.
fn touches_desk(kind: &str) -> bool {
    const VERBS: [&str; 10] = [
        "asked",
        "replied",
        "unasked",
        "handed",
        "changed",
        "published",
        "declined",
        "reopened",
        "withdrawn",
        "merged",
    ];
    match kind.split_once('.') {
        Some(("block" | "person", _)) => true,
        Some(("proposal" | "comment", verb)) => VERBS.contains(&verb),
        _ => false,
    }
}

async fn desk(db: &Db) -> anyhow::Result<News> {
    let barred = blocking::blocked(db).await?.into_iter();
    Ok(News::Desk(Desk {
        asked: queue::asked(db).await?.into_iter().collect(),
        handed: queue::handed(db).await?.into_iter().collect(),
        barred: barred.filter_map(|row| Some((row.person, row.reason.parse().ok()?))).collect(),
    }))
}

async fn intake(db: &Db) -> anyhow::Result<News> {
    Ok(News::Intake(intake::trusted(db).await?, intake::words(db).await?))
}
