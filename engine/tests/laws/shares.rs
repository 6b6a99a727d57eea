//! Equal shares against a literal reading of its definition, and what must not change a selection.

use std::collections::BTreeMap;

use engine::certificate::{Claim, breaches};
use engine::election::{Approval, Election, Parts, PracticeIndex, Utility};
use engine::exact::{BigInt, Fraction};
use engine::greedy::greedy;
use engine::phragmen::{Overflow, phragmen};
use engine::shares::{Completion, Left, Method, Outcome, Step, Way, equal_shares};
use proptest::prelude::*;

use crate::election::{election, method, plain, ruled};

/// One run by the definition: every price anew in every round, everything a fraction.
fn by_definition(election: &Election) -> Vec<PracticeIndex> {
    let total = BigInt::from(election.total_weight());
    let mut purses: Vec<Fraction> =
        vec![Fraction::new(election.budget(), total); election.parts().weights.len()];
    let mut left: Vec<PracticeIndex> = election.candidates().filter(|&p| election.votes(p) > 0).collect();
    let mut chosen = Vec::new();
    loop {
        let prices = left.iter().filter_map(|&p| Some((rho(election, &purses, p)?, election.tie_key(p), p)));
        let Some((rho, _, best)) = prices.min() else { return chosen };
        for (voter, utility) in utilities(election, best) {
            let due = times(&rho, utility);
            let purse = &mut purses[voter as usize];
            *purse = if *purse <= due { Fraction::new(0, 1) } else { minus(purse, &due) };
        }
        left.retain(|&practice| practice != best);
        chosen.push(best);
    }
}

pub fn utilities(election: &Election, practice: PracticeIndex) -> Vec<(u32, u128)> {
    let scores = election.scores(practice);
    let utility = |row: usize| match election.parts().utility {
        Utility::Cost => election.price(practice),
        Utility::Cardinality => 1,
        Utility::Additive => scores.map_or(1, |scores| scores[row]).into(),
    };
    election.supporters(practice).iter().enumerate().map(|(row, &voter)| (voter, utility(row))).collect()
}

/// The least ρ at which the supporters' payments make the cost: tried at every ρ where somebody runs short.
pub fn rho(election: &Election, purses: &[Fraction], practice: PracticeIndex) -> Option<Fraction> {
    let cost = Fraction::new(election.price(practice), 1);
    if election.price(practice) == 0 {
        return Some(Fraction::new(0, 1));
    }
    let supporters = utilities(election, practice);
    let limit = |&(voter, utility): &(u32, u128)| over(&purses[voter as usize], utility);
    let mut short: Vec<(Fraction, (u32, u128))> = supporters.iter().map(|s| (limit(s), *s)).collect();
    short.sort();
    for cut in 0..short.len() {
        let mut rest = cost.clone();
        for (_, (voter, _)) in &short[..cut] {
            rest = minus(&rest, &times(&purses[*voter as usize], election.weight(*voter).into()));
        }
        let weight: u128 = short[cut..].iter().map(|(_, (v, u))| u128::from(election.weight(*v)) * u).sum();
        if weight > 0 {
            let rho = over(&rest, weight);
            if rho <= short[cut].0 {
                return Some(rho);
            }
        }
    }
    None
}

pub fn times(a: &Fraction, b: u128) -> Fraction {
    Fraction::new(&a.numerator * b, a.denominator.clone())
}

fn over(a: &Fraction, b: u128) -> Fraction {
    Fraction::new(a.numerator.clone(), &a.denominator * b)
}

pub fn minus(a: &Fraction, b: &Fraction) -> Fraction {
    Fraction::new(
        &a.numerator * &b.denominator - &b.numerator * &a.denominator,
        &a.denominator * &b.denominator,
    )
}

/// What was paid, independent of how voters are numbered or split: practice and price as a share of the budget.
fn bill(election: &Election, outcome: &Outcome) -> Vec<(PracticeIndex, Option<Fraction>)> {
    let price = |way: &Way| {
        let all = &outcome.denominator * election.budget();
        Some(Fraction::new(&way.purchase()?.price * election.total_weight(), all))
    };
    outcome.chosen.iter().map(|choice| (choice.practice, price(&choice.way))).collect()
}

fn select(parts: &Parts, method: &Method) -> Vec<(PracticeIndex, Option<Fraction>)> {
    let election = election(parts);
    bill(&election, &equal_shares(&election, method))
}

