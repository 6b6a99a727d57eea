//! The votes of the sample: always the same, as its polls say, spread over the two weeks; with people who change their
//! mind, and a few who take a vote back.

use super::asks::{self, Ask, Fate, Poll};
use super::customers::CUSTOMERS;
use crate::db::batch::NewVote;
use model::vote::{Stance, Strength, Vote};
use model::{PersonId, ProposalId, Timestamp};
use std::collections::HashSet;

/// A person as the polls see them.
struct Voter {
    place: usize,
    /// The place of the topmost account, which holds the voice.
    account: usize,
    culture: usize,
}

/// Every vote, in the order of time.
pub fn cast(
    people: &[PersonId],
    proposals: &[ProposalId],
    opened: Timestamp,
    now: Timestamp,
) -> Vec<NewVote> {
    let voters = voters();
    let mut votes = Vec::new();
    for (number, (ask, proposal)) in asks::all().into_iter().zip(proposals).enumerate() {
        let Fate::Voted(poll) = ask.fate else { continue };
        let published = opened.plus(ask.hour * Timestamp::HOUR + super::MODERATION);
        for ballot in ballots(number, ask, poll, &voters) {
            let Some(person) = people.get(ballot.voter) else { continue };
            for (at, vote) in ballot.history(number, published, now) {
                votes.push(NewVote {
                    at,
                    person: *person,
                    proposal: *proposal,
                    vote,
                    on_behalf: false,
                    by: None,
                    source: None,
                });
            }
        }
    }
    votes.sort_by_key(|vote| vote.at);
    votes
}

fn voters() -> Vec<Voter> {
    let people = CUSTOMERS.iter().enumerate().flat_map(|(account, customer)| {
        let topmost = customer.parent.unwrap_or(account);
        customer.people.iter().map(move |(_, culture)| (topmost, *culture))
    });
    people.enumerate().map(|(place, (account, culture))| Voter { place, account, culture }).collect()
}

struct Ballot {
    voter: usize,
    vote: Vote,
    taken_back: bool,
}

/// Who votes on an ask and how. Its author agrees; those who are cold to it disagree first.
fn ballots(number: usize, ask: &Ask, poll: Poll, voters: &[Voter]) -> Vec<Ballot> {
    let mut order = turnout(number, ask.author, voters);
    let more = order.split_off(poll.voters.min(order.len()));
    let cold = |voter: &&Voter| (poll.cold == Some(voter.culture), chance(number, voter.place, "cold"));
    order[1..].sort_by_key(cold);
    let share = |percent: usize| (order.len() * percent + 50) / 100;
    let (agree, disagree) = (share(poll.agree), share(poll.disagree));
    let disagreeing = order.len() - disagree.min(order.len());
    let mut red_lines = RedLines { left: poll.red_lines, accounts: HashSet::new() };
    let mut ballots = Vec::new();
    for (place, voter) in order.iter().enumerate().rev() {
        let vote = if place >= disagreeing {
            let red_line = red_lines.crossed_by(voter.account);
            let strength = if red_line { Some(Strength::Essential) } else { strength(number, voter.place) };
            Vote { stance: Stance::Disagree, strength, red_line }
        } else if place < agree {
            Vote { strength: strength(number, voter.place), ..Vote::new(Stance::Agree) }
        } else {
            Vote::new(Stance::Pass)
        };
        ballots.push(Ballot { voter: voter.place, vote, taken_back: false });
    }
    // One more agreed at first and then thought better of it.
    if let Some(voter) = more.first().filter(|voter| chance(number, voter.place, "regret").is_multiple_of(3))
    {
        ballots.push(Ballot { voter: voter.place, vote: Vote::new(Stance::Agree), taken_back: true });
    }
    ballots
}

/// Everybody in the order in which they come to vote on an ask: its author, then one of each account, then the rest.
fn turnout(number: usize, author: usize, voters: &[Voter]) -> Vec<&Voter> {
    let mut order: Vec<&Voter> = voters.iter().collect();
    order.sort_by_key(|voter| (voter.place != author, chance(number, voter.place, "turnout")));
    let mut seen = HashSet::new();
    let (mut first, rest): (Vec<&Voter>, Vec<&Voter>) =
        order.into_iter().partition(|voter| seen.insert(voter.account));
    first.extend(rest);
    first
}

/// Red lines stand in as many accounts as they can.
struct RedLines {
    left: usize,
    accounts: HashSet<usize>,
}

impl RedLines {
    fn crossed_by(&mut self, account: usize) -> bool {
        let crossed = self.left > 0 && self.accounts.insert(account);
        self.left -= usize::from(crossed);
        crossed
    }
}

fn strength(number: usize, voter: usize) -> Option<Strength> {
    match chance(number, voter, "strength") % 100 {
        0..38 => None,
        38..52 => Some(Strength::Nice),
        52..83 => Some(Strength::Important),
        _ => Some(Strength::Essential),
    }
}

impl Ballot {
    /// The vote with its moment, and what this voter said before or after.
    fn history(&self, number: usize, published: Timestamp, now: Timestamp) -> Vec<(Timestamp, Vote)> {
        // Most come soon after it was published: the square of an even chance.
        const PARTS: u64 = 1000;
        let part = chance(number, self.voter, "time") % PARTS;
        let span = now.since(published).max(0).unsigned_abs();
        let after = span / (PARTS * PARTS) * part * part;
        let at = published.plus(i64::try_from(after).unwrap_or(0));
        if self.taken_back {
            let later = at.plus(now.since(at) / 2);
            return vec![(at, self.vote), (later, Vote::new(Stance::TakenBack))];
        }
        let before = match self.vote.stance {
            Stance::Agree => Stance::Pass,
            _ => Stance::Agree,
        };
        if chance(number, self.voter, "mind").is_multiple_of(19) {
            let earlier = published.plus(at.since(published) / 2);
            return vec![(earlier, Vote::new(before)), (at, self.vote)];
        }
        vec![(at, self.vote)]
    }
}

/// A number that looks thrown and never changes (splitmix64 over the three).
fn chance(number: usize, voter: usize, what: &str) -> u64 {
    let mut state = what
        .bytes()
        .fold(0x9e37_79b9_7f4a_7c15_u64, |state, byte| state.wrapping_mul(0x100_0000_01b3) ^ u64::from(byte));
    state = state.wrapping_add((number as u64) << 32 | voter as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ state >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ state >> 31
}
