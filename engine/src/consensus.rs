//! Common ground over declared groups (segments, cultures): what all of them want, what divides them, and what bridges them.
//! The groups are given with their evidence; what customers are in them is declared, never inferred.
//!
//! With p_s the posterior mean of agreement in group s: `(Π_s p_s)^(1/S)`, the geometric mean of Polis' group-informed
//! consensus, which does not fall with the number of groups; beside it `min_s p_s`. Only groups of an effective size of at
//! least [`MIN_EFFECTIVE`] take part: where two answered there is no telling what the group wants.

use libm::{exp, log};

/// Kish's effective number of voices below which a group does not take part.
pub const MIN_EFFECTIVE: f64 = 5.0;

/// A proposal bridges when even the least convinced group is more likely to agree than not.
pub const BRIDGE: f64 = 0.5;

/// Groups that differ by so much, and stand on both sides of one half, divide.
pub const DIVIDE: f64 = 0.3;

/// What one group says of a proposal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The expected share of agreement, between 0 and 1 (see [`crate::prior::Posterior::mean`]).
    pub mean: f64,
    /// Kish's effective number of the voices behind it.
    pub n_eff: f64,
}

/// What the groups have in common on a proposal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consensus {
    /// Geometric mean of the shares, 0 to 1: how far a proposal is common ground.
    pub geometric: f64,
    /// The share of the least convinced group, and which that is, by index into what was given.
    pub least: f64,
    pub least_group: usize,
    /// The share of the most convinced.
    pub most: f64,
    /// Groups that took part.
    pub groups: usize,
}

/// The consensus of the groups large enough; `None` for fewer than two of them, where nothing is common.
#[must_use]
pub fn consensus(shares: &[Share]) -> Option<Consensus> {
    let heard = || shares.iter().enumerate().filter(|(_, share)| share.n_eff >= MIN_EFFECTIVE);
    let groups = heard().count();
    if groups < 2 {
        return None;
    }
    // Ascending, so that the order of groups cannot be seen in the sum.
    let mut logs: Vec<f64> = heard().map(|(_, share)| log(share.mean.max(f64::MIN_POSITIVE))).collect();
    logs.sort_unstable_by(f64::total_cmp);
    let geometric = exp(logs.iter().sum::<f64>() / groups as f64);
    let (least_group, least) = heard().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let most = heard().map(|(_, share)| share.mean).fold(0.0, f64::max);
    Some(Consensus { geometric, least: least.mean, least_group, most, groups })
}

impl Consensus {
    /// Whether every group is more likely to agree than not.
    #[must_use]
    pub fn bridges(&self) -> bool {
        self.least > BRIDGE
    }

    /// Whether some group is for it, some against, and they are far apart.
    #[must_use]
    pub fn divides(&self) -> bool {
        self.most > BRIDGE && self.least < BRIDGE && self.most - self.least >= DIVIDE
    }
}

/// The proposals that bridge, those first that even the least convinced group wants most; ties by geometric mean, then by
/// lower id.
#[must_use]
pub fn bridging(of: &[(i64, Consensus)]) -> Vec<i64> {
    let mut found: Vec<&(i64, Consensus)> = of.iter().filter(|(_, consensus)| consensus.bridges()).collect();
    found.sort_by(|a, b| {
        let by_least = b.1.least.total_cmp(&a.1.least);
        by_least.then(b.1.geometric.total_cmp(&a.1.geometric)).then(a.0.cmp(&b.0))
    });
    found.into_iter().map(|&(id, _)| id).collect()
}

/// The proposals that divide, those with the widest gap first; ties by lower id.
#[must_use]
pub fn dividing(of: &[(i64, Consensus)]) -> Vec<i64> {
    let gap = |consensus: &Consensus| consensus.most - consensus.least;
    let mut found: Vec<&(i64, Consensus)> = of.iter().filter(|(_, consensus)| consensus.divides()).collect();
    found.sort_by(|a, b| gap(&b.1).total_cmp(&gap(&a.1)).then(a.0.cmp(&b.0)));
    found.into_iter().map(|&(id, _)| id).collect()
}
