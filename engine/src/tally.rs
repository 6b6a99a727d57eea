//! Exact sums of shares: whole counts grouped by how many people share a voice, turned into a number only at the end.
//! It knows codes and weights, not accounts; who shares with whom is decided in `evidence`.

use crate::vote::Mark;

/// How many people said each code, by the weight of their account: `[weight - 1][code]`.
type Counts = [[u32; Mark::CODES]; 3];

/// The people of the accounts whose voice is shared by the same number of people.
#[derive(Clone, Debug, Default)]
struct Group {
    used: bool,
    counts: Counts,
}

/// Counts of people by (sharers, weight, code). A person among `m` sharers of a voice of weight `w` carries `w / m`,
/// so a sum of shares is `Σ_m (Σ w · people) / m`: integers inside, divided and added in ascending `m`. The result is
/// the same bits in whatever order the votes came, and `m` people of one account who agree carry exactly `w`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    groups: Vec<Group>,
    /// The values of `m` in use, sorted once by [`Tally::settle`].
    sharers: Vec<u32>,
}

impl Tally {
    pub(crate) fn clear(&mut self) {
        for &m in &self.sharers {
            self.groups[m as usize] = Group::default();
        }
        self.sharers.clear();
    }

    /// One person who said `code`, among `sharers` of a voice that weighs `weight` (1 to 3).
    #[inline]
    pub(crate) fn add(&mut self, sharers: u32, weight: u8, code: u8) {
        let place = sharers as usize;
        if self.groups.len() <= place {
            self.groups.resize(place + 1, Group::default());
        }
        let group = &mut self.groups[place];
        if !group.used {
            group.used = true;
            self.sharers.push(sharers);
        }
        group.counts[usize::from(weight - 1)][usize::from(code)] += 1;
    }

    /// To be called after the last [`Tally::add`] and before the first sum.
    pub(crate) fn settle(&mut self) {
        self.sharers.sort_unstable();
    }

    /// The sum of weighted shares of those who said one of `codes`.
    pub(crate) fn weighted(&self, codes: impl IntoIterator<Item = u8> + Clone) -> f64 {
        self.sum(codes, |weight| weight)
    }

    /// The same as if every account weighed one: what people read as voices.
    pub(crate) fn unweighted(&self, codes: impl IntoIterator<Item = u8> + Clone) -> f64 {
        self.sum(codes, |_| 1)
    }

    fn sum(&self, codes: impl IntoIterator<Item = u8> + Clone, weigh: fn(u64) -> u64) -> f64 {
        let mut total = 0.0;
        for &m in &self.sharers {
            let mut shares = 0;
            for (weight, counts) in (1..).zip(&self.groups[m as usize].counts) {
                let people = codes.clone().into_iter();
                let people: u64 = people.map(|c| u64::from(counts[usize::from(c)])).sum();
                shares += weigh(weight) * people;
            }
            // Counts of people stay far below 2⁵³, where whole numbers stop being exact.
            total += shares as f64 / f64::from(m);
        }
        total
    }
}
