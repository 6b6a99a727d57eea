//! Opinion groups of a round: a view to explore with, as sizes and what each wants apart from the others. It decides nothing, shows
//! nobody's place, and says why where it shows nothing.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::common::Side;
use super::{Inputs, Votes};
use crate::consensus::{Share, bridging, consensus};
use crate::entitlement::ORDINARY;
use crate::groups::{MIN_PEOPLE_SHOWN, View, view};
use crate::opinions::{Opinion, Opinions};
use crate::representative::{Table, count};
use crate::suppression::may_show;
use crate::suppression::tables;

/// What each group is told apart by, at most.
const MOST: usize = 5;

/// The groups, or why there is nothing to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpinionGroups {
    /// Fewer people than [`MIN_PEOPLE_SHOWN`] voted on enough.
    TooFew,
    /// Halves of the same people would not find them again.
    Unstable,
    /// One of them would be fewer than five accounts.
    TooSmall,
    Shown {
        /// The heaviest first.
        groups: Vec<OpinionGroup>,
        /// Proposals that even the least convinced group wants, the clearest first.
        bridges: Vec<i64>,
    },
}

/// One group of people who voted alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionGroup {
    /// Accounts, each counted where most of its people are; missing where that would tell of fewer than five.
    pub accounts: Option<u32>,
    /// What it is for, and then what it is against, more than the others are.
    pub apart: Vec<(i64, Side)>,
}

/// Looks for groups. A hundred times the work of finding them once: to be done aside.
#[must_use]
pub fn opinion_groups(inputs: &Inputs) -> OpinionGroups {
    let opinions = opinions(inputs);
    let View { groups, shown, .. } = view(&opinions);
    if groups.n_eff < MIN_PEOPLE_SHOWN {
        return OpinionGroups::TooFew;
    }
    if !shown {
        return OpinionGroups::Unstable;
    }
    let homes = homes(inputs, &opinions, &groups.of, groups.count);
    let mut sizes = vec![0_u32; groups.count + 1];
    homes.iter().flatten().for_each(|&group| sizes[group.unwrap_or(groups.count)] += 1);
    if sizes[..groups.count].iter().any(|&size| !may_show(size)) {
        return OpinionGroups::TooSmall;
    }
    if sizes[groups.count] == 0 {
        sizes.pop();
    }
    let hidden = tables::Table::new(sizes.len(), 1, sizes.clone()).map(|table| table.suppress());
    let told = |group: usize| {
        hidden.as_ref().is_some_and(|hidden| !hidden.cell(group, 0) && !hidden.row_totals[group])
    };
    let table = count(&opinions, &groups.of, groups.count);
    let heard: Vec<Vec<bool>> =
        inputs.votes.iter().map(|votes| heard(inputs, votes, &groups.of, groups.count)).collect();
    let apart = |group: usize| {
        let found = table.representative(group, inputs.votes.len());
        // What fewer than five accounts of a group said is not told, and neither is what only one group did.
        let may = found.into_iter().filter(|&(statement, _)| {
            let heard = &heard[statement];
            heard[group] && heard.iter().filter(|heard| **heard).count() > 1
        });
        let side = |opinion: Opinion| if opinion == Opinion::Agree { Side::For } else { Side::Against };
        may.take(MOST).map(|(statement, opinion)| (inputs.votes[statement].proposal, side(opinion))).collect()
    };
    let found = (0..groups.count)
        .map(|group| OpinionGroup { accounts: told(group).then_some(sizes[group]), apart: apart(group) });
    let mut bridges = bridges(inputs, &table, &heard);
    bridges.truncate(MOST);
    OpinionGroups::Shown { groups: found.collect(), bridges }
}

/// By voter and by place of the votes; an account's voice is shared by those of its people who voted.
fn opinions(inputs: &Inputs) -> Opinions {
    let mut rows: Vec<Vec<(u32, Opinion)>> = vec![Vec::new(); inputs.voters.len()];
    for (place, votes) in (0_u32..).zip(&inputs.votes) {
        let lists = [
            (&votes.agree, Opinion::Agree),
            (&votes.disagree, Opinion::Disagree),
            (&votes.red_line, Opinion::Disagree),
            (&votes.pass, Opinion::Pass),
        ];
        for (list, opinion) in lists {
            list.iter().for_each(|&voter| rows[voter as usize].push((place, opinion)));
        }
    }
    let mut sharers = vec![0_u32; inputs.accounts.len()];
    for (voter, _) in inputs.voters.iter().zip(&rows).filter(|(_, row)| !row.is_empty()) {
        sharers[voter.account as usize] += 1;
    }
    let weight = |voter: usize| {
        let account = inputs.voters[voter].account as usize;
        f64::from(inputs.accounts[account].weight) / f64::from(ORDINARY) / f64::from(sharers[account].max(1))
    };
    let rows = rows.into_iter().enumerate().map(|(voter, row)| {
        let weight = if row.is_empty() { 0.0 } else { weight(voter) };
        (row, weight)
    });
    Opinions::from_rows(u32::try_from(inputs.votes.len()).unwrap_or(u32::MAX), rows)
}

