//! Group statistics from their definition, opinion groups that are planted and found, and a view that hides itself.

use engine::ballots::{Ballots, Proposal};
use engine::consensus::{Consensus, MIN_EFFECTIVE, Share, bridging, consensus, dividing};
use engine::dice::Dice;
use engine::electorate::{Account, Membership, Voter};
use engine::groups::{Groups, View, adjusted_rand, opinion_groups, view};
use engine::opinions::{Opinion, Opinions};
use engine::representative::count;
use engine::vote::Vote;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::round::say;

type Votes = Vec<(u32, u32, Opinion)>;

/// Camps that agree on every statement but those of their own colour; `noise` of a hundred votes are at random, one vote in
/// five is missing.
fn camps(people: u32, statements: u32, camps: u32, noise: u32, seed: u64) -> Votes {
    let mut random = Dice::new(seed);
    let mut votes = Votes::new();
    for person in 0..people {
        for statement in 0..statements {
            let mut opinion =
                if statement % camps == person % camps { Opinion::Disagree } else { Opinion::Agree };
            if random.below(100) < noise {
                opinion = [Opinion::Agree, Opinion::Disagree, Opinion::Pass][random.below(3) as usize];
            }
            if random.below(5) > 0 {
                votes.push((person, statement, opinion));
            }
        }
    }
    votes
}

fn labels(groups: &Groups) -> Vec<u32> {
    groups.of.iter().map(|group| group.expect("everybody voted enough")).collect()
}

#[test]
fn planted_camps_are_found_and_shown() {
    for (camps_planted, seed) in [(2, 1), (3, 2), (2, 3)] {
        let opinions = Opinions::new(150, 40, &camps(150, 40, camps_planted, 20, seed));
        let View { groups, stability, shown } = view(&opinions);
        let planted: Vec<u32> = (0..150).map(|person| person % camps_planted).collect();
        assert_eq!(groups.count, camps_planted as usize);
        assert!(adjusted_rand(&labels(&groups), &planted) > 0.95);
        assert!(shown && stability > 0.9, "{stability}");
        assert!(groups.silhouette > 0.5 && (groups.n_eff - 150.0).abs() < 1e-9);
    }
}

#[test]
fn noise_and_small_rounds_are_not_shown_in_groups() {
    let noise = view(&Opinions::new(150, 40, &camps(150, 40, 2, 100, 5)));
    assert!(!noise.shown && noise.stability < 0.6, "{}", noise.stability);
    let few = view(&Opinions::new(60, 40, &camps(60, 40, 2, 10, 6)));
    assert!(!few.shown && few.stability > 0.9, "clear, but too few to say so");
}

#[test]
fn nobody_alike_everybody_alike_and_nobody_at_all() {
    assert_eq!(opinion_groups(&Opinions::new(0, 0, &[])).count, 0);
    assert_eq!(opinion_groups(&Opinions::new(5, 3, &[])).count, 0);
    let alike: Votes = (0..30).flat_map(|p| (0..9).map(move |s| (p, s, Opinion::Agree))).collect();
    let groups = opinion_groups(&Opinions::new(30, 9, &alike));
    assert!(groups.count <= 1 || !view(&Opinions::new(30, 9, &alike)).shown);
    let lone = view(&Opinions::new(1, 1, &[(0, 0, Opinion::Pass)]));
    assert!(!lone.shown);
}

#[test]
fn colleagues_share_a_voice_in_groups_too() {
    let mut ballots = Ballots::default();
    for voter in 0..4 {
        let account = Account(u32::from(voter == 3));
        ballots
            .electorate_mut()
            .set_membership(Voter(voter), Membership { account: Some(account), confirmed: true });
        say(&mut ballots, Voter(voter), Proposal(0), Some(Vote::Agree(None)));
    }
    say(&mut ballots, Voter(9), Proposal(0), Some(Vote::Pass));
    let opinions = Opinions::of(&ballots);
    let weights: Vec<f64> = (0..opinions.people()).map(|person| opinions.weight(person)).collect();
    assert_eq!(weights[..4], [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 1.0]);
    assert_eq!(weights[4..].iter().sum::<f64>(), 0.0, "a stranger has no weight");
    assert_eq!(opinions.row(0).collect::<Vec<_>>(), [(0, Opinion::Agree)]);
}

