use super::*;
use crate::round::tests::{round, rounds};
use crate::round::{Change, Key, Rules, Trials, Weighted, select, weighted};
use proptest::prelude::*;

/// Of so many small and so many large accounts each agrees with one proposal of its own size.
fn sized(small: u32, large: u32) -> Inputs {
    let all = small + large;
    let mut inputs =
        round(20, &[12, 12], &vec![1; all as usize], &[(0..small).collect(), (small..all).collect()]);
    for (account, of) in (0_u32..).zip(&mut inputs.accounts) {
        of.segments = vec![u32::from(account >= small)];
    }
    inputs.rules = Rules { cost_over_support: 0, completion: false, ..Rules::default() };
    inputs
}

fn keys(selection: &Selection) -> Vec<Key> {
    selection.chosen.iter().map(|chosen| chosen.key).collect()
}

fn trial(inputs: &Inputs, weights: Weights) -> Selection {
    let change = Change { weights: Some(weights), ..Change::default() };
    Trials::new(inputs.clone()).unwrap().select(&change).unwrap()
}

fn only(found: Vec<Weighing>) -> Standing {
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap().standing
}

#[test]
fn who_stayed_away_is_weighed_up_and_comes_in() {
    // Ten small and thirty large accounts voted, of forty each: alone the large ones can pay.
    let inputs = sized(10, 30);
    assert_eq!(keys(&select(&inputs).unwrap()), [Key::Proposal(2)]);
    let found = only(weighings(&inputs, &[40, 40], 80));
    let weights = Weights::By { segments: vec![(0, 2_000), (1, 667)], others: AS_IT_IS };
    let open = Standing::Open { weights: weights.clone(), effective: 30, empty: false, far: false };
    assert_eq!(found, open, "Kish: (10·2 + 30·2/3)² / (10·4 + 30·4/9) = 30");
    // Half of the weight is theirs: neither has six tenths any more.
    let then = trial(&inputs, weights);
    assert_eq!((keys(&then), then.left.len()), (vec![], 2));
    assert!(then.left.iter().all(|left| left.accounts.is_some() && left.votes.is_none()));
    assert!(then.left.iter().all(|left| left.why == Why::Unaffordable { missing: None }));
    assert_eq!((then.everybody.accounts, then.everybody.covered), (Some(40), None));
}

#[test]
fn no_group_that_is_told_apart_is_of_fewer_than_five() {
    let of = |inputs: &Inputs, base: &[u32], all| only(weighings(inputs, base, all));
    assert!(matches!(of(&sized(5, 15), &[40, 40], 80), Standing::Open { .. }));
    assert_eq!(of(&sized(4, 16), &[40, 40], 80), Standing::Few);
    // Nor those of no value.
    let mut inputs = sized(10, 15);
    (10..14).for_each(|account| inputs.accounts[account].segments.clear());
    assert_eq!(of(&inputs, &[40, 40], 90), Standing::Few);
    inputs.accounts[14].segments.clear();
    assert!(matches!(of(&inputs, &[40, 40], 90), Standing::Open { .. }));
    // Nor those whom the rules give more weight.
    let mut inputs = sized(20, 0);
    assert_eq!(weighings(&inputs, &[40, 40], 80), []);
    (0..4).for_each(|account| inputs.accounts[account].weight = 3_000);
    assert_eq!(of(&inputs, &[40, 40], 80), Standing::Few);
    inputs.accounts[4].weight = 3_000;
    let weights = Weights::Even;
    let open = Standing::Open { weights, effective: 20, empty: false, far: false };
    assert_eq!(of(&inputs, &[40, 40], 80), open);
}

#[test]
fn what_would_change_nothing_or_is_not_justified_is_not_tried() {
    let inputs = sized(10, 30);
    assert_eq!(weighings(&inputs, &[20, 60], 80), [], "in proportion");
    assert_eq!(only(weighings(&inputs, &[400, 40], 440)), Standing::Uneven);
    let Standing::Open { empty, far, .. } = only(weighings(&sized(5, 95), &[20, 80], 120)) else { panic!() };
    assert!(empty && far, "of twenty others nobody voted; four times as many small ones as voted");
    let none = Inputs {
        segments: vec![],
        accounts: vec![Account { weight: 1_000, segments: vec![] }; 40],
        ..inputs
    };
    assert_eq!(weighings(&none, &[], 80), []);
}

