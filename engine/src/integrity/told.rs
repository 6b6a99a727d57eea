//! What of the flags may be told (domain rule 6): those that five accounts are behind, or five people who are counted apart. What
//! fewer did would show who they were; and it decides nothing, since a practice needs five accounts.

use std::collections::BTreeSet;

use super::Flags;
use crate::ballots::Ballots;
use crate::electorate::Voter;
use crate::suppression::may_show;

/// How many are behind a flag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Topmost accounts that a voice of is among them; `None` below five.
    pub accounts: Option<u32>,
    /// People without a confirmed account, who are counted apart; `None` below five.
    pub apart: Option<u32>,
}

impl Behind {
    #[must_use]
    pub fn of<'v>(ballots: &Ballots, voters: impl IntoIterator<Item = &'v Voter>) -> Self {
        let (accounts, apart) = split(ballots, voters);
        let given = |count: usize| u32::try_from(count).ok().filter(|&count| may_show(count));
        Self { accounts: given(accounts.len()), apart: given(apart) }
    }

    #[must_use]
    pub fn may_be_told(&self) -> bool {
        self.accounts.is_some() || self.apart.is_some()
    }
}

fn split<'v>(ballots: &Ballots, voters: impl IntoIterator<Item = &'v Voter>) -> (BTreeSet<u32>, usize) {
    let (mut accounts, mut apart) = (BTreeSet::new(), 0);
    for &voter in voters {
        match ballots.electorate().voice(voter) {
            Some((account, _)) => drop(accounts.insert(account.0)),
            None => apart += 1,
        }
    }
    (accounts, apart)
}

impl Flags {
    /// Those that may be told. Fresh accounts are those of the bursts that are told; where all but a few of their accounts are
    /// fresh, so many are none of them.
    #[must_use]
    pub fn told(mut self, ballots: &Ballots) -> Self {
        let told = |voters: &Vec<Voter>| Behind::of(ballots, voters).may_be_told();
        self.bursts.retain(|burst| told(&burst.voters));
        self.alike.retain(|set| told(&set.voters));
        self.rings.retain(|ring| told(&ring.voters));
        let came: BTreeSet<Voter> = self.bursts.iter().flat_map(|burst| &burst.voters).copied().collect();
        self.fresh.retain(|voter| came.contains(voter));
        let (fresh, came) = (split(ballots, &self.fresh).0.len(), split(ballots, &came).0.len());
        let few = |count: usize| count > 0 && !may_show(u32::try_from(count).unwrap_or(u32::MAX));
        if few(fresh) || few(came - fresh) {
            self.fresh.clear();
        }
        self
    }
}
