//! The climb to the most likely beta prior: Newton's method on the beta-binomial likelihood, within bounds.
//! Numbers only; what the items are and how many it takes is `prior`'s affair.

use std::f64::consts::LN_10;

use libm::{exp, lgamma, log};
use rustc_hash::FxHashMap;

use crate::special::{digamma, trigamma};

/// ln(α + β): the prior weighs from a tenth of a voice to ten thousand. Where items differ no more than chance would
/// have it, the likelihood has no maximum; ten thousand voices are as good as infinitely many.
const LN_WEIGHT: (f64, f64) = (-LN_10, 4.0 * LN_10);

/// logit α/(α + β): the prior's mean keeps about 10⁻⁴ away from 0 and 1, where unanimous sets would push it.
const LOGIT_MEAN: (f64, f64) = (-9.2, 9.2);

/// α and β of the top for items `(k, n)` with 0 ≤ k ≤ n, n > 0, of which there is at least one.
pub(super) fn climb(items: &[(f64, f64)]) -> (f64, f64) {
    let items = distinct(items);
    let likelihood = Likelihood::new(&items);
    let mut at = Point::start(&items);
    for _ in 0..100 {
        let next = likelihood.step(at);
        let moved = (next.logit - at.logit).abs() + (next.ln_weight - at.ln_weight).abs();
        at = next;
        if moved < 1e-10 {
            break;
        }
    }
    at.parameters()
}

/// Items (k, n) with how often each occurs, in one order whatever the caller's: there are far fewer of them than items, since
/// most proposals have whole voices.
fn distinct(items: &[(f64, f64)]) -> Vec<(f64, f64, f64)> {
    // Neither is negative, so that their bits are in their own order; adding 0 makes a zero of −0.
    let mut counts: FxHashMap<(u64, u64), f64> = FxHashMap::default();
    for (k, n) in items {
        *counts.entry(((k + 0.0).to_bits(), (n + 0.0).to_bits())).or_default() += 1.0;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|&(item, _)| item);
    counts.into_iter().map(|((k, n), count)| (f64::from_bits(k), f64::from_bits(n), count)).collect()
}

/// Where the climb stands: logit of the mean and ln of the weight, in which the likelihood is close to a paraboloid.
#[derive(Clone, Copy, Debug)]
struct Point {
    logit: f64,
    ln_weight: f64,
}

impl Point {
    /// The pooled share, weighing what the variance between items suggests: for one item Var(k/n) = μ(1−μ)(1 + (n−1)ρ)/n,
    /// with ρ = 1/(α + β + 1).
    fn start(items: &[(f64, f64, f64)]) -> Self {
        let (k, n) =
            items.iter().fold((0.0, 0.0), |(k, n), (ki, ni, count)| (k + count * ki, n + count * ni));
        let mean = (k / n).clamp(0.001, 0.999);
        let (mut excess, mut room) = (0.0, 0.0);
        for &(k, n, count) in items {
            let off = k - n * mean;
            excess += count * (off * off - n * mean * (1.0 - mean));
            room += count * (n * (n - 1.0).max(0.0) * mean * (1.0 - mean));
        }
        let rho = if room > 0.0 { (excess / room).clamp(0.01, 0.9) } else { 0.1 };
        Self { logit: log(mean / (1.0 - mean)), ln_weight: log(1.0 / rho - 1.0) }.held()
    }

    fn held(self) -> Self {
        Self {
            logit: self.logit.clamp(LOGIT_MEAN.0, LOGIT_MEAN.1),
            ln_weight: self.ln_weight.clamp(LN_WEIGHT.0, LN_WEIGHT.1),
        }
    }

    /// α and β.
    fn parameters(self) -> (f64, f64) {
        let weight = exp(self.ln_weight);
        (weight / (1.0 + exp(-self.logit)), weight / (1.0 + exp(self.logit)))
    }
}

/// The log likelihood of the items, which only needs how often each k, each n − k and each n occurs.
struct Likelihood {
    agree: Histogram,
    disagree: Histogram,
    total: Histogram,
    items: f64,
}

