//! A round as it would be had every segment taken part in proportion: accounts that voted are raked to the account base. A view
//! beside the selection, never the selection. It says where that is not justified.
//!
//! Told are sides and what comes in or goes out. Shares in percent beside those of the plain count would be equations from which
//! a segment's votes could be solved; and the effective size is told in steps of five for the same reason.

use serde::{Deserialize, Serialize};

use super::common::{Side, attributes, side_of};
use super::gate::Stances;
use super::{Inputs, Key, Selection, select};
use crate::consensus::Share;
use crate::election::Fault;
use crate::raking::{Margin, Refusal, TRIM, rake};
use crate::suppression::{MIN_ACCOUNTS_SHOWN, may_show};

/// What would be otherwise, or why that is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighted {
    /// The company knows nothing of its accounts to weigh them by.
    NoSegments,
    /// No weights fit all segments.
    Conflict,
    /// The weights would leave less than a third of the answers' worth.
    Uneven,
    Found {
        /// What the votes are worth so weighted, as a number of accounts of equal weight, in steps of five.
        effective: u32,
        /// Whether of some segments nobody voted: their part is spread over the others.
        empty: bool,
        came_in: Vec<Key>,
        went_out: Vec<Key>,
        /// Proposals that stand otherwise: as they are, and weighted.
        moved: Vec<(i64, Side, Side)>,
    },
}

/// Rakes, and selects again. `selected`: of the same inputs; `base`: topmost accounts by segment, and altogether.
///
/// # Errors
/// See [`super::Prepared::new`].
pub fn weighted(inputs: &Inputs, chosen: &[Key], base: &[u32], all: u32) -> Result<Weighted, Fault> {
    let voted = super::common::voted(inputs);
    let here = |account: &usize| voted[*account] && inputs.accounts[*account].weight > 0;
    let rows: Vec<usize> = (0..inputs.accounts.len()).filter(here).collect();
    let mut margins = Vec::new();
    for (_, values) in attributes(inputs) {
        let of = |&account: &usize| {
            let mine = &inputs.accounts[account].segments;
            let place = values.iter().position(|(_, segment)| mine.contains(&(*segment as u32)));
            place.unwrap_or(values.len()) as u32
        };
        let mut totals: Vec<f64> =
            values.iter().map(|(_, segment)| f64::from(base.get(*segment).copied().unwrap_or(0))).collect();
        totals.push((f64::from(all) - totals.iter().sum::<f64>()).max(0.0));
        margins.extend(Margin::new(rows.iter().map(of).collect(), totals));
    }
    if margins.is_empty() {
        return Ok(Weighted::NoSegments);
    }
    let raked = rake(&vec![1; rows.len()], &margins, Some(TRIM));
    match raked.refused {
        Some(Refusal::Uneven { .. }) => return Ok(Weighted::Uneven),
        Some(_) => return Ok(Weighted::Conflict),
        None => {}
    }
    let mean = raked.weights.iter().sum::<f64>() / rows.len().max(1) as f64;
    let mut other = inputs.clone();
    for (&account, weight) in rows.iter().zip(&raked.weights) {
        let of = &mut other.accounts[account].weight;
        *of = (f64::from(*of) * weight / mean).round().max(1.0) as u32;
    }
    let then: Vec<Key> = keys(&select(&other)?);
    let step = f64::from(MIN_ACCOUNTS_SHOWN);
    Ok(Weighted::Found {
        effective: ((raked.n_eff / step).round() * step) as u32,
        empty: !raked.empty.is_empty(),
        came_in: then.iter().copied().filter(|key| !chosen.contains(key)).collect(),
        went_out: chosen.iter().copied().filter(|key| !then.contains(key)).collect(),
        moved: moved(inputs, &other),
    })
}

fn keys(selection: &Selection) -> Vec<Key> {
    selection.chosen.iter().map(|chosen| chosen.key).collect()
}

/// Proposals of which five accounts take a side, and on which all together stand otherwise.
fn moved(inputs: &Inputs, other: &Inputs) -> Vec<(i64, Side, Side)> {
    let (mut now, mut then) = (Stances::new(inputs), Stances::new(other));
    let mut found = Vec::new();
    for votes in &inputs.votes {
        now.take(std::iter::once(votes));
        then.take(std::iter::once(votes));
        if let (Some(now), Some(then)) = (all(&now), all(&then))
            && now != then
        {
            found.push((votes.proposal, now, then));
        }
    }
    found
}

/// What all accounts together say.
fn all(stances: &Stances<'_>) -> Option<Side> {
    let (mut accounts, mut agree, mut against) = (0, 0.0, 0.0);
    for said in stances.said() {
        let (yes, no) = said.voices();
        accounts += u32::from(yes + no > 0.0);
        agree += yes;
        against += no;
    }
    let share = Share { mean: (agree + 1.0) / (agree + against + 2.0), n_eff: f64::from(accounts) };
    may_show(accounts).then(|| side_of(share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::Rules;
    use crate::round::tests::round;

    /// Of forty small and forty large accounts, ten small ones and thirty large ones voted. Even accounts are small.
    fn lopsided() -> Inputs {
        let mut inputs = round(10, &[8, 8], &[1; 40], &[(0..10).collect(), (10..40).collect()]);
        inputs.votes[0].disagree = (10..17).collect();
        inputs.votes[1].disagree = (0..10).collect();
        for (account, of) in inputs.accounts.iter_mut().enumerate() {
            of.segments = vec![u32::from(account >= 10)];
        }
        inputs.rules = Rules { cost_over_support: 0, strong_opposition: 101, ..Rules::default() };
        inputs
    }

    #[test]
    fn what_a_segment_that_stayed_away_would_have_changed() {
        let inputs = lopsided();
        let chosen = keys(&select(&inputs).unwrap());
        let Weighted::Found { effective, empty, moved, .. } =
            weighted(&inputs, &chosen, &[40, 40], 80).unwrap()
        else {
            panic!()
        };
        // Kish: (10·2 + 30·2/3)² / (10·4 + 30·4/9) = 1600 / 53.3
        assert_eq!((effective, empty), (30, false));
        // Thirty for and ten against the second, but for and against alike where small ones weigh as much.
        assert_eq!(moved, [(2, Side::For, Side::Between)]);
    }

    #[test]
    fn in_proportion_nothing_changes() {
        let inputs = lopsided();
        let chosen = keys(&select(&inputs).unwrap());
        let same = weighted(&inputs, &chosen, &[10, 30], 40).unwrap();
        let Weighted::Found { effective, came_in, went_out, moved, .. } = same else { panic!() };
        assert_eq!((effective, came_in.len(), went_out.len(), moved.len()), (40, 0, 0, 0));
    }

    #[test]
    fn where_it_is_not_justified_it_says_so() {
        let inputs = lopsided();
        assert_eq!(weighted(&inputs, &[], &[4_000, 40], 4_040).unwrap(), Weighted::Uneven);
        let none = Inputs {
            segments: vec![],
            accounts: vec![crate::round::Account { weight: 1_000, segments: vec![] }; 40],
            ..inputs
        };
        assert_eq!(weighted(&none, &[], &[], 80).unwrap(), Weighted::NoSegments);
    }
}
