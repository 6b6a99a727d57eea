//! Whether any price system justifies a given selection, however it was made: endowments of b per unit of weight, at least equal
//! shares of the budget, from which the chosen are paid in full by their supporters, such that nobody's supporters left out
//! have more than its price left. Peters and Skowron, arXiv 1911.11747.
//!
//! It is a linear programme, solved in small pieces and whole numbers:
//! 1. What voters pay in all are the bases of a polymatroid. If some b has a solution, so has the least b that can pay for the
//!    chosen: shrinking every purse keeps an independent vector, and that can be completed to a base without taking from
//!    anybody. The least b is `max_T c(T) / w(N(T))` over sets T of chosen practices (Hall), found by flows and their cuts.
//! 2. For that b, practices left out are the rows of a matrix game and payments its columns: the columns that matter are found
//!    one by one, each a base that is best for the rows' present weights, by filling purses greedily.

mod flow;
mod game;

use rustc_hash::FxHashMap;

use crate::election::{Election, PracticeIndex};
use crate::exact::BigInt;
use flow::Flow;

/// More columns than any election needs; what is not decided by then is given up.
const MOST_COLUMNS: usize = 400;

/// Whether a selection is priceable; `None` if numbers or time do not suffice to tell.
#[must_use]
pub fn is_priceable(election: &Election, selection: &[PracticeIndex]) -> Option<bool> {
    let groups = Groups::new(election, selection)?;
    let Some(money) = groups.least_endowment()? else { return Some(false) };
    let wants = groups.wants(&money)?;
    if wants.is_empty() {
        return Some(true);
    }
    let mut weights: Vec<BigInt> = vec![BigInt::from(1); wants.len()];
    let mut columns: Vec<Vec<BigInt>> = Vec::new();
    while columns.len() < MOST_COLUMNS {
        let column = groups.best_base(&money, &wants, &weights)?;
        // What the best payments for these weights leave wanting: no mixture of payments does better.
        let most: BigInt = column.iter().zip(&weights).map(|(excess, weight)| excess * weight).sum();
        if most < BigInt::ZERO {
            return Some(false);
        }
        columns.push(column);
        match game::solve(&columns) {
            game::Value::NotNegative => return Some(true),
            game::Value::Negative(rows) => weights = rows,
        }
    }
    None
}

/// Voters with the same ballot as one.
struct Groups {
    weights: Vec<i128>,
    /// Which of the chosen (as their place) each group supports.
    supports: Vec<Vec<usize>>,
    chosen: Vec<i128>,
    /// Of what was left out: price and groups.
    left: Vec<(i128, Vec<usize>)>,
    budget: i128,
    total: i128,
}

/// The endowment per unit of weight, `amount / of`.
struct Money {
    amount: i128,
    of: i128,
}

/// A practice left out whose supporters have more money than its price: they must have paid at least so much.
struct Want {
    groups: Vec<usize>,
    least: i128,
}

