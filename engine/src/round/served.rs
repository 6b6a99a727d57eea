//! Who is served by a selection: how many accounts, and what part of the voices, have something in it.

use serde::{Deserialize, Serialize};

use super::Prepared;
use crate::coverage::coverage;
use crate::election::PracticeIndex;
use crate::suppression::may_show;

/// What a selection is to all who voted. A figure that rests on fewer than five accounts, or gives away what so few have not, is
/// missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Served {
    /// Accounts that voted.
    pub accounts: Option<u32>,
    /// Of these, accounts with a voter who supports something that was chosen.
    pub covered_accounts: Option<u32>,
    /// The part of their voices with something that was chosen, 0 to 1.
    pub covered: Option<f64>,
    /// The part of the capacity, of what was chosen, that a voice supports on average, 0 to 1.
    pub served: Option<f64>,
}

pub(super) fn served(prepared: &Prepared, chosen: &[PracticeIndex]) -> Served {
    let (election, inputs) = (&prepared.election, prepared.inputs);
    // Where nobody has voted the election has a voter that is nobody.
    let counts = |voter: &u32| (*voter as usize) < inputs.voters.len() && election.weight(*voter) > 0;
    let count = |voters: &mut dyn Iterator<Item = u32>| {
        let mut seen = vec![false; inputs.accounts.len()];
        voters.for_each(|voter| seen[inputs.voters[voter as usize].account as usize] = true);
        seen.into_iter().fold(0_u32, |sum, seen| sum + u32::from(seen))
    };
    let supporters = chosen.iter().flat_map(|&practice| election.supporters(practice).iter().copied());
    let covered = count(&mut supporters.filter(counts));
    let accounts = count(&mut (0..inputs.voters.len() as u32).filter(counts));
    let found = coverage(election, chosen, &vec![0; election.parts().weights.len()]);
    let (part, mean) = found.first().map_or((0.0, 0.0), |found| {
        let part = if found.weight > 0 { found.covered as f64 / found.weight as f64 } else { 0.0 };
        (part, found.served.to_f64() / election.budget() as f64)
    });
    let silent = |accounts: u32| accounts == 0 || may_show(accounts);
    let given = may_show(accounts) && silent(covered) && silent(accounts - covered);
    Served {
        accounts: may_show(accounts).then_some(accounts),
        covered_accounts: given.then_some(covered),
        covered: given.then_some(part),
        served: given.then_some(mean),
    }
}
