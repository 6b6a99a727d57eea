//! Who speaks for which account, and how much that account's voice weighs (domain rule 1).
//! It holds no votes; evidence reads it anew at every count, so a later change is followed by itself.

use crate::entitlement::ORDINARY;

/// A person who may vote, as a dense index chosen by the caller (see [`crate::keys::Keys`]). At most 2²⁷ (134 million).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Voter(pub u32);

/// The topmost account above a voter, which holds the entitlement, as a dense index. At most 2³¹ − 2 of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(pub u32);

/// How many times an ordinary voice an account's voice weighs, as published before voting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    #[default]
    One = 1,
    Two = 2,
    Three = 3,
}

/// A voter's tie to an account. Without an account, or unconfirmed, the voter is counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Membership {
    pub account: Option<Account>,
    /// Somebody entitled to it (invitation, domain list, staff) has confirmed it.
    pub confirmed: bool,
}

/// Memberships by voter and entitlements by account: four bytes a voter, four an account.
#[derive(Clone, Debug, Default)]
pub struct Electorate {
    /// Account + 1 in the lower 31 bits, 0 for none; the top bit is set when confirmed.
    members: Vec<u32>,
    /// In thousandths of an ordinary voice; 0 for an account that nobody has confirmed.
    weights: Vec<u32>,
    /// Accounts whose voice is not the ordinary one; with none of them a count need not look at weights.
    uneven: usize,
}

const CONFIRMED: u32 = 1 << 31;

impl Electorate {
    /// Sets or changes a voter's membership. A new account starts with an entitlement of [`Tier::One`].
    pub fn set_membership(&mut self, voter: Voter, membership: Membership) {
        let place = voter.0 as usize;
        if self.members.len() <= place {
            self.members.resize(place + 1, 0);
        }
        let account = membership.account.map_or(0, |account| {
            self.make_room(account);
            account.0 + 1
        });
        self.members[place] = account | if membership.confirmed { CONFIRMED } else { 0 };
    }

    /// A voter's membership; of an unknown voter, none.
    #[must_use]
    pub fn membership(&self, voter: Voter) -> Membership {
        let packed = self.members.get(voter.0 as usize).copied().unwrap_or(0);
        Membership {
            account: (packed & !CONFIRMED).checked_sub(1).map(Account),
            confirmed: packed & CONFIRMED != 0,
        }
    }

    /// Sets what an account's voice weighs; `None` while nobody entitled has confirmed the account itself.
    pub fn set_entitlement(&mut self, account: Account, tier: Option<Tier>) {
        self.set_weight(account, tier.map_or(0, |tier| tier as u32 * ORDINARY));
    }

    /// Sets what an account's voice weighs in thousandths of an ordinary voice, as [`crate::entitlement::entitlements`] gives
    /// it; 0 for an account that carries none.
    pub fn set_weight(&mut self, account: Account, thousandths: u32) {
        self.make_room(account);
        let before = std::mem::replace(&mut self.weights[account.0 as usize], thousandths);
        self.uneven += usize::from(thousandths != ORDINARY);
        self.uneven -= usize::from(before != ORDINARY);
    }

    /// One more than the highest account index in use.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.weights.len()
    }

    /// The account a voter speaks for and its weight in thousandths, or `None` when the voter is counted apart.
    #[inline]
    pub(crate) fn voice(&self, voter: Voter) -> Option<(Account, u32)> {
        let packed = *self.members.get(voter.0 as usize)?;
        if packed & CONFIRMED == 0 {
            return None;
        }
        let account = (packed & !CONFIRMED).checked_sub(1)?;
        match self.weight(account) {
            0 => None,
            weight => Some((Account(account), weight)),
        }
    }

    /// What an account's voice weighs, in thousandths.
    #[must_use]
    pub fn entitlement(&self, account: Account) -> u32 {
        self.weight(account.0)
    }

    /// What an account's voice weighs, in thousandths.
    #[inline]
    pub(crate) fn weight(&self, account: u32) -> u32 {
        if self.uneven == 0 { ORDINARY } else { self.weights.get(account as usize).copied().unwrap_or(0) }
    }

    fn make_room(&mut self, account: Account) {
        let place = account.0 as usize;
        if self.weights.len() <= place {
            self.weights.resize(place + 1, ORDINARY);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_confirmed_member_of_a_confirmed_account_has_a_voice() {
        let mut electorate = Electorate::default();
        let (anna, firm) = (Voter(7), Account(3));
        assert_eq!(electorate.voice(anna), None);
        let mut membership = Membership { account: Some(firm), confirmed: false };
        electorate.set_membership(anna, membership);
        assert_eq!(electorate.membership(anna), membership);
        assert_eq!(electorate.voice(anna), None);
        membership.confirmed = true;
        electorate.set_membership(anna, membership);
        assert_eq!(electorate.membership(anna), membership);
        assert_eq!(electorate.voice(anna), Some((firm, 1_000)));
        electorate.set_entitlement(firm, Some(Tier::Three));
        assert_eq!(electorate.voice(anna), Some((firm, 3_000)));
        electorate.set_entitlement(firm, None);
        assert_eq!(electorate.voice(anna), None);
        membership.account = None;
        electorate.set_membership(anna, membership);
        assert_eq!(electorate.voice(anna), None);
    }
}
