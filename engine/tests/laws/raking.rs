//! Raking meets its margins or says why not, in whatever order rows come; entitlements keep to tiers and cap.

use engine::entitlement::{CAP, ORDINARY, entitlements};
use engine::raking::{BadMargin, Category, MET, Margin, Raking, Refusal, TRIM, rake};
use proptest::collection::vec;
use proptest::prelude::*;

fn margin(categories: &[u32], totals: &[f64]) -> Margin {
    Margin::new(categories.to_vec(), totals.to_vec()).expect("sizes")
}

#[test]
fn a_table_worked_by_hand_comes_out() {
    // Two rows answered 30 and 10; the base is half and half.
    let raked = rake(&[30, 10], &[margin(&[0, 1], &[50.0, 50.0])], None);
    assert!((raked.weights[0] - 50.0 / 30.0).abs() < 1e-12 && (raked.weights[1] - 5.0).abs() < 1e-12);
    assert_eq!(raked.refused, None);
    // (Σw)²/Σw² = 100² / (30 · (5/3)² + 10 · 25) = 30
    assert!((raked.n_eff - 30.0).abs() < 1e-9 && (raked.deff - 40.0 / 30.0).abs() < 1e-9);
}

#[test]
fn a_category_that_nobody_answered_for_is_named_and_spread() {
    let raked = rake(&[4, 4], &[margin(&[0, 2], &[30.0, 20.0, 50.0])], None);
    assert_eq!(raked.empty, [Category { dimension: 0, category: 1 }]);
    assert_eq!(raked.refused, None);
    assert!((raked.weights[0] * 4.0 - 37.5).abs() < 1e-9 && (raked.weights[1] * 4.0 - 62.5).abs() < 1e-9);
}

#[test]
fn what_is_not_justified_is_refused() {
    let refusal = |respondents: &[u32], margins: &[Margin]| {
        let Raking { refused, weights, deff, .. } = rake(respondents, margins, None);
        assert!(weights.windows(2).all(|pair| pair[0] == pair[1]), "all weigh the same");
        assert_eq!(deff, 1.0);
        refused.unwrap()
    };
    let uneven = refusal(&[99, 1], &[margin(&[0, 1], &[10.0, 90.0])]);
    assert!(matches!(uneven, Refusal::Uneven { n_eff } if n_eff < 2.0));
    // Both dimensions are the same split, with different totals.
    let conflict = refusal(&[5, 5], &[margin(&[0, 1], &[4.0, 6.0]), margin(&[0, 1], &[5.0, 5.0])]);
    assert!(matches!(conflict, Refusal::Conflict { .. }), "{conflict}");
    let sums = refusal(&[5, 5], &[margin(&[0, 1], &[4.0, 6.0]), margin(&[0, 1], &[5.0, 6.0])]);
    assert!(matches!(sums, Refusal::Sums { dimension: 1, .. }), "{sums}");
    assert_eq!(refusal(&[0, 0], &[margin(&[0, 1], &[4.0, 6.0])]), Refusal::Nobody);
    assert_eq!(Margin::new(vec![0, 2], vec![1.0, 1.0]), Err(BadMargin::Category { row: 1 }));
    assert_eq!(Margin::new(vec![0], vec![1.0, -1.0]), Err(BadMargin::Total { category: 1 }));
}

#[test]
fn trimming_narrows_the_weights_while_margins_hold() {
    // A third dimension of ones leaves freedom between the first two.
    let respondents = [40, 4, 6, 2, 30, 9];
    let margins =
        [margin(&[0, 0, 0, 1, 1, 1], &[50.0, 50.0]), margin(&[0, 1, 2, 0, 1, 2], &[20.0, 30.0, 50.0])];
    let spread = |raked: &Raking| {
        let (low, high) = raked.weights.iter().fold((f64::MAX, 0.0_f64), |(l, h), &w| (l.min(w), h.max(w)));
        high / low
    };
    let (free, held) = (rake(&respondents, &margins, None), rake(&respondents, &margins, Some(TRIM)));
    assert!(held.error <= MET && held.refused.is_none());
    assert!(spread(&held) <= spread(&free));
}

