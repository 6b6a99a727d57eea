//! The voters' money, by class: voters who have paid for the same practices (at the same scores) have the same money left per
//! unit of weight, so it is kept once. A class is a leaf's path in a tree of payments; who has nothing left is in one class.
//!
//! Money is a float with a common error bound, and exactly `endowment − Σ price_k · score_k` along the path, in whole
//! numerators over a denominator that grows with the purchases.

use crate::exact::{BigInt, quotient};

pub(super) type Class = u32;

/// Everybody who has paid all they had.
pub(super) const BROKE: Class = 0;
/// Everybody who has paid nothing.
const WHOLE: Class = 1;

/// Units in the last place, with room for a few roundings in a row.
pub(super) const ULP: f64 = f64::EPSILON;

#[derive(Clone, Copy, Debug)]
struct Paid {
    before: Class,
    purchase: u32,
    score: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Purses {
    class_of: Vec<Class>,
    /// By voter: money per unit of weight, and weight.
    holdings: Vec<(f64, f64)>,
    /// By class.
    money: Vec<f64>,
    paid: Vec<Paid>,
    /// What any class's float may be off.
    pub(super) error: f64,
    /// Prices of the purchases, as numerators.
    pub(super) prices: Vec<BigInt>,
    /// Money per unit of weight at the start, and one unit of price, as numerators.
    pub(super) endowment: BigInt,
    pub(super) unit: BigInt,
    whole: f64,
}

impl Purses {
    /// Everybody has `endowment / unit` again.
    pub(super) fn fill(&mut self, weights: &[u64], endowment: BigInt, unit: BigInt) {
        self.class_of.clear();
        self.class_of.resize(weights.len(), WHOLE);
        self.whole = quotient(&endowment, &unit);
        self.holdings.clear();
        self.holdings.extend(weights.iter().map(|&weight| (self.whole, weight as f64)));
        self.money.clear();
        self.money.extend([0.0, self.whole]);
        let nothing = Paid { before: BROKE, purchase: 0, score: 0 };
        self.paid.clear();
        self.paid.extend([nothing, nothing]);
        self.error = 8.0 * ULP * self.whole;
        self.prices.clear();
        (self.endowment, self.unit) = (endowment, unit);
    }

    #[inline]
    pub(super) fn class(&self, voter: u32) -> Class {
        self.class_of[voter as usize]
    }

    /// What a voter has left per unit of weight, in units of price, and its weight.
    #[inline]
    pub(super) fn holding(&self, voter: u32) -> (f64, f64) {
        self.holdings[voter as usize]
    }

    pub(super) fn set_class(&mut self, voter: u32, class: Class) {
        self.class_of[voter as usize] = class;
        self.holdings[voter as usize].0 = self.money(class);
    }

    pub(super) fn classes(&self) -> usize {
        self.money.len()
    }

    /// In units of price.
    #[inline]
    pub(super) fn money(&self, class: Class) -> f64 {
        self.money[class as usize]
    }

    /// The payments of a class that is not broke: which purchase, at what score.
    pub(super) fn payments(&self, class: Class) -> impl Iterator<Item = (usize, u32)> + '_ {
        let mut at = class;
        std::iter::from_fn(move || {
            if at == WHOLE || at == BROKE {
                return None;
            }
            let paid = self.paid[at as usize];
            at = paid.before;
            Some((paid.purchase as usize, paid.score))
        })
    }

    /// What is left, as a numerator.
    pub(super) fn exact_money(&self, class: Class) -> BigInt {
        if class == BROKE {
            return BigInt::ZERO;
        }
        let spent = self.payments(class).map(|(purchase, score)| &self.prices[purchase] * score);
        &self.endowment - spent.sum::<BigInt>()
    }

    /// Counts in a unit that is so many times finer.
    pub(super) fn refine(&mut self, factor: &BigInt) {
        for price in &mut self.prices {
            *price *= factor;
        }
        self.endowment *= factor;
        self.unit *= factor;
    }

    /// Enters a purchase at `numerator / (current denominator × weight)`: all numerators get a factor, so that they stay whole.
    pub(super) fn buy(&mut self, numerator: &BigInt, weight: u64) {
        let rest = u64::try_from(numerator % weight).unwrap_or(0);
        let common = crate::exact::common_divisor(rest.into(), weight.into());
        let common = u64::try_from(common).unwrap_or(1);
        let factor = weight / common;
        if factor > 1 {
            self.refine(&factor.into());
        }
        self.prices.push(numerator / common);
        self.error += 8.0 * ULP * self.whole;
    }

    /// The class of those of `class` who paid for the last purchase at `score`, and had more.
    pub(super) fn pay(&mut self, class: Class, price: f64, score: u32) -> Class {
        let purchase = self.prices.len() as u32 - 1;
        self.paid.push(Paid { before: class, purchase, score });
        // Above 0, so that who has something is not passed over; the error bound covers it.
        self.money.push((self.money(class) - price * f64::from(score)).max(f64::MIN_POSITIVE));
        self.money.len() as Class - 1
    }
}
