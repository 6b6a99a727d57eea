//! What customers report of promises, counted in voices: an account has one, which those of its people who reported share.
//! Accounts that nobody has confirmed are not counted. What is told of it moves by five accounts and when a quarter ends (domain
//! rule 6), the same for every instance. Beside it, what the company says of them; both are kept in memory until something has
//! changed, so that no page counts a million reports.

pub mod gaps;
mod promised;
pub mod scorecard;
mod standing;
mod tally;
pub mod wording;

pub use promised::{Promised, Versions};
pub use standing::{Held, Standing};

use crate::api::designs::{self, Sight};
use crate::db::{promises, told};
use crate::error::Result;
use crate::site::Site;
use model::promise::{Kept, QUARTERS, Quarter, Told};
use model::scorecard::Reopened;
use model::{PracticeId, Problem, RoundId, Version};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tally::{Accounts, Known, Reports};
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
    pub versions: Versions,
}

/// A promise whose cells are open again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub practice: PracticeId,
    pub title: model::Title,
    /// The round in which it is voted on anew.
    pub vote: Option<RoundId>,
    pub stages: Vec<String>,
    pub cultures: Vec<String>,
}

struct Last {
    of: State,
    reports: Reports,
    accounts: Accounts,
    /// What is told, by group, up to the step of this number.
    known: Known,
    step: i64,
    counted: Arc<Counted>,
    made: Instant,
    took: Duration,
}

/// What the counts depend on: the last report, who belongs to whom, the quarter, and how many designs there are: what is adopted again
/// under another number has its reports there.
type State = (i64, u64, Quarter, usize);

/// What is told by practice, the latest quarter first.
#[derive(Clone, Default)]
pub struct Counted(FxHashMap<PracticeId, Vec<Kept>>);

impl Counted {
    #[must_use]
    pub fn of(&self, practice: PracticeId) -> &[Kept] {
        self.0.get(&practice).map_or(&[], Vec::as_slice)
    }

    /// What is told of a practice in a quarter.
    #[must_use]
    pub fn told(&self, practice: PracticeId, quarter: Quarter) -> Option<Told> {
        self.of(practice).iter().find(|kept| kept.quarter == quarter).map(|kept| kept.told)
    }
}

impl Promises {
    /// What is told now, or was a moment ago while reports keep coming.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn counted(&self, site: &Site) -> Result<Arc<Counted>> {
        let quarter = Quarter::of(site.clock.now());
        let mut last = self.last.lock().await;
        let newest = promises::newest(&site.db).await?;
        let state = {
            let world = site.memory.read();
            (newest, world.directory.changes(), quarter, world.designs().len())
        };
        if let Some(last) = last.as_ref() {
            let rest = (last.took * REST).min(site.memory.patience() * MOST_REST);
            let rests = (last.of.2, last.of.3) == (quarter, state.3) && last.made.elapsed() < rest;
            if last.of == state || rests {
                return Ok(last.counted.clone());
            }
        }
        // Another quarter looks back to others, another design has others, and both begin anew.
        let before = last.take().filter(|last| (last.of.2, last.of.3) == (quarter, state.3));
        let again = count(site, before, state).await?;
        let counted = again.counted.clone();
        *last = Some(again);
        Ok(counted)
    }

    /// The promises of the design that holds now, with what the company says of each. `NotFound` where there is none for its reader.
    ///
    /// # Errors
    /// Those of the database, and a design that does not verify.
    pub async fn standing(&self, site: &Site, sight: Sight<'_>) -> Result<Arc<Standing>> {
        self.of_version(site, designs::current_version(site, sight)?).await
    }

    /// The same of one of those that hold, or, unless it is said which, of the one that pages open on.
    ///
    /// # Errors
    /// As above.
    pub async fn asked(
        &self,
        site: &Site,
        sight: Sight<'_>,
        version: Option<Version>,
    ) -> Result<Arc<Standing>> {
        let Some(version) = version else { return self.standing(site, sight).await };
        if !designs::holding(site, sight).contains(&version) {
            return Err(Problem::not_found("design").into());
        }
        self.of_version(site, version).await
    }

    /// The same of each that holds, in the same order; none where there is none for its reader.
    ///
    /// # Errors
    /// As above.
    pub async fn all(&self, site: &Site, sight: Sight<'_>) -> Result<Vec<Arc<Standing>>> {
        let mut all = Vec::new();
        for version in designs::holding(site, sight) {
            all.push(self.of_version(site, version).await?);
        }
        Ok(all)
    }

    /// The same of the one that promises this; where none does, of the one that pages open on.
    ///
    /// # Errors
    /// As above.
    pub async fn with(&self, site: &Site, sight: Sight<'_>, practice: PracticeId) -> Result<Arc<Standing>> {
        let all = self.all(site, sight).await?;
        let found = all.iter().find(|one| one.find(practice).is_some()).or(all.first());
        Ok(found.cloned().ok_or_else(|| Problem::not_found("design"))?)
    }

    async fn of_version(&self, site: &Site, version: Version) -> Result<Arc<Standing>> {
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

    /// The promises of all designs that hold whose cells are open again, in the places of a round. Those of a sample are told in samples
    /// alone.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn reopened(&self, site: &Site, sight: Sight<'_>, round: RoundId) -> Result<Vec<Reopened>> {
        let all = self.all(site, sight).await?;
        let world = site.memory.read();
        let Some(memory) = world.round(round) else { return Ok(Vec::new()) };
        let seen = |vote: &RoundId| match sight {
            Sight::Of(person) => world.seen(person, *vote).is_some(),
            Sight::All => true,
        };
        let shown = |open: &Open| {
            let found = open.within(&memory.round);
            Reopened { vote: found.vote.filter(seen), ..found }
        };
        let own = all.iter().filter(|standing| standing.sample == memory.round.sample);
        Ok(own.flat_map(|standing| &standing.open).map(shown).collect())
    }
}

