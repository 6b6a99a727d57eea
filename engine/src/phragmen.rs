//! Sequential Phragmén with costs, computed beside equal shares for comparison: Phragmén 1894; Brill, Freeman, Janson and
//! Lackner, arXiv 2102.12305; with costs Los, Christoff and Grossi, arXiv 2202.05115.
//!
//! Every choice is a load that its supporters share so that the largest becomes as small as it can: with loads `ℓ_i = 0`,
//! take the practice of least `(c_p + Σ_{i∈N_p} w_i ℓ_i) / Σ_{i∈N_p} w_i` and set its supporters' loads to that. Proportional,
//! spends nearly everything without completion, harder to explain than payments.
//!
//! A supporter's load is that of the last chosen practice it supports, so sums are over those; a load only grows, so an old
//! one in the heap is a lower bound. Floats first, whole numbers where they cannot tell, as in `shares`.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::election::{Election, PracticeIndex, Room, Skip};
use crate::exact::{BigInt, Fraction, common_divisor, quotient};

/// What to do with a practice that is next but more than what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// Go on without it.
    Skip,
    /// End there, as the axioms' proofs do.
    Stop,
}

/// A practice that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub practice: PracticeIndex,
    /// Its supporters' load from then on, per unit of weight, in units of price; `None` where nobody supports it.
    pub load: Option<Fraction>,
}

/// Selects by sequential Phragmén, in order of choice. What nobody supports comes last.
#[must_use]
pub fn phragmen(election: &Election, overflow: Overflow) -> Vec<Choice> {
    let mut loads = Loads::new(election);
    let mut room = Room::new(election);
    let mut chosen = Vec::new();
    let (mut queue, unsupported) = start(election, &room);
    while let Some(practice) = next(election, &mut loads, &mut queue, &room, overflow) {
        room.take(practice);
        chosen.push(Choice { practice, load: Some(loads.take(practice)) });
    }
    let stopped = overflow == Overflow::Stop && !queue.is_empty();
    if !stopped {
        add_unsupported(&unsupported, &mut room, overflow, &mut chosen);
    }
    chosen
}

/// Lower bounds of the loads by which practices stand in the queue.
type Queue = BTreeSet<(Bits, PracticeIndex)>;

/// A float of 0 or more, ordered by its bits.
type Bits = u64;

fn start(election: &Election, room: &Room) -> (Queue, Vec<PracticeIndex>) {
    let candidates = election.candidates().filter(|&p| room.overspends(p).is_none());
    let (supported, mut unsupported): (Vec<_>, Vec<_>) = candidates.partition(|&p| election.votes(p) > 0);
    unsupported.sort_by_key(|&practice| election.tie_key(practice));
    (supported.into_iter().map(|practice| (0, practice)).collect(), unsupported)
}

/// The next practice, taken out of the queue. On a stop the queue keeps what could not be paid.
fn next(
    election: &Election,
    loads: &mut Loads,
    queue: &mut Queue,
    room: &Room,
    overflow: Overflow,
) -> Option<PracticeIndex> {
    let mut waiting = Vec::new();
    let chosen = loop {
        let contenders = contenders(loads, queue, room, overflow, &mut waiting);
        let tied = least(election, loads, &contenders);
        let over = tied.iter().any(|&practice| room.overspends(practice).is_some());
        if over && overflow == Overflow::Stop {
            break None;
        }
        let Some(&first) = tied.iter().min_by_key(|&&practice| election.tie_key(practice)) else {
            break None;
        };
        queue.retain(|&(_, practice)| practice != first);
        if room.overspends(first).is_none() {
            break Some(first);
        }
    };
    queue.extend(waiting);
    chosen
}

/// Everything whose load may be the least, with current bounds in the queue.
fn contenders(
    loads: &mut Loads,
    queue: &mut Queue,
    room: &Room,
    overflow: Overflow,
    waiting: &mut Vec<(Bits, PracticeIndex)>,
) -> Vec<PracticeIndex> {
    let (mut found, mut reach) = (Vec::new(), f64::INFINITY);
    while let Some(&(bits, practice)) = queue.first() {
        if f64::from_bits(bits) > reach {
            break;
        }
        queue.pop_first();
        match room.ruled_out(practice) {
            Some(Skip::Needs(_)) => waiting.push((bits, practice)),
            Some(_) => {}
            None if overflow == Overflow::Skip && room.overspends(practice).is_some() => {}
            None => {
                let (low, high) = loads.bounds(practice);
                reach = reach.min(high);
                found.push((low, practice));
            }
        }
    }
    queue.extend(found.iter().map(|&(low, practice)| (low.to_bits(), practice)));
    found.into_iter().filter(|&(low, _)| low <= reach).map(|(_, practice)| practice).collect()
}

