//! Whose turn it is to be asked, and about what: pure, so that its evenness can be tested.

use model::Timestamp;
use model::promise::Quarter;
use rustc_hash::{FxHashMap, FxHashSet};

/// Somebody who may be asked, with the account that they speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    pub person: i64,
    pub account: i64,
}

/// What is known of the quarter: letters as (practice, person), and reports likewise.
pub struct Asked<'a> {
    pub letters: &'a [(i64, i64)],
    pub reported: &'a FxHashSet<(i64, i64)>,
    /// Letters to one person, at most.
    pub cap: u32,
}

/// How many of a quarter's `goal` letters are to have been written by `now`, where asking began at `since`: as much of them as of
/// the quarter has gone by since both.
#[must_use]
pub fn due(goal: usize, since: Timestamp, now: Timestamp) -> usize {
    let quarter = Quarter::of(now);
    let (begin, end) = (quarter.begins(), Quarter(quarter.0 + 1).begins());
    let (gone, whole) = (now.since(begin.max(since)).max(0), end.since(begin).max(1));
    let due = goal as i128 * i128::from(gone) / i128::from(whole);
    usize::try_from(due).unwrap_or(0)
}

/// The next letters, as (practice, person): the practice, then the account, then the person that has been asked least. An account is
/// asked about a practice once in a quarter, a person no more often than the cap, and nobody about what they have reported.
#[must_use]
pub fn plan(
    readers: &[Reader],
    practices: &[i64],
    asked: &Asked<'_>,
    seed: u64,
    most: usize,
) -> Vec<(i64, i64)> {
    let accounts = readers.iter().map(|reader| (reader.person, reader.account)).collect();
    let mut counts = Counts::of_letters(&accounts, asked.letters);
    let mut open: Vec<i64> = practices.to_vec();
    let mut plan = Vec::new();
    while plan.len() < most && !open.is_empty() {
        let least = |practice: &i64| (times(&counts.practice, *practice), mixed(seed, *practice));
        let Some(practice) = open.iter().copied().min_by_key(least) else { break };
        let may = |reader: &&Reader| {
            times(&counts.person, reader.person) < asked.cap
                && !counts.pairs.contains(&(practice, reader.account))
                && !asked.reported.contains(&(practice, reader.person))
        };
        let turn = |reader: &&Reader| {
            let (account, person) =
                (times(&counts.account, reader.account), times(&counts.person, reader.person));
            (account, mixed(seed, reader.account), person, mixed(seed, reader.person))
        };
        let next = readers.iter().filter(may).min_by_key(turn).copied();
        match next {
            Some(reader) => {
                counts.add(practice, reader);
                plan.push((practice, reader.person));
            }
            None => open.retain(|other| *other != practice),
        }
    }
    plan
}

/// How often each has been asked.
#[derive(Default)]
struct Counts {
    practice: FxHashMap<i64, u32>,
    account: FxHashMap<i64, u32>,
    person: FxHashMap<i64, u32>,
    /// Practice and account.
    pairs: FxHashSet<(i64, i64)>,
}

impl Counts {
    fn of_letters(accounts: &FxHashMap<i64, i64>, letters: &[(i64, i64)]) -> Self {
        let mut counts = Self::default();
        for (practice, person) in letters {
            // Whoever has left their account meanwhile still counts for themselves.
            let account = accounts.get(person).copied().unwrap_or(0);
            counts.add(*practice, Reader { person: *person, account });
        }
        counts
    }

    fn add(&mut self, practice: i64, reader: Reader) {
        *self.practice.entry(practice).or_default() += 1;
        *self.account.entry(reader.account).or_default() += 1;
        *self.person.entry(reader.person).or_default() += 1;
        self.pairs.insert((practice, reader.account));
    }
}

fn times(counts: &FxHashMap<i64, u32>, key: i64) -> u32 {
    counts.get(&key).copied().unwrap_or(0)
}

