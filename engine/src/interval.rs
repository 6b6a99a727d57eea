//! Wilson's interval for a share, used where there is no prior to shrink to.
//! It knows one item only: what similar items got does not enter.

/// The 97.5 % point of the normal distribution: a 95 % interval on both sides.
pub const Z_95_TWO_SIDED: f64 = 1.959_963_984_540_054;

/// The 95 % point: a lower bound that is missed one time in twenty, as the posterior's 5 % quantile is.
pub const Z_95_ONE_SIDED: f64 = 1.644_853_626_951_472_2;

/// Bounds of a share, 0 ≤ lower ≤ upper ≤ 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}

/// Wilson's score interval for `k` of `n` (0 ≤ k ≤ n, weights allowed); all of 0 to 1 for n = 0.
///
/// `(p̂ + z²/2n ± z √(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n)`, Wilson 1927.
#[must_use]
pub fn wilson(k: f64, n: f64, z: f64) -> Interval {
    if n <= 0.0 {
        return Interval { lower: 0.0, upper: 1.0 };
    }
    let share = k / n;
    let z2n = z * z / n;
    let centre = share + z2n / 2.0;
    let spread = z * (share * (1.0 - share) / n + z2n / (4.0 * n)).max(0.0).sqrt();
    let scale = 1.0 + z2n;
    Interval { lower: ((centre - spread) / scale).max(0.0), upper: ((centre + spread) / scale).min(1.0) }
}
