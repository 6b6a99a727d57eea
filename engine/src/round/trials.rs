//! What if: the same ballots under other capacities and rules, tried one after another, as a designer moves a slider.

use serde::{Deserialize, Serialize};

use super::prepare::Heard;
use super::{Inputs, Prepared, Rules, Selection};
use crate::election::Fault;

/// What is tried. What is not named stays as the round has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    pub rules: Option<Rules>,
    /// One for each resource, in the round's order and units.
    pub capacities: Option<Vec<i64>>,
}

/// A round whose ballots are laid out once, to be selected from again and again.
pub struct Trials {
    /// Without the votes, which [`Trials::heard`] has.
    inputs: Inputs,
    heard: Heard,
}

impl Trials {
    /// O(votes · log).
    ///
    /// # Errors
    /// See [`Prepared::new`].
    pub fn new(mut inputs: Inputs) -> Result<Self, Fault> {
        let heard = Heard::new(&inputs)?;
        inputs.votes = Vec::new();
        Ok(Self { inputs, heard })
    }

    /// What [`super::select`] gives for the round with this change. O(candidates · segments) and the runs of equal shares.
    ///
    /// # Errors
    /// Capacities that are not as many as the resources, or too fine to be compared.
    pub fn select(&self, change: &Change) -> Result<Selection, Fault> {
        let mut inputs = self.inputs.clone();
        if let Some(rules) = change.rules {
            inputs.rules = rules;
        }
        if let Some(capacities) = &change.capacities {
            if capacities.len() != inputs.resources.len() {
                return Err(Fault::Length);
            }
            for (resource, &capacity) in inputs.resources.iter_mut().zip(capacities) {
                resource.capacity = capacity;
            }
        }
        Ok(Prepared::of(&inputs, &self.heard)?.select())
    }
}