/// An order that favours nobody and differs from quarter to quarter (splitmix64).
fn mixed(seed: u64, key: i64) -> u64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(key.cast_unsigned());
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spread(counts: impl Iterator<Item = u32> + Clone) -> u32 {
        counts.clone().max().unwrap_or(0) - counts.min().unwrap_or(0)
    }

    fn counted(
        plan: &[(i64, i64)],
        keys: impl Iterator<Item = i64>,
        key: fn(&(i64, i64)) -> i64,
    ) -> Vec<u32> {
        keys.map(|one| plan.iter().filter(|pair| key(pair) == one).count() as u32).collect()
    }

    #[test]
    fn letters_are_spread_over_the_quarter_and_begin_when_asking_does() {
        let day = |text: &str| text.parse::<model::time::Day>().unwrap().begins();
        let (begin, now) = (day("2026-04-01"), day("2026-05-16"));
        assert_eq!(due(182, begin, begin), 0);
        assert_eq!(due(182, day("2025-01-01"), now), 90);
        assert_eq!(due(182, day("2026-05-15"), now), 2);
        assert_eq!(due(182, begin, Timestamp(day("2026-07-01").0 - 1)), 181);
        // A clock that was set back asks nobody.
        assert_eq!(due(182, day("2026-06-01"), now), 0);
    }

    proptest! {
        /// Whatever was asked before: no person beyond the cap, no account twice about the same, nobody about what they reported.
        #[test]
        fn nobody_is_asked_too_often(
            accounts in prop::collection::vec(1..6_i64, 1..30),
            practices in 1..6_i64,
            cap in 1..4_u32,
            most in 0..80_usize,
            seed in any::<u64>(),
            before in prop::collection::vec((1..6_i64, 1..30_i64), 0..20),
            reported in prop::collection::hash_set((1..6_i64, 1..30_i64), 0..20),
        ) {
            let readers: Vec<Reader> =
                accounts.iter().zip(1..).map(|(account, person)| Reader { person, account: *account }).collect();
            let practices: Vec<i64> = (1..=practices).collect();
            let reported: FxHashSet<(i64, i64)> = reported.into_iter().collect();
            let asked = Asked { letters: &before, reported: &reported, cap };
            let plan = plan(&readers, &practices, &asked, seed, most);
            prop_assert!(plan.len() <= most);
            let account = |person: i64| readers.iter().find(|reader| reader.person == person).unwrap().account;
            let mut pairs = FxHashSet::default();
            for (practice, person) in &plan {
                prop_assert!(pairs.insert((*practice, account(*person))));
                prop_assert!(!reported.contains(&(*practice, *person)));
                let letters = plan.iter().chain(&before).filter(|(_, other)| other == person).count();
                prop_assert!(letters as u32 <= cap.max(before.iter().filter(|(_, other)| other == person).count() as u32));
                prop_assert!(!before.iter().any(|(other, asked)| other == practice
                    && readers.iter().any(|reader| reader.person == *asked && reader.account == account(*person))));
            }
            // Another run, or another instance, comes to the same.
            prop_assert_eq!(super::plan(&readers, &practices, &asked, seed, most), plan);
        }

        /// Where all are alike, promises differ by one letter at most, and accounts by two.
        #[test]
        fn all_are_asked_alike(accounts in 1..12_i64, practices in 1..8_i64, people in 1..4_i64, most in 0..60_usize, seed in any::<u64>()) {
            let readers: Vec<Reader> = (0..accounts * people).map(|person| Reader { person, account: person % accounts }).collect();
            let practices: Vec<i64> = (1..=practices).collect();
            let none = FxHashSet::default();
            let plan = plan(&readers, &practices, &Asked { letters: &[], reported: &none, cap: 60 }, seed, most);
            prop_assert_eq!(plan.len(), most.min(practices.len() * accounts as usize));
            let by_account: Vec<(i64, i64)> = plan.iter().map(|(practice, person)| (*practice, person % accounts)).collect();
            prop_assert!(spread(counted(&plan, practices.iter().copied(), |pair| pair.0).iter().copied()) <= 1);
            prop_assert!(spread(counted(&by_account, 0..accounts, |pair| pair.1).iter().copied()) <= 2);
        }
    }
}
