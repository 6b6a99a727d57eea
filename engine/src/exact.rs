//! Exact numbers of the selection: fractions of big whole numbers, and their nearest floats.
//! A float of a fraction is the same on every machine: it is made of divisions and powers of two only.

use std::cmp::Ordering;

pub use num_bigint::BigInt;

/// A fraction, not reduced; the denominator is above 0.
#[derive(Clone, Debug)]
pub struct Fraction {
    pub numerator: BigInt,
    pub denominator: BigInt,
}

impl Fraction {
    /// `numerator / denominator`; the denominator must be above 0.
    #[must_use]
    pub fn new(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Self {
        Self { numerator: numerator.into(), denominator: denominator.into() }
    }

    /// The nearest float.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        quotient(&self.numerator, &self.denominator)
    }

    /// The least whole number that is not below.
    #[must_use]
    pub fn ceiling(&self) -> BigInt {
        let floor = &self.numerator / &self.denominator;
        if &floor * &self.denominator < self.numerator { floor + 1 } else { floor }
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

/// The float nearest to `a / b`, for b ≠ 0.
#[must_use]
pub fn quotient(a: &BigInt, b: &BigInt) -> f64 {
    let (above, below) = (a.magnitude(), b.magnitude());
    // A quotient of 65 or 66 bits, its last bit set if anything is left: rounding to 53 is then rounding once.
    let bits = |bits: u64| i32::try_from(bits).unwrap_or(i32::MAX);
    let shift = 66 - (bits(above.bits()) - bits(below.bits()));
    let (above, below) = (above << shift.max(0).unsigned_abs(), below << shift.min(0).unsigned_abs());
    let whole = &above / &below;
    let left = u128::from(&whole * &below != above);
    let head = (u128::try_from(whole).unwrap_or(u128::MAX) | left) as f64;
    let signed = if head == 0.0 || a.sign() == b.sign() { head } else { -head };
    libm::ldexp(signed, -shift)
}

/// The greatest common divisor, 0 only of 0 and 0.
#[must_use]
pub fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_compared_and_rounded() {
        let third = Fraction::new(1, 3);
        assert_eq!(third, Fraction::new(2, 6));
        assert!(third < Fraction::new(334, 1000));
        assert_eq!(third.ceiling(), BigInt::from(1));
        assert_eq!(Fraction::new(-1, 3).ceiling(), BigInt::from(0));
        assert_eq!(Fraction::new(6, 3).ceiling(), BigInt::from(2));
        let big = BigInt::from(7).pow(300);
        assert_eq!(Fraction::new(big.clone() * 5, big * 2).to_f64(), 2.5);
        assert_eq!(Fraction::new(-1, 4).to_f64(), -0.25);
        assert_eq!(Fraction::new(0, 4).to_f64().to_bits(), 0.0_f64.to_bits(), "not −0");
        assert_eq!(
            [Fraction::new(1, 3).to_f64(), Fraction::new(2_u64 << 60, 7).to_f64()],
            [1.0 / 3.0, (2_u64 << 60) as f64 / 7.0]
        );
    }

    #[test]
    fn divisors() {
        assert_eq!(common_divisor(12, 18), 6);
        assert_eq!(common_divisor(0, 5), 5);
    }
}
