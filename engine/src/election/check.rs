//! What an election must not contain. Checked once, when it is made; nothing later asks again.

use std::fmt;

use super::{Election, Parts, PracticeIndex};

/// Why an election cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No resource, or one of which there is nothing.
    Capacity,
    /// Costs, cells' amounts, approvals or order are not as many as there should be.
    Length,
    /// A practice names a cell or a practice that is not there, or needs itself.
    Practice(PracticeIndex),
    /// An approval is by nobody, twice by the same voter, or has a score of 0.
    Approval(PracticeIndex),
    /// No voter, no weight at all, or more than fits into 53 bits; a voice of 0.
    Weight,
    /// Scores times weights do not fit into 53 bits.
    Score,
    /// More than all is kept for empty cells.
    Floor,
    /// The order does not name every practice once.
    Order,
    /// The capacities have no common multiple that fits.
    TooFine,
    /// A vote by nobody, a voter of no account, an account in no segment that is there, or a candidate that excludes or needs one
    /// that is not.
    Index,
    /// A round written in another format than [`crate::round::FORMAT`].
    Format,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Capacity => f.write_str("there must be a resource, and something of each"),
            Self::Length => f.write_str("a list has not one entry for each practice or resource"),
            Self::Practice(p) => write!(f, "practice {p} names a cell or practice that is not there"),
            Self::Approval(p) => write!(f, "practice {p} has an approval by nobody, twice, or with no score"),
            Self::Weight => f.write_str("the voters' weights add up to nothing, or to 2^53 or more"),
            Self::Score => f.write_str("scores times weights add up to 2^53 or more"),
            Self::Floor => f.write_str("more than 100 percent are kept for empty cells"),
            Self::Order => f.write_str("the order of ties does not name every practice once"),
            Self::TooFine => f.write_str("the capacities have no common multiple below 2^120"),
            Self::Index => f.write_str("a vote, voter or account refers to something that is not there"),
            Self::Format => f.write_str("the round is written in a format that this version does not read"),
        }
    }
}

impl std::error::Error for Fault {}

/// Whole numbers below this are floats too.
pub(crate) const EXACT_FLOATS: u64 = 1 << 53;

/// All but the approvals, and the weights' sum.
pub(super) fn check(parts: &Parts) -> Result<(), Fault> {
    let (practices, resources) = (parts.practices.len(), parts.capacities.len());
    if resources == 0 || parts.capacities.iter().any(|&capacity| capacity <= 0) {
        return Err(Fault::Capacity);
    }
    let amounts = parts.cells.iter().filter_map(|cell| cell.most_cost.as_ref());
    let amounts = amounts.chain(parts.practices.iter().map(|practice| &practice.costs));
    if amounts.into_iter().any(|amount| amount.len() != resources) {
        return Err(Fault::Length);
    }
    if parts.voice == 0 {
        return Err(Fault::Weight);
    }
    if parts.floor > 100 {
        return Err(Fault::Floor);
    }
    check_order(&parts.order, practices)?;
    for (index, practice) in (0..).zip(&parts.practices) {
        let no_cell = |&cell: &u32| cell as usize >= parts.cells.len();
        let no_practice = |&need: &u32| need as usize >= practices || need == index;
        if practice.cells.iter().any(no_cell) || practice.needs.iter().any(no_practice) {
            return Err(Fault::Practice(index));
        }
    }
    Ok(())
}

fn check_order(order: &[PracticeIndex], practices: usize) -> Result<(), Fault> {
    let mut named = vec![false; practices];
    for &practice in order {
        match named.get_mut(practice as usize) {
            Some(named) if !*named => *named = true,
            _ => return Err(Fault::Order),
        }
    }
    if order.is_empty() || order.len() == practices { Ok(()) } else { Err(Fault::Order) }
}

pub(super) fn check_approvals(parts: &Parts) -> Result<(), Fault> {
    if parts.approvals.len() != parts.practices.len() {
        return Err(Fault::Length);
    }
    let mut last = vec![u32::MAX; parts.weights.len()];
    for (practice, list) in (0..).zip(&parts.approvals) {
        for approval in list {
            match last.get_mut(approval.voter as usize) {
                Some(last) if *last != practice && approval.score > 0 => *last = practice,
                _ => return Err(Fault::Approval(practice)),
            }
        }
    }
    Ok(())
}

pub(super) fn total_weight(weights: &[u64]) -> Result<u64, Fault> {
    let total = weights.iter().try_fold(0_u64, |total, &weight| total.checked_add(weight));
    total.filter(|&total| total > 0 && total < EXACT_FLOATS).ok_or(Fault::Weight)
}

pub(super) fn check_scores(election: &Election) -> Result<(), Fault> {
    let largest = (0..election.practices().len() as u32)
        .filter_map(|practice| election.scores(practice)?.iter().max().copied())
        .max();
    match election.total_weight().checked_mul(largest.unwrap_or(1).into()) {
        Some(most) if most < EXACT_FLOATS => Ok(()),
        _ => Err(Fault::Score),
    }
}
