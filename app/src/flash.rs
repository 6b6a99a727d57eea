//! What a plain form post left behind for the next page: what was wrong or went well, and what had been typed.

use leptos::prelude::*;
use model::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The problem, a sentence of success, and the typed fields (several values of one field joined with commas).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flash(pub Option<Problem>, pub Option<String>, pub BTreeMap<String, String>);

/// Where a plain form had been sent to, among what was typed; no field of a form has a space.
pub const SENT_TO: &str = "sent to";

/// The flash of the page that is being shown.
#[must_use]
pub fn flash() -> RwSignal<Flash> {
    crate::viewer::known().flash
}

/// What had been typed into `field`, or nothing.
#[must_use]
pub fn typed(field: &str) -> String {
    flash().with_untracked(|flash| flash.2.get(field).cloned()).unwrap_or_default()
}

/// What had been typed into `field`, else what the page itself would put there.
#[must_use]
pub fn typed_or(field: &str, otherwise: impl Into<String>) -> String {
    flash().with_untracked(|flash| flash.2.get(field).cloned()).unwrap_or_else(|| otherwise.into())
}

/// The positions that had been ticked for `field`.
#[must_use]
pub fn ticked(field: &str) -> Vec<usize> {
    typed(field).split(',').filter_map(|position| position.trim().parse().ok()).collect()
}
