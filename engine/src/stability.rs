//! How firm a selection is: how often each practice is chosen when accounts are drawn anew, and the largest change when one
//! account leaves. Both select again for every draw; meant for the practices of a round, not for a hundred thousand. Who
//! calls says when it is enough.
//!
//! The bootstrap draws as many accounts as there are, with replacement (Efron 1979); an account brings all its voters.

use crate::dice::Dice;
use crate::election::{EXACT_FLOATS, Election, Fault, PracticeIndex};
use crate::shares::{Method, equal_shares};

/// Chosen in 40 to 80 of 100 draws: neither surely in nor surely out.
pub const FRAGILE: (f64, f64) = (0.4, 0.8);

/// How often each practice was chosen, of `draws`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequencies {
    pub draws: u32,
    pub chosen: Vec<u32>,
}

impl Frequencies {
    /// Whether a practice's place hangs on who happened to vote.
    #[must_use]
    pub fn is_fragile(&self, practice: PracticeIndex) -> bool {
        let often = f64::from(self.chosen[practice as usize]) / f64::from(self.draws.max(1));
        (FRAGILE.0..=FRAGILE.1).contains(&often)
    }
}

/// What an account's leaving changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    pub account: u32,
    pub came_in: Vec<PracticeIndex>,
    pub went_out: Vec<PracticeIndex>,
}

impl Leaving {
    /// How many come in or go out.
    #[must_use]
    pub fn size(&self) -> usize {
        self.came_in.len() + self.went_out.len()
    }
}

/// What can be selected from again, each account counting a number of times.
pub trait Again {
    /// How many accounts there are, and how many practices to choose from.
    fn size(&self) -> (u32, usize);

    /// The practices that are chosen where each account counts so many times.
    ///
    /// # Errors
    /// As [`Election::with_weights`].
    fn select(&self, times: &[u32]) -> Result<Vec<PracticeIndex>, Fault>;
}

/// An election whose practices are barred or not whoever votes.
pub struct Fixed<'a> {
    pub election: &'a Election,
    pub method: &'a Method,
    /// Each voter's, from 0 without gaps.
    pub accounts: &'a [u32],
}

impl Again for Fixed<'_> {
    fn size(&self) -> (u32, usize) {
        (self.accounts.iter().max().map_or(0, |&last| last + 1), self.election.practices().len())
    }

    fn select(&self, times: &[u32]) -> Result<Vec<PracticeIndex>, Fault> {
        let again = drawn(self.election, self.accounts, times)?;
        Ok(again.map(|election| equal_shares(&election, self.method).practices()).unwrap_or_default())
    }
}

/// The election where each account counts so many times; `None` where no weight is left.
///
/// # Errors
/// None, where `accounts` are as many as the voters.
pub(crate) fn drawn(election: &Election, accounts: &[u32], times: &[u32]) -> Result<Option<Election>, Fault> {
    let times = accounts.iter().map(|&account| u128::from(times[account as usize]));
    let weights =
        election.parts().weights.iter().zip(times).map(|(&weight, times)| u128::from(weight) * times);
    let total: u128 = weights.clone().sum();
    // Heavy accounts may come up more often than there is room for: then all is rounded down alike.
    let over = total / u128::from(EXACT_FLOATS) + 1;
    let weights: Vec<u64> =
        weights.map(|weight| u64::try_from(weight / over).unwrap_or(EXACT_FLOATS)).collect();
    if weights.iter().all(|&weight| weight == 0) {
        return Ok(None);
    }
    election.with_weights(weights).map(Some)
}

/// Selects among accounts drawn by `seed`, as long as `more` says so: it is asked with the number of draws made.
///
/// # Errors
/// As [`Again::select`].
pub fn bootstrap(
    again: &impl Again,
    seed: u64,
    mut more: impl FnMut(u32) -> bool,
) -> Result<Frequencies, Fault> {
    let (count, practices) = again.size();
    let mut dice = Dice::new(seed);
    let mut found = Frequencies { draws: 0, chosen: vec![0; practices] };
    while more(found.draws) {
        let mut times = vec![0_u32; count as usize];
        (0..count).for_each(|_| times[dice.below(count) as usize] += 1);
        for practice in again.select(&times)? {
            found.chosen[practice as usize] += 1;
        }
        found.draws += 1;
    }
    Ok(found)
}

/// The account whose leaving changes most, by the number of practices; of several the first. `None` if none changes anything.
/// `leaving`: the accounts to be tried, in order.
///
/// # Errors
/// As [`Again::select`].
pub fn largest_leaving(
    again: &impl Again,
    leaving: impl IntoIterator<Item = u32>,
) -> Result<Option<Leaving>, Fault> {
    let mut times = vec![1_u32; again.size().0 as usize];
    let all = again.select(&times)?;
    let mut most: Option<Leaving> = None;
    for account in leaving {
        times[account as usize] = 0;
        let without = again.select(&times)?;
        times[account as usize] = 1;
        let leaving =
            Leaving { account, came_in: missing(&without, &all), went_out: missing(&all, &without) };
        if leaving.size() > most.as_ref().map_or(0, Leaving::size) {
            most = Some(leaving);
        }
    }
    Ok(most)
}

/// What is in one list and not in the other, ascending.
fn missing(from: &[PracticeIndex], to: &[PracticeIndex]) -> Vec<PracticeIndex> {
    let mut gone: Vec<PracticeIndex> =
        from.iter().copied().filter(|practice| !to.contains(practice)).collect();
    gone.sort_unstable();
    gone
}