/// Takes in what has been reported since, and tells what is due of it.
async fn count(site: &Site, before: Option<Last>, state: State) -> Result<Last> {
    let begun = Instant::now();
    let (from, back) = (before.as_ref().map_or(0, |last| last.of.0), Quarter(state.2.0 - QUARTERS));
    // Whatever is opened from here on is not counted as open in what is told.
    let now = site.clock.now();
    let rows = promises::reports(&site.db, from, back).await?;
    let mut last = before.unwrap_or_else(|| Last::new(state, begun));
    let touched = last.reports.take_in(rows);
    // Whoever belongs to another account now changes all counts; and so does a beginning.
    let some = (from > 0 && last.of.1 == state.1).then_some(touched);
    match &some {
        Some(touched) => last.reports.enrol(&mut last.accounts, touched, &site.memory.read()),
        None => last.accounts = last.reports.accounts(&site.memory.read()),
    }
    told_since(site, &mut last, back).await?;
    let due = last.reports.due(some.as_ref(), &last.accounts, &last.known, state.2);
    if !due.is_empty() {
        told::tell(&site.db, &due, now).await?;
        told_since(site, &mut last, back).await?;
    }
    Ok(Last { of: state, made: Instant::now(), took: begun.elapsed(), ..last })
}

/// Takes in what has been told since, by whichever instance.
async fn told_since(site: &Site, last: &mut Last, after: Quarter) -> Result<()> {
    let rows = told::since(&site.db, last.step, after).await?;
    let Some(newest) = rows.last().map(|row| row.id) else { return Ok(()) };
    let mut counted = Counted::clone(&last.counted);
    for row in rows {
        tally::put(&mut counted, &mut last.known, &row);
    }
    (last.step, last.counted) = (newest, Arc::new(counted));
    Ok(())
}

impl Last {
    fn new(of: State, made: Instant) -> Self {
        Self {
            of,
            reports: Reports::default(),
            accounts: Accounts::default(),
            known: Known::default(),
            step: 0,
            counted: Arc::default(),
            made,
            took: Duration::ZERO,
        }
    }
}

impl Open {
    fn within(&self, round: &model::round::Round) -> Reopened {
        use model::cells::{CultureSet, StageSet};
        let mut found = Reopened {
            practice: self.practice,
            title: self.title.clone(),
            vote: self.vote,
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
