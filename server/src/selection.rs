//! The draft design as the votes choose it: what the engine is given of a round, and what it answered last.

pub mod inputs;
pub mod shown;

use crate::error::Result;
use crate::site::Site;
use engine::round::{Fault, Inputs, select};
use inputs::{Gathered, gather};
use model::selection::Outcome;
use model::{Problem, RoundId};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A round's inputs with their outcome.
pub struct Selected {
    pub gathered: Gathered,
    pub outcome: Outcome,
}

/// The last selection of each round. While votes keep coming it is made anew only so often that it takes a small part of the
/// time; what designers change is seen at once.
#[derive(Default)]
pub struct Selections(Mutex<FxHashMap<RoundId, Arc<tokio::sync::Mutex<Option<Last>>>>>);

struct Last {
    selected: Arc<Selected>,
    /// The number of the last vote or event that it knows.
    seq: i64,
    made: Instant,
    took: Duration,
}

/// Votes wait for so many times what a selection takes, so that it takes at most a twentieth of the time.
const REST: u32 = 20;

impl Selections {
    /// The selection as it stands, or stood a moment ago while votes keep coming.
    ///
    /// # Errors
    /// A round that is not there; capacities that cannot be compared; those of the database.
    pub async fn of(&self, site: &Site, round: RoundId) -> Result<Arc<Selected>> {
        let slot = self.0.lock().entry(round).or_default().clone();
        let mut last = slot.lock().await;
        let practices = crate::db::practices::of_round(&site.db, round).await?;
        let (seq, matter) = {
            let world = site.memory.read();
            let memory = world.round(round).ok_or_else(|| Problem::not_found("round"))?;
            (world.seq(), inputs::Matter::of(memory, &practices))
        };
        if let Some(last) = last.as_ref() {
            let same = last.selected.gathered.matter == matter;
            let resting = last.made.elapsed() < (last.took * REST).min(site.memory.patience() * MOST_REST);
            if same && (last.seq == seq || resting) {
                return Ok(last.selected.clone());
            }
        }
        let begun = Instant::now();
        let gathered = {
            let world = site.memory.read();
            gather(&world, round, matter).ok_or_else(|| Problem::not_found("round"))?
        };
        let selected = tokio::task::spawn_blocking(move || {
            let outcome = outcome(&gathered.inputs)?;
            Ok::<_, crate::error::Error>(Arc::new(Selected { gathered, outcome }))
        });
        let selected = selected.await.map_err(anyhow::Error::from)??;
        *last = Some(Last { selected: selected.clone(), seq, made: Instant::now(), took: begun.elapsed() });
        Ok(selected)
    }
}

/// In the patience of rankings: nobody waits longer for a vote to count in the selection.
const MOST_REST: u32 = 100;

/// Selects, in the words of the wire.
///
/// # Errors
/// Capacities that cannot be compared exactly.
pub fn outcome(inputs: &Inputs) -> Result<Outcome> {
    let selection = select(inputs).map_err(refused)?;
    // The engine's words and the wire's are the same; a test holds them together.
    let json = serde_json::to_value(&selection).map_err(anyhow::Error::from)?;
    Ok(serde_json::from_value(json).map_err(anyhow::Error::from)?)
}

/// What people can mend is told to them.
pub fn refused(fault: Fault) -> crate::error::Error {
    match fault {
        Fault::TooFine => {
            let message =
                "These capacities cannot be compared exactly. Use fewer resources, or rounder capacities.";
            Problem::conflict(message).into()
        }
        other => anyhow::anyhow!("the round's selection cannot be made: {other}").into(),
    }
}
