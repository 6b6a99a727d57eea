//! EJR+: whether every group that agrees on something left out is served as its size deserves. Brill and Peters, arXiv
//! 2302.01989; with costs, up to that one practice, for cost satisfaction.
//!
//! A group S of supporters of a practice c left out deserves the part `α = B · w(S)/Σw` of the budget. It is served if some
//! member's chosen practices cost, together with c, more than α: `Σ_{p∈A_i∩W} c_p + c_c > α`. With unit costs and B = k that
//! is "some member has at least ℓ", for every ℓ with `w(S) ≥ ℓ n/k`. Taking the worst served first, only prefixes need a look.
//!
//! It reads ballots and the selection alone.

use crate::election::{Election, PracticeIndex};
use crate::exact::BigInt;

/// A group that is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neglect {
    /// What it agrees on.
    pub practice: PracticeIndex,
    /// Its members' weight.
    pub weight: u64,
    /// What the best served of them has, in units of price.
    pub served: u128,
}

/// A neglected group for every practice that proves one; none: the selection satisfies EJR+. O(approvals · log).
#[must_use]
pub fn neglected(election: &Election, selection: &[PracticeIndex]) -> Vec<Neglect> {
    let mut served = vec![0_u128; election.parts().weights.len()];
    let mut chosen = vec![false; election.practices().len()];
    for &practice in selection {
        chosen[practice as usize] = true;
        for &voter in election.supporters(practice) {
            served[voter as usize] += election.price(practice);
        }
    }
    let left_out = election.candidates().filter(|&practice| !chosen[practice as usize]);
    left_out.filter_map(|practice| neglect(election, practice, &served)).collect()
}

fn neglect(election: &Election, practice: PracticeIndex, served: &[u128]) -> Option<Neglect> {
    let supporters = election.supporters(practice).iter();
    let mut group: Vec<_> = supporters.map(|&v| (served[v as usize], election.weight(v))).collect();
    group.sort_unstable();
    let mut weight = 0;
    let mut found = None;
    for (index, &(has, weighs)) in group.iter().enumerate() {
        weight += weighs;
        // All who are served alike belong to the group together.
        if group.get(index + 1).is_some_and(|next| next.0 == has) {
            continue;
        }
        let with = has + election.price(practice);
        if weight > 0 && !more(with, election.total_weight(), election.budget(), weight) {
            found.get_or_insert(Neglect { practice, weight, served: has });
        }
    }
    found
}

/// Whether `a · b > c · d`, in short numbers where they do, since this is asked for every supporter.
fn more(a: u128, b: u64, c: u128, d: u64) -> bool {
    match (a.checked_mul(b.into()), c.checked_mul(d.into())) {
        (Some(one), Some(other)) => one > other,
        _ => BigInt::from(a) * b > BigInt::from(c) * d,
    }
}