#[test]
fn statistics_are_those_worked_out_by_hand() {
    // Group 0: 3 agree, 1 passes. Group 1: 1 agrees, 3 disagree.
    let said = [Opinion::Agree, Opinion::Agree, Opinion::Agree, Opinion::Pass];
    let other = [Opinion::Agree, Opinion::Disagree, Opinion::Disagree, Opinion::Disagree];
    let votes: Votes = (0..).zip(said.into_iter().chain(other)).map(|(person, o)| (person, 0, o)).collect();
    let groups: Vec<_> = (0..8).map(|person| Some(u32::from(person >= 4))).collect();
    let table = count(&Opinions::new(8, 1, &votes), &groups, 2);
    let s = table.statistics(0, 0);
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    assert_eq!((s.counts.agree, s.counts.disagree, s.counts.seen), (3.0, 0.0, 4.0));
    close(s.pa, 4.0 / 6.0);
    close(s.pd, 1.0 / 6.0);
    close(s.pat, 2.0 * 5.0_f64.sqrt() * (4.0 / 5.0 - 0.5));
    close(s.ra, (4.0 / 6.0) / (2.0 / 6.0));
    close(s.rat, (0.8 - 0.4) / (0.6_f64 * 0.4 * 0.4).sqrt());
    close(s.rd, (1.0 / 6.0) / (4.0 / 6.0));
    close(table.group_informed_consensus(0), (4.0 / 6.0) * (2.0 / 6.0));
}

#[test]
fn common_ground_wants_every_group() {
    let share = |mean, n_eff| Share { mean, n_eff };
    let found = consensus(&[share(0.9, 9.0), share(0.4, 9.0), share(0.01, MIN_EFFECTIVE - 0.1)]).unwrap();
    assert!((found.geometric - 0.6).abs() < 1e-12);
    assert_eq!((found.least, found.least_group, found.most, found.groups), (0.4, 1, 0.9, 2));
    assert!(found.divides() && !found.bridges());
    assert_eq!(consensus(&[share(0.9, 9.0), share(0.4, 2.0)]), None);
    let bridge = consensus(&[share(0.9, 9.0), share(0.7, 9.0)]).unwrap();
    let better = consensus(&[share(0.8, 9.0), share(0.75, 9.0)]).unwrap();
    let all = [(1, bridge), (2, better), (3, found)];
    assert_eq!(bridging(&all), [2, 1]);
    assert_eq!(dividing(&all), [3]);
}

fn votes() -> impl Strategy<Value = Votes> {
    let opinion = prop_oneof![Just(Opinion::Agree), Just(Opinion::Disagree), Just(Opinion::Pass)];
    vec((0_u32..25, 0_u32..12, opinion), 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn neither_names_nor_order_of_people_change_the_groups(votes in votes(), turn in 0_u32..25) {
        let one = opinion_groups(&Opinions::new(25, 12, &votes));
        let rename = |person: u32| (person * 7 + turn) % 25;
        let renamed: Votes = votes.iter().map(|&(p, s, o)| (rename(p), s, o)).collect();
        let other = opinion_groups(&Opinions::new(25, 12, &renamed));
        prop_assert_eq!(one.count, other.count);
        for person in 0..25 {
            prop_assert_eq!(one.of[person as usize], other.of[rename(person) as usize]);
            prop_assert_eq!(one.places[person as usize], other.places[rename(person) as usize], "bit for bit");
        }
    }

    #[test]
    fn the_matrix_holds_the_last_votes(votes in votes()) {
        let opinions = Opinions::new(25, 12, &votes);
        let last: std::collections::BTreeMap<_, _> = votes.iter().map(|&(p, s, o)| ((p, s), o)).collect();
        let held: std::collections::BTreeMap<_, _> = (0..25_u32)
            .flat_map(|p| opinions.row(p as usize).map(move |(s, o)| ((p, s as u32), o)).collect::<Vec<_>>())
            .collect();
        prop_assert_eq!(held, last);
    }

    #[test]
    fn one_more_agreeing_never_lowers_what_agreement_says(votes in votes(), statement in 0_u32..12) {
        let groups: Vec<_> = (0..26).map(|p: u32| Some(p % 2)).collect();
        let with = |extra: Option<(u32, u32, Opinion)>| {
            let all: Votes = votes.iter().copied().chain(extra).collect();
            count(&Opinions::new(26, 12, &all), &groups, 2)
        };
        let newcomer = 25;
        let (before, after) = (with(None), with(Some((newcomer, statement, Opinion::Agree))));
        let place = statement as usize;
        let (b, a) = (before.statistics(1, place), after.statistics(1, place));
        prop_assert!(a.pa >= b.pa && a.pd <= b.pd && a.ra >= b.ra);
        prop_assert!(after.group_informed_consensus(place) >= before.group_informed_consensus(place));
        prop_assert_eq!(before.counts(0, place), after.counts(0, place));
    }

    #[test]
    fn consensus_lies_between_the_least_and_the_most_convinced(shares in vec((0.01_f64..0.99, 0.0_f64..20.0), 0..8)) {
        let shares: Vec<Share> = shares.into_iter().map(|(mean, n_eff)| Share { mean, n_eff }).collect();
        let mut turned = shares.clone();
        turned.reverse();
        let found = consensus(&shares);
        if let (Some(one), Some(other)) = (found, consensus(&turned)) {
            prop_assert_eq!(one.geometric, other.geometric, "bit for bit");
        }
        if let Some(Consensus { geometric, least, most, .. }) = found {
            prop_assert!(least <= geometric + 1e-12 && geometric <= most + 1e-12);
        }
    }
}
