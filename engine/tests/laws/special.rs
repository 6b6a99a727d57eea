//! The special functions and Wilson's interval against SciPy 1.17.1 and statsmodels, and against plain numeric integration.

use engine::interval::{Z_95_ONE_SIDED, Z_95_TWO_SIDED, wilson};
use engine::special::{beta_cdf, beta_quantile, digamma, ln_beta, trigamma};
use proptest::prelude::*;

fn near(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs()
}

/// `scipy.stats.beta.ppf(p, a, b)`
#[test]
fn quantiles_are_those_of_scipy() {
    let oracle = [
        (0.05, 1.0, 1.0, 0.05),
        (0.05, 8.0, 3.0, 0.4930986989367976),
        (0.05, 0.5, 0.5, 0.0061558297024311365),
        (0.05, 71.5, 30.25, 0.6262764578525659),
        (0.05, 0.2, 40.0, 5.149396706528822e-09),
        (0.05, 900.0, 100.5, 0.8834842113993764),
        (0.05, 6000.0, 4000.0, 0.5919308845493194),
        (0.05, 30.5, 0.3, 0.9555066941611032),
        (0.95, 8.0, 3.0, 0.9127355660858496),
        (0.05, 0.01, 3.0, 1.7711562650562563e-131),
    ];
    for (p, a, b, expected) in oracle {
        let found = beta_quantile(p, a, b);
        assert!(near(found, expected, 2e-11), "Beta({a}, {b}) at {p}: {found} for {expected}");
    }
    assert_eq!((beta_quantile(0.0, 2.0, 3.0), beta_quantile(1.0, 2.0, 3.0)), (0.0, 1.0));
    assert_eq!(beta_quantile(0.05, 1e-4, 3.0), 0.0, "below what a number can hold");
}

/// `scipy.special.betainc`, `digamma`, `polygamma(1, x)`, `betaln`
#[test]
fn functions_are_those_of_scipy() {
    let shares = [
        (0.3, 2.0, 5.0, 0.5798250000000003),
        (0.99, 20.0, 0.5, 0.5286300645149844),
        (0.61, 6000.0, 4000.0, 0.9796090845092182),
        (1e-05, 0.1, 7.0, 0.401164668089682),
    ];
    for (x, a, b, expected) in shares {
        assert!(near(beta_cdf(x, a, b), expected, 1e-11), "I_{x}({a}, {b}) = {}", beta_cdf(x, a, b));
    }
    let psi = [
        (0.01, -100.56088545786868, 10001.621213528311),
        (0.5, -1.9635100260214235, 4.93480220054468),
        (1.0, -0.5772156649015329, 1.6449340668482266),
        (3.7, 1.1671535393615113, 0.31003785767003833),
        (12.0, 2.4426616799758123, 0.0869018728717684),
        (10000.0, 9.21029037114285, 0.00010000500016666666),
    ];
    for (x, first, second) in psi {
        assert!(near(digamma(x), first, 1e-13), "psi({x}) = {}", digamma(x));
        assert!(near(trigamma(x), second, 1e-13), "psi'({x}) = {}", trigamma(x));
    }
    for (a, b, expected) in
        [(0.5, 0.5, 1.1447298858494), (3.0, 4.0, -4.0943445622221), (1000.5, 2.25, -15.420107110052413)]
    {
        assert!(near(ln_beta(a, b), expected, 1e-12));
    }
}

/// `statsmodels.stats.proportion.proportion_confint(k, n, alpha, "wilson")` with alpha 0.05 and 0.10
#[test]
fn wilson_is_that_of_statsmodels() {
    let oracle = [
        (7.0, 9.0, 0.45258896910698887, 0.9367748928821533, 0.5036427823767538),
        (0.0, 10.0, 0.0, 0.27753279986288926, 0.0),
        (10.0, 10.0, 0.7224672001371106, 1.0, 0.7870580299165928),
        (40.0, 64.0, 0.5025037868400449, 0.7333401982117537, 0.522298935599573),
    ];
    for (k, n, lower, upper, one_sided) in oracle {
        let found = wilson(k, n, Z_95_TWO_SIDED);
        assert!((found.lower - lower).abs() < 1e-14 && (found.upper - upper).abs() < 1e-14, "{found:?}");
        assert!((wilson(k, n, Z_95_ONE_SIDED).lower - one_sided).abs() < 1e-14);
    }
    assert_eq!(wilson(0.0, 0.0, Z_95_TWO_SIDED).lower, 0.0);
    assert_eq!(wilson(0.0, 0.0, Z_95_TWO_SIDED).upper, 1.0);
}

/// The share of Beta(a, b) below x, knowing no special function: with x = sin²θ the density is
/// `sin^(2a−1) θ · cos^(2b−1) θ` up to a factor, which is the integral over everything. Simpson's rule.
fn integrated(x: f64, a: f64, b: f64) -> f64 {
    let peak = ((2.0 * a - 1.0) / (2.0 * b - 1.0)).max(0.0).sqrt().atan();
    let log_density = |t: f64| (2.0 * a - 1.0) * t.sin().ln() + (2.0 * b - 1.0) * t.cos().ln();
    let density = |t: f64| (log_density(t) - log_density(peak)).exp();
    let area = |from: f64, to: f64| {
        let steps = 4_000;
        let width = (to - from) / f64::from(steps);
        let weight = |i| if i == 0 || i == steps { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
        (0..=steps).map(|i| weight(i) * density(from + f64::from(i) * width)).sum::<f64>() * width / 3.0
    };
    let cut = x.sqrt().asin();
    let (below, above) = (area(0.0, cut), area(cut, std::f64::consts::FRAC_PI_2));
    below / (below + above)
}

proptest! {
    #[test]
    fn integrating_up_to_a_quantile_gives_its_probability(
        p in 0.001_f64..0.999, a in 1.5_f64..400.0, b in 1.5_f64..400.0,
    ) {
        let x = beta_quantile(p, a, b);
        prop_assert!((integrated(x, a, b) - p).abs() < 1e-7, "{} {}", x, integrated(x, a, b));
        prop_assert!((beta_cdf(x, a, b) - p).abs() < 1e-11);
    }

    #[test]
    fn quantiles_invert_whatever_the_shape(p in 0.01_f64..0.99, la in -2.0_f64..4.5, lb in -2.0_f64..4.5) {
        let (a, b) = (10_f64.powf(la), 10_f64.powf(lb));
        let x = beta_quantile(p, a, b);
        prop_assert!((0.0..=1.0).contains(&x));
        // Next to 1 neighbouring numbers are far apart in probability: the two neighbours must straddle p.
        let (below, above) = (beta_cdf(x * (1.0 - 1e-9), a, b), beta_cdf((x * (1.0 + 1e-9)).min(1.0), a, b));
        prop_assert!(below <= p + 1e-9 && p <= above + 1e-9, "{} {} {}", below, x, above);
    }

    #[test]
    fn wilson_holds_the_share_and_narrows(k in 0.0_f64..50.0, more in 0.0_f64..50.0) {
        let n = k + more;
        let (one, ten) = (wilson(k, n, Z_95_TWO_SIDED), wilson(10.0 * k, 10.0 * n, Z_95_TWO_SIDED));
        if n > 0.0 {
            prop_assert!(one.lower <= k / n + 1e-12 && k / n <= one.upper + 1e-12);
        }
        prop_assert!(one.lower <= ten.lower + 1e-12 && ten.upper <= one.upper + 1e-12);
    }
}
