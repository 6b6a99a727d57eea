//! How what is in memory follows what was read, and what open pages are told of it.

use super::World;
use crate::db::merging::Merged;
use crate::db::proposals::ProposalRow;
use crate::db::writing::WaitingRow;
use crate::memory::news::News;
use crate::memory::people::{Directory, Member};
use crate::memory::proposal::ProposalMemory;
use crate::memory::round::RoundMemory;
use engine::electorate::{Account, Electorate, Membership, Tier, Voter};
use engine::keys::Keys;
use model::event::Change;
use model::round::Round;
use model::{PersonId, ProposalId, RoundId};

impl World {
    /// Takes in what was read, and gives back what open pages are to be told.
    pub(in crate::memory) fn take_in(&mut self, news: Vec<News>) -> Vec<Change> {
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
                    let one = PersonId(asked);
                    let asks = |world: &Self| world.person(one).and_then(|one| one.request());
                    let before = asks(self);
                    let put = self.directory.put(rows, &roles, &cultures);
                    if asked != 0 && put.is_empty() {
                        self.directory.forget(one);
                    }
                    self.enrol(&put);
                    // The moderators' queue follows, also where who asks is handed to somebody; nobody else sees a difference.
                    let after = asks(self);
                    let queue = before != after || after.is_some();
                    let round = self.company().map(|company| company.round).filter(|_| queue);
                    changes.extend(round.map(|round| Change::Proposals { round }));
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

    fn put_round(&mut self, id: i64, round: Option<Box<Round>>, proposals: Vec<ProposalRow>) {
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

    fn set_asked(&mut self, rows: &[WaitingRow]) {
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
    fn put_proposals(&mut self, rows: &[ProposalRow]) -> Vec<RoundId> {
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
