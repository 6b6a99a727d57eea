//! What is kept for empty cells: spent as defined, on them alone, and by nobody else's money.

use engine::certificate::{Claim, Flaw, Standing, flaws};
use engine::election::{Approval, Cell, Election, Parts, Practice, PracticeIndex};
use engine::exact::{BigInt, Fraction};
use engine::explain::{lost, won};
use engine::prices::price_system;
use engine::sentences::{Words, of_lost, of_won};
use engine::shares::{Completion, Method, Way, equal_shares};
use proptest::prelude::*;

use crate::election::{approvals, election, method, plain, ruled};
use crate::shares::{minus, rho, times, utilities};

/// One run by the definition, with all rules: whose purse paid, and for what.
fn by_definition(election: &Election) -> Vec<(PracticeIndex, bool)> {
    let floor = election.parts().floor;
    let each = |percent: u8| {
        let part = Fraction::new(
            BigInt::from(election.budget()) * percent,
            BigInt::from(election.total_weight()) * 100,
        );
        vec![part; election.parts().weights.len()]
    };
    let (mut own, mut reserve) = (each(100 - floor), each(floor));
    let mut room = engine::election::Room::new(election);
    let mut chosen: Vec<(PracticeIndex, bool)> = Vec::new();
    loop {
        let cells = |practice: PracticeIndex| &election.practices()[practice as usize].cells;
        let is_empty = |cell: &u32| !chosen.iter().any(|&(other, _)| cells(other).contains(cell));
        let open = |&practice: &PracticeIndex| {
            election.votes(practice) > 0 && !room.holds(practice) && room.ruled_out(practice).is_none()
        };
        let best = |purses: &[Fraction], fits: &dyn Fn(PracticeIndex) -> bool| {
            let open = election.candidates().filter(open).filter(|&practice| fits(practice));
            open.filter_map(|p| Some((rho(election, purses, p)?, election.tie_key(p), p))).min()
        };
        let bought = best(&own, &|_| true).map(|found| (found, false));
        let for_cells = || best(&reserve, &|practice| cells(practice).iter().any(is_empty));
        let bought = bought.or_else(|| for_cells().filter(|_| floor > 0).map(|found| (found, true)));
        let Some(((rho, _, practice), by_reserve)) = bought else { return chosen };
        let purses = if by_reserve { &mut reserve } else { &mut own };
        for (voter, utility) in utilities(election, practice) {
            let due = times(&rho, utility);
            let purse = &mut purses[voter as usize];
            *purse = if *purse <= due { Fraction::new(0, 1) } else { minus(purse, &due) };
        }
        room.take(practice);
        chosen.push((practice, by_reserve));
    }
}

