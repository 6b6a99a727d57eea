//! At which moment an account is asked about a promise: what its purchases stand at or have been through, what has just changed of them,
//! and what was held with its people.

use super::turns::Moment;
use crate::db::{invitations, purchases};
use crate::promises::Standing;
use crate::site::Site;
use model::cells::{CultureSet, StageSet};
use model::purchase::{State, after_buying, place, stages};
use model::{AccountId, Name, PersonId, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

/// So long after something happened it is the moment to ask about it.
pub const SOON: i64 = 14 * Timestamp::DAY;

/// Cells that a purchase stands or stood in: some stages of one culture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    pub stages: StageSet,
    pub culture: usize,
    /// When it came there last, or went on from there.
    pub at: Timestamp,
    /// Whether it stands there now, and has not come to nothing.
    pub stands: bool,
}

/// What is known of an account's purchases.
#[derive(Clone, Debug, Default)]
pub struct Buys {
    pub cells: Vec<Cells>,
    /// The cultures of all of them.
    pub cultures: CultureSet,
    /// When something was last held with its people.
    pub held: Option<Timestamp>,
}

impl Buys {
    /// How well it is the moment to ask about a promise at these stages, for these cultures.
    #[must_use]
    pub fn moment(&self, at: StageSet, cultures: CultureSet, now: Timestamp) -> Moment {
        let soon = |then: Timestamp| (0..SOON).contains(&now.since(then));
        let held = self.held.is_some_and(soon);
        let here = |one: &&Cells| cultures.has(one.culture) && one.stages.iter().any(|stage| at.has(stage));
        let met: Vec<&Cells> = self.cells.iter().filter(here).collect();
        if met.iter().any(|one| soon(one.at) || held && one.stands) {
            Moment::Now
        } else if !met.is_empty() {
            Moment::Known
        } else if self.cultures.is_empty() {
            Moment::Open
        } else if self.cultures.iter().any(|culture| cultures.has(culture)) {
            Moment::Elsewhere
        } else {
            Moment::Never
        }
    }
}

/// What is known of all accounts that can be asked, and where promises stand.
pub struct Moments {
    now: Timestamp,
    promises: FxHashMap<i64, (StageSet, CultureSet)>,
    /// By topmost account.
    accounts: FxHashMap<i64, Buys>,
}

impl Moments {
    #[must_use]
    pub fn of(&self, practice: i64, account: i64) -> Moment {
        let (buys, promise) = (self.accounts.get(&account), self.promises.get(&practice));
        buys.zip(promise).map_or(Moment::Open, |(buys, (at, cultures))| buys.moment(*at, *cultures, self.now))
    }
}

/// # Errors
/// Those of the database.
pub async fn read(site: &Site, standing: &Standing, now: Timestamp) -> anyhow::Result<Moments> {
    let rows = purchases::all(&site.db).await?;
    let held = invitations::held_with(&site.db, now.plus(-SOON)).await?;
    let mut steps: FxHashMap<i64, Vec<purchases::StepRow>> = FxHashMap::default();
    for step in rows.steps {
        steps.entry(step.purchase).or_default().push(step);
    }
    let world = site.memory.read();
    let mut accounts: FxHashMap<i64, Buys> = FxHashMap::default();
    for purchase in rows.purchases {
        let Some((account, _)) = world.directory.topmost(AccountId(purchase.account)) else { continue };
        let steps = steps.get(&purchase.id).map(Vec::as_slice).unwrap_or_default();
        accounts.entry(account.0).or_default().add(standing, steps);
    }
    for (person, at) in held {
        // Only beside its purchases does it say what to ask about.
        let account = world.speaks_for(PersonId(person));
        if let Some(buys) = account.and_then(|account| accounts.get_mut(&account.0)) {
            buys.held = buys.held.max(Some(Timestamp(at)));
        }
    }
    let promises = standing.promises.iter().map(|held| (held.id.0, (held.stages, held.cultures))).collect();
    Ok(Moments { now, promises, accounts })
}

