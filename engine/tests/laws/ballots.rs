//! What the log does to the ballots: the last vote counts, taking back removes, the tail extends.
//! Checked against a plain map that is told the same story.

use std::collections::BTreeMap;

use engine::ballots::{Ballots, Effect, Entry, Proposal};
use engine::electorate::Voter;
use engine::vote::Vote;
use proptest::prelude::*;

use crate::round::{PROPOSALS, Round, all, numbered, round};

fn entry(number: i64, vote: Option<Vote>, on_behalf: bool) -> Entry {
    Entry { number, at: 1_700_000_000_500_000, voter: Voter(3), proposal: Proposal(1), vote, on_behalf }
}

const YES: Option<Vote> = Some(Vote::Agree(None));
const NO: Option<Vote> = Some(Vote::Disagree { strength: None, red_line: true });

#[test]
fn the_last_vote_counts_until_it_is_taken_back() {
    let mut ballots = Ballots::default();
    assert_eq!(ballots.apply(&entry(4, YES, false)), Effect::Changed);
    assert_eq!(ballots.apply(&entry(6, NO, false)), Effect::Changed);
    let now = ballots.current(Voter(3), Proposal(1)).unwrap();
    assert_eq!((Some(now.vote), now.on_behalf, now.at), (NO, false, 1_700_000_000));
    assert_eq!((ballots.len(), ballots.cut()), (1, 6));
    assert_eq!(ballots.apply(&entry(6, YES, false)), Effect::AlreadySeen);
    assert_eq!(ballots.apply(&entry(7, None, false)), Effect::Changed);
    assert_eq!(ballots.apply(&entry(8, None, false)), Effect::Unchanged);
    assert_eq!(ballots.current(Voter(3), Proposal(1)), None);
    assert!(ballots.is_empty());
}

#[test]
fn staff_do_not_overrule_what_a_customer_said() {
    let mut ballots = Ballots::default();
    assert_eq!(ballots.apply(&entry(1, NO, true)), Effect::Changed);
    assert_eq!(ballots.apply(&entry(2, YES, true)), Effect::Changed);
    assert_eq!(ballots.apply(&entry(3, YES, false)), Effect::Changed, "confirmed by the customer");
    assert_eq!(ballots.apply(&entry(4, NO, true)), Effect::Unchanged);
    assert_eq!(ballots.apply(&entry(5, None, true)), Effect::Unchanged);
    let now = ballots.current(Voter(3), Proposal(1)).unwrap();
    assert_eq!((Some(now.vote), now.on_behalf), (YES, false));
}

/// What stands after a log, told plainly.
fn standing(log: &[Entry]) -> BTreeMap<(Voter, Proposal), (Vote, bool)> {
    let mut votes = BTreeMap::new();
    for entry in log {
        let key = (entry.voter, entry.proposal);
        let own_stands = votes.get(&key).is_some_and(|&(_, on_behalf): &(Vote, bool)| !on_behalf);
        if entry.on_behalf && own_stands {
            continue;
        }
        match entry.vote {
            Some(vote) => votes.insert(key, (vote, entry.on_behalf)),
            None => votes.remove(&key),
        };
    }
    votes
}

fn everything(round: &Round, ballots: &Ballots) -> BTreeMap<(Voter, Proposal), (Vote, bool)> {
    let voters = (0..).map(Voter).take(round.members.len());
    let pairs = voters.flat_map(|voter| (0..PROPOSALS).map(move |p| (voter, Proposal(p))));
    pairs
        .filter_map(|(voter, proposal)| {
            let now = ballots.current(voter, proposal)?;
            Some(((voter, proposal), (now.vote, now.on_behalf)))
        })
        .collect()
}

#[test]
fn a_proposal_of_thousands_finds_its_votes_too() {
    let mut ballots = Ballots::default();
    let cast = |number: u32, voter, vote| Entry {
        number: number.into(),
        voter: Voter(voter),
        ..entry(0, vote, false)
    };
    ballots.extend(&(1..=2_000).map(|number| cast(number, number * 7, YES)).collect::<Vec<_>>());
    ballots
        .extend(&(2_001..=3_000).map(|number| cast(number, (number - 2_000) * 7, None)).collect::<Vec<_>>());
    ballots.compact();
    ballots.extend(&(3_001..=3_500).map(|number| cast(number, (number - 1_500) * 7, NO)).collect::<Vec<_>>());
    assert_eq!(ballots.len(), 1_000);
    for (number, vote) in [(500, None), (1_200, YES), (1_700, NO)] {
        assert_eq!(ballots.current(Voter(number * 7), Proposal(1)).map(|now| now.vote), vote, "{number}");
    }
    let without = ballots.without(|voter, _| voter.0 % 2 == 0);
    assert_eq!(without.len(), 500);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_plain_map_told_the_same_log_holds_the_same_votes(round in round()) {
        let (ballots, expected) = (round.ballots(), standing(&round.log));
        prop_assert_eq!(ballots.len(), expected.len());
        prop_assert_eq!(everything(&round, &ballots), expected);
    }

    #[test]
    fn an_effect_tells_whether_the_votes_changed(round in round()) {
        let mut ballots = round.empty();
        for entry in &round.log {
            let before = ballots.current(entry.voter, entry.proposal);
            let effect = ballots.apply(entry);
            if effect == Effect::Unchanged {
                prop_assert_eq!(ballots.current(entry.voter, entry.proposal), before);
            }
        }
    }

    #[test]
    fn extending_by_the_tail_equals_building_anew(round in round(), cut in 0_usize..160, again in 0_usize..160) {
        let mut ballots = round.empty();
        ballots.extend(&round.log[..cut.min(round.log.len())]);
        // The tail may be read again from before the cut: what was seen does nothing.
        ballots.extend(&round.log[again.min(cut).min(round.log.len())..]);
        let anew = round.ballots();
        prop_assert_eq!(ballots.cut(), anew.cut());
        prop_assert_eq!(everything(&round, &ballots), everything(&round, &anew));
        prop_assert_eq!(all(&ballots), all(&anew));
    }

    #[test]
    fn only_the_order_within_a_voter_and_proposal_matters(
        round in round(),
        order in proptest::collection::vec(any::<u32>(), 96),
    ) {
        let mut log = round.log.clone();
        log.sort_by_key(|entry| order[(entry.voter.0 * PROPOSALS + entry.proposal.0) as usize]);
        let other = Round { log: numbered(log), ..round.clone() };
        prop_assert_eq!(everything(&round, &round.ballots()), everything(&other, &other.ballots()));
        prop_assert_eq!(all(&round.ballots()), all(&other.ballots()), "bit for bit");
    }

    #[test]
    fn voting_and_taking_back_leaves_no_trace(round in round(), vote in crate::round::vote(), proposal in 0..PROPOSALS) {
        let mut ballots = round.ballots();
        let before = all(&ballots);
        let newcomer = Voter(500);
        crate::round::say(&mut ballots, newcomer, Proposal(proposal), Some(vote));
        crate::round::say(&mut ballots, newcomer, Proposal(proposal), None);
        prop_assert_eq!(all(&ballots), before);
    }
}
