//! Who paid for what was chosen, by segment: in whole percent of its price, as far as that may be said. A breakdown, to be renewed
//! seldom (see [`crate::suppression`]).
//!
//! Payments are nearly the same for everybody, so a part of the price tells how many accounts paid, and who voted is told elsewhere:
//! so neither those of a value who paid nor those who did not may be one to four. What is held back is told together, as what all
//! others paid; it is of two values at least, so that none follows from the sum.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::common::{attributes, voted};
use super::{Inputs, Key, Prepared};
use crate::election::Fault;
use crate::exact::{BigInt, quotient};
use crate::prices::{Payment, price_system};
use crate::shares::{Outcome, equal_shares};
use crate::suppression::may_show;

/// Who paid for one candidate, by attribute ("Region").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidFor {
    pub key: Key,
    pub attributes: Vec<PaidBy>,
}

/// Who paid, by the values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidBy {
    pub attribute: String,
    pub parts: Vec<PaidPart>,
}

/// What the accounts of one value paid together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidPart {
    /// Empty for all the others together.
    pub value: String,
    /// Of the price, rounded; 0 to 100.
    pub percent: u32,
}

/// Who paid for everything that was bought, in the order of purchase; without what nothing may be said of.
///
/// # Errors
/// See [`Prepared::new`].
pub fn paid(inputs: &Inputs) -> Result<Vec<PaidFor>, Fault> {
    let prepared = Prepared::new(inputs)?;
    Ok(of(&prepared, &equal_shares(&prepared.election, &prepared.method)))
}

pub(super) fn of(prepared: &Prepared, outcome: &Outcome) -> Vec<PaidFor> {
    let prices = price_system(&prepared.election, outcome);
    let voted = voted(prepared.inputs);
    let told = |practice| {
        let payments = || prices.payments.iter().filter(move |payment| payment.practice == practice);
        let payers = Payers::new(prepared, payments(), &voted)?;
        let attributes = payers.told();
        (!attributes.is_empty()).then(|| PaidFor { key: prepared.key(practice), attributes })
    };
    outcome.chosen.iter().filter_map(|choice| told(choice.practice)).collect()
}

/// The accounts that paid for one candidate.
struct Payers<'a> {
    inputs: &'a Inputs,
    /// By account.
    amounts: Vec<BigInt>,
    price: BigInt,
    voted: &'a [bool],
}

/// Accounts of one value, or of all the others.
struct Row<'a> {
    value: &'a str,
    amount: BigInt,
    /// Those that paid, and those that voted and did not.
    paid: u32,
    not: u32,
}

impl<'a> Payers<'a> {
    /// `None` where nobody paid.
    fn new<'p>(
        prepared: &Prepared<'a>,
        payments: impl Iterator<Item = &'p Payment>,
        voted: &'a [bool],
    ) -> Option<Self> {
        let inputs = prepared.inputs;
        let mut amounts = vec![BigInt::ZERO; inputs.accounts.len()];
        for payment in payments {
            let account = inputs.voters[payment.voter as usize].account;
            amounts[account as usize] += &payment.amount * prepared.election.weight(payment.voter);
        }
        let price: BigInt = amounts.iter().sum();
        (price > BigInt::ZERO).then_some(Self { inputs, amounts, price, voted })
    }

    /// What may be said.
    fn told(&self) -> Vec<PaidBy> {
        let told = |(attribute, values): (&str, Vec<(&str, usize)>)| {
            let rows = self.rows(&values);
            let counts: Vec<(u32, u32)> = rows.iter().map(|row| (row.paid, row.not)).collect();
            let shown =
                rows.iter().zip(shown(&counts)?).filter(|(row, shown)| *shown && !row.value.is_empty());
            let shown: Vec<&Row> = shown.map(|(row, _)| row).collect();
            let told: BigInt = shown.iter().map(|row| &row.amount).sum();
            let mut parts: Vec<PaidPart> =
                shown.iter().map(|row| self.part(row.value, &row.amount)).collect();
            if told < self.price {
                parts.push(self.part("", &(&self.price - told)));
            }
            Some(PaidBy { attribute: attribute.to_owned(), parts })
        };
        attributes(self.inputs).into_iter().filter_map(told).collect()
    }

    /// A row for each value, and one for all that have none of them.
    fn rows<'n>(&self, values: &[(&'n str, usize)]) -> Vec<Row<'n>> {
        let segments: FxHashSet<u32> = values.iter().map(|&(_, segment)| segment as u32).collect();
        let row = |value: &'n str, here: &dyn Fn(&[u32]) -> bool| {
            let mut row = Row { value, amount: BigInt::ZERO, paid: 0, not: 0 };
            for (place, account) in self.inputs.accounts.iter().enumerate() {
                if !self.voted[place] || !here(&account.segments) {
                    continue;
                }
                if self.amounts[place] > BigInt::ZERO {
                    row.paid += 1;
                    row.amount += &self.amounts[place];
                } else {
                    row.not += 1;
                }
            }
            row
        };
        let mut rows: Vec<Row> =
            values.iter().map(|&(value, segment)| row(value, &|of| of.contains(&(segment as u32)))).collect();
        rows.push(row("", &|of| !of.iter().any(|segment| segments.contains(segment))));
        rows
    }

    fn part(&self, value: &str, amount: &BigInt) -> PaidPart {
        let percent = libm::round(100.0 * quotient(amount, &self.price)) as u32;
        PaidPart { value: value.to_owned(), percent }
    }
}

