//! Draws of accounts, accounts that leave, and what a thousand more voters of one account cannot do.

use engine::election::{Approval, Election, Parts, Practice};
use engine::shares::{Method, equal_shares};
use engine::stability::{Again, Fixed, Frequencies, Leaving, bootstrap, largest_leaving};
use proptest::prelude::*;

use crate::election::{election, method, plain};

fn two_camps() -> Parts {
    let approve = |voters: std::ops::Range<u32>| voters.map(|voter| Approval { voter, score: 1 }).collect();
    let one = Practice { costs: vec![1], ..Practice::default() };
    Parts {
        capacities: vec![2],
        practices: vec![one.clone(), one.clone(), one],
        // 10 want the first, 5 the second, one the third.
        approvals: vec![approve(0..10), approve(10..15), approve(15..16)],
        weights: vec![1; 16],
        voice: 1,
        ..Parts::default()
    }
}

#[test]
fn the_sure_is_chosen_in_every_draw_and_the_doubtful_is_called_fragile() {
    let election = election(&two_camps());
    let accounts: Vec<u32> = (0..16).collect();
    let again = Fixed { election: &election, method: &Method::PLAIN, accounts: &accounts };
    let draw = |seed: u64| -> Frequencies { bootstrap(&again, seed, |draws| draws < 200).unwrap() };
    let found = draw(42);
    assert_eq!(found.draws, 200);
    assert!(found.chosen[0] > 150 && found.chosen[2] < 10, "{found:?}");
    assert_eq!(found, draw(42), "the same seed");
    assert_ne!(found, draw(43));
}

#[test]
fn weights_that_do_not_fit_many_times_over_are_rounded_alike() {
    let mut parts = two_camps();
    parts.weights = vec![(1 << 53) / 17; 16];
    let election = election(&parts);
    let accounts: Vec<u32> = (0..16).collect();
    let again = Fixed { election: &election, method: &Method::PLAIN, accounts: &accounts };
    assert_eq!(again.select(&[9; 16]).unwrap(), again.select(&[1; 16]).unwrap());
    assert_eq!(again.select(&[0; 16]).unwrap(), [0_u32; 0]);
}

#[test]
fn the_account_that_decides_is_found() {
    let mut parts = two_camps();
    parts.capacities = vec![16];
    parts.practices.iter_mut().for_each(|practice| practice.costs = vec![5]);
    let election = election(&parts);
    let accounts: Vec<u32> = (0..16).collect();
    // The five of the second camp have one each and must pay five.
    assert_eq!(equal_shares(&election, &Method::PLAIN).practices(), [0, 1]);
    let again = Fixed { election: &election, method: &Method::PLAIN, accounts: &accounts };
    let found = largest_leaving(&again, 0..16).unwrap();
    assert_eq!(found, Some(Leaving { account: 10, came_in: vec![], went_out: vec![1] }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_thousand_more_voters_of_one_account_change_nothing(parts in plain(), method in method()) {
        // An account of weight 1,001 · w with one voter, and the same with 1,001 voters who say the same.
        let mut one = parts.clone();
        one.weights[0] *= 1_001;
        let mut many = parts.clone();
        let first = parts.weights.len() as u32;
        many.weights.extend(std::iter::repeat_n(parts.weights[0], 1_000));
        for list in &mut many.approvals {
            if let Some(copy) = list.iter().find(|approval| approval.voter == 0).copied() {
                list.extend((first..first + 1_000).map(|voter| Approval { voter, ..copy }));
            }
        }
        if one.weights.iter().sum::<u64>() < 1 << 50 {
            let select = |parts: &Parts| equal_shares(&election(parts), &method).practices();
            prop_assert_eq!(select(&one), select(&many));
        }
    }

    #[test]
    fn voters_without_weight_change_nothing(parts in plain(), method in method()) {
        // A thousand new accounts that nobody has confirmed.
        let mut more = parts.clone();
        let first = parts.weights.len() as u32;
        more.weights.extend(std::iter::repeat_n(0, 1_000));
        more.approvals[0].extend((first..first + 1_000).map(|voter| Approval { voter, score: 1 }));
        let select = |parts: &Parts| equal_shares(&election(parts), &method).practices();
        prop_assert_eq!(select(&more), select(&parts));
    }

    #[test]
    fn other_weights_are_another_election(parts in plain(), method in method()) {
        let mut other = parts.clone();
        other.weights.rotate_left(1);
        let changed: Election = election(&parts).with_weights(other.weights.clone()).unwrap();
        let expected = equal_shares(&election(&other), &method).practices();
        prop_assert_eq!(equal_shares(&changed, &method).practices(), expected);
    }
}
