//! How firm the selection of a round is: computed aside, of the votes that breakdowns are counted of, in bounded time. Nobody
//! who reads a page waits for it; until it is there, the page shows the one before, or that it is being computed.

use super::inputs::of_engine;
use super::{Selected, Selections};
use crate::error::Result;
use crate::site::Site;
use engine::round::{Patience, firmness};
use model::RoundId;
use model::selection::{Firm, Firmness, Firmnesses};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// As many draws as are worth their time; a share of a hundred is told from the next.
const DRAWS: u32 = 200;
/// Fewer say nothing, however long they take.
const LEAST_DRAWS: u32 = 20;
/// Neither drawing nor leaving accounts out goes on for longer.
const MOST_TIME: Duration = Duration::from_secs(3);
/// Afterwards so many times as long nothing is computed, so that it takes a twentieth of one processor at most.
const REST: u32 = 20;
/// Any number: the same draws every time.
const SEED: u64 = 5;

/// What is known of a round.
#[derive(Default)]
pub(super) struct Slot {
    last: Option<Last>,
    counting: bool,
}

struct Last {
    of: Arc<Selected>,
    /// `None` where it could not be computed.
    found: Option<Arc<Firmness>>,
    made: Instant,
    took: Duration,
}

impl Selections {
    /// How firm the steady selection is, or an earlier one was; computed aside where it is not known. `None` while fewer than five
    /// accounts have voted.
    ///
    /// # Errors
    /// As [`Selections::steady`].
    pub async fn firmness(&self, site: &Site, round: RoundId) -> Result<Option<Firmnesses>> {
        let Some(selected) = self.steady(site, round).await? else { return Ok(None) };
        let mut slots = self.firm.lock();
        let slot = slots.entry(round).or_default();
        let found = slot.last.as_ref().and_then(|last| last.found.as_deref().cloned());
        if slot.last.as_ref().is_some_and(|last| Arc::ptr_eq(&last.of, &selected)) {
            return Ok(Some(Firmnesses { found, counting: false }));
        }
        let rested = slot.last.as_ref().map(|last| (last.took * REST).saturating_sub(last.made.elapsed()));
        let left = rested.filter(|left| !slot.counting && !left.is_zero());
        if let Some(left) = left {
            site.memory.tell_later(round, left);
        } else if !slot.counting {
            slot.counting = true;
            let site = site.clone();
            tokio::spawn(async move {
                let last = count(selected).await;
                site.selections.firm.lock().insert(round, Slot { last: Some(last), counting: false });
                site.memory.tell_later(round, Duration::ZERO);
            });
        }
        Ok(Some(Firmnesses { found, counting: true }))
    }

    /// How firm the steady selection is, waited for: for what is signed.
    ///
    /// # Errors
    /// As [`Selections::steady`].
    pub async fn firmness_now(&self, site: &Site, round: RoundId) -> Result<Option<Arc<Firmness>>> {
        let Some(selected) = self.steady(site, round).await? else { return Ok(None) };
        let known = |slot: &Slot| {
            let last = slot.last.as_ref().filter(|last| Arc::ptr_eq(&last.of, &selected))?;
            Some(last.found.clone())
        };
        if let Some(found) = self.firm.lock().get(&round).and_then(known) {
            return Ok(found);
        }
        let last = count(selected).await;
        let found = last.found.clone();
        self.firm.lock().entry(round).or_default().last = Some(last);
        Ok(found)
    }
}

/// Aside of the threads that answer.
async fn count(selected: Arc<Selected>) -> Last {
    let (of, begun) = (selected.clone(), Instant::now());
    let counted = tokio::task::spawn_blocking(move || compute(&selected)).await;
    let found = counted.map_err(anyhow::Error::from).and_then(|found| Ok(found?));
    if let Err(fault) = &found {
        tracing::error!(?fault, "how firm a selection is cannot be computed");
    }
    Last { of, found: found.ok().map(Arc::new), made: Instant::now(), took: begun.elapsed() }
}

fn compute(selected: &Selected) -> std::result::Result<Firmness, engine::round::Fault> {
    let begun = Instant::now();
    let mut drawn = None;
    let patience = Patience {
        draws: &mut |made| made < LEAST_DRAWS || (made < DRAWS && begun.elapsed() < MOST_TIME),
        leaving: &mut |_| drawn.get_or_insert_with(Instant::now).elapsed() < MOST_TIME,
    };
    let found = firmness(&selected.gathered.inputs, SEED, patience)?;
    let firm = |firm: engine::round::Firm| Firm {
        key: of_engine(firm.key),
        times: firm.times,
        fragile: firm.fragile,
    };
    Ok(Firmness {
        voices: found.voices,
        draws: found.draws,
        chosen: found.chosen.into_iter().map(firm).collect(),
        most_change: found.most_change,
        left_out: found.left_out,
    })
}
