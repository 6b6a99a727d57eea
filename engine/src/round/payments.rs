//! Who paid what for what was chosen, by voter: the price system that a certificate's verdict rests on, as it is given to whoever has
//! the ballots, and nobody else. It is written in whole numbers as text, since they may be longer than a reader's numbers are.

use std::str::FromStr;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Inputs, Key, Prepared};
use crate::certificate::{Claim, Flaw, flaws};
use crate::election::Fault;
use crate::exact::BigInt;
use crate::prices::{Payment, PriceSystem, price_system};
use crate::shares::equal_shares;

/// Endowments and payments, all in the same unit: the whole capacity is worth [`Payments::budget`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payments {
    pub budget: String,
    /// What everybody starts with, for a unit of weight.
    pub endowment: String,
    /// The part of it that is kept for cells that would otherwise be empty.
    pub reserve: String,
    /// By voter, in the order of [`Inputs::voters`]. Who did not vote has 0.
    pub weights: Vec<u64>,
    /// In the order of purchase; without what cost nothing, or was added in the end.
    pub paid: Vec<Paid>,
}

/// What was paid for one candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    pub key: Key,
    /// Voters, and what each paid for a unit of its weight; above 0.
    pub by: Vec<(u32, String)>,
}

/// Who paid what. Selects once.
///
/// # Errors
/// See [`Prepared::new`].
pub fn payments(inputs: &Inputs) -> Result<Payments, Fault> {
    let prepared = Prepared::new(inputs)?;
    let prices = price_system(&prepared.election, &equal_shares(&prepared.election, &prepared.method));
    let mut paid: Vec<Paid> = Vec::new();
    for Payment { voter, practice, amount } in &prices.payments {
        let key = prepared.key(*practice);
        let by = (*voter, amount.to_string());
        // Payments for one candidate follow one another.
        match paid.last_mut().filter(|last| last.key == key) {
            Some(last) => last.by.push(by),
            None => paid.push(Paid { key, by: vec![by] }),
        }
    }
    Ok(Payments {
        budget: prices.budget.to_string(),
        endowment: prices.endowment.to_string(),
        reserve: prices.reserve.to_string(),
        weights: weights(&prepared),
        paid,
    })
}

fn weights(prepared: &Prepared) -> Vec<u64> {
    (0..prepared.inputs.voters.len() as u32).map(|voter| prepared.election.weight(voter)).collect()
}

/// Why payments are no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoProof {
    /// What is no whole number.
    Number(String),
    /// Paid for what is no candidate.
    Unknown(Key),
    /// Weights that do not follow from accounts and votes.
    Weights,
    /// What [`flaws`] finds.
    Flaws(Vec<Flaw>),
}

/// Whether payments prove what is chosen from the inputs, by the checker that does not know how it was made.
///
/// # Errors
/// A [`Fault`] of the inputs (see [`Prepared::new`]); inside, why it is no proof.
pub fn proved(inputs: &Inputs, payments: &Payments) -> Result<Result<(), NoProof>, Fault> {
    let prepared = Prepared::new(inputs)?;
    Ok(prepared.proved(payments))
}

impl Prepared<'_> {
    fn proved(&self, payments: &Payments) -> Result<(), NoProof> {
        if weights(self) != payments.weights {
            return Err(NoProof::Weights);
        }
        let places: FxHashMap<Key, u32> =
            (0..).zip(&self.inputs.candidates).map(|(place, candidate)| (candidate.key, place)).collect();
        let mut paid = Vec::new();
        for Paid { key, by } in &payments.paid {
            let practice = *places.get(key).ok_or(NoProof::Unknown(*key))?;
            for (voter, amount) in by {
                paid.push(Payment { voter: *voter, practice, amount: number(amount)? });
            }
        }
        let prices = PriceSystem {
            budget: number(&payments.budget)?,
            endowment: number(&payments.endowment)?,
            reserve: number(&payments.reserve)?,
            payments: paid,
        };
        let claim = Claim::of(&equal_shares(&self.election, &self.method));
        match flaws(&self.election, &claim, &prices) {
            none if none.is_empty() => Ok(()),
            found => Err(NoProof::Flaws(found)),
        }
    }
}

fn number(text: &str) -> Result<BigInt, NoProof> {
    BigInt::from_str(text).map_err(|_| NoProof::Number(text.to_owned()))
}
