//! Lets the rounds know whom people speak for (domain rule 1). Guests speak for nobody; where a round's rules give them a
//! voice, all of them together share that of one account, which has no name and nobody behind it.

use super::people::{Directory, Member};
use super::round::RoundMemory;
use engine::electorate::{Account, Electorate, Membership, Tier, Voter};
use engine::keys::Keys;

/// No account has this number: the voice that all guests of a round share.
pub(super) const GUESTS: i64 = 0;

/// Everybody, in a round that is new or whose rule for guests is.
pub(super) fn enrol_all(
    directory: &Directory,
    voters: &mut Keys,
    accounts: &mut Keys,
    memory: &mut RoundMemory,
) {
    let weight = memory.round.rules.guests;
    let guests = (weight > 0).then(|| Account(accounts.intern(GUESTS)));
    memory.guests = guests;
    let electorate = memory.electorate();
    guests.into_iter().for_each(|account| electorate.set_entitlement(account, Some(tier(weight.into()))));
    for member in directory.people() {
        enrol(directory, voters, accounts, guests, electorate, member);
    }
}

pub(super) fn enrol(
    directory: &Directory,
    voters: &mut Keys,
    accounts: &mut Keys,
    guests: Option<Account>,
    electorate: &mut Electorate,
    member: &Member,
) {
    let voter = Voter(voters.intern(member.id.0));
    if member.guest {
        return electorate.set_membership(voter, Membership { account: guests, confirmed: guests.is_some() });
    }
    let topmost = member.account.and_then(|account| directory.topmost(account));
    let account = topmost.map(|(account, weight)| {
        let account = Account(accounts.intern(account.0));
        electorate.set_entitlement(account, Some(tier(weight)));
        account
    });
    electorate
        .set_membership(voter, Membership { account, confirmed: member.confirmed && account.is_some() });
}

fn tier(weight: i64) -> Tier {
    match weight {
        2 => Tier::Two,
        3 => Tier::Three,
        _ => Tier::One,
    }
}