/// All by which a selection may be made.
fn everything(parts: &Parts, method: &Method) -> impl PartialEq + std::fmt::Debug + use<> {
    let election = election(parts);
    let loads = [Overflow::Skip, Overflow::Stop]
        .map(|overflow| phragmen(&election, overflow).into_iter().map(|c| c.practice).collect::<Vec<_>>());
    (select(parts, method), greedy(&election), loads)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn one_run_is_what_the_definition_says(parts in plain()) {
        let election = election(&parts);
        let found = equal_shares(&election, &Method::PLAIN);
        prop_assert_eq!(found.practices(), by_definition(&election));
    }

    #[test]
    fn nothing_depends_on_the_names_and_order_of_voters(
        (parts, order) in ruled().prop_flat_map(|parts| {
            let order: Vec<u32> = (0..parts.weights.len() as u32).collect();
            (Just(parts), Just(order).prop_shuffle())
        }),
        method in method(),
    ) {
        let mut renamed = parts.clone();
        for (voter, &to) in order.iter().enumerate() {
            renamed.weights[to as usize] = parts.weights[voter];
        }
        for list in &mut renamed.approvals {
            for approval in list.iter_mut() {
                approval.voter = order[approval.voter as usize];
            }
            list.reverse();
        }
        prop_assert_eq!(everything(&renamed, &method), everything(&parts, &method));
    }

    #[test]
    fn a_voter_split_in_parts_is_the_same_voter(parts in ruled(), method in method(), part in 0_u64..4) {
        let mut split = parts.clone();
        let last = parts.weights.len() as u32;
        let part = part.min(parts.weights[0]);
        split.weights[0] -= part;
        split.weights.push(part);
        for list in &mut split.approvals {
            let copy = list.iter().find(|approval| approval.voter == 0).copied();
            list.extend(copy.map(|approval| Approval { voter: last, ..approval }));
        }
        prop_assert_eq!(everything(&split, &method), everything(&parts, &method));
    }

    #[test]
    fn everybody_times_the_same_changes_nothing(parts in ruled(), method in method(), times in 2_u64..5) {
        let mut more = parts.clone();
        more.weights.iter_mut().for_each(|weight| *weight *= times);
        prop_assert_eq!(everything(&more, &method), everything(&parts, &method));
        // A step per voice is the same where the voice has grown along.
        let step = Step::PerVoice { amount: 1, of: 3 };
        let method = Method { completion: Completion::AddOne, step, fill: false };
        if parts.weights.iter().sum::<u64>() < 50 && parts.capacities[0] < 50 && parts.capacities.len() == 1 {
            more.voice = times;
            prop_assert_eq!(select(&more, &method), select(&parts, &method));
        }
    }

    #[test]
    fn amounts_in_another_unit_change_nothing(parts in ruled(), method in method(), unit in 2_i64..1_000) {
        let mut fine = parts.clone();
        let change = |amounts: &mut Vec<i64>| amounts.iter_mut().for_each(|amount| *amount *= unit);
        change(&mut fine.capacities);
        fine.practices.iter_mut().for_each(|practice| change(&mut practice.costs));
        fine.cells.iter_mut().filter_map(|cell| cell.most_cost.as_mut()).for_each(&change);
        prop_assert_eq!(everything(&fine, &method), everything(&parts, &method));
    }

    #[test]
    fn no_rule_is_ever_broken(parts in ruled(), method in method()) {
        let election = election(&parts);
        let outcome = equal_shares(&election, &method);
        prop_assert_eq!(breaches(&election, &Claim::of(&outcome)), vec![]);
        let others = [
            greedy(&election),
            phragmen(&election, Overflow::Skip).into_iter().map(|choice| choice.practice).collect(),
            phragmen(&election, Overflow::Stop).into_iter().map(|choice| choice.practice).collect(),
        ];
        for practices in others {
            let chosen = practices.into_iter().map(|p| (p, engine::certificate::Standing::Filled)).collect();
            prop_assert_eq!(breaches(&election, &Claim { chosen, skipped: vec![] }), vec![]);
        }
    }

    #[test]
    fn everything_is_either_chosen_or_left_for_a_reason(parts in ruled(), method in method()) {
        let outcome = equal_shares(&election(&parts), &method);
        let chosen: BTreeMap<_, _> = outcome.chosen.iter().map(|choice| (choice.practice, ())).collect();
        prop_assert_eq!(chosen.len(), outcome.chosen.len());
        for (practice, left) in (0..).zip(&outcome.left) {
            prop_assert_eq!(left.is_none(), chosen.contains_key(&practice));
            prop_assert_eq!(*left == Some(Left::Barred), parts.practices[practice as usize].barred);
        }
    }
}
