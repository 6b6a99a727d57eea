//! Empirical Bayes for shares: the beta prior that a set of proposals has in common, and the posterior of one of them.
//! It says nothing of order; `ranking` does.
//!
//! Model: p_j ~ Beta(α, β), k_j ~ Binomial(n_j, p_j). The prior maximises the beta-binomial likelihood
//! `Σ_j ln B(α + k_j, β + n_j − k_j) − ln B(α, β)` (Skellam 1948), which takes fractions of a voice as they come.

mod likelihood;

use crate::special::beta_quantile;

/// A prior is fitted only to a set of at least so many proposals; below, each stands alone (Wilson).
pub const MIN_ITEMS_FOR_PRIOR: usize = 20;

/// Proposals with fewer voices do not shape the prior: a flood of empty ones must not move the others.
pub const MIN_VOICES_FOR_PRIOR: u32 = 5;

/// The posterior quantile by which proposals are ordered.
pub const LOW: f64 = 0.05;

/// What a set of proposals has in common: Beta(α, β).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    alpha: f64,
    beta: f64,
}

/// What is known of one proposal's share of agreement, given a prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// `(α + k) / (α + β + n)`
    pub mean: f64,
    /// The quantile [`LOW`] of Beta(α + k, β + n − k).
    pub low: f64,
}

impl Prior {
    /// A given prior; `None` unless both parameters are positive and finite.
    #[must_use]
    pub fn new(alpha: f64, beta: f64) -> Option<Self> {
        let sound = |v: f64| v > 0.0 && v.is_finite();
        (sound(alpha) && sound(beta)).then_some(Self { alpha, beta })
    }

    /// The most likely prior of items `(k, n)`, 0 ≤ k ≤ n, in any order; items with n = 0 say nothing. `None` without items.
    /// Within the bounds of `likelihood`, to a relative error of about 10⁻⁸. O(items · log items), then O(distinct values) a step.
    #[must_use]
    pub fn fit(items: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let items: Vec<_> = items.into_iter().filter(|&(_, n)| n > 0.0).collect();
        if items.is_empty() {
            return None;
        }
        let (alpha, beta) = likelihood::climb(&items);
        Self::new(alpha, beta)
    }

    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    #[must_use]
    pub fn beta(&self) -> f64 {
        self.beta
    }

    /// The share expected of a proposal that nobody has voted on.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// The posterior of `k` agreeing of `n` decided voices, 0 ≤ k ≤ n.
    #[must_use]
    pub fn posterior(&self, k: f64, n: f64) -> Posterior {
        let (a, b) = (self.alpha + k, self.beta + (n - k).max(0.0));
        Posterior { mean: a / (a + b), low: beta_quantile(LOW, a, b) }
    }
}
