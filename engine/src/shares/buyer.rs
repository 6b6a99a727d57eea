//! Spends the purses of everybody: finds what costs its supporters least per utility, and takes the money for it.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::price::{Desk, Exact, Quote};
use super::purses::{BROKE, Class, Purses, ULP};
use super::run::Run;
use super::{Left, Purchase};
use crate::election::{Election, PracticeIndex, Skip, Utility};
use crate::exact::{BigInt, quotient};

/// A lower bound of a practice's ρ, for the heap.
#[derive(Clone, Copy, PartialEq)]
struct Bound(f64, PracticeIndex);

impl Eq for Bound {}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bound {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

/// A practice whose ρ may be the least.
struct Contender {
    practice: PracticeIndex,
    low: f64,
    high: f64,
    quote: Quote,
}

/// What the money may be spent on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Anything,
    /// What stands in a cell that holds nothing yet.
    EmptyCells,
}

/// What is computed once for all runs of an election, the state of one, and room to work in.
pub(super) struct Buyer<'a> {
    election: &'a Election,
    pub(super) purpose: Purpose,
    /// Everything that could be bought by ρ while nobody is short, least first: every run's first heap.
    start: Vec<Reverse<Bound>>,
    heap: BinaryHeap<Reverse<Bound>>,
    /// What waits for a prerequisite.
    waiting: Vec<Bound>,
    exact_prices: Vec<BigInt>,
    pub(super) purses: Purses,
    desk: Desk,
    /// Room for the class that each one pays its way into; broke between purchases.
    child: Vec<Class>,
}

impl<'a> Buyer<'a> {
    pub(super) fn new(election: &'a Election, purpose: Purpose) -> Self {
        let all = 0..election.practices().len() as u32;
        let stands = |practice: PracticeIndex| !election.practices()[practice as usize].cells.is_empty();
        let mut start: Vec<_> = election
            .candidates()
            .filter(|&practice| election.votes(practice) > 0)
            .filter(|&practice| purpose == Purpose::Anything || stands(practice))
            .map(|practice| Reverse(Bound(first_bound(election, practice), practice)))
            .collect();
        start.sort_unstable_by(|a, b| b.cmp(a));
        Self {
            election,
            purpose,
            start,
            heap: BinaryHeap::new(),
            waiting: Vec::new(),
            exact_prices: all.map(|practice| election.price(practice).into()).collect(),
            purses: Purses::default(),
            desk: Desk::default(),
            child: Vec::new(),
        }
    }

    /// Begins a run: everybody has `endowment / unit` per unit of weight.
    pub(super) fn begin(&mut self, endowment: BigInt, unit: BigInt) {
        self.purses.fill(&self.election.parts().weights, endowment, unit);
        self.heap = BinaryHeap::from(self.start.clone());
        self.waiting.clear();
    }

    /// Finds and buys the next practice. Its price is entered when the run has ended; `None` for what costs nothing.
    pub(super) fn next(&mut self, run: &mut Run) -> Option<(PracticeIndex, Option<Purchase>)> {
        let met = |bound: &mut Bound| !matches!(run.room.ruled_out(bound.1), Some(Skip::Needs(_)));
        self.heap.extend(self.waiting.extract_if(.., met).map(Reverse));
        let mut contenders: Vec<Contender> = Vec::new();
        let mut reach = f64::INFINITY;
        while let Some(&Reverse(bound)) = self.heap.peek() {
            let Bound(low, practice) = bound;
            if low > reach {
                break;
            }
            self.heap.pop();
            if self.is_past(run, practice) {
                continue;
            }
            if let Some(skip) = run.room.ruled_out(practice) {
                self.note(run, practice, Left::Ruled(skip));
                if matches!(skip, Skip::Needs(_)) {
                    self.waiting.push(bound);
                }
                continue;
            }
            match self.contend(practice) {
                None => self.note(run, practice, Left::Unaffordable),
                Some(contender) => {
                    reach = reach.min(contender.high);
                    contenders.push(contender);
                }
            }
        }
        let winner = self.best(&mut contenders, reach)?;
        self.heap.extend(contenders.iter().map(|other| Reverse(Bound(other.low, other.practice))));
        Some((winner.practice, self.buy(winner.practice, winner.quote)))
    }

    /// Whether a practice is in already, or of no use for the purpose any more: a cell never becomes empty again.
    fn is_past(&self, run: &Run, practice: PracticeIndex) -> bool {
        let useless = || self.purpose == Purpose::EmptyCells && !run.room.fills_a_cell(practice);
        run.room.holds(practice) || useless()
    }

    /// What kept a practice out. What the purses for anything say counts.
    fn note(&self, run: &mut Run, practice: PracticeIndex, left: Left) {
        if self.purpose == Purpose::Anything {
            run.left[practice as usize] = Some(left);
        }
    }

    /// The bounds of a practice's ρ now; `None` if its supporters cannot afford it.
    fn contend(&mut self, practice: PracticeIndex) -> Option<Contender> {
        let price = self.election.price(practice);
        if price == 0 {
            let quote = Quote { low: 0.0, high: 0.0, all_pay: Some(0) };
            return Some(Contender { practice, low: 0.0, high: 0.0, quote });
        }
        let exact_price = &self.exact_prices[practice as usize];
        let mut quote = self.desk.quote(self.election, &self.purses, practice, exact_price)?;
        if quote.high.is_infinite() {
            self.desk.gather(self.election, &self.purses, practice);
            let exact = self.desk.exact(&self.purses, quote.low, exact_price);
            let rho = quotient(&exact.numerator, &(&self.purses.unit * exact.weight));
            quote.low = quote.low.max(rho * (1.0 - 8.0 * ULP));
            quote.high = rho * (1.0 + 8.0 * ULP);
        }
        let per = worth(self.election, practice) as f64;
        let low = quote.low / per * (1.0 - 2.0 * ULP);
        Some(Contender { practice, low, high: quote.high / per * (1.0 + 2.0 * ULP), quote })
    }

