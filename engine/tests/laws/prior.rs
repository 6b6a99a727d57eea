//! The fitted prior: SciPy's maximum, shrinkage, and that neither order nor degenerate sets upset it.

use engine::prior::{LOW, Prior};
use engine::special::{beta_quantile, ln_beta};
use proptest::collection::vec;
use proptest::prelude::*;

const ITEMS: [(f64, f64); 24] = [
    (7.0, 9.0),
    (9.0, 10.0),
    (3.0, 11.0),
    (12.0, 30.0),
    (28.0, 31.0),
    (1.0, 8.0),
    (5.0, 5.0),
    (40.0, 64.0),
    (18.0, 22.0),
    (2.0, 17.0),
    (11.0, 12.0),
    (6.0, 14.0),
    (33.0, 70.0),
    (9.0, 9.0),
    (4.0, 15.0),
    (21.0, 26.0),
    (13.0, 19.0),
    (8.0, 40.0),
    (25.0, 28.0),
    (10.0, 21.0),
    (16.0, 18.0),
    (0.0, 6.0),
    (7.5, 13.0),
    (20.25, 41.5),
];

fn likelihood(items: &[(f64, f64)], a: f64, b: f64) -> f64 {
    items.iter().map(|&(k, n)| ln_beta(a + k, b + n - k) - ln_beta(a, b)).sum()
}

/// `scipy.optimize.minimize` (Nelder–Mead to 1e-12) of the negative likelihood by `scipy.special.betaln`, and
/// `scipy.stats.beta.ppf` of the posteriors.
#[test]
fn the_maximum_is_that_of_scipy() {
    let prior = Prior::fit(ITEMS).unwrap();
    assert!((prior.alpha() / 1.5735357608317964 - 1.0).abs() < 1e-6, "{prior:?}");
    assert!((prior.beta() / 1.1240251869108924 - 1.0).abs() < 1e-6, "{prior:?}");
    assert!((likelihood(&ITEMS, prior.alpha(), prior.beta()) + 326.20521964613806).abs() < 1e-9);
    for (k, n, mean, low) in [
        (7.0, 9.0, 0.7329336260039966, 0.5068842173294628),
        (40.0, 64.0, 0.6233141837586013, 0.5242752170804084),
        (0.0, 6.0, 0.1809168996096753, 0.02657583894415753),
    ] {
        let found = prior.posterior(k, n);
        assert!((found.mean - mean).abs() < 1e-7 && (found.low - low).abs() < 1e-7, "{found:?}");
    }
}

#[test]
fn degenerate_sets_give_a_prior_all_the_same() {
    assert_eq!(Prior::fit([]), None);
    assert_eq!(Prior::fit([(0.0, 0.0)]), None);
    // All the same: infinitely certain, held at ten thousand voices.
    let same = Prior::fit([(6.0, 10.0); 30]).unwrap();
    assert!((same.mean() - 0.6).abs() < 1e-4 && (same.alpha() + same.beta() - 1e4).abs() < 1e-6, "{same:?}");
    // All agree: held short of certainty.
    let unanimous = Prior::fit([(10.0, 10.0); 30]).unwrap();
    assert!(unanimous.mean() > 0.999 && unanimous.mean() < 1.0, "{unanimous:?}");
    // All or nothing: the prior weighs next to nothing.
    let split: Vec<_> = (0..30).map(|i| if i % 2 == 0 { (40.0, 40.0) } else { (0.0, 40.0) }).collect();
    let split = Prior::fit(split).unwrap();
    assert!((split.mean() - 0.5).abs() < 1e-6 && split.alpha() + split.beta() < 0.11, "{split:?}");
    assert_eq!(Prior::new(0.0, 1.0), None);
    assert_eq!(Prior::new(1.0, f64::NAN), None);
}

/// Items `(k, n)` with halves and thirds among them.
fn items() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let item = (0_u32..=60, 0_u32..=60, prop_oneof![Just(1.0), Just(2.0), Just(3.0)])
        .prop_map(|(agree, disagree, share)| (f64::from(agree) / share, f64::from(agree + disagree) / share));
    vec(item, 20..60)
}

proptest! {
    #[test]
    fn no_neighbour_is_likelier(items in items()) {
        let prior = Prior::fit(items.iter().copied()).unwrap();
        let (a, b) = (prior.alpha(), prior.beta());
        let top = likelihood(&items, a, b);
        for (da, db) in [(1.01, 1.0), (0.99, 1.0), (1.0, 1.01), (1.0, 0.99), (1.01, 1.01), (0.99, 0.99), (1.01, 0.99), (0.99, 1.01)] {
            let (a, b) = (a * da, b * db);
            if a + b < 9_900.0 && a + b > 0.11 {
                prop_assert!(likelihood(&items, a, b) <= top + 1e-9, "{:?} {} {}", prior, a, b);
            }
        }
    }

    #[test]
    fn the_order_of_items_does_not_matter(items in items(), turn in 0_usize..60) {
        let mut other = items.clone();
        let turn = turn % other.len();
        other.rotate_left(turn);
        other.reverse();
        prop_assert_eq!(Prior::fit(items), Prior::fit(other), "bit for bit");
    }

    #[test]
    fn without_votes_a_proposal_is_expected_to_be_like_the_others(items in items(), share in 0.0_f64..=1.0) {
        let prior = Prior::fit(items).unwrap();
        prop_assert_eq!(prior.posterior(0.0, 0.0).mean, prior.mean());
        let mut last = f64::INFINITY;
        for n in [100.0, 10.0, 1.0, 0.1, 0.001] {
            let posterior = prior.posterior(share * n, n);
            let off = (posterior.mean - prior.mean()).abs();
            prop_assert!(off <= last + 1e-12, "closer with fewer votes");
            prop_assert!(off <= (share - prior.mean()).abs() + 1e-12, "between its own share and the prior's");
            last = off;
        }
        prop_assert!(last < 0.011);
        let low = beta_quantile(LOW, prior.alpha(), prior.beta());
        prop_assert!((prior.posterior(0.0, 0.0).low - low).abs() < 1e-12);
    }
}