fn rows() -> impl Strategy<Value = (Vec<u32>, Vec<u32>, Vec<u32>, Vec<f64>)> {
    (3_usize..30).prop_flat_map(|n| {
        let hidden = vec(0.5_f64..2.0, n);
        (vec(1_u32..40, n), vec(0_u32..3, n), vec(0_u32..4, n), hidden)
    })
}

/// Margins that some weights do meet.
fn margins(respondents: &[u32], first: &[u32], second: &[u32], hidden: &[f64]) -> [Margin; 2] {
    let total = |categories: &[u32], count: u32| -> Vec<f64> {
        let of = |v| move |(&c, (&n, &h)): (&u32, (&u32, &f64))| if c == v { f64::from(n) * h } else { 0.0 };
        (0..count).map(|v| categories.iter().zip(respondents.iter().zip(hidden)).map(of(v)).sum()).collect()
    };
    [margin(first, &total(first, 3)), margin(second, &total(second, 4))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn margins_that_can_be_met_are_met((respondents, first, second, hidden) in rows(), trim in prop::option::of(2.0_f64..5.0)) {
        let margins = margins(&respondents, &first, &second, &hidden);
        let raked = rake(&respondents, &margins, trim);
        prop_assert_eq!(raked.refused, None);
        for margin in &margins {
            let mut sums = vec![0.0; margin.totals().len()];
            for (row, &category) in margin.categories().iter().enumerate() {
                sums[category as usize] += raked.weights[row] * f64::from(respondents[row]);
            }
            for (sum, total) in sums.iter().zip(margin.totals()) {
                prop_assert!((sum - total).abs() <= MET * total);
            }
        }
        prop_assert!(raked.n_eff <= respondents.iter().map(|&n| f64::from(n)).sum::<f64>() * (1.0 + 1e-12));
        prop_assert!(raked.deff >= 1.0 - 1e-12);
    }

    #[test]
    fn neither_order_nor_splitting_of_rows_matters((respondents, first, second, hidden) in rows(), turn in 0_usize..30) {
        let given = margins(&respondents, &first, &second, &hidden);
        let whole = rake(&respondents, &given, Some(TRIM));
        // Every row in two parts, the parts turned round.
        let n = respondents.len();
        let place = |i: usize| (i + turn) % n;
        let halves: Vec<u32> = (0..2 * n).map(|i| {
            let all = respondents[place(i % n)];
            if i < n { all / 2 } else { all - all / 2 }
        }).collect();
        let moved = |c: &[u32]| (0..2 * n).map(|i| c[place(i % n)]).collect::<Vec<_>>();
        let other = [margin(&moved(&first), given[0].totals()), margin(&moved(&second), given[1].totals())];
        let split = rake(&halves, &other, Some(TRIM));
        for i in 0..2 * n {
            prop_assert_eq!(split.weights[i], whole.weights[place(i % n)], "bit for bit");
        }
        prop_assert_eq!(split.n_eff, whole.n_eff);
    }

    #[test]
    fn entitlements_keep_to_the_cap_and_follow_the_tiers(
        tiers in vec(crate::round::tier(), 1..40),
        raking in prop::option::of(vec(0.05_f64..20.0, 40)),
    ) {
        let raking = raking.map(|all| all[..tiers.len()].to_vec());
        let found = entitlements(&tiers, raking.as_deref());
        for (account, (&weight, tier)) in found.weights.iter().zip(&tiers).enumerate() {
            prop_assert!(weight <= CAP * found.median);
            prop_assert_eq!(found.capped.contains(&account) && weight == CAP * found.median, found.capped.contains(&account));
            match (tier, &raking) {
                (None, _) => prop_assert_eq!(weight, 0),
                (Some(tier), None) => prop_assert_eq!(weight, *tier as u32 * ORDINARY),
                _ => {}
            }
        }
    }
}
