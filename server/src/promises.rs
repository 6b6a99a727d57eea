//! What customers report of promises, counted in voices: an account has one, which those of its people who reported share.
//! Accounts that nobody has confirmed are not counted. Beside it, what the company says of them; both are kept in memory until
//! something has changed, so that no page counts a million reports.

pub mod gaps;
pub mod scorecard;
mod standing;
mod tally;

pub use standing::{Held, Standing};

use crate::api::designs::{self, Sight};
use crate::db::promises;
use crate::error::{Error, Result};
use crate::site::Site;
use model::promise::{Kept, QUARTERS, Quarter};
use model::scorecard::Reopened;
use model::{PracticeId, RoundId, Version};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tally::{Accounts, Reports};
use tokio::sync::Mutex;

/// Counted reports wait for so many times what counting takes, so that it takes at most a twentieth of the time.
const REST: u32 = 20;
/// In the patience of rankings: no report waits longer to count.
const MOST_REST: u32 = 100;
/// Versions that are kept at once: as many as there are readers who see different ones as the last.
const MOST_VERSIONS: usize = 16;

/// The counted reports and the standing of promises, kept until something has changed.
#[derive(Default)]
pub struct Promises {
    last: Mutex<Option<Last>>,
    /// By version: who may see which round differs.
    standing: Mutex<FxHashMap<Version, Arc<Standing>>>,
}

/// A promise whose cells are open again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub practice: PracticeId,
    pub title: model::Title,
    pub stages: Vec<String>,
    pub cultures: Vec<String>,
}

struct Last {
    of: State,
    reports: Reports,
    accounts: Accounts,
    counted: Arc<Counted>,
    made: Instant,
    took: Duration,
}

/// What the counts depend on: the last report, who belongs to whom, and the quarter.
type State = (i64, u64, Quarter);

/// By practice, the latest quarter first.
#[derive(Clone, Default)]
pub struct Counted(FxHashMap<PracticeId, Vec<Kept>>);

impl Counted {
    #[must_use]
    pub fn of(&self, practice: PracticeId) -> &[Kept] {
        self.0.get(&practice).map_or(&[], Vec::as_slice)
    }
}

impl Promises {
    /// The counts as they stand, or stood a moment ago while reports keep coming.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn counted(&self, site: &Site) -> Result<Arc<Counted>> {
        let quarter = Quarter::of(site.clock.now());
        let mut last = self.last.lock().await;
        let newest = promises::newest(&site.db).await?;
        let state = (newest, site.memory.read().directory.changes(), quarter);
        if let Some(last) = last.as_ref() {
            let rest = (last.took * REST).min(site.memory.patience() * MOST_REST);
            let rests = last.of.2 == quarter && last.made.elapsed() < rest;
            if last.of == state || rests {
                return Ok(last.counted.clone());
            }
        }
        let begun = Instant::now();
        // Another quarter looks back to others, and begins anew.
        let before = last.take().filter(|last| last.of.2 == quarter);
        let after = before.as_ref().map_or(0, |last| last.of.0);
        let rows = promises::reports(&site.db, after, Quarter(quarter.0 - QUARTERS)).await?;
        let (mut reports, known) = match before {
            // Whoever belongs to another account now changes all counts.
            Some(last) => {
                let same = last.of.1 == state.1;
                (last.reports, same.then_some((last.counted, last.accounts)))
            }
            None => (Reports::default(), None),
        };
        let touched = reports.take_in(rows);
        let (counted, accounts) = match known {
            Some((known, mut accounts)) => {
                reports.enrol(&mut accounts, &touched, &site.memory.read());
                (reports.count_again(&known, &touched, &accounts), accounts)
            }
            None => {
                let accounts = reports.accounts(&site.memory.read());
                (reports.count(&accounts), accounts)
            }
        };
        let counted = Arc::new(counted);
        *last = Some(Last {
            of: state,
            reports,
            accounts,
            counted: counted.clone(),
            made: Instant::now(),
            took: begun.elapsed(),
        });
        Ok(counted)
    }

    /// The promises of the design that holds now, with what the company says of each. `NotFound` where there is none for its reader.
    ///
    /// # Errors
    /// Those of the database, and a design that does not verify.
    pub async fn standing(&self, site: &Site, sight: Sight<'_>) -> Result<Arc<Standing>> {
        let version = designs::current_version(site, sight)?;
        let mut kept = self.standing.lock().await;
        let changes = site.memory.read().promise_changes();
        let before = kept.get(&version);
        if let Some(standing) = before.filter(|standing| standing.changes == changes) {
            return Ok(standing.clone());
        }
        let standing = Arc::new(standing::load(site, version, changes, before.map(Arc::as_ref)).await?);
        if kept.len() >= MOST_VERSIONS {
            kept.clear();
        }
        kept.insert(version, standing.clone());
        Ok(standing)
    }

    /// The promises whose cells are open again, in the places of a round. Those of a sample are told in samples alone.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn reopened(&self, site: &Site, sight: Sight<'_>, round: RoundId) -> Result<Vec<Reopened>> {
        let standing = match self.standing(site, sight).await {
            Ok(standing) => standing,
            Err(Error::Problem(_)) => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        let world = site.memory.read();
        let Some(memory) = world.round(round) else { return Ok(Vec::new()) };
        if standing.sample != memory.round.sample {
            return Ok(Vec::new());
        }
        Ok(standing.open.iter().map(|open| open.within(&memory.round)).collect())
    }
}

impl Open {
    fn within(&self, round: &model::round::Round) -> Reopened {
        use model::cells::{CultureSet, StageSet};
        let mut found = Reopened {
            practice: self.practice,
            title: self.title.clone(),
            stages: StageSet::default(),
            cultures: CultureSet::default(),
        };
        for (place, stage) in round.stages.iter().enumerate() {
            if self.stages.iter().any(|name| name == stage.name.as_str()) {
                found.stages = found.stages.with(place);
            }
        }
        for (place, culture) in round.cultures.iter().enumerate() {
            if self.cultures.iter().any(|name| name == culture.name.as_str()) {
                found.cultures = found.cultures.with(place);
            }
        }
        found
    }
}