impl Likelihood {
    fn new(items: &[(f64, f64, f64)]) -> Self {
        Self {
            agree: Histogram::of(items.iter().map(|&(k, _, count)| (k, count))),
            disagree: Histogram::of(items.iter().map(|&(k, n, count)| ((n - k).max(0.0), count))),
            total: Histogram::of(items.iter().map(|&(_, n, count)| (n, count))),
            items: items.iter().map(|item| item.2).sum(),
        }
    }

    fn value(&self, at: Point) -> f64 {
        let (a, b) = at.parameters();
        let above = |h: &Histogram, base: f64| h.sum(|v| lgamma(base + v)) - self.items * lgamma(base);
        above(&self.agree, a) + above(&self.disagree, b) - above(&self.total, a + b)
    }

    /// One Newton step within the bounds, shortened until it does not lead down; a gradient step where the surface bends
    /// upwards. A coordinate that its bound holds back is left out, so that the other one still converges.
    fn step(&self, at: Point) -> Point {
        let Slope { gx, gy, hxx, hxy, hyy } = self.slope(at);
        let stuck = |v: f64, g: f64, bounds: (f64, f64)| v <= bounds.0 && g < 0.0 || v >= bounds.1 && g > 0.0;
        let alone = |g: f64, h: f64| if h < 0.0 { -g / h } else { g.signum() };
        let determinant = hxx * hyy - hxy * hxy;
        let (dx, dy) = match (stuck(at.logit, gx, LOGIT_MEAN), stuck(at.ln_weight, gy, LN_WEIGHT)) {
            (true, true) => return at,
            (true, false) => (0.0, alone(gy, hyy)),
            (false, true) => (alone(gx, hxx), 0.0),
            (false, false) if hxx < 0.0 && determinant > 0.0 => {
                ((hxy * gy - hyy * gx) / determinant, (hxy * gx - hxx * gy) / determinant)
            }
            (false, false) => (alone(gx, hxx), alone(gy, hyy)),
        };
        let from = self.value(at);
        // Near the top the gain of a step drowns in the rounding of the sums, whose largest term this is.
        let rounding = 8.0 * f64::EPSILON * self.items * lgamma(2.0 + exp(at.ln_weight)).abs().max(1.0);
        let mut length = (2.0 / dx.abs().max(dy.abs()).max(1e-300)).min(1.0);
        for _ in 0..40 {
            let next = Point { logit: at.logit + length * dx, ln_weight: at.ln_weight + length * dy }.held();
            if self.value(next) >= from - rounding {
                return next;
            }
            length *= 0.5;
        }
        at
    }

    /// First and second derivatives by logit (x) and ln weight (y), by the chain rule from those by α and β.
    fn slope(&self, at: Point) -> Slope {
        let (a, b) = at.parameters();
        let first = |h: &Histogram, base: f64| h.sum(|v| digamma(base + v)) - self.items * digamma(base);
        let second = |h: &Histogram, base: f64| h.sum(|v| trigamma(base + v)) - self.items * trigamma(base);
        let s = a + b;
        let both = first(&self.total, s);
        let (ga, gb) = (first(&self.agree, a) - both, first(&self.disagree, b) - both);
        let (haa, hbb, hab) = (second(&self.agree, a), second(&self.disagree, b), -second(&self.total, s));
        let t = a * b / s; // ∂α/∂x = −∂β/∂x
        let gy = a * ga + b * gb;
        Slope {
            gx: t * (ga - gb),
            gy,
            hxx: t * t * (haa + hbb) + t * (ga - gb) * (b - a) / s,
            hxy: t * (ga - gb) + t * (a * haa - b * hbb),
            hyy: a * a * haa + b * b * hbb + s * s * hab + gy,
        }
    }
}

struct Slope {
    gx: f64,
    gy: f64,
    hxx: f64,
    hxy: f64,
    hyy: f64,
}

/// Distinct values, ascending, with how often each occurs: one order of summation whatever the order of items.
struct Histogram(Vec<(f64, f64)>);

impl Histogram {
    fn of(values: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut values: Vec<(f64, f64)> = values.collect();
        values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut bars: Vec<(f64, f64)> = Vec::new();
        for (value, count) in values {
            match bars.last_mut() {
                Some(bar) if bar.0 == value => bar.1 += count,
                _ => bars.push((value, count)),
            }
        }
        Self(bars)
    }

    fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.0.iter().map(|&(value, count)| count * of(value)).sum()
    }
}
