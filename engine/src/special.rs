//! The special functions of the beta distribution, the same bits native and in wasm: `+ − × ÷ √` and `libm` only.
//! Not a general library: arguments are those of priors and posteriors, positive and at most about 10⁷.
//!
//! Why not `statrs` or `puruspe`: both call the platform's `ln` and `exp` when std is on (anywhere in the build), and
//! stop the continued fraction after a fixed 140 or so terms, which large rounds exceed.

use libm::{exp, lgamma, log, log1p, pow};

/// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0 (DLMF 5.12.1).
#[must_use]
pub fn ln_beta(a: f64, b: f64) -> f64 {
    lgamma(a) + lgamma(b) - lgamma(a + b)
}

/// ψ(x), the derivative of ln Γ, for x > 0: recurrence up to 10 (DLMF 5.5.2), then the asymptotic series (5.11.2).
#[must_use]
pub fn digamma(x: f64) -> f64 {
    let (x, mut sum) = (x.max(f64::MIN_POSITIVE), 0.0);
    let mut z = x;
    while z < 10.0 {
        sum -= 1.0 / z;
        z += 1.0;
    }
    let r = 1.0 / (z * z);
    let tail = r
        * (1.0 / 12.0
            - r * (1.0 / 120.0
                - r * (1.0 / 252.0 - r * (1.0 / 240.0 - r * (1.0 / 132.0 - r * (691.0 / 32_760.0))))));
    sum + log(z) - 0.5 / z - tail
}

/// ψ′(x) for x > 0, likewise (DLMF 5.15.5 and 5.15.8).
#[must_use]
pub fn trigamma(x: f64) -> f64 {
    let (x, mut sum) = (x.max(f64::MIN_POSITIVE), 0.0);
    let mut z = x;
    while z < 10.0 {
        sum += 1.0 / (z * z);
        z += 1.0;
    }
    let r = 1.0 / (z * z);
    let tail = r
        * (1.0 / 6.0
            - r * (1.0 / 30.0
                - r * (1.0 / 42.0 - r * (1.0 / 30.0 - r * (5.0 / 66.0 - r * (691.0 / 2_730.0))))));
    sum + (1.0 + 0.5 / z + tail) / z
}

/// I_x(a, b), the share of Beta(a, b) below x, from 0 to 1 (DLMF 8.17.2), for a, b > 0; x outside 0..1 is taken as the end.
#[must_use]
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    cdf(x, a, b, ln_beta(a, b))
}

/// The x with I_x(a, b) = p, for p in 0..1 and a, b > 0: Halley's steps within a bracket that every step narrows, so it
/// ends whatever the shape. Relative error about 10⁻¹¹ for parameters up to 10⁴.
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let ln_beta = ln_beta(a, b);
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = guess(p, a, b, ln_beta);
    if x < 1e-300 {
        return 0.0; // below what a share can mean, and where relative steps no longer work
    }
    for _ in 0..200 {
        let front = front(x, a, b, ln_beta);
        let error = below(x, a, b, front) - p;
        if error > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let next = halley(x, error, a, b, front);
        let inside = next >= low && next <= high; // either bound too: x is one, and the step may round to nothing
        let next = if inside { next } else { 0.5 * (low + high) };
        // Halley's steps shrink cubically: after one below 10⁻⁶ the next would be below the last bit.
        let close = if inside { 1e-6 } else { 1e-15 };
        let done = error == 0.0 || (next - x).abs() <= close * x.min(1.0 - x);
        x = next;
        if done || high - low <= f64::EPSILON * low {
            break;
        }
    }
    x
}

fn cdf(x: f64, a: f64, b: f64, ln_beta: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    below(x, a, b, front(x, a, b, ln_beta))
}

/// xᵃ (1 − x)ᵇ / B(a, b), for 0 < x < 1: what the share below x and the density at x have in common.
fn front(x: f64, a: f64, b: f64, ln_beta: f64) -> f64 {
    exp(a * log(x) + b * log1p(-x) - ln_beta)
}

/// I_x(a, b) from its front (DLMF 8.17.22), for 0 < x < 1.
fn below(x: f64, a: f64, b: f64, front: f64) -> f64 {
    if x < (a + 1.0) / (a + b + 2.0) {
        front / (a * fraction(x, a, b))
    } else {
        1.0 - front / (b * fraction(1.0 - x, b, a))
    }
}

/// The denominator 1 + d₁/(1 + d₂/(1 + …)) of DLMF 8.17.22, by the modified Lentz method (Thompson and Barnett 1986).
/// It takes about √max(a, b) terms.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-290;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let (mut f, mut c, mut d) = (1.0, 1.0, 0.0);
    let mut m = 0.0;
    for term in 1..20_000 {
        let a2m = a + 2.0 * m;
        let coefficient = if term % 2 == 1 {
            // d₂ₘ₊₁, and the next term belongs to m + 1.
            m += 1.0;
            -(a + m - 1.0) * (a + b + m - 1.0) * x / (a2m * (a2m + 1.0))
        } else {
            m * (b - m) * x / ((a2m - 1.0) * a2m)
        };
        d = 1.0 / away(1.0 + coefficient * d);
        c = away(1.0 + coefficient / c);
        let change = c * d;
        f *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    f
}

/// One Halley step on I_x(a, b) − p from x, whose error is known.
fn halley(x: f64, error: f64, a: f64, b: f64, front: f64) -> f64 {
    let density = front / (x * (1.0 - x));
    let newton = error / density;
    let bend = newton * ((a - 1.0) / x - (b - 1.0) / (1.0 - x));
    x - newton / (1.0 - 0.5 * bend.clamp(-1.0, 1.0))
}

/// Where to start: Abramowitz and Stegun 26.5.22 for a, b ≥ 1, else the power law of the nearer end.
fn guess(p: f64, a: f64, b: f64, ln_beta: f64) -> f64 {
    if a >= 1.0 && b >= 1.0 {
        let tail = p.min(1.0 - p);
        let t = (-2.0 * log(tail)).sqrt();
        let z = t - (2.307_53 + t * 0.270_61) / (1.0 + t * (0.992_29 + t * 0.044_81)); // 26.2.22
        let y = if p < 0.5 { z } else { -z };
        let lambda = (y * y - 3.0) / 6.0;
        let (ra, rb) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
        let h = 2.0 / (ra + rb);
        let w = y * (h + lambda).max(0.0).sqrt() / h - (rb - ra) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
        return a / (a + b * exp(2.0 * w));
    }
    // I_x ≈ xᵃ / (a B) near 0, 1 − I_x ≈ (1 − x)ᵇ / (b B) near 1.
    let left = exp((log(p * a) + ln_beta) / a);
    if left < 0.5 {
        return left;
    }
    let right = 1.0 - exp((log((1.0 - p) * b) + ln_beta) / b);
    if right > 0.5 { right } else { pow(p, 1.0 / a).clamp(0.01, 0.99) }
}
