//! The price of one practice: `Σ w min(b, ρ s) = c` over its supporters, first as a float between bounds, then exactly.
//! With the sum S of those who pay all they have and the weight D of the others, `ρ = (c − S) / D` once nobody of the others is
//! short of it.
//!
//! Here s is 1 unless utility is additive: ρ is then what a supporter pays per unit of weight, not yet divided by the cost.

use super::purses::{BROKE, Class, Purses, ULP};
use crate::election::{Election, PracticeIndex};
use crate::exact::{BigInt, quotient};

/// Supporters with the same money and score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Money over score, by which they are sorted.
    ratio: f64,
    pub(super) weight: u64,
    pub(super) class: Class,
    pub(super) score: u32,
}

/// A float's price: the true one lies from `low` to `high`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    pub(super) low: f64,
    /// Infinite where only whole numbers tell.
    pub(super) high: f64,
    /// The weight (times score) of all supporters who have anything, if certainly nobody is short.
    pub(super) all_pay: Option<u64>,
}

/// The price `numerator / (denominator of the purses × weight)`.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    pub(super) numerator: BigInt,
    pub(super) weight: u64,
    /// How many of the entries, poorest first, pay all that they have.
    pub(super) broke: usize,
}

/// Room to work in, kept from one practice to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    /// Of a practice's supporters: money over score, and weight times score.
    coins: Vec<(f64, f64)>,
    /// The same by class, poorest first.
    pub(super) entries: Vec<Entry>,
    weights: Vec<u64>,
    touched: Vec<Class>,
    coefficients: Vec<u128>,
}

impl Desk {
    /// The price of a practice, `None` if its supporters cannot afford it. O(supporters), without sorting them.
    pub(super) fn quote(
        &mut self,
        election: &Election,
        purses: &Purses,
        practice: PracticeIndex,
        price: &BigInt,
    ) -> Option<Quote> {
        let cost = election.price(practice) as f64;
        let (all, total) = self.count(election, purses, practice);
        let roundings = (self.coins.len() + 16) as f64 * ULP;
        let off = purses.error * total + roundings * (all + cost);
        if all < cost - off {
            return None;
        }
        if all <= cost + off {
            self.gather(election, purses, practice);
            if !self.affordable(purses, price) {
                return None;
            }
        }
        // From below: who is short at one ρ is short at every higher one (Newton's method on a concave sum).
        let (mut rho, mut short, mut paid, mut rest) = (cost / total, 0, 0.0, total);
        loop {
            let next = self.short_at(rho);
            // Not one fewer, which a rounding could bring about for ever.
            if next.0 <= short || next.2 <= 0.0 {
                break;
            }
            (short, paid, rest) = next;
            rho = (cost - paid) / rest;
        }
        // The true sum of payments at ρ is within this of the cost, and rises at least by `rest` where nobody is about to
        // run short: so far can ρ be off. Where somebody is, only whole numbers tell how far.
        let error = (purses.error * total + roundings * (paid + cost)) / rest;
        let margin = 4.0 * (error + purses.error);
        let near = |&&(ratio, _): &&(f64, f64)| ratio >= rho - margin && ratio <= rho + margin;
        let clear = !self.coins.iter().filter(near).any(|coin| coin.1 > 0.0);
        let clear = clear && self.short_at(rho).0 == short;
        Some(Quote {
            low: (rho - error).max(0.0),
            high: if clear { rho + error } else { f64::INFINITY },
            all_pay: (clear && paid <= 0.0).then_some(rest as u64),
        })
    }

    /// Lists the supporters; gives all their money and their weight times score.
    fn count(&mut self, election: &Election, purses: &Purses, practice: PracticeIndex) -> (f64, f64) {
        self.coins.clear();
        let voters = election.supporters(practice);
        match election.scores(practice) {
            None => self.coins.extend(voters.iter().map(|&voter| purses.holding(voter))),
            Some(scores) => self.coins.extend(voters.iter().zip(scores).map(|(&voter, &score)| {
                let (cash, weight) = purses.holding(voter);
                (cash / f64::from(score), weight * f64::from(score))
            })),
        }
        let add = |(all, total), &(ratio, share): &(f64, f64)| (all + ratio * share, total + share);
        self.coins.iter().fold((0.0, 0.0), add)
    }

    /// How many are short of ρ, what they have, and the weight of the others.
    fn short_at(&self, rho: f64) -> (usize, f64, f64) {
        let (mut short, mut paid, mut rest) = (0, 0.0, 0.0);
        for &(ratio, share) in &self.coins {
            let is_short = ratio < rho;
            short += usize::from(is_short);
            paid += if is_short { ratio * share } else { 0.0 };
            rest += if is_short { 0.0 } else { share };
        }
        (short, paid, rest)
    }

