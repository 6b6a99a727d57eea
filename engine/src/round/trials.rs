//! What if: the same ballots under other capacities, rules and weights, tried one after another, as a designer moves a slider.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::prepare::Heard;
use super::{Inputs, Prepared, Rules, Selection, Votes, Weights};
use crate::election::Fault;

/// What is tried. What is not named stays as the round has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    pub rules: Option<Rules>,
    /// One for each resource, in the round's order and units.
    pub capacities: Option<Vec<i64>>,
    /// The answer is then without voices: beside those that the round's own weights give they would be equations.
    pub weights: Option<Weights>,
}

/// A round whose ballots are laid out once, to be selected from again and again.
pub struct Trials {
    /// With the votes: other weights lay them out anew.
    inputs: Arc<Inputs>,
    own: Laid,
    /// The weights that were tried last: those who try them move sliders then. One, since each is as large as the votes.
    other: Mutex<Option<(Weights, Arc<Laid>)>>,
}

/// Ballots laid out under certain weights.
struct Laid {
    /// Without the votes.
    inputs: Inputs,
    heard: Heard,
}

impl Laid {
    /// O(votes · log).
    fn new(inputs: Inputs, votes: &[Votes]) -> Result<Self, Fault> {
        let heard = Heard::of(&inputs, votes)?;
        Ok(Self { inputs, heard })
    }

    /// O(candidates · segments) and the runs of equal shares.
    fn select(&self, change: &Change) -> Result<Selection, Fault> {
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

impl Trials {
    /// O(votes · log).
    ///
    /// # Errors
    /// See [`Prepared::new`].
    pub fn new(inputs: impl Into<Arc<Inputs>>) -> Result<Self, Fault> {
        let inputs = inputs.into();
        let own = Laid::new(inputs.without_votes(), &inputs.votes)?;
        Ok(Self { inputs, own, other: Mutex::new(None) })
    }

    /// What [`super::select`] gives for the round with this change; but see [`Change::weights`]. O(candidates · segments) and
    /// the runs of equal shares, and O(votes · log) for other weights than the last time.
    ///
    /// # Errors
    /// Capacities that are not as many as the resources, or too fine to be compared; weights of segments that are not there.
    pub fn select(&self, change: &Change) -> Result<Selection, Fault> {
        match &change.weights {
            None => self.own.select(change),
            Some(weights) => Ok(self.laid(weights)?.select(change)?.without_voices()),
        }
    }

    fn laid(&self, weights: &Weights) -> Result<Arc<Laid>, Fault> {
        // Whoever asks for the same meanwhile waits, instead of doing it again. Nothing is half done in it after a panic.
        let mut last = self.other.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, laid)) = last.as_ref().filter(|(known, _)| known == weights) {
            return Ok(laid.clone());
        }
        // What was is let go first: there are never two of them.
        *last = None;
        let laid = Arc::new(Laid::new(self.inputs.weighed(weights)?, &self.inputs.votes)?);
        *last = Some((weights.clone(), laid.clone()));
        Ok(laid)
    }
}

impl Inputs {
    fn without_votes(&self) -> Self {
        Self {
            format: self.format,
            rules: self.rules,
            resources: self.resources.clone(),
            cells: self.cells,
            candidates: self.candidates.clone(),
            segments: self.segments.clone(),
            cultures: self.cultures,
            accounts: self.accounts.clone(),
            voters: self.voters.clone(),
            votes: Vec::new(),
        }
    }

    /// The same, with accounts that weigh otherwise.
    fn weighed(&self, weights: &Weights) -> Result<Self, Fault> {
        if let Weights::By { segments, .. } = weights
            && segments.iter().any(|&(segment, _)| segment as usize >= self.segments.len())
        {
            return Err(Fault::Index);
        }
        let mut other = self.without_votes();
        other.accounts.iter_mut().for_each(|account| account.weight = weights.of(account));
        Ok(other)
    }
}
