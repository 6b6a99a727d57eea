//! When accounts first reported of a stage: of promises that have this stage alone, in quarters that are over. Accounts of which staff
//! may read a report are left out, as what is told less what is read would tell of the others.

use super::{Cultures, small};
use crate::api::designs::{self, Sight};
use crate::db::promises::{self as table, FirstRow};
use crate::error::{Error, Result};
use crate::memory::World;
use crate::site::Site;
use engine::passages::Passage;
use model::promise::Quarter;
use model::{PersonId, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

/// The stage of a promise, and its culture if it has one alone.
struct Place {
    stage: String,
    culture: Option<String>,
}

/// An account's first report of a stage.
#[derive(Clone)]
struct First {
    at: Timestamp,
    culture: Option<String>,
}

/// By stage and topmost account.
pub struct Reported(FxHashMap<String, FxHashMap<i64, First>>);

/// # Errors
/// Those of the database.
pub async fn read(site: &Site, sample: bool) -> Result<Reported> {
    let places = places(site, sample).await?;
    let rows = table::firsts(&site.db, Quarter::of(site.clock.now())).await?;
    Ok(Reported::new(&places, &rows, &site.memory.read()))
}

/// Of every promise that there was: by its last version.
async fn places(site: &Site, sample: bool) -> Result<FxHashMap<i64, Place>> {
    let mut places = FxHashMap::default();
    for version in designs::versions(site, Sight::All, sample) {
        let promised = match site.promises.versions.of(site, version).await {
            Ok(promised) => promised,
            // One that does not verify is told by its own page.
            Err(Error::Problem(_)) => continue,
            Err(fault) => return Err(fault),
        };
        for held in promised.all() {
            let (mut stages, mut cultures) = (held.stages.iter(), held.cultures.iter());
            let stage = stages.next().filter(|_| stages.next().is_none());
            let culture = cultures.next().filter(|_| cultures.next().is_none());
            let culture = culture.and_then(|place| promised.cultures.get(place));
            match stage.and_then(|place| promised.stages.get(place)) {
                Some(stage) => places.insert(
                    held.id.0,
                    Place { stage: small(stage.as_str()), culture: culture.map(|name| small(name.as_str())) },
                ),
                None => places.remove(&held.id.0),
            };
        }
    }
    Ok(places)
}

impl Reported {
    fn new(places: &FxHashMap<i64, Place>, rows: &[FirstRow], world: &World) -> Self {
        let account = |row: &FirstRow| world.speaks_for(PersonId(row.person)).map(|account| account.0);
        let opened: FxHashSet<i64> = rows.iter().filter(|row| row.opened > 0).filter_map(account).collect();
        let mut firsts: FxHashMap<String, FxHashMap<i64, First>> = FxHashMap::default();
        for row in rows {
            let Some((place, account)) = places.get(&row.practice).zip(account(row)) else { continue };
            if opened.contains(&account) {
                continue;
            }
            let own = First { at: Timestamp(row.at), culture: place.culture.clone() };
            let known = firsts.entry(place.stage.clone()).or_default();
            let first = known.entry(account).or_insert_with(|| own.clone());
            // Two at one moment, of two cultures, are of none.
            match own.at.cmp(&first.at) {
                std::cmp::Ordering::Less => *first = own,
                std::cmp::Ordering::Equal if own.culture != first.culture => first.culture = None,
                _ => {}
            }
        }
        Self(firsts)
    }

    /// From one stage to the next, in the culture of the later report.
    pub fn passages(&self, from: &str, to: &str, known: &mut Cultures) -> Vec<Passage> {
        let Some((from, to)) = self.0.get(from).zip(self.0.get(to)) else { return Vec::new() };
        let mut passages: Vec<(i64, &First, Timestamp)> = to
            .iter()
            .filter_map(|(account, then)| Some((*account, then, from.get(account)?.at)))
            .filter(|(_, then, first)| *first < then.at)
            .collect();
        // In one order, so that cultures have the same numbers each time.
        passages.sort_unstable_by_key(|(account, then, _)| (then.at, *account));
        let passage = |(account, then, first): (i64, &First, Timestamp)| Passage {
            noted: then.at.0,
            account,
            culture: then.culture.as_deref().map(|name| known.number(name)),
            took: then.at.since(first),
        };
        passages.into_iter().map(passage).collect()
    }
}
