//! Who asks for a proposal: accounts by segment and by culture, as far as that may be said. A breakdown, to be renewed seldom (see
//! [`crate::suppression`]).
//!
//! Who voted is told elsewhere: so neither the accounts of a value that ask nor those that do not may be one to four, and what is held
//! back is told together, of two values at least, as it is of payments (see [`super::paid`]).

use super::common::{attributes, voted};
use super::paid::shown;
use super::{Inputs, Votes};

/// Accounts that ask for one proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub proposal: i64,
    /// By attribute ("Region") and its values; without those of which nothing may be said.
    pub attributes: Vec<(String, Vec<AskedPart<String>>)>,
    /// By the culture that they speak from; empty where nothing may be said.
    pub cultures: Vec<AskedPart<u32>>,
}

/// Accounts with somebody who agrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedPart<V> {
    /// `None` for all the others together: those of other values, and those with none.
    pub value: Option<V>,
    pub accounts: u32,
}

/// Who asks for each proposal that was voted on, in the order of the votes. O(proposals · accounts + votes).
#[must_use]
pub fn asked(inputs: &Inputs) -> Vec<Asked> {
    let voted = voted(inputs);
    let attributes = attributes(inputs);
    // By attribute and account: the row that it is counted in, the last one being for those with no value.
    let rows: Vec<Vec<usize>> = attributes.iter().map(|(_, values)| rows(inputs, values)).collect();
    let spoken = cultures(inputs, inputs.votes.iter().flat_map(Votes::voters));
    inputs
        .votes
        .iter()
        .map(|votes| {
            let asks = cultures(inputs, votes.agree.iter().copied());
            let count = |rows: usize, row: &dyn Fn(usize) -> usize| {
                let mut counts = vec![(0, 0); rows];
                for account in (0..inputs.accounts.len()).filter(|&account| voted[account]) {
                    let (asking, not) = &mut counts[row(account)];
                    *(if asks[account].is_some() { asking } else { not }) += 1;
                }
                counts
            };
            let told = attributes.iter().zip(&rows).filter_map(|((attribute, values), rows)| {
                let counts = count(values.len() + 1, &|account| rows[account]);
                let name = |row: usize| values.get(row).map(|(value, _)| (*value).to_owned());
                Some(((*attribute).to_owned(), parts(&counts, name)?))
            });
            let attributes = told.collect();
            let none = inputs.cultures as usize;
            let culture = |account: usize| {
                asks[account].or(spoken[account]).flatten().map_or(none, |culture| culture as usize)
            };
            let counts = count(none + 1, &culture);
            let name = |row: usize| u32::try_from(row).ok().filter(|_| row < none);
            Asked { proposal: votes.proposal, attributes, cultures: parts(&counts, name).unwrap_or_default() }
        })
        .collect()
}

/// The row of each account among the values of an attribute.
fn rows(inputs: &Inputs, values: &[(&str, usize)]) -> Vec<usize> {
    let row = |account: &super::Account| {
        let here = |(_, segment): &(&str, usize)| account.segments.contains(&(*segment as u32));
        values.iter().position(here).unwrap_or(values.len())
    };
    inputs.accounts.iter().map(row).collect()
}

/// By account, whether any of these voters is of it, and the lowest culture that one of them speaks from: an account is counted in one
/// row only.
fn cultures(inputs: &Inputs, voters: impl Iterator<Item = u32>) -> Vec<Option<Option<u32>>> {
    let mut found: Vec<Option<Option<u32>>> = vec![None; inputs.accounts.len()];
    for voter in voters {
        let voter = inputs.voters[voter as usize];
        let known = &mut found[voter.account as usize];
        *known = Some(match (known.flatten(), voter.culture) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        });
    }
    found
}

/// What may be told of rows of accounts that ask and that do not; nobody is no part.
fn parts<V>(counts: &[(u32, u32)], name: impl Fn(usize) -> Option<V>) -> Option<Vec<AskedPart<V>>> {
    let shown = shown(counts)?;
    let mut others = 0;
    let mut parts = Vec::new();
    for (row, (&(accounts, _), shown)) in counts.iter().zip(shown).enumerate() {
        match name(row).filter(|_| shown) {
            Some(value) if accounts > 0 => parts.push(AskedPart { value: Some(value), accounts }),
            Some(_) => {}
            None => others += accounts,
        }
    }
    if others > 0 {
        parts.push(AskedPart { value: None, accounts: others });
    }
    (!parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::tests::round;
    use proptest::prelude::*;

    fn told(asked: &Asked) -> Vec<(Option<&str>, u32)> {
        asked.attributes[0].1.iter().map(|part| (part.value.as_deref(), part.accounts)).collect()
    }

    #[test]
    fn accounts_that_ask_are_counted_by_value_and_by_culture() {
        // Even accounts are small: 6 of them ask, and 8 of the large ones.
        let (agree, pass): (Vec<u32>, Vec<u32>) =
            (0..24).partition(|v| *v < if v % 2 == 0 { 12 } else { 16 });
        let mut inputs = round(20, &[10], &[1; 24], &[agree]);
        inputs.votes[0].pass = pass;
        assert!(asked(&inputs)[0].attributes.is_empty(), "four of the large ones do not ask");
        for account in [17, 19, 21, 23] {
            inputs.accounts[account].segments = vec![0];
        }
        assert_eq!(told(&asked(&inputs)[0]), [(Some("small"), 6), (Some("large"), 8)]);
        inputs.cultures = 2;
        for (place, voter) in inputs.voters.iter_mut().enumerate() {
            voter.culture = (place < 12).then_some(u32::from(place % 2 == 1));
        }
        let cultures = &asked(&inputs)[0].cultures;
        assert_eq!(
            cultures.iter().map(|part| part.accounts).sum::<u32>(),
            14,
            "each in one row: {cultures:?}"
        );
    }

    #[test]
    fn fewer_than_five_are_not_told() {
        let mut inputs = round(20, &[10], &[1; 24], &[(0..4).collect()]);
        inputs.votes[0].pass = (4..24).collect();
        let asked = asked(&inputs);
        assert!(asked[0].attributes.is_empty() && asked[0].cultures.is_empty(), "{asked:?}");
    }

    proptest! {
        /// No figure of one to four is given, and all together are those that ask.
        #[test]
        fn no_figure_is_small(stances in proptest::collection::vec(0_u8..3, 24)) {
            let mut inputs = round(20, &[10], &[1; 24], &[Vec::new()]);
            for (voter, stance) in (0..).zip(&stances) {
                let votes = &mut inputs.votes[0];
                match stance {
                    0 => votes.agree.push(voter),
                    1 => votes.disagree.push(voter),
                    _ => {}
                }
            }
            let asking = inputs.votes[0].agree.len();
            let asked = asked(&inputs);
            let lists = asked[0].attributes.iter().map(|(_, parts)| parts.iter().map(|part| part.accounts).collect::<Vec<_>>());
            for list in lists {
                prop_assert!(list.iter().all(|&accounts| accounts >= 5));
                prop_assert_eq!(list.iter().sum::<u32>() as usize, asking);
            }
        }
    }
}