/// Of rows of accounts that paid (or did anything else) and that did not: which may be shown, while the sums of the rest are known. `None` if none may.
pub(super) fn shown(rows: &[(u32, u32)]) -> Option<Vec<bool>> {
    let silent = |count: u32| count == 0 || may_show(count);
    let tells = |&(paid, not): &(u32, u32)| silent(paid) && silent(not) && paid + not > 0;
    let mut shown: Vec<bool> = rows.iter().map(tells).collect();
    loop {
        let hidden = || rows.iter().zip(&shown).filter(|((paid, not), shown)| !**shown && paid + not > 0);
        let (paid, not) = hidden().fold((0, 0), |sum, (row, _)| (sum.0 + row.0, sum.1 + row.1));
        let safe = match hidden().count() {
            0 => true,
            1 => false,
            _ => silent(paid) && silent(not),
        };
        if safe {
            return shown.contains(&true).then_some(shown);
        }
        let all = (0..rows.len()).filter(|&row| shown[row]);
        let smallest = all.min_by_key(|&row| (rows[row].0 + rows[row].1, row))?;
        shown[smallest] = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::tests::round;
    use proptest::prelude::*;

    fn parts(found: &PaidFor) -> Vec<(&str, u32)> {
        found.attributes[0].parts.iter().map(|part| (part.value.as_str(), part.percent)).collect()
    }

    #[test]
    fn the_price_is_paid_by_the_values() {
        // Even accounts are small: 6 of them pay, and 8 of the large ones.
        let (agree, pass): (Vec<u32>, Vec<u32>) =
            (0..24).partition(|v| *v < if v % 2 == 0 { 12 } else { 16 });
        let mut inputs = round(20, &[10], &[1; 24], &[agree]);
        inputs.votes[0].pass = pass;
        assert_eq!(paid(&inputs).unwrap(), [], "four of the large ones did not pay");
        for account in [17, 19, 21, 23] {
            inputs.accounts[account].segments = vec![0];
        }
        assert_eq!(parts(&paid(&inputs).unwrap()[0]), [("small", 43), ("large", 57)]);
    }

    #[test]
    fn what_costs_nothing_nobody_paid() {
        let inputs = round(20, &[0], &[1; 24], &[(0..24).collect()]);
        assert_eq!(paid(&inputs).unwrap(), []);
    }

    #[test]
    fn one_value_that_is_held_back_takes_another_along() {
        assert_eq!(shown(&[(9, 9), (7, 7), (3, 9)]), Some(vec![true, false, false]));
        assert_eq!(shown(&[(9, 9), (3, 9)]), None);
        assert_eq!(shown(&[(9, 0), (0, 9), (0, 0)]), Some(vec![true, true, false]));
        assert_eq!(shown(&[]), None);
    }

    proptest! {
        /// Whoever knows how many of each value voted, and the sums, finds none of one to four.
        #[test]
        fn nobody_follows_from_what_is_shown(rows in proptest::collection::vec((0_u32..12, 0_u32..12), 1..7)) {
            let Some(shown) = shown(&rows) else { return Ok(()) };
            let small = |count: u32| (1..5).contains(&count);
            let hidden: Vec<(u32, u32)> =
                rows.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(row, _)| *row).collect();
            prop_assert!(rows.iter().zip(&shown).all(|(row, shown)| !shown || !small(row.0) && !small(row.1)));
            let paid: u32 = hidden.iter().map(|row| row.0).sum();
            let all: u32 = hidden.iter().map(|row| row.0 + row.1).sum();
            prop_assert!(!small(paid) && !small(all - paid));
            for row in &hidden {
                let whole = row.0 + row.1;
                let (least, most) = (paid.saturating_sub(all - whole), whole.min(paid));
                // Nobody of all of them, or everybody, is told of all together.
                let together = paid == 0 || paid == all;
                prop_assert!(least < most || together || !small(row.0) && !small(row.1));
            }
        }
    }
}