impl Buys {
    /// A purchase, by what was said of it, oldest first.
    fn add(&mut self, standing: &Standing, steps: &[purchases::StepRow]) {
        let mut known: FxHashSet<usize> = self.cultures.iter().collect();
        let mut before: Option<(StageSet, usize)> = None;
        for (number, step) in steps.iter().enumerate() {
            let last = number + 1 == steps.len();
            let culture = named(step.culture.as_deref());
            let culture = place(culture.as_ref(), standing.cultures.iter().map(|one| &one.name));
            known.extend(culture);
            let at = stages_of(standing, step);
            let cell = culture.map(|culture| (at, culture)).filter(|(at, _)| !at.is_empty());
            // What it came to, and what it has gone on from; said again, it has not changed.
            if cell != before || last {
                let changed = Timestamp(step.at);
                let moved = cell != before;
                let stands = |one: (StageSet, usize), stands: bool| Cells {
                    stages: one.0,
                    culture: one.1,
                    at: if moved { changed } else { Timestamp(i64::MIN / 2) },
                    stands,
                };
                let over = matches!(step.state.as_str(), "lost" | "ended");
                self.cells.extend(cell.map(|cell| stands(cell, last && !over)));
                self.cells.extend(before.filter(|_| moved).map(|cell| stands(cell, false)));
            }
            before = cell;
        }
        self.cultures = CultureSet::of(&known.into_iter().collect::<Vec<_>>());
    }
}

/// Where a purchase stood: of what was bought here, the stages that come after buying.
fn stages_of(standing: &Standing, step: &purchases::StepRow) -> StageSet {
    let names = standing.stages.iter().map(|stage| &stage.name);
    let stage = named(step.stage.as_deref());
    let own = stages(stage.as_ref(), names.clone());
    let after = after_buying(names);
    let is_after = own.iter().any(|stage| after.has(stage));
    let won = step.state.parse() == Ok(State::Won);
    if won && !is_after && !after.is_empty() { after } else { own }
}

fn named(text: Option<&str>) -> Option<Name> {
    text.and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000 * Timestamp::DAY);

    fn cells(stage: usize, culture: usize, days: i64) -> Cells {
        Cells { stages: StageSet::of(&[stage]), culture, at: NOW.plus(-days * Timestamp::DAY), stands: true }
    }

    fn moment(buys: &Buys, stage: usize, culture: usize) -> Moment {
        buys.moment(StageSet::of(&[stage]), CultureSet::of(&[culture]), NOW)
    }

    #[test]
    fn what_purchases_have_met_says_what_to_ask_about_and_when() {
        assert_eq!(moment(&Buys::default(), 3, 1), Moment::Open);
        let one = Buys { cells: vec![cells(3, 1, 40)], cultures: CultureSet::of(&[1]), held: None };
        assert_eq!(moment(&one, 3, 1), Moment::Known);
        assert_eq!(moment(&one, 4, 1), Moment::Elsewhere);
        assert_eq!(moment(&one, 3, 2), Moment::Never, "none of its purchases has that culture");
        let fresh = |days| Buys { cells: vec![cells(3, 1, days)], ..one.clone() };
        assert_eq!((moment(&fresh(13), 3, 1), moment(&fresh(14), 3, 1)), (Moment::Now, Moment::Known));
        assert_eq!(moment(&fresh(-1), 3, 1), Moment::Known, "a clock that was set back");
        // Something was held with its people: that is the moment for where they stand, and for nothing else.
        let held = Buys { held: Some(NOW.plus(-Timestamp::DAY)), ..one.clone() };
        assert_eq!((moment(&held, 3, 1), moment(&held, 4, 1)), (Moment::Now, Moment::Elsewhere));
        let gone = Buys { cells: vec![Cells { stands: false, ..cells(3, 1, 40) }], ..held };
        assert_eq!(moment(&gone, 3, 1), Moment::Known);
    }
}
