//! Who is served: for each segment or culture, how many of its voices have at least one chosen practice that they support, and
//! what part of the chosen practices' cost is spent on what it supports. By weight, in whole numbers.

use crate::election::{Election, PracticeIndex};
use crate::exact::{BigInt, Fraction};

/// One group's share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub group: u32,
    /// Weight of its voters.
    pub weight: u64,
    /// Weight of those who have something.
    pub covered: u64,
    /// Chosen practices that anybody in it supports.
    pub practices: u32,
    /// The mean price of the chosen practices that a voter of the group supports, in units of price; 0 for no weight.
    pub served: Fraction,
}

/// Coverage by group, in the order of groups. `groups` gives each voter's. O(approvals of the chosen).
#[must_use]
pub fn coverage(election: &Election, selection: &[PracticeIndex], groups: &[u32]) -> Vec<Coverage> {
    let voters = election.parts().weights.len();
    let mut has = vec![0_u128; voters];
    let count = groups.iter().max().map_or(0, |&last| last as usize + 1);
    let mut practices = vec![0_u32; count];
    for &practice in selection {
        let mut seen = vec![false; count];
        for &voter in election.supporters(practice).iter().filter(|&&voter| election.weight(voter) > 0) {
            has[voter as usize] += election.price(practice);
            seen[groups[voter as usize] as usize] = true;
        }
        practices.iter_mut().zip(seen).for_each(|(count, seen)| *count += u32::from(seen));
    }
    let mut covered_by_any = vec![false; voters];
    for &voter in selection.iter().flat_map(|&practice| election.supporters(practice)) {
        covered_by_any[voter as usize] = true;
    }
    let of_group = |group: u32| {
        let members = || (0..voters).filter(move |&voter| groups[voter] == group);
        let weight: u64 = members().map(|voter| election.parts().weights[voter]).sum();
        let covered = members().filter(|&voter| covered_by_any[voter]);
        let served = members().map(|voter| BigInt::from(has[voter]) * election.parts().weights[voter]);
        Coverage {
            group,
            weight,
            covered: covered.map(|voter| election.parts().weights[voter]).sum(),
            practices: practices[group as usize],
            served: Fraction::new(served.sum::<BigInt>(), weight.max(1)),
        }
    };
    (0..count as u32).map(of_group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::election::{Approval, Parts, Practice};

    #[test]
    fn those_with_nothing_are_seen() {
        let approve = |voters: &[u32]| voters.iter().map(|&voter| Approval { voter, score: 1 }).collect();
        let parts = Parts {
            capacities: vec![9],
            practices: [4, 2, 3].map(|cost| Practice { costs: vec![cost], ..Practice::default() }).into(),
            approvals: vec![approve(&[0, 1]), approve(&[1]), approve(&[2])],
            weights: vec![1, 2, 5],
            voice: 1,
            ..Parts::default()
        };
        let election = Election::new(parts).unwrap();
        let found = coverage(&election, &[0, 1], &[0, 0, 1]);
        let banks = Coverage { group: 0, weight: 3, covered: 3, practices: 2, served: Fraction::new(16, 3) };
        let shops = Coverage { group: 1, weight: 5, covered: 0, practices: 0, served: Fraction::new(0, 1) };
        assert_eq!(found, [banks, shops]);
    }
}
