//! The same election with one thing changed, and how far it must be changed for a practice to win.

use super::WinsAt;
use crate::election::{Approval, Election, Fault, PracticeIndex};
use crate::shares::{Method, equal_shares};

/// The election with other costs for one practice.
///
/// # Errors
/// As [`Election::new`].
pub fn with_costs(election: &Election, practice: PracticeIndex, costs: &[i64]) -> Result<Election, Fault> {
    let mut parts = election.to_parts();
    if let Some(changed) = parts.practices.get_mut(practice as usize) {
        costs.clone_into(&mut changed.costs);
    }
    Election::new(parts)
}

/// The election with so many voices more that support one practice and nothing else.
///
/// # Errors
/// As [`Election::new`].
pub fn with_voices(election: &Election, practice: PracticeIndex, voices: u64) -> Result<Election, Fault> {
    let mut parts = election.to_parts();
    // One voter of their weight: a voter split in parts is the same voter.
    let voter = u32::try_from(parts.weights.len()).map_err(|_| Fault::Weight)?;
    parts.weights.push(voices.checked_mul(parts.voice).ok_or(Fault::Weight)?);
    if let Some(list) = parts.approvals.get_mut(practice as usize) {
        list.push(Approval { voter, score: list.iter().map(|approval| approval.score).max().unwrap_or(1) });
    }
    Election::new(parts)
}

/// A practice's costs with at most `amount` of one resource, and no larger part of any other.
#[must_use]
pub fn costs_capped(election: &Election, practice: PracticeIndex, at: WinsAt) -> Vec<i64> {
    let capacities = &election.parts().capacities;
    let of = i128::from(capacities[at.resource as usize]);
    let part =
        |capacity: i64| i64::try_from(i128::from(at.amount) * i128::from(capacity) / of).unwrap_or(i64::MAX);
    let costs = &election.practices()[practice as usize].costs;
    costs.iter().zip(capacities).map(|(&cost, &capacity)| cost.min(part(capacity))).collect()
}

/// The highest cost at which a practice that lost wins.
pub(super) fn cost_that_wins(
    election: &Election,
    method: &Method,
    practice: PracticeIndex,
) -> Option<WinsAt> {
    let costs = &election.practices()[practice as usize].costs;
    let capacities = &election.parts().capacities;
    // The larger part, across: a / A > b / B where a B > b A.
    let larger = |&a: &usize, &b: &usize| {
        let side = |x: usize, y: usize| i128::from(costs[x]) * i128::from(capacities[y]);
        side(a, b).cmp(&side(b, a))
    };
    let dearest = (0..costs.len()).max_by(larger)?;
    let resource = u32::try_from(dearest).ok()?;
    let wins = |amount: i64| {
        let costs = costs_capped(election, practice, WinsAt { resource, amount });
        let changed = with_costs(election, practice, &costs);
        changed.is_ok_and(|changed| equal_shares(&changed, method).holds(practice))
    };
    let amount = boundary(0, costs[dearest].max(0), wins)?;
    Some(WinsAt { resource, amount })
}

/// The least number of voices that make a practice win that lost.
pub(super) fn voices_that_win(election: &Election, method: &Method, practice: PracticeIndex) -> Option<u64> {
    // So many buy it whatever the others do.
    let most = i64::try_from(super::voices_to_buy(election, practice)?).ok()?;
    let wins = |voices: i64| {
        let changed = with_voices(election, practice, voices.unsigned_abs());
        changed.is_ok_and(|changed| equal_shares(&changed, method).holds(practice))
    };
    boundary(most, 0, wins).map(i64::unsigned_abs)
}

/// A number that wins beside one that does not, between one that should win and one that does not.
fn boundary(mut wins_at: i64, mut loses_at: i64, wins: impl Fn(i64) -> bool) -> Option<i64> {
    if !wins(wins_at) {
        return None;
    }
    while (wins_at - loses_at).abs() > 1 {
        let middle = wins_at + (loses_at - wins_at) / 2;
        if wins(middle) {
            wins_at = middle;
        } else {
            loses_at = middle;
        }
    }
    Some(wins_at)
}
