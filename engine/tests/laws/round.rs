//! Random small rounds: a few accounts, people who belong to them or do not, and a log with re-votes and take-backs.
//! It makes ballots; it expects nothing of them.

use engine::ballots::{Ballots, Entry, Proposal};
use engine::electorate::{Account, Membership, Tier, Voter};
use engine::evidence::{Evidence, Scratch, evidence};
use engine::vote::{Strength, Vote};
use proptest::collection::vec;
use proptest::prelude::*;

pub const PROPOSALS: u32 = 4;
const ACCOUNTS: u32 = 7;
const PEOPLE: u32 = 24;

#[derive(Clone, Debug)]
pub struct Round {
    pub tiers: Vec<Option<Tier>>,
    pub members: Vec<Membership>,
    pub log: Vec<Entry>,
}

impl Round {
    pub fn ballots(&self) -> Ballots {
        let mut ballots = self.empty();
        ballots.extend(&self.log);
        ballots
    }

    /// The same people and accounts, before any vote.
    pub fn empty(&self) -> Ballots {
        let mut ballots = Ballots::default();
        let electorate = ballots.electorate_mut();
        for (account, tier) in (0..).map(Account).zip(&self.tiers) {
            electorate.set_entitlement(account, *tier);
        }
        for (voter, membership) in (0..).map(Voter).zip(&self.members) {
            electorate.set_membership(voter, *membership);
        }
        ballots
    }
}

pub fn round() -> impl Strategy<Value = Round> {
    let tiers = vec(tier(), ACCOUNTS as usize);
    let members = vec(membership(), PEOPLE as usize);
    let log = vec(step(), 0..160);
    (tiers, members, log).prop_map(|(tiers, members, log)| Round { tiers, members, log: numbered(log) })
}

/// Numbers the entries as a log does, from 1.
pub fn numbered(mut log: Vec<Entry>) -> Vec<Entry> {
    for (number, entry) in (1..).zip(&mut log) {
        entry.number = number;
    }
    log
}

pub fn vote() -> impl Strategy<Value = Vote> {
    let strength = || {
        prop_oneof![
            Just(None),
            Just(Some(Strength::Nice)),
            Just(Some(Strength::Important)),
            Just(Some(Strength::Essential))
        ]
    };
    prop_oneof![
        3 => strength().prop_map(Vote::Agree),
        2 => (strength(), any::<bool>())
            .prop_map(|(strength, red_line)| Vote::Disagree { strength, red_line }),
        1 => Just(Vote::Pass),
    ]
}

pub fn tier() -> impl Strategy<Value = Option<Tier>> {
    prop_oneof![
        4 => Just(Some(Tier::One)),
        1 => Just(Some(Tier::Two)),
        1 => Just(Some(Tier::Three)),
        1 => Just(None),
    ]
}

pub fn membership() -> impl Strategy<Value = Membership> {
    let account = prop::option::weighted(0.9, (0..ACCOUNTS).prop_map(Account));
    let confirmed = prop::bool::weighted(0.85);
    (account, confirmed).prop_map(|(account, confirmed)| Membership { account, confirmed })
}

/// An entry from one random number, digit by digit: strategies for each field would take most of the tests' time.
fn step() -> impl Strategy<Value = Entry> {
    any::<u64>().prop_map(|mut number| {
        let mut digit = |base: u64| {
            let digit = number % base;
            number /= base;
            digit
        };
        let (voter, proposal) = (digit(PEOPLE.into()) as u32, digit(PROPOSALS.into()) as u32);
        let strength = [None, Some(Strength::Nice), Some(Strength::Important), Some(Strength::Essential)];
        let strength = strength[digit(4) as usize];
        let vote = match digit(7) {
            0..=2 => Some(Vote::Agree(strength)),
            3..=4 => Some(Vote::Disagree { strength, red_line: digit(3) == 0 }),
            5 => Some(Vote::Pass),
            _ => None,
        };
        let on_behalf = digit(10) == 9;
        let at = digit(2_000_000_000) as i64 * 1_000_000;
        Entry { number: 0, at, voter: Voter(voter), proposal: Proposal(proposal), vote, on_behalf }
    })
}

/// The evidence of each of the round's proposals.
pub fn all(ballots: &Ballots) -> Vec<Evidence> {
    let mut scratch = Scratch::default();
    (0..PROPOSALS).map(|proposal| evidence(ballots, Proposal(proposal), &mut scratch)).collect()
}

/// One more vote at the end, by somebody new of a new account.
pub fn join(ballots: &mut Ballots, tier: Tier, proposal: Proposal, vote: Vote) {
    let account = Account(ballots.electorate().accounts() as u32);
    let voter = Voter(1_000 + account.0);
    let electorate = ballots.electorate_mut();
    electorate.set_entitlement(account, Some(tier));
    electorate.set_membership(voter, Membership { account: Some(account), confirmed: true });
    say(ballots, voter, proposal, Some(vote));
}

/// One more vote at the end.
pub fn say(ballots: &mut Ballots, voter: Voter, proposal: Proposal, vote: Option<Vote>) {
    let number = ballots.cut() + 1;
    ballots.apply(&Entry { number, at: 0, voter, proposal, vote, on_behalf: false });
}
