//! Explanations without the figures that rest on fewer than five accounts, or that those which are given would tell. Costs, the
//! outcome and what is supported by at least five accounts are public anyway.
//!
//! What supporters paid and kept adds up to their endowments, which are public, and what groups paid adds up to the price: so
//! where one part is withheld another is too, and all that is withheld rests on at least five accounts together or is all there
//! is. It sees one explanation at a time.

use super::{Lost, Won};
use crate::certificate::Standing;
use crate::election::{Election, PracticeIndex, VoterIndex};
use crate::exact::BigInt;
use crate::prices::{PriceSystem, price_system};
use crate::shares::Outcome;
use crate::suppression::may_show;

/// Who stands behind the voters.
#[derive(Clone, Copy, Debug)]
pub struct Behind<'a> {
    pub election: &'a Election,
    pub outcome: &'a Outcome,
    /// Each voter's account.
    pub accounts: &'a [u32],
}

/// Of a chosen practice; `None` if so few support it that only the outcome may be told. `groups` as for [`super::won`].
#[must_use]
pub fn won(won: &Won, behind: &Behind, groups: &[u32]) -> Option<Won> {
    let money = Money::new(behind, won.practice)?;
    let payments: Vec<_> = money.prices.payments.iter().filter(|p| p.practice == won.practice).collect();
    let parts: Vec<Vec<u32>> = won
        .paid
        .iter()
        .map(|paid| {
            let of_group = |voter: VoterIndex| groups.get(voter as usize).copied().unwrap_or(0) == paid.group;
            behind.accounts_of(payments.iter().map(|p| p.voter).filter(|&voter| of_group(voter)))
        })
        .collect();
    let hidden = line(&parts);
    let most = payments.iter().map(|payment| &payment.amount).max();
    let largest = behind.accounts_of(payments.iter().filter(|p| Some(&p.amount) == most).map(|p| p.voter));
    let (kept, spent) = money.kept_and_spent(won.way == Standing::Reserved);
    let told = Won {
        paid: given(&won.paid, &hidden),
        largest: won.largest.clone().filter(|_| is_shown(&largest)),
        effective_votes: won.effective_votes.filter(|_| is_shown(&largest)),
        left: won.left.clone().filter(|_| is_shown(&kept) && is_shown(&spent)),
        ..won.clone()
    };
    let withheld = told != *won;
    Some(Won { withheld, ..told })
}

/// Of a practice that was not chosen; `None` if so few support it that only the outcome may be told.
#[must_use]
pub fn lost(lost: &Lost, behind: &Behind) -> Option<Lost> {
    let money = Money::new(behind, lost.practice)?;
    let payers = |other: PracticeIndex| {
        let paid = money.prices.payments.iter().filter(|payment| payment.practice == other);
        behind.accounts_of(paid.map(|payment| payment.voter).filter(|voter| money.supports(*voter)))
    };
    let mut parts: Vec<Vec<u32>> = lost.spent.iter().map(|&(other, _)| payers(other)).collect();
    let (kept, _) = money.kept_and_spent(false);
    parts.push(kept);
    let hidden = line(&parts);
    let (kept, spent) = money.kept_and_spent(true);
    // What would have brought it in tells what its supporters had left.
    let left = hidden.last() == Some(&false);
    let reserve = is_shown(&kept) && is_shown(&spent);
    let change = left && (reserve || lost.reserve.is_none());
    let told = Lost {
        spent: given(&lost.spent, &hidden),
        left: lost.left.clone().filter(|_| left),
        missing: lost.missing.clone().filter(|_| left),
        reserve: lost.reserve.clone().filter(|_| reserve),
        wins_at: lost.wins_at.filter(|_| change),
        more_voices: lost.more_voices.filter(|_| change),
        ..lost.clone()
    };
    let withheld = !change || told != *lost;
    Some(Lost { withheld, ..told })
}

impl Behind<'_> {
    fn accounts_of(&self, voters: impl Iterator<Item = VoterIndex>) -> Vec<u32> {
        let with_weight = voters.filter(|&voter| self.election.weight(voter) > 0);
        let mut accounts: Vec<u32> = with_weight.map(|voter| self.accounts[voter as usize]).collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }
}

/// A practice's supporters and everybody's payments.
struct Money<'a> {
    behind: &'a Behind<'a>,
    prices: PriceSystem,
    supporters: &'a [VoterIndex],
}

impl<'a> Money<'a> {
    fn new(behind: &'a Behind, practice: PracticeIndex) -> Option<Self> {
        let supporters = behind.election.supporters(practice);
        let accounts = behind.accounts_of(supporters.iter().copied());
        let accounts = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
        may_show(accounts).then(|| Self {
            behind,
            prices: price_system(behind.election, behind.outcome),
            supporters,
        })
    }

    fn supports(&self, voter: VoterIndex) -> bool {
        self.supporters.binary_search(&voter).is_ok()
    }

    /// The accounts of supporters who have something left in a purse, and of those who spent something out of it.
    fn kept_and_spent(&self, reserve: bool) -> (Vec<u32>, Vec<u32>) {
        let reserved = super::reserved(self.behind.outcome);
        let all =
            if reserve { self.prices.reserve.clone() } else { &self.prices.endowment - &self.prices.reserve };
        let mut spent = vec![BigInt::ZERO; self.behind.accounts.len()];
        for paid in self.prices.payments.iter().filter(|p| reserved[p.practice as usize] == reserve) {
            spent[paid.voter as usize] += &paid.amount;
        }
        let those = |who: &dyn Fn(&BigInt) -> bool| {
            let voters = self.supporters.iter().copied().filter(|&voter| who(&spent[voter as usize]));
            self.behind.accounts_of(voters)
        };
        (those(&|spent| *spent < all), those(&|spent| *spent > BigInt::ZERO))
    }
}

/// Whether an amount may be given; one of nothing rests on everybody who has nothing.
fn is_shown(accounts: &[u32]) -> bool {
    accounts.is_empty() || may_show(u32::try_from(accounts.len()).unwrap_or(u32::MAX))
}

/// Which parts of a known sum to withhold, by the accounts behind each: those of few, and the smallest others until they are
/// two at least that rest on five accounts together.
fn line(parts: &[Vec<u32>]) -> Vec<bool> {
    let mut hidden: Vec<bool> = parts.iter().map(|accounts| !is_shown(accounts)).collect();
    while hidden.contains(&true) {
        let withheld = || parts.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
        let mut together: Vec<u32> = withheld().flat_map(|(accounts, _)| accounts.clone()).collect();
        together.sort_unstable();
        together.dedup();
        if withheld().count() > 1 && may_show(u32::try_from(together.len()).unwrap_or(u32::MAX)) {
            break;
        }
        let shown = (0..parts.len()).filter(|&part| !hidden[part]);
        let Some(smallest) = shown.min_by_key(|&part| (parts[part].len(), part)) else { break };
        hidden[smallest] = true;
    }
    hidden
}

fn given<T: Clone>(parts: &[T], hidden: &[bool]) -> Vec<T> {
    let given = parts.iter().zip(hidden).filter(|(_, hidden)| !**hidden);
    given.map(|(part, _)| part.clone()).collect()
}