/// Elections without cells, and a practice more that stands in the only one, for which its supporters' part of what is kept
/// suffices.
fn one_cell() -> impl Strategy<Value = Parts> {
    plain().prop_flat_map(|parts| (approvals(parts.weights.len()), Just(parts), 1_u8..=100)).prop_filter_map(
        "supporters who can pay for something",
        |(approvals, mut parts, floor)| {
            let support: u64 = approvals.iter().map(|approval| parts.weights[approval.voter as usize]).sum();
            let all: u64 = parts.weights.iter().sum();
            let affordable = |capacity: i64| {
                let money = i128::from(capacity) * i128::from(floor) * i128::from(support);
                i64::try_from(money / (i128::from(all) * 100)).ok()
            };
            let costs: Option<Vec<i64>> = parts.capacities.iter().map(|&c| affordable(c)).collect();
            let costs = costs.filter(|costs| support > 0 && costs.iter().any(|&cost| cost > 0))?;
            parts.order.push(parts.practices.len() as u32);
            parts.practices.push(Practice { costs, cells: vec![0], ..Practice::default() });
            parts.approvals.push(approvals);
            parts.cells = vec![Cell::default()];
            parts.floor = floor;
            Some(parts)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn one_run_is_what_the_definition_says(parts in ruled()) {
        let election = election(&parts);
        let outcome = equal_shares(&election, &Method::PLAIN);
        let reserved = |way: &Way| matches!(way, Way::Reserved(_));
        let found: Vec<_> = outcome.chosen.iter().map(|c| (c.practice, reserved(&c.way))).collect();
        prop_assert_eq!(found, by_definition(&election));
    }

    #[test]
    fn nothing_is_kept_at_no_percent(parts in ruled(), method in method()) {
        let outcome = equal_shares(&election(&Parts { floor: 0, ..parts }), &method);
        prop_assert_eq!(&outcome.reserve, &BigInt::ZERO);
        prop_assert!(!outcome.chosen.iter().any(|choice| matches!(choice.way, Way::Reserved(_))));
    }

    #[test]
    fn a_cell_is_filled_where_supporters_can_pay_out_of_the_reserve(parts in one_cell(), method in method()) {
        let outcome = equal_shares(&election(&parts), &method);
        prop_assert!(outcome.holds(parts.practices.len() as u32 - 1));
    }

    #[test]
    fn cells_stay_empty_only_for_want_of_money_or_for_a_rule(parts in ruled()) {
        let (election, method) = (election(&parts), Method::PLAIN);
        let outcome = equal_shares(&election, &method);
        for practice in 0..parts.practices.len() as u32 {
            let Some(lost) = lost(&election, &method, &outcome, practice) else { continue };
            if let (engine::shares::Left::Unaffordable, Some(reserve)) = (lost.why, &lost.reserve) {
                prop_assert!(*reserve < Fraction::new(election.price(practice), 1));
            }
        }
        for choice in outcome.chosen.iter().filter(|choice| matches!(choice.way, Way::Reserved(_))) {
            let won = won(&election, &outcome, &vec![0; parts.weights.len()], choice.practice);
            prop_assert!(won.is_some_and(|won| !won.cells.is_empty() && !won.paid.is_empty()));
        }
    }
}

fn approve(voters: &[u32]) -> Vec<Approval> {
    voters.iter().map(|&voter| Approval { voter, score: 1 }).collect()
}

/// All ten want ten practices in cell 0, which cost all there is; four want something in cell 1, one something in cell 2.
fn three_cells(floor: u8) -> Parts {
    let practice = |cost, cell| Practice { costs: vec![cost], cells: vec![cell], ..Practice::default() };
    let everybody: Vec<u32> = (0..10).collect();
    let mut practices = vec![practice(10, 0); 10];
    practices.extend([practice(11, 1), practice(17, 2)]);
    let mut approvals = vec![approve(&everybody); 10];
    approvals.extend([approve(&[6, 7, 8, 9]), approve(&[9])]);
    Parts {
        capacities: vec![100],
        practices,
        cells: vec![Cell::default(); 3],
        approvals,
        weights: vec![1; 10],
        voice: 1,
        floor,
        ..Parts::default()
    }
}

#[test]
fn a_cell_that_was_empty_is_filled_out_of_the_reserve_and_that_is_said() {
    let without = equal_shares(&election(&three_cells(0)), &Method::PLAIN);
    assert_eq!(without.practices(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let with = election(&three_cells(30));
    let outcome = equal_shares(&with, &Method::PLAIN);
    assert_eq!(outcome.practices(), [0, 1, 2, 3, 4, 5, 6, 10]);
    let words = Words {
        practice: &|p| format!("practice {p}"),
        money: &|money| format!("{:.2} hours", money.to_f64()),
        amount: &|_, amount| format!("{amount} hours"),
        resource: &|_| "working time".to_owned(),
        cell: &|cell| format!("cell {cell}"),
        group: &|_| String::new(),
    };
    assert_eq!(
        of_won(&won(&with, &outcome, &[0; 10], 10).expect("chosen"), &words),
        [
            "It came in as number 8, from the reserve for empty cells: nothing else stood in cell 1.",
            "Its 4 voices paid for it together, out of their equal parts of that reserve.",
            "Nobody paid more than 2.75 hours for a voice.",
        ]
    );
    let out = of_lost(&lost(&with, &Method::PLAIN, &outcome, 11).expect("not chosen"), &words);
    assert_eq!(out[0], "Its 1 voice had 0.00 hours left together; 17.00 hours was missing.");
    assert_eq!(
        out[2],
        "Of the reserve for empty cells they had 0.25 hours left, which was not enough either."
    );
}

#[test]
fn what_the_reserve_cannot_spend_is_spent_on_anything() {
    let mut parts = three_cells(30);
    parts.practices.truncate(10);
    parts.approvals.truncate(10);
    let method = Method { completion: Completion::UntilOverspend, fill: false, ..Method::default() };
    let outcome = equal_shares(&election(&parts), &method);
    assert_eq!(outcome.practices().len(), 10);
    assert!(outcome.steps > 0);
}

#[test]
fn a_reserve_that_is_not_the_published_one_or_not_for_an_empty_cell_is_found() {
    let election = election(&three_cells(30));
    let outcome = equal_shares(&election, &Method::PLAIN);
    let (claim, prices) = (Claim::of(&outcome), price_system(&election, &outcome));
    assert_eq!(flaws(&election, &claim, &prices), []);
    let zero = engine::prices::PriceSystem { reserve: BigInt::ZERO, ..prices.clone() };
    assert!(flaws(&election, &claim, &zero).contains(&Flaw::Reserve));
    let mut late = claim.clone();
    late.chosen.insert(1, (11, Standing::Filled));
    late.chosen.push((11, Standing::Reserved));
    assert!(flaws(&election, &late, &prices).contains(&Flaw::NotEmpty(11)));
    assert!(Election::new(three_cells(101)).is_err());
}
