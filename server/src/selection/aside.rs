//! What is found out of a selection and takes too long to be waited for: computed aside, once for each selection that breakdowns are
//! counted of. Until it is there, readers are given what was found of the one before.

use super::Selected;
use crate::error::Result;
use crate::site::Site;
use model::RoundId;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Afterwards so many times as long nothing is computed, so that it takes a twentieth of one processor at most.
const REST: u32 = 20;

/// What was found last, by round. Cheap to clone.
pub(super) struct Aside<T>(Arc<Mutex<FxHashMap<RoundId, Slot<T>>>>);

impl<T> Clone for Aside<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Aside<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

struct Slot<T> {
    last: Option<Last<T>>,
    counting: bool,
}

struct Last<T> {
    of: Arc<Selected>,
    /// `None` where it could not be computed.
    found: Option<Arc<T>>,
    made: Instant,
    took: Duration,
}

/// What is known at this moment.
pub struct Known<T> {
    /// With the selection that it was found of.
    pub found: Option<(Arc<Selected>, Arc<T>)>,
    /// Whether something newer is on its way.
    pub counting: bool,
}

impl<T: Send + Sync + 'static> Aside<T> {
    /// What is known; where that is not of this selection, it is computed aside, and open pages hear of it.
    pub fn known(
        &self,
        site: &Site,
        selected: Arc<Selected>,
        compute: fn(&Selected) -> anyhow::Result<T>,
    ) -> Known<T> {
        let round = selected.gathered.round;
        let mut slots = self.0.lock();
        let slot = slots.entry(round).or_insert_with(|| Slot { last: None, counting: false });
        let last = slot.last.as_ref();
        let found = last.and_then(|last| Some((last.of.clone(), last.found.clone()?)));
        if last.is_some_and(|last| Arc::ptr_eq(&last.of, &selected)) {
            return Known { found, counting: false };
        }
        let left = last.map_or(Duration::ZERO, |last| (last.took * REST).saturating_sub(last.made.elapsed()));
        if slot.counting {
            return Known { found, counting: true };
        }
        if !left.is_zero() {
            site.memory.tell_later(round, left);
            return Known { found, counting: true };
        }
        slot.counting = true;
        let (slots, site) = (self.clone(), site.clone());
        tokio::spawn(async move {
            let last = run(selected, compute).await;
            slots.0.lock().insert(round, Slot { last: Some(last), counting: false });
            site.memory.tell_later(round, Duration::ZERO);
        });
        Known { found, counting: true }
    }

    /// What is found of this selection, waited for.
    ///
    /// # Errors
    /// None: where it cannot be computed, nothing is found, and the log says why.
    pub async fn now(
        &self,
        selected: Arc<Selected>,
        compute: fn(&Selected) -> anyhow::Result<T>,
    ) -> Result<Option<Arc<T>>> {
        let round = selected.gathered.round;
        let known = |slot: &Slot<T>| {
            let last = slot.last.as_ref().filter(|last| Arc::ptr_eq(&last.of, &selected))?;
            Some(last.found.clone())
        };
        if let Some(found) = self.0.lock().get(&round).and_then(known) {
            return Ok(found);
        }
        let last = run(selected, compute).await;
        let found = last.found.clone();
        let mut slots = self.0.lock();
        slots.entry(round).or_insert_with(|| Slot { last: None, counting: false }).last = Some(last);
        Ok(found)
    }
}

/// Aside of the threads that answer.
async fn run<T: Send + 'static>(
    selected: Arc<Selected>,
    compute: fn(&Selected) -> anyhow::Result<T>,
) -> Last<T> {
    let (of, begun) = (selected.clone(), Instant::now());
    let computed = tokio::task::spawn_blocking(move || compute(&selected)).await;
    let found = computed.map_err(anyhow::Error::from).and_then(|found| found);
    if let Err(fault) = &found {
        tracing::error!(?fault, "something of a selection cannot be computed");
    }
    Last { of, found: found.ok().map(Arc::new), made: Instant::now(), took: begun.elapsed() }
}
