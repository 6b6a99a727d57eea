//! The price system of an outcome: who paid what. It is the outcome's proof; `certificate` verifies it without knowing how the
//! selection was made.
//!
//! Payments follow from the prices: a supporter pays `min(what it has left, price · score)` per unit of weight, in the order of
//! purchase.

use rustc_hash::FxHashMap;

use crate::election::{Election, PracticeIndex, Utility, VoterIndex};
use crate::exact::{BigInt, quotient};
use crate::shares::{Choice, Outcome, Way};

/// What a voter paid for a practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub voter: VoterIndex,
    pub practice: PracticeIndex,
    /// Per unit of the voter's weight, a numerator like all here; above 0.
    pub amount: BigInt,
}

/// Endowments and payments, in whole numerators over a denominator that does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceSystem {
    /// What the whole budget is worth, before any completion.
    pub budget: BigInt,
    /// Money per unit of weight that everybody starts with.
    pub endowment: BigInt,
    /// The part of it that is kept for empty cells, in a purse of its own.
    pub reserve: BigInt,
    pub payments: Vec<Payment>,
}

/// Writes out who paid what. O(payments).
#[must_use]
pub fn price_system(election: &Election, outcome: &Outcome) -> PriceSystem {
    let purses = |each: BigInt| vec![each; election.parts().weights.len()];
    let mut own = purses(&outcome.endowment - &outcome.reserve);
    let mut reserve = purses(outcome.reserve.clone());
    let mut payments = Vec::new();
    for choice in &outcome.chosen {
        let (purchase, purses) = match &choice.way {
            Way::Bought(purchase) => (purchase, &mut own),
            Way::Reserved(purchase) => (purchase, &mut reserve),
            Way::Free | Way::Filled => continue,
        };
        let practice = choice.practice;
        let scores = election.scores(practice);
        for (row, &voter) in election.supporters(practice).iter().enumerate() {
            let wanted = &purchase.price * scores.map_or(1, |scores| scores[row]);
            let purse = &mut purses[voter as usize];
            let amount = wanted.min(purse.clone());
            if amount > BigInt::ZERO && election.weight(voter) > 0 {
                *purse -= &amount;
                payments.push(Payment { voter, practice, amount });
            }
        }
    }
    let budget = BigInt::from(election.budget()) * &outcome.denominator;
    PriceSystem { budget, endowment: outcome.endowment.clone(), reserve: outcome.reserve.clone(), payments }
}

/// The effective votes of each purchase, `cost / largest payment per unit of weight`, in voices: as many as it has votes while
/// nobody is short of money. `None` for what was not bought.
#[must_use]
pub fn effective_votes(election: &Election, outcome: &Outcome) -> Vec<Option<f64>> {
    let mut largest: FxHashMap<PracticeIndex, BigInt> = FxHashMap::default();
    if election.parts().utility == Utility::Additive {
        for paid in price_system(election, outcome).payments {
            let most = largest.entry(paid.practice).or_default();
            *most = paid.amount.max(std::mem::take(most));
        }
    }
    let votes = |choice: &Choice| {
        let purchase = choice.way.purchase()?;
        let cost = BigInt::from(election.price(choice.practice)) * &outcome.denominator;
        let most = largest.get(&choice.practice).unwrap_or(&purchase.price);
        Some(quotient(&cost, &(most * election.parts().voice)))
    };
    outcome.chosen.iter().map(votes).collect()
}
