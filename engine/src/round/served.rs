//! Who is served by a selection: of each segment and culture, how many accounts and what part of their voices have something in it.

use serde::{Deserialize, Serialize};

use super::{Inputs, Prepared};
use crate::coverage::coverage;
use crate::election::PracticeIndex;
use crate::suppression::may_show;

/// One group's part in a selection. A figure that rests on fewer than five accounts, or gives away what so few have not, is
/// missing; tables of several groups need more (see [`crate::suppression`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Served {
    /// Accounts that voted.
    pub accounts: Option<u32>,
    /// Of these, accounts with a voter who supports something that was chosen.
    pub covered_accounts: Option<u32>,
    /// The part of their voices with something that was chosen, 0 to 1.
    pub covered: Option<f64>,
    /// The part of the capacity, of what was chosen, that a voice of the group supports on average, 0 to 1.
    pub served: Option<f64>,
}

/// By segment, by culture, and of everybody, in the order of the inputs.
pub(super) fn served(prepared: &Prepared, chosen: &[PracticeIndex]) -> (Vec<Served>, Vec<Served>, Served) {
    let inputs = prepared.inputs;
    let of = |belongs: &dyn Fn(usize) -> bool| group(prepared, chosen, belongs);
    let account = |voter: usize| &inputs.accounts[inputs.voters[voter].account as usize];
    let segments = (0..inputs.segments.len() as u32)
        .map(|segment| of(&|voter| account(voter).segments.contains(&segment)))
        .collect();
    let cultures =
        (0..inputs.cultures).map(|culture| of(&|voter| inputs.voters[voter].culture == Some(culture)));
    (segments, cultures.collect(), of(&|_| true))
}

fn group(prepared: &Prepared, chosen: &[PracticeIndex], belongs: &dyn Fn(usize) -> bool) -> Served {
    let (election, inputs) = (&prepared.election, prepared.inputs);
    let mut groups: Vec<u32> = (0..inputs.voters.len()).map(|voter| u32::from(belongs(voter))).collect();
    // Where nobody has voted the election has a voter that is nobody.
    groups.resize(election.parts().weights.len(), 0);
    let (mut accounts, mut covered) =
        (vec![false; inputs.accounts.len()], vec![false; inputs.accounts.len()]);
    let counts = |voter: usize| groups[voter] == 1 && election.weight(voter as u32) > 0;
    let account = |inputs: &Inputs, voter: usize| inputs.voters[voter].account as usize;
    for voter in (0..groups.len()).filter(|&voter| counts(voter)) {
        accounts[account(inputs, voter)] = true;
    }
    for &practice in chosen {
        for &voter in election.supporters(practice).iter().filter(|&&voter| counts(voter as usize)) {
            covered[account(inputs, voter as usize)] = true;
        }
    }
    let count =
        |flags: &[bool]| u32::try_from(flags.iter().filter(|flag| **flag).count()).unwrap_or(u32::MAX);
    let found = coverage(election, chosen, &groups);
    let (part, mean) = found.get(1).map_or((0.0, 0.0), |found| {
        let part = if found.weight > 0 { found.covered as f64 / found.weight as f64 } else { 0.0 };
        (part, found.served.to_f64() / election.budget() as f64)
    });
    let (accounts, covered) = (count(&accounts), count(&covered));
    let silent = |accounts: u32| accounts == 0 || may_show(accounts);
    let given = may_show(accounts) && silent(covered) && silent(accounts - covered);
    Served {
        accounts: may_show(accounts).then_some(accounts),
        covered_accounts: given.then_some(covered),
        covered: given.then_some(part),
        served: given.then_some(mean),
    }
}