/// Those of exactly the least load.
fn least(election: &Election, loads: &mut Loads, contenders: &[PracticeIndex]) -> Vec<PracticeIndex> {
    if contenders.len() < 2 {
        return contenders.to_vec();
    }
    let mut tied: Vec<PracticeIndex> = Vec::new();
    let mut best: Option<(BigInt, u64)> = None;
    for &practice in contenders {
        let (load, votes) = (loads.numerator(practice), election.votes(practice));
        let order = best.as_ref().map_or(Ordering::Less, |(b, w)| (&load * *w).cmp(&(b * votes)));
        if order == Ordering::Less {
            tied.clear();
            best = Some((load, votes));
        }
        if order != Ordering::Greater {
            tied.push(practice);
        }
    }
    tied
}

fn add_unsupported(
    unsupported: &[PracticeIndex],
    room: &mut Room,
    overflow: Overflow,
    chosen: &mut Vec<Choice>,
) {
    for (index, &practice) in unsupported.iter().enumerate() {
        let over = unsupported[index..].iter().any(|&practice| room.overspends(practice).is_some());
        if over && overflow == Overflow::Stop {
            return;
        }
        if room.ruled_out(practice).is_none() && room.overspends(practice).is_none() {
            room.take(practice);
            chosen.push(Choice { practice, load: None });
        }
    }
}

/// Loads of the chosen, and which of them each voter bears.
struct Loads<'a> {
    election: &'a Election,
    /// 0: none yet; k: that of the k-th choice.
    bears: Vec<u32>,
    /// Numerators over `unit`, the first 0; and as floats.
    exact: Vec<BigInt>,
    floats: Vec<f64>,
    unit: BigInt,
    weights: Vec<u64>,
    touched: Vec<u32>,
}

impl<'a> Loads<'a> {
    fn new(election: &'a Election) -> Self {
        let bears = vec![0; election.parts().weights.len()];
        let (exact, floats, weights) = (vec![BigInt::ZERO], vec![0.0], vec![0]);
        Self { election, bears, exact, floats, unit: BigInt::from(1), weights, touched: Vec::new() }
    }

    /// The weight of the supporters by the load they bear.
    fn gather(&mut self, practice: PracticeIndex) -> Vec<(usize, u64)> {
        for &voter in self.election.supporters(practice) {
            let load = self.bears[voter as usize];
            let sum = &mut self.weights[load as usize];
            if *sum == 0 {
                self.touched.push(load);
            }
            *sum += self.election.weight(voter);
        }
        self.touched.sort_unstable();
        self.touched.dedup();
        let weights = &mut self.weights;
        self.touched.drain(..).map(|k| (k as usize, std::mem::take(&mut weights[k as usize]))).collect()
    }

    /// Nothing is subtracted: the relative error is that of the roundings.
    fn bounds(&mut self, practice: PracticeIndex) -> (f64, f64) {
        let parts = self.gather(practice);
        let borne: f64 = parts.iter().map(|&(k, weight)| self.floats[k] * weight as f64).sum();
        let load = (self.election.price(practice) as f64 + borne) / self.election.votes(practice) as f64;
        let off = (parts.len() + 16) as f64 * f64::EPSILON;
        (load * (1.0 - off), load * (1.0 + off))
    }

    /// The load times the supporters' weight, over `unit`.
    fn numerator(&mut self, practice: PracticeIndex) -> BigInt {
        let parts = self.gather(practice);
        let borne: BigInt = parts.into_iter().map(|(k, weight)| &self.exact[k] * weight).sum();
        BigInt::from(self.election.price(practice)) * &self.unit + borne
    }

    /// Lays the load of a practice on its supporters.
    fn take(&mut self, practice: PracticeIndex) -> Fraction {
        let (numerator, weight) = (self.numerator(practice), self.election.votes(practice));
        let rest = u64::try_from(&numerator % weight).unwrap_or(0);
        let common = u64::try_from(common_divisor(rest.into(), weight.into())).unwrap_or(1);
        let factor = weight / common;
        for load in &mut self.exact {
            *load *= factor;
        }
        self.unit *= factor;
        let load = numerator / common;
        self.floats.push(quotient(&load, &self.unit));
        self.exact.push(load.clone());
        self.weights.push(0);
        let last = self.exact.len() as u32 - 1;
        for &voter in self.election.supporters(practice) {
            self.bears[voter as usize] = last;
        }
        Fraction::new(load, self.unit.clone())
    }
}
