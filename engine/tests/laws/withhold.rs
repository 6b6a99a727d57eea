//! What an explanation still tells rests on five accounts at least, and so does what it leaves out of a known sum.

use std::collections::BTreeSet;

use engine::election::{Approval, Election, Parts, Practice};
use engine::explain::withhold::{self, Behind};
use engine::explain::{lost, won};
use engine::prices::{PriceSystem, price_system};
use engine::sentences::{Words, of_lost, of_won};
use engine::shares::{Method, Outcome, equal_shares};
use engine::suppression::MIN_ACCOUNTS_SHOWN;
use proptest::prelude::*;

use crate::election::{election, method};

type Accounts = BTreeSet<u32>;

fn few(accounts: &Accounts) -> bool {
    !accounts.is_empty() && accounts.len() < MIN_ACCOUNTS_SHOWN as usize
}

/// Whether some parts of a known sum may be left out: of two at least, by five accounts together; or all.
fn may_be_left_out(out: &[Accounts], all: usize) -> bool {
    let together: Accounts = out.iter().flatten().copied().collect();
    out.is_empty() || out.len() == all || (out.len() > 1 && !few(&together))
}

struct Case {
    election: Election,
    outcome: Outcome,
    prices: PriceSystem,
    accounts: Vec<u32>,
}

impl Case {
    fn new(parts: &Parts, method: &Method, sharers: u32) -> Self {
        let election = election(parts);
        let outcome = equal_shares(&election, method);
        let prices = price_system(&election, &outcome);
        let accounts = (0..parts.weights.len() as u32).map(|voter| voter / sharers).collect();
        Self { election, outcome, prices, accounts }
    }

    fn behind(&self) -> Behind<'_> {
        Behind { election: &self.election, outcome: &self.outcome, accounts: &self.accounts }
    }

    fn of(&self, voters: impl Iterator<Item = u32>) -> Accounts {
        voters.filter(|&v| self.election.weight(v) > 0).map(|v| self.accounts[v as usize]).collect()
    }

    fn supporters(&self, practice: u32) -> Accounts {
        self.of(self.election.supporters(practice).iter().copied())
    }

    /// Who paid for `for_` among the supporters of `of`.
    fn payers(&self, for_: u32, of: u32) -> Accounts {
        let payments = self.prices.payments.iter().filter(|payment| payment.practice == for_);
        let voters = payments.map(|payment| payment.voter);
        self.of(voters.filter(|voter| self.election.supporters(of).binary_search(voter).is_ok()))
    }
}

