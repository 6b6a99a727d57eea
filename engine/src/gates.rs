//! Eligibility: what a practice must pass before money is asked about. Equal shares do not see disagreement, and what is cheap is
//! cheap to push through; the gates answer both. A pure function of published rules, with every reason for a no.

use crate::evidence::Evidence;
use crate::exact::BigInt;
use crate::suppression::may_show;

/// The round's published rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gates {
    /// Distinct accounts that must support it.
    pub least_accounts: u32,
    /// Its part of the voices must be at least its part of the budget over this: 3 as real elections have it, 0 for no such gate.
    pub cost_over_support: u32,
    /// A segment opposes strongly where this part of those who take a side disagrees.
    pub strong_opposition: f64,
    /// Accounts that may draw a red line; one more bars it.
    pub most_red_lines: u32,
}

impl Default for Gates {
    fn default() -> Self {
        Self { least_accounts: 5, cost_over_support: 3, strong_opposition: 2.0 / 3.0, most_red_lines: 0 }
    }
}

/// A practice before the gates.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Distinct accounts with a supporter.
    pub accounts: u32,
    /// Supporters' weight, of all voters' weight.
    pub support: u64,
    pub total: u64,
    /// Its price, of the budget.
    pub price: u128,
    pub budget: u128,
    /// Accounts with a red line.
    pub red_lines: u32,
    /// What each segment says.
    pub segments: &'a [(u32, &'a Evidence)],
}

/// Why a practice is not eligible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Objection {
    TooFewAccounts {
        has: u32,
        needs: u32,
    },
    /// Supporters' weight, and the least that would do.
    TooLittleSupport {
        has: u64,
        needs: u64,
    },
    /// The part of those taking a side in a segment who disagree.
    Opposed {
        segment: u32,
        disagree: f64,
    },
    RedLines {
        has: u32,
        most: u32,
    },
}

/// All objections; none: it is eligible. A segment with fewer than five accounts cannot bar anything: it would be seen who did.
#[must_use]
pub fn objections(gates: &Gates, case: &Case) -> Vec<Objection> {
    let mut found = Vec::new();
    if case.accounts < gates.least_accounts {
        found.push(Objection::TooFewAccounts { has: case.accounts, needs: gates.least_accounts });
    }
    let needs = support_needed(gates, case);
    if case.support < needs {
        found.push(Objection::TooLittleSupport { has: case.support, needs });
    }
    if case.red_lines > gates.most_red_lines {
        found.push(Objection::RedLines { has: case.red_lines, most: gates.most_red_lines });
    }
    let opposed = case.segments.iter().filter(|(_, says)| may_show(says.voices) && says.decided() > 0.0);
    let opposed = opposed.map(|&(segment, says)| (segment, says.disagree / says.decided()));
    let opposed = opposed.filter(|&(_, disagree)| disagree >= gates.strong_opposition);
    found.extend(opposed.map(|(segment, disagree)| Objection::Opposed { segment, disagree }));
    found
}

/// The least weight with `support / total ≥ price / (factor · budget)`.
fn support_needed(gates: &Gates, case: &Case) -> u64 {
    if gates.cost_over_support == 0 || case.budget == 0 {
        return 0;
    }
    let over = BigInt::from(case.budget) * gates.cost_over_support;
    let needs = (BigInt::from(case.price) * case.total + &over - 1) / over;
    u64::try_from(needs).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case() -> Case<'static> {
        Case { accounts: 5, support: 10, total: 100, price: 30, budget: 100, red_lines: 0, segments: &[] }
    }

    #[test]
    fn each_gate_says_what_is_missing() {
        let gates = Gates::default();
        assert_eq!(objections(&gates, &case()), vec![]);
        let few = Case { accounts: 4, support: 9, red_lines: 1, ..case() };
        assert_eq!(
            objections(&gates, &few),
            vec![
                Objection::TooFewAccounts { has: 4, needs: 5 },
                Objection::TooLittleSupport { has: 9, needs: 10 },
                Objection::RedLines { has: 1, most: 0 },
            ]
        );
        let free = Case { support: 1, price: 0, ..case() };
        assert_eq!(objections(&gates, &free), vec![]);
    }

    #[test]
    fn a_segment_of_five_accounts_can_bar_and_one_of_four_cannot() {
        let against = Evidence { voices: 5, agree: 1.0, disagree: 4.0, ..Evidence::default() };
        let few = Evidence { voices: 4, ..against.clone() };
        let barred = objections(&Gates::default(), &Case { segments: &[(7, &against), (8, &few)], ..case() });
        assert_eq!(barred, vec![Objection::Opposed { segment: 7, disagree: 0.8 }]);
    }
}
