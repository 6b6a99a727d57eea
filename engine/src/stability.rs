//! How firm a selection is: how often each practice is chosen when accounts are drawn anew, and the largest change when one
//! account leaves. Both select again for every draw; meant for the practices of a round, not for a hundred thousand.
//!
//! The bootstrap draws as many accounts as there are, with replacement (Efron 1979); an account brings all its voters.

use crate::dice::Dice;
use crate::election::{Election, Fault, PracticeIndex};
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

/// Selects `draws` times among accounts drawn by `seed`. `accounts` gives each voter's, from 0 without gaps.
///
/// # Errors
/// Where a draw's weights do not fit: see [`Election::new`].
pub fn bootstrap(
    election: &Election,
    method: &Method,
    accounts: &[u32],
    draws: u32,
    seed: u64,
) -> Result<Frequencies, Fault> {
    let count = accounts.iter().max().map_or(0, |&last| last + 1);
    let mut dice = Dice::new(seed);
    let mut found = Frequencies { draws: 0, chosen: vec![0; election.practices().len()] };
    for _ in 0..draws {
        let mut times = vec![0_u64; count as usize];
        (0..count).for_each(|_| times[dice.below(count) as usize] += 1);
        let weights = election.parts().weights.iter().zip(accounts);
        let weights: Vec<u64> = weights.map(|(&weight, &account)| weight * times[account as usize]).collect();
        // Only accounts without weight were drawn: no election, and nobody chosen.
        if weights.iter().any(|&weight| weight > 0) {
            for practice in equal_shares(&election.with_weights(weights)?, method).practices() {
                found.chosen[practice as usize] += 1;
            }
        }
        found.draws += 1;
    }
    Ok(found)
}

/// The account whose leaving changes most, by the number of practices; of several the first. `None` if none changes anything.
///
/// # Errors
/// As [`bootstrap`].
pub fn largest_leaving(
    election: &Election,
    method: &Method,
    accounts: &[u32],
) -> Result<Option<Leaving>, Fault> {
    let all = equal_shares(election, method);
    let mut most: Option<Leaving> = None;
    for account in 0..accounts.iter().max().map_or(0, |&last| last + 1) {
        let weights = election.parts().weights.iter().zip(accounts);
        let weights: Vec<u64> = weights.map(|(&w, &of)| if of == account { 0 } else { w }).collect();
        if weights.iter().all(|&weight| weight == 0) {
            continue;
        }
        let without = equal_shares(&election.with_weights(weights)?, method);
        let changed = |from: &crate::shares::Outcome, to: &crate::shares::Outcome| {
            let mut gone = from.practices();
            gone.retain(|&practice| !to.holds(practice));
            gone.sort_unstable();
            gone
        };
        let leaving =
            Leaving { account, came_in: changed(&without, &all), went_out: changed(&all, &without) };
        let size = |leaving: &Leaving| leaving.came_in.len() + leaving.went_out.len();
        if size(&leaving) > most.as_ref().map_or(0, size) {
            most = Some(leaving);
        }
    }
    Ok(most)
}