/// Twenty-four voters, so that there are five accounts behind many figures and fewer behind others.
fn crowd() -> impl Strategy<Value = Parts> {
    let practices = prop::collection::vec((1_i64..12, any::<u32>(), any::<u32>(), 0_u32..2), 2..8);
    let floor = prop_oneof![2 => Just(0_u8), 1 => Just(30)];
    (practices, 10_i64..40, floor).prop_map(|(practices, capacity, floor)| {
        let of = |&(cost, _, _, cell): &(i64, u32, u32, u32)| Practice {
            costs: vec![cost],
            cells: vec![cell],
            ..Practice::default()
        };
        let wants = |&(_, a, b, _): &(i64, u32, u32, u32)| {
            let voters = (0..24).filter(|&voter| (a & (b | 0x00ff)) >> voter & 1 == 1);
            voters.map(|voter| Approval { voter, score: 1 }).collect()
        };
        Parts {
            capacities: vec![capacity],
            approvals: practices.iter().map(wants).collect(),
            practices: practices.iter().map(of).collect(),
            cells: vec![engine::election::Cell::default(); 2],
            weights: vec![1; 24],
            voice: 1,
            floor,
            ..Parts::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn reasons_for_a_no_rest_on_five_accounts(parts in crowd(), method in method(), sharers in 1_u32..3) {
        let case = Case::new(&parts, &method, sharers);
        for practice in 0..parts.practices.len() as u32 {
            // What would have brought it in is found in one run each, to be quick; it is given or not all the same.
            let Some(all) = lost(&case.election, &Method::PLAIN, &case.outcome, practice) else { continue };
            let told = withhold::lost(&all, &case.behind());
            prop_assert_eq!(told.is_none(), case.supporters(practice).len() < MIN_ACCOUNTS_SHOWN as usize);
            let Some(told) = told else { continue };
            let mut out = Vec::new();
            for entry in &all.spent {
                let payers = case.payers(entry.0, practice);
                if told.spent.contains(entry) {
                    prop_assert!(!few(&payers));
                } else {
                    out.push(payers);
                }
            }
            prop_assert!(told.spent.iter().all(|entry| all.spent.contains(entry)));
            let own = &case.prices.endowment - &case.prices.reserve;
            let kept = case.of(case.election.supporters(practice).iter().copied().filter(|&voter| {
                let reserved = |practice| matches!(
                    case.outcome.chosen.iter().find(|choice| choice.practice == practice).unwrap().way,
                    engine::shares::Way::Reserved(_)
                );
                let paid = case.prices.payments.iter().filter(|p| p.voter == voter && !reserved(p.practice));
                paid.map(|p| &p.amount).sum::<engine::exact::BigInt>() < own
            }));
            if told.left.is_some() {
                prop_assert!(!few(&kept));
                prop_assert_eq!((&told.left, &told.missing), (&all.left, &all.missing));
            } else {
                out.push(kept);
                prop_assert_eq!((told.missing, told.wins_at, told.more_voices), (None, None, None));
                prop_assert!(told.withheld);
            }
            prop_assert!(may_be_left_out(&out, all.spent.len() + 1));
        }
    }

    #[test]
    fn reasons_for_a_yes_rest_on_five_accounts(parts in crowd(), method in method(), sharers in 1_u32..3) {
        let case = Case::new(&parts, &method, sharers);
        let groups: Vec<u32> = (0..24).map(|voter| voter % 7 / 2).collect();
        for practice in 0..parts.practices.len() as u32 {
            let Some(all) = won(&case.election, &case.outcome, &groups, practice) else { continue };
            let told = withhold::won(&all, &case.behind(), &groups);
            prop_assert_eq!(told.is_none(), case.supporters(practice).len() < MIN_ACCOUNTS_SHOWN as usize);
            let Some(told) = told else { continue };
            let payments = || case.prices.payments.iter().filter(|payment| payment.practice == practice);
            let of_group = |group| {
                case.of(payments().map(|p| p.voter).filter(|&voter| groups[voter as usize] == group))
            };
            let left_out = all.paid.iter().filter(|paid| !told.paid.contains(paid));
            let out: Vec<Accounts> = left_out.map(|paid| of_group(paid.group)).collect();
            prop_assert!(told.paid.iter().all(|paid| !few(&of_group(paid.group)) && all.paid.contains(paid)));
            prop_assert!(may_be_left_out(&out, all.paid.len()));
            let most = payments().map(|payment| &payment.amount).max();
            let largest = case.of(payments().filter(|p| Some(&p.amount) == most).map(|p| p.voter));
            if few(&largest) {
                prop_assert_eq!((&told.largest, told.effective_votes), (&None, None));
            } else {
                prop_assert_eq!((&told.largest, told.effective_votes), (&all.largest, all.effective_votes));
            }
            prop_assert!(out.is_empty() || told.withheld);
        }
    }
}

#[test]
fn sentences_pass_over_what_is_withheld() {
    let approve =
        |voters: std::ops::Range<u32>| voters.map(|voter| Approval { voter, score: 1 }).collect::<Vec<_>>();
    let costs = |hours: i64| Practice { costs: vec![hours], ..Practice::default() };
    let parts = Parts {
        capacities: vec![24],
        practices: vec![costs(12), costs(9)],
        // Two of the six who want the second have paid for the first.
        approvals: vec![approve(0..8), approve(6..12)],
        weights: vec![1; 12],
        voice: 1,
        ..Parts::default()
    };
    let case = Case::new(&parts, &Method::PLAIN, 1);
    let words = Words {
        practice: &|p| format!("practice {p}"),
        money: &|money| format!("{:.2} hours", money.to_f64()),
        amount: &|_, amount| format!("{amount} hours"),
        resource: &|_| String::new(),
        cell: &|_| String::new(),
        group: &|group| ["banks", "shops", "farms"][group as usize].to_owned(),
    };
    let groups = [0, 0, 0, 0, 0, 1, 1, 2, 1, 1, 1, 1];
    let yes = won(&case.election, &case.outcome, &groups, 0).expect("chosen");
    let yes = withhold::won(&yes, &case.behind(), &groups).expect("enough ask for it");
    assert!(yes.paid.is_empty(), "two groups of few, and so the third: together they paid the price");
    let said = of_won(&yes, &words);
    assert_eq!(said[1..], ["Nobody paid more than 1.50 hours for a voice."]);
    let mut dearer = parts;
    dearer.practices[1] = costs(10);
    let case = Case::new(&dearer, &Method::PLAIN, 1);
    let no = lost(&case.election, &Method::PLAIN, &case.outcome, 1).expect("not chosen");
    let no = withhold::lost(&no, &case.behind()).expect("enough ask for it");
    assert_eq!(of_lost(&no, &words), ["Its 6 voices had not enough left together."]);
}
