//! What if accounts weighed otherwise than the round's rules say: each the same, or weighed up to the accounts that the company
//! has, by one attribute. Which of these may be tried on a round, and with what weights. A trial, never the selection.
//!
//! Of which groups a candidate's voices are, two weightings of the same votes would be equations for. So a weighting is tried
//! only where every group that it tells apart is of five accounts that voted, at least; the effective size is told in steps of
//! five; and a trial tells what comes in and goes out, but no voices (see [`super::Trials`]).

use serde::{Deserialize, Serialize};

use super::common::{attributes, voted};
use super::{Account, Inputs, Selection, Why};
use crate::raking::{Margin, Refusal, TRIM, rake};
use crate::suppression::{MIN_ACCOUNTS_SHOWN, may_show};

/// What a weight is multiplied with, in thousandths: as it is.
const AS_IT_IS: u32 = 1_000;

/// How accounts weigh in a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// An ordinary voice each.
    Even,
    /// As the round has it, times so many thousandths.
    By {
        /// By index into [`Inputs::segments`]; the first that an account is in counts.
        segments: Vec<(u32, u32)>,
        /// For accounts that are in none of these.
        others: u32,
    },
}

impl Weights {
    /// Nobody who has a voice loses it.
    pub(super) fn of(&self, account: &Account) -> u32 {
        if account.weight == 0 {
            return 0;
        }
        match self {
            Self::Even => crate::entitlement::ORDINARY,
            Self::By { segments, others } => {
                let mine = segments.iter().find(|(segment, _)| account.segments.contains(segment));
                let times = u64::from(mine.map_or(*others, |(_, times)| *times));
                let half = u64::from(AS_IT_IS) / 2;
                let weight = (u64::from(account.weight) * times + half) / u64::from(AS_IT_IS);
                u32::try_from(weight).unwrap_or(u32::MAX).max(1)
            }
        }
    }
}

/// One way of weighing that would differ from the round's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighing {
    /// What accounts are weighed up by; `None`: each weighs the same.
    pub attribute: Option<String>,
    pub standing: Standing,
}

/// Whether it may be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Of one of the groups that it would tell apart fewer than five accounts voted.
    Few,
    /// The weights would leave less than a third of the answers' worth.
    Uneven,
    Open {
        weights: Weights,
        /// What the votes are worth so weighed, as a number of accounts of equal weight, in steps of five.
        effective: u32,
        /// Whether there are accounts of a value of which nobody voted: their part is spread over the others.
        empty: bool,
        /// Whether some count for less than a third of the mean, or for more than three times: the account base is not met
        /// otherwise.
        far: bool,
    },
}

/// Every way of weighing the accounts that voted that differs from the round's: each the same first, then by attribute, in
/// their order. `base`: topmost accounts by segment, and altogether. O(votes + accounts · segments).
#[must_use]
pub fn weighings(inputs: &Inputs, base: &[u32], all: u32) -> Vec<Weighing> {
    let voted = voted(inputs);
    let heard: Vec<&Account> = inputs
        .accounts
        .iter()
        .zip(voted)
        .filter(|(of, voted)| *voted && of.weight > 0)
        .map(|(of, _)| of)
        .collect();
    let even = even(&heard).map(|standing| Weighing { attribute: None, standing });
    let by = attributes(inputs).into_iter().filter_map(|(attribute, values)| {
        let segments: Vec<u32> = values.iter().map(|(_, segment)| *segment as u32).collect();
        let standing = by(&heard, &segments, base, all)?;
        Some(Weighing { attribute: Some(attribute.to_owned()), standing })
    });
    even.into_iter().chain(by).collect()
}

/// `None` where they weigh the same already.
fn even(heard: &[&Account]) -> Option<Standing> {
    let mut weights: Vec<u32> = heard.iter().map(|account| account.weight).collect();
    weights.sort_unstable();
    let groups: Vec<usize> = weights.chunk_by(|a, b| a == b).map(<[u32]>::len).collect();
    (groups.len() > 1).then(|| match groups.into_iter().all(enough) {
        true => Standing::Open {
            weights: Weights::Even,
            effective: in_steps(heard.len() as f64),
            empty: false,
            far: false,
        },
        false => Standing::Few,
    })
}

/// `None` where it would change nothing: of one value alone are those who voted, or of each in proportion.
fn by(heard: &[&Account], segments: &[u32], base: &[u32], all: u32) -> Option<Standing> {
    let none = segments.len();
    let place = |account: &&Account| {
        segments.iter().position(|segment| account.segments.contains(segment)).unwrap_or(none)
    };
    let rows: Vec<usize> = heard.iter().map(place).collect();
    let mut counts = vec![0_usize; none + 1];
    rows.iter().for_each(|&row| counts[row] += 1);
    if counts.iter().filter(|count| **count > 0).count() < 2 {
        return None;
    }
    if !counts.iter().all(|&count| count == 0 || enough(count)) {
        return Some(Standing::Few);
    }
    let there = segments.iter().map(|&segment| f64::from(base.get(segment as usize).copied().unwrap_or(0)));
    let mut totals: Vec<f64> = there.collect();
    totals.push((f64::from(all) - totals.iter().sum::<f64>()).max(0.0));
    let categories = rows.iter().map(|&row| row as u32).collect();
    let margin = Margin::new(categories, totals).ok()?;
    let raked = rake(&vec![1; rows.len()], &[margin], Some(TRIM));
    match raked.refused {
        Some(Refusal::Uneven { .. }) => return Some(Standing::Uneven),
        Some(_) => return None,
        None => {}
    }
    let mean = raked.weights.iter().sum::<f64>() / rows.len() as f64;
    let mut times = vec![AS_IT_IS; none + 1];
    for (&row, weight) in rows.iter().zip(&raked.weights) {
        times[row] = (weight / mean * f64::from(AS_IT_IS)).round() as u32;
    }
    if times.iter().all(|&times| times == AS_IT_IS) {
        return None;
    }
    Some(Standing::Open {
        weights: Weights::By {
            segments: segments.iter().copied().zip(times.iter().copied()).collect(),
            others: times[none],
        },
        effective: in_steps(raked.n_eff),
        empty: !raked.empty.is_empty(),
        far: raked.trimmed > 0,
    })
}

fn enough(accounts: usize) -> bool {
    may_show(u32::try_from(accounts).unwrap_or(u32::MAX))
}

fn in_steps(accounts: f64) -> u32 {
    let step = f64::from(MIN_ACCOUNTS_SHOWN);
    ((accounts / step).round() * step) as u32
}

impl Selection {
    /// Without every figure in which weights show.
    pub(super) fn without_voices(mut self) -> Self {
        for chosen in &mut self.chosen {
            (chosen.votes, chosen.effective_votes) = (None, None);
        }
        for left in &mut self.left {
            left.votes = None;
            match &mut left.why {
                Why::TooLittleSupport { percent } => *percent = None,
                Why::Unaffordable { missing } => *missing = None,
                _ => {}
            }
        }
        (self.everybody.covered, self.everybody.served) = (None, None);
        self
    }
}

#[cfg(test)]
mod tests;
