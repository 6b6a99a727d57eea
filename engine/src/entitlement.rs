//! How much an account's voice weighs (domain rule 1): its published tier, raked to the account base, capped, in thousandths
//! of an ordinary voice. Whole numbers, published as they are: whoever reads them can recompute every sum exactly.
//!
//! `W_a = tier_a · r_a`, r_a the raking weight over its mean; no account above [`CAP`] times the median of all entitled ones.

use crate::electorate::Tier;

/// An ordinary voice, in thousandths.
pub const ORDINARY: u32 = 1_000;

/// No account's voice weighs more than so many times the median voice.
pub const CAP: u32 = 3;

/// What the accounts' voices weigh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entitlements {
    /// In thousandths of an ordinary voice, by account; 0 for an account that nobody has confirmed, or of a category that
    /// the account base does not have.
    pub weights: Vec<u32>,
    /// The median of those above 0 (the lower of two).
    pub median: u32,
    /// Accounts that the cap holds back.
    pub capped: Vec<usize>,
}

/// The entitlements of accounts by tier (`None`: nobody has confirmed it), raked by weights of the same accounts if given
/// (see [`crate::raking::rake`], one row an account). O(accounts · log accounts).
#[must_use]
pub fn entitlements(tiers: &[Option<Tier>], raking: Option<&[f64]>) -> Entitlements {
    let factor = |account: usize| raking.and_then(|weights| weights.get(account)).copied().unwrap_or(1.0);
    let entitled = || tiers.iter().enumerate().filter_map(|(account, tier)| Some((account, (*tier)?)));
    let (count, sum) = entitled().fold((0.0, 0.0), |(n, sum), (account, _)| (n + 1.0, sum + factor(account)));
    let mut weights = vec![0; tiers.len()];
    for (account, tier) in entitled() {
        let share = if sum > 0.0 { factor(account) * count / sum } else { 1.0 };
        weights[account] = (share * f64::from(ORDINARY)).round() as u32 * tier as u32;
    }
    let mut positive: Vec<u32> = weights.iter().copied().filter(|&weight| weight > 0).collect();
    positive.sort_unstable();
    let median = positive.get(positive.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    let most = CAP * median;
    let capped: Vec<usize> = (0..weights.len()).filter(|&account| weights[account] > most).collect();
    for &account in &capped {
        weights[account] = most;
    }
    Entitlements { weights, median, capped }
}
