//! Exact sums of shares: whole numbers while they are added up, turned into one number only at the end.
//! It knows codes and weights, not accounts; who shares with whom is decided in `evidence`.

use crate::entitlement::ORDINARY;
use crate::vote::Mark;

/// Parts of a voice: the least common multiple of 1 to 16, so that a share of up to 16 colleagues is a whole number of them.
const PARTS: u64 = 720_720;

/// Parts of a voice that `sharers` share, each.
pub(crate) fn parts(sharers: u32) -> u64 {
    PARTS / u64::from(sharers.max(1))
}

/// A weighted sum (in thousandths of a voice) and a plain one (each account weighing one).
type Sum = (u64, u64);

/// Sums of shares by code. A person among `m` sharers of a voice of weight `w` carries `w / m`: a whole number of parts where
/// m divides them, else kept as people by `m`, divided and added in ascending `m`. The result is the same bits in whatever
/// order votes came, and `m` people of one account who agree carry exactly `w`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    parts: [Sum; Mark::CODES],
    people: Vec<(u32, [Sum; Mark::CODES])>,
}

impl Tally {
    pub(crate) fn clear(&mut self) {
        self.parts = Default::default();
        self.people.clear();
    }

    /// Accounts with one voter each who said `code`, of the given weight in all.
    pub(crate) fn add_alone(&mut self, code: u8, weight: u64, accounts: u64) {
        let sum = &mut self.parts[usize::from(code)];
        sum.0 += weight * PARTS;
        sum.1 += accounts * PARTS;
    }

    /// One person who said `code`, among `sharers` of a voice that weighs `weight`.
    pub(crate) fn add(&mut self, sharers: u32, weight: u32, code: u8) {
        let (code, weight) = (usize::from(code), u64::from(weight));
        if PARTS.is_multiple_of(u64::from(sharers.max(1))) {
            let part = parts(sharers);
            self.parts[code].0 += weight * part;
            self.parts[code].1 += part;
            return;
        }
        let place = match self.people.binary_search_by_key(&sharers, |&(m, _)| m) {
            Ok(place) => place,
            Err(place) => {
                self.people.insert(place, (sharers, Default::default()));
                place
            }
        };
        let sum = &mut self.people[place].1[code];
        sum.0 += weight;
        sum.1 += 1;
    }

    /// The sum of weighted shares, in voices, of those who said one of `codes`.
    pub(crate) fn weighted(&self, codes: impl Iterator<Item = u8> + Clone) -> f64 {
        self.sum(codes, |sum| sum.0, u64::from(ORDINARY))
    }

    /// The same as if every account weighed one: what people read as voices.
    pub(crate) fn unweighted(&self, codes: impl Iterator<Item = u8> + Clone) -> f64 {
        self.sum(codes, |sum| sum.1, 1)
    }

    #[inline]
    fn sum(&self, codes: impl Iterator<Item = u8> + Clone, of: fn(&Sum) -> u64, unit: u64) -> f64 {
        let all = |sums: &[Sum; Mark::CODES]| -> u64 {
            codes.clone().map(|code| of(&sums[usize::from(code)])).sum()
        };
        let mut total = ratio(all(&self.parts), PARTS * unit);
        for (m, sums) in &self.people {
            total += ratio(all(sums), u64::from(*m) * unit);
        }
        total
    }
}

/// Rounded once: sums are below 2⁵³ up to twelve million voices. Nothing of anything is nothing, and common: no division.
#[inline]
fn ratio(sum: u64, by: u64) -> f64 {
    if sum == 0 { 0.0 } else { sum as f64 / by as f64 }
}