impl Groups {
    fn new(election: &Election, selection: &[PracticeIndex]) -> Option<Self> {
        let price = |practice| i128::try_from(election.price(practice)).ok();
        let mut chosen = vec![false; election.practices().len()];
        for &practice in selection {
            chosen[practice as usize] = true;
        }
        let mut ballots: Vec<Vec<PracticeIndex>> = vec![Vec::new(); election.parts().weights.len()];
        let considered = (0..election.practices().len() as u32).filter(|practice| {
            selection.contains(practice) || !election.practices()[*practice as usize].barred
        });
        for practice in considered {
            for &voter in election.supporters(practice) {
                ballots[voter as usize].push(practice);
            }
        }
        let mut index = FxHashMap::default();
        let mut weights = Vec::new();
        for (voter, ballot) in (0..).zip(&ballots) {
            let group = *index.entry(ballot.as_slice()).or_insert(weights.len());
            if group == weights.len() {
                weights.push((ballot.as_slice(), 0));
            }
            weights[group].1 += i128::from(election.weight(voter));
        }
        let paid = selection.iter().copied().filter(|&practice| election.price(practice) > 0);
        let place: FxHashMap<PracticeIndex, usize> = paid.clone().zip(0..).collect();
        let mut left: FxHashMap<PracticeIndex, Vec<usize>> = FxHashMap::default();
        let mut supports = vec![Vec::new(); weights.len()];
        for (group, (ballot, _)) in weights.iter().enumerate().filter(|(_, group)| group.1 > 0) {
            for practice in *ballot {
                match place.get(practice) {
                    Some(&place) => supports[group].push(place),
                    None if !chosen[*practice as usize] => left.entry(*practice).or_default().push(group),
                    None => {}
                }
            }
        }
        let mut left: Vec<_> = left.into_iter().collect();
        left.sort_unstable();
        let left = left.into_iter().map(|(practice, groups)| Some((price(practice)?, groups)));
        Some(Self {
            weights: weights.into_iter().map(|(_, weight)| weight).collect(),
            supports,
            chosen: paid.map(price).collect::<Option<_>>()?,
            left: left.collect::<Option<_>>()?,
            budget: i128::try_from(election.budget()).ok()?,
            total: election.total_weight().into(),
        })
    }

    /// The least endowment that pays for the chosen and is no less than equal shares; `Some(None)` if nobody supports one.
    fn least_endowment(&self) -> Option<Option<Money>> {
        let mut money = Money { amount: self.budget, of: self.total };
        loop {
            let mut flow = self.flow(&money)?;
            for group in 0..self.weights.len() {
                flow.fill(group);
            }
            let Some(short) = flow.short() else { return Some(Some(money)) };
            let cost = short.iter().map(|&place| self.chosen[place]).sum();
            let pays = |group: &usize| self.supports[*group].iter().any(|place| short.contains(place));
            let of: i128 = (0..self.weights.len()).filter(pays).map(|group| self.weights[group]).sum();
            if of == 0 {
                return Some(None);
            }
            money = Money { amount: cost, of };
        }
    }

    fn flow(&self, money: &Money) -> Option<Flow<'_>> {
        let purses = self.weights.iter().map(|weight| weight.checked_mul(money.amount));
        let prices = self.chosen.iter().map(|price| price.checked_mul(money.of));
        Some(Flow::new(&self.supports, purses.collect::<Option<_>>()?, prices.collect::<Option<_>>()?))
    }

    fn wants(&self, money: &Money) -> Option<Vec<Want>> {
        let want = |(price, groups): &(i128, Vec<usize>)| {
            let weight: i128 = groups.iter().map(|&group| self.weights[group]).sum();
            let least = weight.checked_mul(money.amount)?.checked_sub(price.checked_mul(money.of)?)?;
            Some(Want { groups: groups.clone(), least })
        };
        let all = self.left.iter().map(want).collect::<Option<Vec<_>>>()?;
        Some(all.into_iter().filter(|want| want.least > 0).collect())
    }

    /// The payments that are best for the wants' weights: for each want, what its groups pay beyond what they must.
    fn best_base(&self, money: &Money, wants: &[Want], weights: &[BigInt]) -> Option<Vec<BigInt>> {
        let mut worth = vec![BigInt::ZERO; self.weights.len()];
        for (want, weight) in wants.iter().zip(weights) {
            for &group in &want.groups {
                worth[group] += weight;
            }
        }
        let mut order: Vec<usize> = (0..self.weights.len()).collect();
        order.sort_by(|&a, &b| worth[b].cmp(&worth[a]));
        let mut flow = self.flow(money)?;
        for group in order {
            flow.fill(group);
        }
        let excess = |want: &Want| {
            want.groups
                .iter()
                .map(|&group| flow.paid(group))
                .sum::<i128>()
                .checked_sub(want.least)
                .map(BigInt::from)
        };
        wants.iter().map(excess).collect()
    }
}
