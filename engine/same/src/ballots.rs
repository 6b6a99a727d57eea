//! A log of votes as it could be: accounts of several tiers, people without one, camps, votes on behalf, re-votes, take-backs.

use engine::ballots::{Ballots, Entry, Proposal};
use engine::dice::Dice;
use engine::electorate::{Account, Membership, Tier, Voter};
use engine::vote::{Strength, Vote};

/// A weekday in 2026, in microseconds since 1970.
const START: i64 = 1_790_000_000_000_000;
/// Between two votes, at most.
const PAUSE: usize = 900_000_000;

/// Ballots of so many people on so many proposals.
#[must_use]
pub fn ballots(dice: &mut Dice, people: usize, proposals: usize) -> Ballots {
    let mut ballots = Ballots::default();
    let accounts = 1 + people / 2;
    for account in (0..accounts as u32).map(Account) {
        let tier =
            [Some(Tier::One), Some(Tier::One), Some(Tier::Two), Some(Tier::Three), None][dice.index(5)];
        ballots.electorate_mut().set_entitlement(account, tier);
    }
    for voter in (0..people as u32).map(Voter) {
        let account = Some(Account(dice.index(accounts) as u32)).filter(|_| dice.index(20) > 0);
        let membership = Membership { account, confirmed: dice.index(20) > 0 };
        ballots.electorate_mut().set_membership(voter, membership);
    }
    let mut at = START;
    for number in 1..=(people * proposals / 2) as i64 {
        at += dice.index(PAUSE) as i64;
        let (voter, proposal) = (dice.index(people) as u32, dice.index(proposals) as u32);
        let vote = vote(dice, voter % 3 == proposal % 3);
        let on_behalf = dice.index(40) == 0;
        let entry = Entry { number, at, voter: Voter(voter), proposal: Proposal(proposal), vote, on_behalf };
        ballots.apply(&entry);
    }
    ballots
}

/// A third of what people say is at random.
fn vote(dice: &mut Dice, likes: bool) -> Option<Vote> {
    let strength =
        [None, Some(Strength::Nice), Some(Strength::Important), Some(Strength::Essential)][dice.index(4)];
    let agrees = if dice.index(3) == 0 { dice.index(2) == 0 } else { likes };
    match dice.index(20) {
        0 => None,
        1 | 2 => Some(Vote::Pass),
        _ if agrees => Some(Vote::Agree(strength)),
        _ => Some(Vote::Disagree { strength, red_line: dice.index(6) == 0 }),
    }
}
