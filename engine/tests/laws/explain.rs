//! What an explanation says would have won does win when it is done, and one unit less does not.

use engine::election::{Approval, Election, Parts, Practice, Utility};
use engine::exact::{BigInt, Fraction};
use engine::explain::{WinsAt, costs_capped, lost, voices_to_buy, with_costs, with_voices, won};
use engine::prices::price_system;
use engine::sentences::{Words, of_lost, of_won};
use engine::shares::{Left, Method, equal_shares};
use proptest::prelude::*;

use crate::election::{election, method, plain, ruled};

fn wins(changed: &Election, method: &Method, practice: u32) -> bool {
    equal_shares(changed, method).holds(practice)
}

fn sum<'a>(all: impl Iterator<Item = &'a Fraction>) -> Fraction {
    all.fold(Fraction::new(0, 1), |a, b| {
        Fraction::new(
            &a.numerator * &b.denominator + &b.numerator * &a.denominator,
            &a.denominator * &b.denominator,
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_stated_change_wins_and_one_unit_less_does_not(parts in ruled(), method in method()) {
        let election = election(&parts);
        let outcome = equal_shares(&election, &method);
        for practice in 0..parts.practices.len() as u32 {
            let Some(lost) = lost(&election, &method, &outcome, practice) else { continue };
            if let Some(at) = lost.wins_at {
                let with = |at| with_costs(&election, practice, &costs_capped(&election, practice, at)).unwrap();
                prop_assert!(wins(&with(at), &method, practice));
                let dearer = with(WinsAt { amount: at.amount + 1, ..at });
                prop_assert!(!wins(&dearer, &method, practice));
            }
            if let Some(more) = lost.more_voices {
                let with = |voices| with_voices(&election, practice, voices).unwrap();
                prop_assert!(wins(&with(more), &method, practice));
                prop_assert!(more == 0 || !wins(&with(more - 1), &method, practice));
            }
        }
    }

    #[test]
    fn accounts_of_money_agree(parts in plain(), method in method()) {
        let election = election(&parts);
        let outcome = equal_shares(&election, &method);
        let prices = price_system(&election, &outcome);
        for practice in 0..parts.practices.len() as u32 {
            let endowment = &outcome.endowment * election.votes(practice);
            if let Some(lost) = lost(&election, &method, &outcome, practice) {
                let spent = sum(lost.spent.iter().map(|(_, money)| money));
                prop_assert_eq!(sum([&spent, &lost.left.expect("not withheld")].into_iter()), outcome.money(&endowment));
                if lost.why == Left::Unaffordable {
                    prop_assert!(lost.missing > Some(Fraction::new(0, 1)));
                }
            }
            let Some(won) = won(&election, &outcome, &vec![0; parts.weights.len()], practice) else { continue };
            let paid = sum(won.paid.iter().map(|paid| &paid.amount));
            if won.effective_votes.is_some() {
                prop_assert_eq!(paid, Fraction::new(election.price(practice), 1));
                let payers = prices.payments.iter().filter(|p| p.practice == practice).count();
                prop_assert_eq!(won.paid[0].voters as usize, payers);
                let most = won.votes.to_f64() * (1.0 + 1e-12);
                prop_assert!(parts.utility == Utility::Additive || won.effective_votes.unwrap() <= most);
            }
        }
    }

    #[test]
    fn strangers_who_vote_for_nothing_else_buy_it_and_one_fewer_does_not(parts in plain()) {
        let mut parts = parts;
        parts.approvals[0].clear();
        let election = election(&parts);
        if let Some(voices) = voices_to_buy(&election, 0) && election.price(0) > 0 {
            prop_assert!(wins(&with_voices(&election, 0, voices).unwrap(), &Method::PLAIN, 0));
            prop_assert!(!wins(&with_voices(&election, 0, voices - 1).unwrap(), &Method::PLAIN, 0));
        }
    }
}

#[test]
fn explanations_read_well() {
    let approve =
        |voters: &[u32]| voters.iter().map(|&voter| Approval { voter, score: 1 }).collect::<Vec<_>>();
    let costs = |hours: i64| Practice { costs: vec![hours], ..Practice::default() };
    let parts = Parts {
        capacities: vec![12],
        practices: vec![costs(6), costs(5), costs(4)],
        approvals: vec![approve(&[0, 1, 2, 3]), approve(&[1, 2, 3]), approve(&[4, 5])],
        weights: vec![1; 6],
        voice: 1,
        ..Parts::default()
    };
    let election = election(&parts);
    let outcome = equal_shares(&election, &Method::PLAIN);
    let words = Words {
        practice: &|p| ["A call back", "A demo", "A price list"][p as usize].to_owned(),
        money: &|money| format!("{:.2} hours", money.to_f64()),
        amount: &|_, amount| format!("{amount} hours"),
        resource: &|_| "working time".to_owned(),
        cell: &|cell| format!("cell {cell}"),
        group: &|group| ["banks", "shops"][group as usize].to_owned(),
    };
    let groups = [0, 0, 1, 1, 1, 1];
    let in_ = won(&election, &outcome, &groups, 0).expect("chosen");
    assert_eq!(
        of_won(&in_, &words),
        [
            "It came in as number 1: its 4 voices paid for it together, out of their equal shares of the capacity.",
            "Nobody paid more than 1.50 hours for a voice.",
            "Paid by: banks 3.00 hours and shops 3.00 hours.",
        ]
    );
    let out = lost(&election, &Method::PLAIN, &outcome, 1).expect("not chosen");
    assert_eq!(
        of_lost(&out, &words),
        [
            "Its 3 voices had 1.50 hours left together; 3.50 hours was missing.",
            "They had spent 4.50 hours on “A call back”.",
            "It would be in if it took 1 hours or less.",
            "It would also be in with 1 voice more that asks for this alone.",
        ]
    );
    assert_eq!(out.left, Some(Fraction::new(BigInt::from(3), 2)));
}
