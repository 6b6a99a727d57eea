//! Costs that were changed after voting had opened: they are listed beside the result (domain, phases of a round).

use crate::db::practices::Stored;
use model::practice::CostChange;
use model::round::{Phase, Round};

/// What is told of a practice's costs; by whom is for staff, who read it in the studio.
#[must_use]
pub fn changed(practice: &Stored, round: &Round) -> Vec<CostChange> {
    let opened =
        round.windows.iter().find(|window| window.phase == Phase::Vote).and_then(|window| window.opens);
    let Some(opened) = opened else { return Vec::new() };
    let since = practice.cost_changes.iter().filter(|change| change.at >= opened && change.before.is_some());
    since.cloned().map(CostChange::nameless).collect()
}
