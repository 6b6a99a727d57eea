//! Random elections: small numbers, so that ties, exact hits of a price and empty purses are frequent, and now and then large
//! ones, where floats cannot tell.

use engine::election::{Approval, Cell, Election, Parts, Practice, Ties, Utility};
use engine::shares::{Completion, Method, Step};
use proptest::prelude::*;
use proptest::sample::subsequence;

pub fn approvals(voters: usize) -> impl Strategy<Value = Vec<Approval>> {
    let everybody: Vec<u32> = (0..voters as u32).collect();
    let scored = |voters: Vec<u32>| {
        let count = voters.len();
        prop::collection::vec(1_u32..6, count).prop_map(move |scores| {
            voters.iter().zip(scores).map(|(&voter, score)| Approval { voter, score }).collect()
        })
    };
    subsequence(everybody, 0..=voters).prop_flat_map(scored)
}

fn practice(resources: usize, scale: i64) -> impl Strategy<Value = Practice> {
    prop::collection::vec(prop_oneof![8 => 1..9_i64, 1 => Just(0), 1 => Just(-2)], resources).prop_map(
        move |costs| {
            // Off by one from round numbers where they are large.
            let large = |cost: i64| if cost > 2 && scale > 1 { cost * scale + 1 } else { cost * scale };
            Practice { costs: costs.into_iter().map(large).collect(), ..Practice::default() }
        },
    )
}

/// Weights of everybody 1, few different ones, or large ones.
fn weights(voters: usize) -> impl Strategy<Value = Vec<u64>> {
    prop_oneof![
        2 => Just(vec![1; voters]),
        2 => prop::collection::vec(0_u64..4, voters),
        1 => prop::collection::vec(719_000_u64..721_000, voters),
    ]
    .prop_filter("somebody must have a voice", |weights| weights.iter().any(|&weight| weight > 0))
}

/// An election without caps, opposites, prerequisites or gates.
pub fn plain() -> impl Strategy<Value = Parts> {
    (1_usize..3, 1_usize..9, 1_usize..12, prop_oneof![4 => Just(1_i64), 1 => Just(1_000_003)]).prop_flat_map(
        |(resources, practices, voters, scale)| {
            let utility = prop_oneof![
                3 => Just(Utility::Cost),
                1 => Just(Utility::Cardinality),
                1 => Just(Utility::Additive)
            ];
            (
                prop::collection::vec((4_i64..40).prop_map(move |amount| amount * scale), resources),
                prop::collection::vec(practice(resources, scale), practices),
                prop::collection::vec(approvals(voters), practices),
                weights(voters),
                utility,
                prop_oneof![Just(Ties::Published), Just(Ties::Order)],
                Just((0..practices as u32).collect::<Vec<_>>()).prop_shuffle(),
            )
                .prop_map(|(capacities, practices, approvals, weights, utility, ties, order)| {
                    Parts {
                        capacities,
                        practices,
                        approvals,
                        weights,
                        voice: 1,
                        utility,
                        ties,
                        order,
                        ..Parts::default()
                    }
                })
        },
    )
}

/// What the rules say of one practice: cells, exclusion groups, a prerequisite, whether it is barred.
type Rule = (Vec<u32>, Vec<u32>, Option<u32>, bool);

/// An election with all kinds of rules.
pub fn ruled() -> impl Strategy<Value = Parts> {
    let cell = (prop::option::of(0_u32..3), prop::option::of(0_i64..20));
    let floor = prop_oneof![2 => Just(0_u8), 1 => Just(10), 1 => Just(30), 1 => 0_u8..=100];
    (plain(), prop::collection::vec(cell, 2), floor).prop_flat_map(|(parts, cells, floor)| {
        let count = parts.practices.len();
        let rule = (
            subsequence(vec![0_u32, 1], 0..=2),
            subsequence(vec![0_u32, 1, 2], 0..=1),
            prop::option::weighted(0.2, 0..count as u32),
            prop::bool::weighted(0.1),
        );
        prop::collection::vec(rule, count).prop_map(move |rules: Vec<Rule>| {
            let mut parts = parts.clone();
            parts.floor = floor;
            let resources = parts.capacities.len();
            let amounts = |most: Option<i64>| most.map(|most| vec![most; resources]);
            let cell = |&(most_practices, most)| Cell { most_practices, most_cost: amounts(most) };
            parts.cells = cells.iter().map(cell).collect();
            for (index, (cells, exclusions, needs, barred)) in (0..).zip(rules) {
                let needs = needs.filter(|&need| need != index).into_iter().collect();
                let costs = std::mem::take(&mut parts.practices[index as usize].costs);
                parts.practices[index as usize] = Practice { costs, cells, exclusions, needs, barred };
            }
            parts
        })
    })
}

pub fn election(parts: &Parts) -> Election {
    Election::new(parts.clone()).expect("made to be one")
}

pub fn method() -> impl Strategy<Value = Method> {
    let completion =
        prop_oneof![Just(Completion::None), Just(Completion::AddOne), Just(Completion::UntilOverspend)];
    (completion, prop_oneof![Just(7_u64), Just(10), Just(100)], any::<bool>())
        .prop_map(|(completion, of, fill)| Method { completion, step: Step::Part { of }, fill })
}
