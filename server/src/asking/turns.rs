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

/// How well an account's moment is one to ask it about a promise, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// A purchase of it has just come to a cell of the promise or gone on from there, or something was held with those who make it.
    Now,
    /// A purchase of it stands or stood in a cell of the promise.
    Known,
    /// Nobody has said what it buys.
    Open,
    /// What it buys stands elsewhere.
    Elsewhere,
    /// What it buys is of other cultures: it is not asked.
    Never,
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

/// The next letters, as (practice, person): the practice that has been asked about least; of those who may be asked about it an account
/// for which it is the moment, then the account, then the person that has been asked least. An account is asked about what its
/// purchases have met before it is asked about anything else, about a practice once in a quarter, a person no more often than the cap,
/// and nobody about what they have reported. `when`: by practice and account.
#[must_use]
pub fn plan(
    readers: &[Reader],
    practices: &[i64],
    asked: &Asked<'_>,
    when: &dyn Fn(i64, i64) -> Moment,
    (seed, most): (u64, usize),
) -> Vec<(i64, i64)> {
    let accounts = readers.iter().map(|reader| (reader.person, reader.account)).collect();
    let met = Met::new(readers, practices, when);
    let mut counts = Counts::of_letters(&accounts, asked.letters);
    let mut open: Vec<i64> = practices.to_vec();
    let mut plan = Vec::new();
    while plan.len() < most && !open.is_empty() {
        let least = |practice: &i64| (times(&counts.practice, *practice), mixed(seed, *practice));
        let Some(practice) = open.iter().copied().min_by_key(least) else { break };
        let may = |reader: &&Reader| {
            let moment = when(practice, reader.account);
            counts.free(practice, **reader, asked)
                && moment != Moment::Never
                && (moment <= Moment::Known || !met.waits(reader.account, &counts, asked))
        };
        let turn = |reader: &&Reader| {
            let moment = when(practice, reader.account);
            let (account, person) =
                (times(&counts.account, reader.account), times(&counts.person, reader.person));
            let of_account = (moment != Moment::Now, account, moment, mixed(seed, reader.account));
            (of_account, person, mixed(seed, reader.person))
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

/// What purchases of accounts have met, and who can say how it was.
struct Met {
    readers: FxHashMap<i64, Vec<Reader>>,
    practices: FxHashMap<i64, Vec<i64>>,
}

impl Met {
    fn new(readers: &[Reader], practices: &[i64], when: &dyn Fn(i64, i64) -> Moment) -> Self {
        let mut by_account: FxHashMap<i64, Vec<Reader>> = FxHashMap::default();
        for reader in readers {
            by_account.entry(reader.account).or_default().push(*reader);
        }
        let met = |account: i64| -> Vec<i64> {
            practices.iter().copied().filter(|practice| when(*practice, account) <= Moment::Known).collect()
        };
        let practices = by_account.keys().map(|account| (*account, met(*account))).collect();
        Self { readers: by_account, practices }
    }

    /// Whether somebody of an account can still be asked about what its purchases have met.
    fn waits(&self, account: i64, counts: &Counts, asked: &Asked<'_>) -> bool {
        let readers = self.readers.get(&account).map(Vec::as_slice).unwrap_or_default();
        let mut met = self.practices.get(&account).into_iter().flatten();
        met.any(|practice| readers.iter().any(|reader| counts.free(*practice, *reader, asked)))
    }
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

    /// Whether somebody can be asked about a practice once more.
    fn free(&self, practice: i64, reader: Reader, asked: &Asked<'_>) -> bool {
        times(&self.person, reader.person) < asked.cap
            && !self.pairs.contains(&(practice, reader.account))
            && !asked.reported.contains(&(practice, reader.person))
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
mod tests;