    /// Takes the contender of least ρ out, by whole numbers where floats cannot tell, and by the order of ties.
    fn best(&mut self, contenders: &mut Vec<Contender>, reach: f64) -> Option<Contender> {
        let close: Vec<usize> = (0..contenders.len()).filter(|&i| contenders[i].low <= reach).collect();
        let (&first, others) = close.split_first()?;
        let mut best = first;
        if !others.is_empty() {
            let mut least = self.exact_rho(&contenders[first]);
            for &other in others {
                let rho = self.exact_rho(&contenders[other]);
                let by_rho = (&rho.0 * &least.1).cmp(&(&least.0 * &rho.1));
                let key = |index: usize| self.election.tie_key(contenders[index].practice);
                if by_rho.then_with(|| key(other).cmp(&key(best))) == Ordering::Less {
                    (best, least) = (other, rho);
                }
            }
        }
        Some(contenders.swap_remove(best))
    }

    /// ρ as a fraction, both sides without the denominator that all have in common.
    fn exact_rho(&mut self, contender: &Contender) -> (BigInt, BigInt) {
        let practice = contender.practice;
        let (price, worth) = (&self.exact_prices[practice as usize], worth(self.election, practice));
        if self.election.price(practice) == 0 {
            return (BigInt::ZERO, BigInt::from(1));
        }
        if let Some(weight) = contender.quote.all_pay {
            return (price * &self.purses.unit, BigInt::from(worth) * weight);
        }
        self.desk.gather(self.election, &self.purses, practice);
        let exact = self.desk.exact(&self.purses, contender.quote.low, price);
        (exact.numerator, BigInt::from(worth) * exact.weight)
    }

    /// Takes the money.
    fn buy(&mut self, practice: PracticeIndex, quote: Quote) -> Option<Purchase> {
        if self.election.price(practice) == 0 {
            return None;
        }
        let (election, purses, desk) = (self.election, &mut self.purses, &mut self.desk);
        desk.gather(election, purses, practice);
        let exact = desk.exact(purses, quote.low, &self.exact_prices[practice as usize]);
        purses.buy(&exact.numerator, exact.weight);
        let price = purses.prices.last().map_or(0.0, |price| quotient(price, &purses.unit));
        let payers = match election.scores(practice) {
            None => self.pay_alike(practice, &exact, price),
            Some(scores) => self.pay_by_score(practice, scores, &exact, price),
        };
        Some(Purchase { price: BigInt::ZERO, payers })
    }

    fn pay_alike(&mut self, practice: PracticeIndex, exact: &Exact, price: f64) -> u32 {
        let Self { purses, desk, child, election, .. } = self;
        child.resize(purses.classes(), BROKE);
        for e in &desk.entries[exact.broke..] {
            child[e.class as usize] = purses.pay(e.class, price, 1);
        }
        let mut payers = 0;
        for &voter in election.supporters(practice) {
            let class = purses.class(voter);
            payers += u32::from(class != BROKE && election.weight(voter) > 0);
            purses.set_class(voter, child[class as usize]);
        }
        for e in &desk.entries {
            child[e.class as usize] = BROKE;
        }
        payers
    }

    fn pay_by_score(
        &mut self,
        practice: PracticeIndex,
        scores: &[u32],
        Exact { broke, .. }: &Exact,
        price: f64,
    ) -> u32 {
        let Self { purses, desk, election, .. } = self;
        let mut next = rustc_hash::FxHashMap::default();
        for (index, e) in desk.entries.iter().enumerate() {
            next.entry((e.class, e.score)).or_insert_with(|| match index < *broke {
                true => BROKE,
                false => purses.pay(e.class, price, e.score),
            });
        }
        let mut payers = 0;
        for (&voter, &score) in election.supporters(practice).iter().zip(scores) {
            if let Some(&class) = next.get(&(purses.class(voter), score)) {
                payers += u32::from(election.weight(voter) > 0);
                purses.set_class(voter, class);
            }
        }
        payers
    }
}

/// What `u_ip` is for a score of 1: ρ is what a supporter pays over this.
fn worth(election: &Election, practice: PracticeIndex) -> u128 {
    match election.parts().utility {
        Utility::Cost => election.price(practice),
        Utility::Cardinality | Utility::Additive => 1,
    }
}

/// ρ while nobody is short, rounded down; before everything else what costs nothing.
fn first_bound(election: &Election, practice: PracticeIndex) -> f64 {
    let price = election.price(practice);
    if price == 0 {
        return 0.0;
    }
    let weight = match election.scores(practice) {
        None => election.votes(practice),
        Some(scores) => {
            let supporters = election.supporters(practice).iter().zip(scores);
            supporters.map(|(&voter, &score)| election.weight(voter) * u64::from(score)).sum()
        }
    };
    price as f64 / weight as f64 / worth(election, practice) as f64 * (1.0 - 8.0 * ULP)
}