/// By account with a voice: the group where most of its people are, the lower one of two; of those in none, none.
fn homes(
    inputs: &Inputs,
    opinions: &Opinions,
    of: &[Option<u32>],
    count: usize,
) -> Vec<Option<Option<usize>>> {
    let mut people = vec![None; inputs.accounts.len()];
    for (voter, group) in inputs
        .voters
        .iter()
        .zip(of)
        .enumerate()
        .filter(|(voter, _)| opinions.weight(*voter) > 0.0)
        .map(|(_, both)| both)
    {
        let counts = people[voter.account as usize].get_or_insert_with(|| vec![0_u32; count]);
        if let Some(group) = group {
            counts[*group as usize] += 1;
        }
    }
    let most = |counts: Vec<u32>| {
        let most = counts.iter().copied().max().filter(|&most| most > 0)?;
        counts.iter().position(|&count| count == most)
    };
    people.into_iter().map(|counts| counts.map(most)).collect()
}

/// By group, whether five of its accounts took a stance on a proposal.
fn heard(inputs: &Inputs, votes: &Votes, of: &[Option<u32>], count: usize) -> Vec<bool> {
    let mut accounts: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); count];
    for voter in votes.voters() {
        let account = inputs.voters[voter as usize].account;
        if let Some(group) = of[voter as usize].filter(|_| inputs.accounts[account as usize].weight > 0) {
            accounts[group as usize].insert(account);
        }
    }
    accounts.iter().map(|accounts| may_show(u32::try_from(accounts.len()).unwrap_or(u32::MAX))).collect()
}

fn bridges(inputs: &Inputs, table: &Table, heard: &[Vec<bool>]) -> Vec<i64> {
    let consensus = |statement: usize| {
        let shares: Vec<Share> = (0..table.groups())
            .filter(|&group| heard[statement][group])
            .map(|group| {
                let counts = table.counts(group, statement);
                let decided = counts.agree + counts.disagree;
                Share { mean: (counts.agree + 1.0) / (decided + 2.0), n_eff: counts.seen }
            })
            .collect();
        // Of every group, or it does not bridge them.
        let all = shares.len() == table.groups();
        consensus(&shares).filter(|_| all).map(|found| (inputs.votes[statement].proposal, found))
    };
    bridging(&(0..inputs.votes.len()).filter_map(consensus).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;
    use crate::round::tests::round;

    /// Camps of accounts of one person each: all agree on the first statement, and on the others by their camp.
    fn camps(accounts: usize, camps: usize, noise: u32) -> Inputs {
        let mut dice = Dice::new(3);
        let mut inputs = round(10, &[1; 21], &vec![1; accounts], &vec![vec![]; 21]);
        for (place, votes) in inputs.votes.iter_mut().enumerate() {
            for account in 0..accounts {
                let likes = place == 0 || place % camps == account % camps;
                let likes = if dice.below(100) < noise { dice.below(2) == 0 } else { likes };
                let list = if likes { &mut votes.agree } else { &mut votes.disagree };
                list.push(account as u32);
            }
        }
        inputs
    }

    #[test]
    fn planted_camps_are_shown_as_sizes_and_what_tells_them_apart() {
        let OpinionGroups::Shown { groups, bridges } = opinion_groups(&camps(120, 2, 10)) else { panic!() };
        assert_eq!(groups.iter().map(|group| group.accounts).collect::<Vec<_>>(), [Some(60), Some(60)]);
        assert_eq!(bridges, [1]);
        for group in &groups {
            assert_eq!(group.apart.len(), MOST);
            assert!(group.apart.iter().all(|(proposal, _)| *proposal != 1), "{group:?}");
        }
    }

    #[test]
    fn why_nothing_is_shown() {
        assert_eq!(opinion_groups(&camps(60, 2, 10)), OpinionGroups::TooFew);
        assert_eq!(opinion_groups(&camps(120, 2, 100)), OpinionGroups::Unstable);
        // Two hundred people of two accounts are two voices.
        let mut inputs = camps(200, 2, 10);
        for (voter, of) in inputs.voters.iter_mut().enumerate() {
            of.account = (voter % 2) as u32;
        }
        assert!(!matches!(opinion_groups(&inputs), OpinionGroups::Shown { .. }));
    }

    #[test]
    fn nobodys_number_matters() {
        let inputs = camps(110, 3, 15);
        assert_eq!(opinion_groups(&inputs), opinion_groups(&inputs.shuffled(9)));
    }
}
