//! Opposites and prerequisites among candidates, as an election takes them.

use rustc_hash::FxHashMap;

use super::{Candidate, Key};
use crate::election::{Fault, PracticeIndex};

/// One candidate's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Links {
    /// A number for each pair of opposites that it is in.
    pub exclusions: Vec<u32>,
    pub needs: Vec<PracticeIndex>,
}

/// By candidate. O(candidates + links · log).
pub(super) fn links(candidates: &[Candidate]) -> Result<Vec<Links>, Fault> {
    let places: FxHashMap<Key, PracticeIndex> =
        (0..).zip(candidates).map(|(place, candidate)| (candidate.key, place)).collect();
    let mut links = vec![Links::default(); candidates.len()];
    let mut pairs = Vec::new();
    for (place, candidate) in (0_u32..).zip(candidates) {
        let find = |keys: &[Key]| -> Result<Vec<PracticeIndex>, Fault> {
            let found = keys.iter().map(|key| places.get(key).copied().filter(|&other| other != place));
            found.collect::<Option<_>>().ok_or(Fault::Index)
        };
        links[place as usize].needs = find(&candidate.needs)?;
        let opposites = find(&candidate.opposites)?;
        pairs.extend(opposites.into_iter().map(|other| (place.min(other), place.max(other))));
    }
    // Both of two may say so.
    pairs.sort_unstable();
    pairs.dedup();
    for (group, (one, other)) in (0_u32..).zip(pairs) {
        links[one as usize].exclusions.push(group);
        links[other as usize].exclusions.push(group);
    }
    Ok(links)
}
