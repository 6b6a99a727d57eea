//! The draft design as the votes choose it: what the engine is given of a round, and what it answered last.

mod aside;
pub mod common;
mod explored;
mod firm;
pub mod groupings;
pub mod inputs;
pub mod integrity;
pub mod shown;
mod steady;
mod weightings;
pub mod working;

use crate::clock::Dice;
use crate::db::practices::Stored;
use crate::design::canonical;
use crate::error::Result;
use crate::memory::{RoundMemory, World};
use crate::site::Site;
use aside::Aside;
use engine::round::{Change, Fault, Inputs, Selection, Trials, Weighing, select};
use inputs::{Gathered, Matter, gather};
use model::selection::{Firmness, Outcome};
use model::{Problem, RoundId};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// A round's inputs with their outcome.
pub struct Selected {
    pub gathered: Gathered,
    pub outcome: Outcome,
    /// The ballots laid out once, for those who ask "what if".
    trials: OnceLock<Option<Trials>>,
    /// How else accounts could weigh there.
    weighings: OnceLock<Vec<Weighing>>,
    /// What the designers' working list says of groups.
    worked: OnceLock<working::Worked>,
}

impl Selected {
    fn new(gathered: Gathered, outcome: Outcome) -> Self {
        let (trials, weighings, worked) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { gathered, outcome, trials, weighings, worked }
    }

    /// What groups say of each proposal and who asks for it. O(proposals · accounts + votes) the first time.
    fn worked(&self) -> &working::Worked {
        self.worked.get_or_init(|| working::Worked::new(self))
    }

    /// What would be chosen under other rules, capacities or weights.
    ///
    /// # Errors
    /// Capacities that cannot be compared exactly.
    pub fn what_if(&self, change: &Change) -> Result<Outcome> {
        let trials = self.trials.get_or_init(|| Trials::new(self.gathered.inputs.clone()).ok());
        let trials = trials
            .as_ref()
            .ok_or_else(|| anyhow::anyhow!("the ballots of a selection cannot be laid out"))?;
        worded(&trials.select(change).map_err(refused)?)
    }
}

/// The last selection of each round. While votes keep coming it is made anew only so often that it takes a small part of the
/// time; what designers change is seen at once.
#[derive(Default)]
pub struct Selections {
    live: Slots<Last>,
    steady: Slots<steady::Steady>,
    checked: Slots<Arc<integrity::Checked>>,
    firm: Aside<Firmness>,
    explored: Aside<explored::Found>,
}

/// One for each round, so that a selection is made once for all who wait for it.
type Slots<T> = Mutex<FxHashMap<RoundId, Arc<tokio::sync::Mutex<Option<T>>>>>;

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
        let slot = self.live.lock().entry(round).or_default().clone();
        let mut last = slot.lock().await;
        let practices = crate::db::practices::of_round(&site.db, round).await?;
        let (seq, matter) =
            within(site, round, |world, memory| (world.seq(), Matter::of(memory, &practices)))?;
        if let Some(last) = last.as_ref() {
            let same = last.selected.gathered.matter == matter;
            let rest = (last.took * REST).min(site.memory.patience() * MOST_REST);
            let left = rest.saturating_sub(last.made.elapsed());
            if same && (last.seq == seq || !left.is_zero()) {
                if last.seq != seq {
                    site.memory.tell_later(round, left);
                }
                return Ok(last.selected.clone());
            }
        }
        let begun = Instant::now();
        let gathered = within(site, round, |world, memory| gather(world, memory, matter))?;
        let selected = decide(gathered).await?;
        *last = Some(Last { selected: selected.clone(), seq, made: Instant::now(), took: begun.elapsed() });
        Ok(selected)
    }

    /// The selection of this very moment, whatever that costs: for what is signed.
    ///
    /// # Errors
    /// As [`Selections::of`].
    pub async fn now(&self, site: &Site, round: RoundId, practices: &[Stored]) -> Result<Arc<Selected>> {
        let gathered =
            within(site, round, |world, memory| gather(world, memory, Matter::of(memory, practices)));
        decide(gathered?).await
    }
}

/// Reads of a round's memory; nothing moves meanwhile.
fn within<T>(site: &Site, round: RoundId, read: impl FnOnce(&World, &RoundMemory) -> T) -> Result<T> {
    let world = site.memory.read();
    let memory = world.round(round).ok_or_else(|| Problem::not_found("round"))?;
    Ok(read(&world, memory))
}

/// What may be given away of a selection's inputs: in canonical form, and nobody's number tells anything of them.
///
/// # Errors
/// None in practice: all of it can be said in JSON.
pub fn ballots(inputs: &Inputs, dice: &Dice) -> Result<String> {
    let shuffled = inputs.shuffled(u64::from_le_bytes(dice.bytes()));
    Ok(canonical::text(&shuffled).map_err(anyhow::Error::from)?)
}

/// Selects, aside of the threads that answer.
async fn decide(gathered: Gathered) -> Result<Arc<Selected>> {
    let selected = tokio::task::spawn_blocking(move || {
        let outcome = outcome(&gathered.inputs)?;
        Ok::<_, crate::error::Error>(Arc::new(Selected::new(gathered, outcome)))
    });
    selected.await.map_err(anyhow::Error::from)?
}

/// In the patience of rankings: nobody waits longer for a vote to count in the selection.
const MOST_REST: u32 = 100;

/// Selects, in the words of the wire.
///
/// # Errors
/// Capacities that cannot be compared exactly.
pub fn outcome(inputs: &Inputs) -> Result<Outcome> {
    worded(&select(inputs).map_err(refused)?)
}

fn worded(selection: &Selection) -> Result<Outcome> {
    // The engine's words and the wire's are the same; a test holds them together.
    let json = serde_json::to_value(selection).map_err(anyhow::Error::from)?;
    Ok(serde_json::from_value(json).map_err(anyhow::Error::from)?)
}

/// Of capacities so fine that their common measure does not fit.
pub const NOT_COMPARED: &str =
    "These capacities cannot be compared exactly. Use fewer resources, or rounder capacities.";

/// What people can mend is told to them.
pub fn refused(fault: Fault) -> crate::error::Error {
    match fault {
        Fault::TooFine => Problem::conflict(NOT_COMPARED).into(),
        other => anyhow::anyhow!("the round's selection cannot be made: {other}").into(),
    }
}
