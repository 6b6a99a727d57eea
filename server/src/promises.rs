//! What customers report of promises, counted in voices: an account has one, which those of its people who reported share.
//! Accounts that nobody has confirmed are not counted.

use crate::db::promises::{self, ReportRow};
use crate::error::Result;
use crate::memory::World;
use crate::site::Site;
use engine::interval::{Z_95_TWO_SIDED, wilson};
use engine::suppression::{may_rank, may_show};
use model::promise::{Kept, QUARTERS, Quarter, Told};
use model::{AccountId, PersonId, PracticeId};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Counted reports wait for so many times what counting takes, so that it takes at most a twentieth of the time.
const REST: u32 = 20;
/// In the patience of rankings: no report waits longer to count.
const MOST_REST: u32 = 100;

/// The counted reports, kept until something has changed.
#[derive(Default)]
pub struct Promises(Mutex<Option<Last>>);

struct Last {
    of: State,
    counted: Arc<Counted>,
    made: Instant,
    took: Duration,
}

/// What the counts depend on: the last report, who belongs to whom, and the quarter.
type State = (i64, u64, Quarter);

/// By practice, the latest quarter first.
#[derive(Default)]
pub struct Counted(FxHashMap<PracticeId, Vec<Kept>>);

impl Counted {
    #[must_use]
    pub fn of(&self, practice: PracticeId) -> Vec<Kept> {
        self.0.get(&practice).cloned().unwrap_or_default()
    }
}

impl Promises {
    /// The counts as they stand, or stood a moment ago while reports keep coming.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn counted(&self, site: &Site) -> Result<Arc<Counted>> {
        let quarter = Quarter::of(site.clock.now());
        let mut last = self.0.lock().await;
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
        let rows = promises::reports(&site.db, Quarter(quarter.0 - QUARTERS)).await?;
        let counted = Arc::new(count(&site.memory.read(), &rows));
        *last =
            Some(Last { of: state, counted: counted.clone(), made: Instant::now(), took: begun.elapsed() });
        Ok(counted)
    }
}

fn count(world: &World, rows: &[ReportRow]) -> Counted {
    // By practice, quarter and account: reports, and how many of them say that it was kept.
    let mut said: FxHashMap<(i64, i64, AccountId), (u32, u32)> = FxHashMap::default();
    for row in rows {
        let Some(account) = account_of(world, PersonId(row.person)) else { continue };
        let (all, kept) = said.entry((row.practice, row.quarter, account)).or_default();
        *all += 1;
        *kept += u32::from(row.kept);
    }
    let mut voices: FxHashMap<(i64, i64), (u32, f64)> = FxHashMap::default();
    for ((practice, quarter, _), (all, kept)) in said {
        let (accounts, voice) = voices.entry((practice, quarter)).or_default();
        *accounts += 1;
        *voice += f64::from(kept) / f64::from(all);
    }
    let mut counted = Counted::default();
    for ((practice, quarter), (accounts, voice)) in voices {
        let kept = Kept { quarter: Quarter(quarter), told: told(accounts, voice) };
        counted.0.entry(PracticeId(practice)).or_default().push(kept);
    }
    counted.0.values_mut().for_each(|kept| kept.sort_unstable_by_key(|kept| std::cmp::Reverse(kept.quarter)));
    counted
}

/// The topmost account that a person speaks for, if somebody entitled has confirmed that.
fn account_of(world: &World, person: PersonId) -> Option<AccountId> {
    let member = world.directory.person(person)?;
    let account = member.account.filter(|_| member.confirmed)?;
    world.directory.topmost(account).map(|(account, _)| account)
}

fn told(accounts: u32, voice: f64) -> Told {
    let kept = (voice * 100.0).round() as u32;
    if !may_show(accounts) {
        return Told::Few;
    }
    if !may_rank(accounts) {
        return Told::Counted { voices: accounts, kept };
    }
    let bounds = wilson(voice, f64::from(accounts), Z_95_TWO_SIDED);
    let thousandths = |share: f64| (share * 1000.0).round() as u16;
    Told::Measured { voices: accounts, kept, low: thousandths(bounds.lower), high: thousandths(bounds.upper) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_not_told_and_fewer_than_ten_not_measured() {
        assert_eq!(told(4, 4.0), Told::Few);
        assert_eq!(told(5, 2.5), Told::Counted { voices: 5, kept: 250 });
        assert_eq!(told(9, 9.0), Told::Counted { voices: 9, kept: 900 });
        // Wilson's interval for 5 of 10: 0.2366 to 0.7634.
        assert_eq!(told(10, 5.0), Told::Measured { voices: 10, kept: 500, low: 237, high: 763 });
    }
}
