//! The rules other than money, read off the result: capacities, cells, opposites, prerequisites, gates.

use super::{Claim, Flaw, Standing};
use crate::election::{Cell, Election, PracticeIndex, Skip};

/// Every rule that a claim breaks. All practices named must be there.
#[must_use]
pub fn breaches(election: &Election, claim: &Claim) -> Vec<Flaw> {
    let all: Vec<PracticeIndex> = claim.chosen.iter().map(|&(practice, _)| practice).collect();
    let mut found = Vec::new();
    for (place, &(practice, standing)) in claim.chosen.iter().enumerate() {
        let (before, wanted) = (&all[..place], &election.practices()[practice as usize]);
        if before.contains(&practice) {
            found.push(Flaw::Twice(practice));
        }
        if wanted.barred {
            found.push(Flaw::Barred(practice));
        }
        if let Some(&need) = wanted.needs.iter().find(|need| !before.contains(need)) {
            found.push(Flaw::Breach(practice, Skip::Needs(need)));
        }
        if let Some(&opposite) = before.iter().find(|&&other| are_opposites(election, practice, other)) {
            found.push(Flaw::Breach(practice, Skip::Opposite(opposite)));
        }
        let alone =
            |cell: &u32| !before.iter().any(|&p| election.practices()[p as usize].cells.contains(cell));
        if standing == Standing::Reserved && !wanted.cells.iter().any(alone) {
            found.push(Flaw::NotEmpty(practice));
        }
        let within: Vec<_> = all[..=place].to_vec();
        if let Some(&cell) = wanted.cells.iter().find(|&&cell| is_over(election, &within, cell)) {
            found.push(Flaw::Breach(practice, Skip::CellFull(cell)));
        }
    }
    for (resource, &capacity) in election.parts().capacities.iter().enumerate() {
        if spent(election, all.iter(), resource) > i128::from(capacity) {
            found.push(Flaw::Resource(u32::try_from(resource).unwrap_or(u32::MAX)));
        }
    }
    let unfounded =
        claim.skipped.iter().filter(|&&(practice, skip)| !keeps_out(election, &all, practice, skip));
    found.extend(unfounded.map(|&(practice, _)| Flaw::NotSkipped(practice)));
    found
}

/// Whether a rule keeps a practice out of a selection.
fn keeps_out(election: &Election, chosen: &[PracticeIndex], practice: PracticeIndex, skip: Skip) -> bool {
    let wanted = &election.practices()[practice as usize];
    let with: Vec<_> = chosen.iter().copied().chain([practice]).collect();
    match skip {
        _ if chosen.contains(&practice) => false,
        Skip::Needs(need) => wanted.needs.contains(&need) && !chosen.contains(&need),
        Skip::Opposite(other) => chosen.contains(&other) && are_opposites(election, practice, other),
        Skip::CellFull(cell) => wanted.cells.contains(&cell) && is_over(election, &with, cell),
        Skip::Resource(resource) => {
            let capacity = election.parts().capacities.get(resource as usize);
            capacity.is_some_and(|&most| spent(election, with.iter(), resource as usize) > i128::from(most))
        }
    }
}

/// Whether two practices, not the same twice, are of one exclusion group.
fn are_opposites(election: &Election, one: PracticeIndex, other: PracticeIndex) -> bool {
    let exclusions = |practice: PracticeIndex| &election.practices()[practice as usize].exclusions;
    one != other && exclusions(one).iter().any(|group| exclusions(other).contains(group))
}

/// Whether there is more in a cell than may be.
fn is_over(election: &Election, chosen: &[PracticeIndex], cell: u32) -> bool {
    let inside: Vec<_> =
        chosen.iter().filter(|&&p| election.practices()[p as usize].cells.contains(&cell)).collect();
    let Some(Cell { most_practices, most_cost }) = election.parts().cells.get(cell as usize) else {
        return false;
    };
    let too_many = most_practices.is_some_and(|most| inside.len() > most as usize);
    let too_dear = most_cost.as_ref().is_some_and(|most| {
        let over = |(resource, &most): (usize, &i64)| {
            spent(election, inside.iter().copied(), resource) > i128::from(most)
        };
        most.iter().enumerate().any(over)
    });
    too_many || too_dear
}

fn spent<'a>(election: &Election, of: impl Iterator<Item = &'a PracticeIndex>, resource: usize) -> i128 {
    of.map(|&p| i128::from(election.practices()[p as usize].costs[resource].max(0))).sum()
}
