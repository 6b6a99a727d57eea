//! How the costs of a practice changed after voting had opened, beside the result.

use crate::parts::time::time;
use leptos::prelude::*;
use model::practice::CostChange;
use model::round::Resource;

/// Nothing where they did not.
#[must_use]
pub fn cost_changes(changes: &[CostChange], resources: &[Resource]) -> Option<AnyView> {
    let line = |change: &CostChange| {
        let resource = resources.iter().find(|resource| resource.id == change.resource)?;
        let before = change.before.unwrap_or_default().to_string();
        Some(
            view! {
                <li>{resource.name.to_string()} ": from " {before} " to " {change.after} " " {resource.unit.to_string()} ", " {time(change.at)}</li>
            }
            .into_any(),
        )
    };
    let lines = changes.iter().filter_map(line).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="note">
                <p>"Its costs were changed after voting had opened:"</p>
                <ul class="plain-list">{lines}</ul>
            </div>
        }
        .into_any()
    })
}