    /// Gathers a practice's supporters by what they have left, for whole numbers.
    pub(super) fn gather(&mut self, election: &Election, purses: &Purses, practice: PracticeIndex) {
        self.entries.clear();
        let voters = election.supporters(practice);
        if let Some(scores) = election.scores(practice) {
            for (&voter, &score) in voters.iter().zip(scores) {
                self.enter(purses, purses.class(voter), score, election.weight(voter));
            }
        } else {
            self.weights.resize(purses.classes().max(self.weights.len()), 0);
            for &voter in voters {
                let class = purses.class(voter);
                let sum = &mut self.weights[class as usize];
                if *sum == 0 {
                    self.touched.push(class);
                }
                *sum += election.weight(voter);
            }
            while let Some(class) = self.touched.pop() {
                let weight = std::mem::take(&mut self.weights[class as usize]);
                self.enter(purses, class, 1, weight);
            }
        }
        self.entries.sort_unstable_by(|a, b| a.ratio.total_cmp(&b.ratio).then(a.class.cmp(&b.class)));
    }

    fn enter(&mut self, purses: &Purses, class: Class, score: u32, weight: u64) {
        if class != BROKE && weight > 0 {
            let ratio = purses.money(class) / f64::from(score);
            self.entries.push(Entry { ratio, weight, class, score });
        }
    }

    /// Whether the supporters' money reaches the price, in whole numbers.
    fn affordable(&self, purses: &Purses, price: &BigInt) -> bool {
        let money = self.entries.iter().map(|e| purses.exact_money(e.class) * e.weight);
        money.sum::<BigInt>() >= price * &purses.unit
    }

    /// The exact price of what was gathered and can be afforded, from a lower bound.
    pub(super) fn exact(&mut self, purses: &Purses, low: f64, price: &BigInt) -> Exact {
        let margin = |rho: f64| 4.0 * purses.error + 8.0 * ULP * rho;
        let mut weight: u64 = self.entries.iter().map(|e| e.weight * u64::from(e.score)).sum();
        self.coefficients.clear();
        self.coefficients.resize(purses.prices.len(), 0);
        let (mut broke, mut poor) = (0, 0_u64);
        while broke + 1 < self.entries.len() && self.entries[broke].ratio < low - margin(low) {
            self.run_short(purses, broke, &mut weight, &mut poor);
            broke += 1;
        }
        // From below: each who turns out short raises the price for the others (Newton's method on a concave sum).
        loop {
            let numerator = self.numerator(purses, poor, price);
            let rho = quotient(&numerator, &(&purses.unit * weight));
            let (before, reach) = (broke, rho + margin(rho));
            let mut at = broke;
            while at < self.entries.len() && self.entries[at].ratio <= reach {
                let e = self.entries[at];
                // Who has just what it takes is left with nothing too, and changes no price.
                let has = purses.exact_money(e.class) * weight;
                let owes = &numerator * e.score;
                if has < owes {
                    // Kept sorted by putting who is short in front.
                    self.entries[broke..=at].rotate_right(1);
                    broke += 1;
                }
                at += 1;
            }
            if broke == before {
                let broke = broke + self.just_enough(purses, broke, reach, &numerator, weight);
                return Exact { numerator, weight, broke };
            }
            for index in before..broke {
                self.run_short(purses, index, &mut weight, &mut poor);
            }
        }
    }

    /// Puts those who have exactly what they owe in front of the others, and counts them.
    fn just_enough(
        &mut self,
        purses: &Purses,
        from: usize,
        reach: f64,
        numerator: &BigInt,
        weight: u64,
    ) -> usize {
        let mut found = 0;
        let mut at = from;
        while at < self.entries.len() && self.entries[at].ratio <= reach {
            let e = self.entries[at];
            if purses.exact_money(e.class) * weight == numerator * e.score {
                self.entries[from + found..=at].rotate_right(1);
                found += 1;
            }
            at += 1;
        }
        found
    }

    fn run_short(&mut self, purses: &Purses, index: usize, weight: &mut u64, poor: &mut u64) {
        let e = self.entries[index];
        *weight -= e.weight * u64::from(e.score);
        *poor += e.weight;
        for (purchase, score) in purses.payments(e.class) {
            self.coefficients[purchase] += u128::from(e.weight) * u128::from(score);
        }
    }

    /// `c − Σ_poor w b`, with `b` written out as endowment less payments.
    fn numerator(&self, purses: &Purses, poor: u64, price: &BigInt) -> BigInt {
        let mut numerator = price * &purses.unit;
        if poor > 0 {
            numerator -= &purses.endowment * poor;
            for (&coefficient, paid) in self.coefficients.iter().zip(&purses.prices) {
                if coefficient > 0 {
                    numerator += paid * coefficient;
                }
            }
        }
        numerator
    }
}
