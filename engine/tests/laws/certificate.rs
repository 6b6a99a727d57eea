//! The checker accepts every selection and no tampered one; what the theorems promise holds.

use engine::certificate::{Claim, Flaw, Standing, flaws};
use engine::election::{Election, Utility};
use engine::exact::{BigInt, Fraction};
use engine::phragmen::{Overflow, phragmen};
use engine::priceable::is_priceable;
use engine::prices::{Payment, PriceSystem, price_system};
use engine::representation::neglected;
use engine::shares::{Method, equal_shares};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::election::{election, method, plain, ruled};

fn certified(election: &Election, method: &Method) -> (Claim, PriceSystem) {
    let outcome = equal_shares(election, method);
    (Claim::of(&outcome), price_system(election, &outcome))
}

/// One change of a certificate, each of which makes it false.
fn tamper(election: &Election, claim: &mut Claim, prices: &mut PriceSystem, how: u8, which: Index) -> bool {
    if prices.payments.is_empty() {
        return false;
    }
    let paid = which.index(prices.payments.len());
    let Payment { practice, .. } = prices.payments[paid];
    let standing =
        claim.chosen.iter_mut().find(|(chosen, _)| *chosen == practice).map(|(_, standing)| standing);
    let Some(standing) = standing else { return false };
    match how {
        0 => prices.payments[paid].amount += 1,
        1 => prices.payments[paid].amount -= 1,
        2 => drop(prices.payments.remove(paid)),
        3 => {
            let stranger = (0..election.parts().weights.len() as u32)
                .find(|voter| election.supporters(practice).binary_search(voter).is_err());
            let Some(stranger) = stranger else { return false };
            prices.payments[paid].voter = stranger;
        }
        4 => claim.chosen.retain(|&(chosen, _)| chosen != practice),
        // What the reserve paid for may be hidden where something else stands in the cell by now: it is not needed any more.
        5 | 11 if *standing == Standing::Reserved => return false,
        5 => {
            // Hides a purchase altogether: its supporters then have its price left.
            claim.chosen.retain(|&(chosen, _)| chosen != practice);
            prices.payments.retain(|payment| payment.practice != practice);
        }
        6 => prices.endowment = &prices.budget / election.total_weight() - 1,
        7 => claim.chosen.push((practice, Standing::Bought)),
        8 => claim.skipped.push((practice, engine::election::Skip::Opposite(9))),
        9 => {
            let other = (0..election.practices().len() as u32).find(|&other| other != practice);
            let Some(other) = other else { return false };
            prices.payments[paid].practice = other;
        }
        10 => *standing = Standing::Filled,
        11 => {
            // The same, and nobody would have paid for it.
            *standing = Standing::Filled;
            prices.payments.retain(|payment| payment.practice != practice);
        }
        12 => {
            let other = if *standing == Standing::Bought { Standing::Reserved } else { Standing::Bought };
            *standing = other;
        }
        _ => prices.reserve += 1,
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_selection_is_certified(parts in ruled(), method in method()) {
        let election = election(&parts);
        let (claim, prices) = certified(&election, &method);
        prop_assert_eq!(flaws(&election, &claim, &prices), vec![]);
    }

    #[test]
    fn no_tampered_certificate_passes(parts in ruled(), method in method(), how in 0_u8..14, which: Index) {
        let election = election(&parts);
        let (mut claim, mut prices) = certified(&election, &method);
        if tamper(&election, &mut claim, &mut prices, how, which) {
            let found = flaws(&election, &claim, &prices);
            prop_assert!(!found.is_empty(), "{how}");
        }
    }

    #[test]
    fn groups_are_served_and_prices_exist(parts in plain(), method in method()) {
        let mut parts = parts;
        parts.utility = Utility::Cost;
        let election = election(&parts);
        let outcome = equal_shares(&election, &method);
        prop_assert_eq!(neglected(&election, &outcome.practices()), vec![]);
        if !method.fill {
            prop_assert_eq!(is_priceable(&election, &outcome.practices()), Some(true));
        }
    }

    #[test]
    fn phragmen_is_priceable(parts in plain()) {
        // What costs more than everything never gets in, whatever money its supporters have: it must not stand for election.
        let mut parts = parts;
        let all = election(&parts);
        for (index, practice) in (0..).zip(&mut parts.practices) {
            practice.barred = all.price(index) > all.budget();
        }
        let election = election(&parts);
        let stopped = phragmen(&election, Overflow::Stop);
        let supported: Vec<_> = stopped.iter().filter(|c| c.load.is_some()).map(|c| c.practice).collect();
        // The last load is the endowment that the choices amount to, if it is no less than an equal share.
        let load = stopped.iter().filter_map(|choice| choice.load.clone()).max();
        let share = Fraction::new(election.budget(), election.total_weight());
        if load.is_some_and(|load| load >= share) {
            prop_assert_eq!(is_priceable(&election, &supported), Some(true));
        }
    }
}

#[test]
fn a_neglected_group_is_found() {
    let approvals = |voters: std::ops::Range<u32>| {
        voters.map(|voter| engine::election::Approval { voter, score: 1 }).collect::<Vec<_>>()
    };
    let practice = engine::election::Practice { costs: vec![1], ..Default::default() };
    let parts = engine::election::Parts {
        capacities: vec![2],
        practices: vec![practice; 3],
        approvals: vec![approvals(0..6), approvals(0..6), approvals(6..10)],
        weights: vec![1; 10],
        voice: 1,
        ..Default::default()
    };
    let election = election(&parts);
    assert_eq!(neglected(&election, &[0, 1]), vec![], "four of ten deserve less than one of two");
    let found = neglected(&election, &[2]);
    assert_eq!(found.iter().map(|n| (n.practice, n.weight)).collect::<Vec<_>>(), vec![(0, 6), (1, 6)]);
    assert_eq!(is_priceable(&election, &[0, 1]), Some(false), "the four would have 4/3 left");
    assert_eq!(is_priceable(&election, &[0, 2]), Some(true));
    let unknown = Claim { chosen: vec![(9, Standing::Bought)], skipped: vec![] };
    let nothing = PriceSystem {
        budget: BigInt::from(2),
        endowment: BigInt::from(1),
        reserve: BigInt::ZERO,
        payments: vec![],
    };
    assert_eq!(flaws(&election, &unknown, &nothing), vec![Flaw::Unknown]);
}
