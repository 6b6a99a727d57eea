//! Costs that were changed after voting had opened: they are listed beside the result (domain, phases of a round).

use crate::db::practices::Stored;
use model::ResourceId;
use model::practice::CostChange;
use model::round::{Phase, Round};
use std::collections::BTreeMap;

/// What is told of a practice's costs; by whom is for staff, who read it in the studio.
#[must_use]
pub fn changed(practice: &Stored, round: &Round) -> Vec<CostChange> {
    let opened =
        round.windows.iter().find(|window| window.phase == Phase::Vote).and_then(|window| window.opens);
    let Some(opened) = opened else { return Vec::new() };
    let since = practice.cost_changes.iter().filter(|change| change.at >= opened);
    moved(since).into_iter().map(CostChange::nameless).collect()
}

/// What has been moved, of changes in their order. What has come back to where it was before has not been; and what a resource is
/// given first is no change.
fn moved<'a>(changes: impl Iterator<Item = &'a CostChange>) -> Vec<CostChange> {
    let mut ways: BTreeMap<ResourceId, Vec<CostChange>> = BTreeMap::new();
    for change in changes {
        let way = ways.entry(change.resource).or_default();
        // What was named no more cost nothing until it was named again.
        let Some(before) = change.before.or(way.last().map(|last| last.after)) else { continue };
        match way.iter().position(|one| one.before == Some(change.after)) {
            Some(place) => way.truncate(place),
            None => way.push(CostChange { before: Some(before), ..change.clone() }),
        }
    }
    let mut moved: Vec<CostChange> = ways.into_values().flatten().collect();
    moved.sort_by_key(|change| change.at);
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Timestamp;

    #[test]
    fn what_comes_back_to_where_it_was_is_no_change() {
        let told = |steps: &[(i64, Option<i64>, i64)]| {
            let changes = (0..).zip(steps).map(|(at, (resource, before, after))| CostChange {
                resource: ResourceId(*resource),
                before: *before,
                after: *after,
                by: "Dee".parse().unwrap(),
                at: Timestamp(at),
            });
            let changes = changes.collect::<Vec<_>>();
            let moved = moved(changes.iter()).into_iter();
            moved.map(|one| (one.resource.0, one.before.unwrap(), one.after)).collect::<Vec<_>>()
        };
        assert_eq!(told(&[(1, Some(25), 13), (1, Some(13), 25)]), []);
        assert_eq!(told(&[(1, Some(25), 13), (2, Some(9), 18), (1, Some(13), 25)]), [(2, 9, 18)]);
        assert_eq!(told(&[(1, Some(1), 2), (1, Some(2), 3), (1, Some(3), 2)]), [(1, 1, 2)]);
        assert_eq!(told(&[(1, Some(1), 2), (1, Some(2), 3), (1, Some(3), 1), (1, Some(1), 4)]), [(1, 1, 4)]);
        // Given first, and named no more for a while.
        assert_eq!(told(&[(1, None, 30)]), []);
        assert_eq!(told(&[(1, Some(25), 0), (1, None, 25)]), []);
        assert_eq!(told(&[(1, Some(25), 0), (1, None, 30)]), [(1, 25, 0), (1, 0, 30)]);
    }
}