#[test]
fn weights_must_fit_the_round_and_silence_nobody() {
    let trials = Trials::new(sized(10, 30)).unwrap();
    let change = |weights| Change { weights: Some(weights), ..Change::default() };
    let of_none = Weights::By { segments: vec![(2, 500)], others: AS_IT_IS };
    assert_eq!(trials.select(&change(of_none)), Err(crate::election::Fault::Index));
    let nothing = Weights::By { segments: vec![], others: 0 };
    assert_eq!(trials.select(&change(nothing)).unwrap().voices, 40);
    let read = |text: &str| serde_json::from_str::<Change>(text).unwrap().weights;
    assert_eq!(read(r#"{"weights":"even"}"#), Some(Weights::Even));
    assert_eq!(
        read(r#"{"weights":{"by":{"segments":[[1,500]],"others":1000}}}"#),
        Some(Weights::By { segments: vec![(1, 500)], others: AS_IT_IS })
    );
}

fn tiered() -> impl Strategy<Value = Inputs> {
    (rounds(), proptest::collection::vec(1_u32..4, 14)).prop_map(|(mut inputs, tiers)| {
        for (account, tier) in inputs.accounts.iter_mut().zip(tiers) {
            account.weight *= tier;
        }
        inputs
    })
}

proptest! {
    #[test]
    fn equal_weights_are_the_selection_where_all_weigh_the_same(inputs in rounds()) {
        prop_assert_eq!(trial(&inputs, Weights::Even), select(&inputs).unwrap().without_voices());
    }

    /// Whatever the round's own weights are: those that are only larger or smaller, all of them, choose the same.
    #[test]
    fn the_same_times_as_much_for_all_changes_nothing(inputs in tiered(), times in 1_u32..9) {
        let own = select(&inputs).unwrap().without_voices();
        for times in [times * 1_000, times * 125] {
            let weights = Weights::By { segments: vec![(0, times)], others: times };
            prop_assert_eq!(&trial(&inputs, weights), &own);
        }
    }

    /// In any order of trials.
    #[test]
    fn a_trial_is_the_selection_from_accounts_of_these_weights(
        inputs in tiered(),
        times in (100_u32..4_000, 100_u32..4_000),
        capacity in 1_i64..60,
    ) {
        let trials = Trials::new(inputs.clone()).unwrap();
        let by = Weights::By { segments: vec![(0, times.0)], others: times.1 };
        for weights in [by.clone(), Weights::Even, by] {
            let mut other = inputs.clone();
            other.resources[0].capacity = capacity;
            other.accounts.iter_mut().for_each(|account| account.weight = weights.of(account));
            let change = Change { capacities: Some(vec![capacity]), weights: Some(weights), ..Change::default() };
            prop_assert_eq!(trials.select(&change).unwrap(), select(&other).unwrap().without_voices());
        }
        prop_assert_eq!(trials.select(&Change::default()), select(&inputs));
    }

    /// Of one attribute alone it is what everybody reads of the round in proportion, however large the account base is.
    #[test]
    fn by_the_only_attribute_it_is_the_round_in_proportion(
        inputs in rounds(), small in 1_u32..40, large in 1_u32..40, times in 1_u32..4,
    ) {
        let own = keys(&select(&inputs).unwrap());
        let found = weighings(&inputs, &[small, large], small + large);
        let more = weighings(&inputs, &[small * times, large * times], (small + large) * times);
        prop_assert_eq!(&found, &more);
        if let [Weighing { standing: Standing::Open { weights, .. }, .. }] = found.as_slice() {
            let then = keys(&trial(&inputs, weights.clone()));
            let without = |of: &[Key], other: &[Key]| -> Vec<Key> {
                of.iter().copied().filter(|key| !other.contains(key)).collect()
            };
            let all = weighted(&inputs, &own, &[small, large], small + large).unwrap();
            let Weighted::Found { came_in, went_out, .. } = all else { panic!("{all:?}") };
            prop_assert_eq!((came_in, went_out), (without(&then, &own), without(&own, &then)));
        }
    }
}
