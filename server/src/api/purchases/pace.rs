//! How long purchases stay at each stage of a design, and how long they take in all: from what was noted of them, and when.

use crate::api::designs::{self, Sight};
use crate::auth::Staff;
use crate::db::purchases::{self as table, Rows, StepRow};
use crate::error::Result;
use crate::site::Site;
use model::api::designs::GetPace;
use model::purchase::{Cycle, CycleLength, Pace, State, place};
use model::round::Stage;
use model::{Name, Problem, Timestamp};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

pub async fn get(site: Site, who: Staff, request: GetPace) -> Result<Cycle> {
    let sight = Sight::Of(Some(&who));
    if !designs::versions(&site, sight, request.version.0 < 0).contains(&request.version) {
        return Err(Problem::not_found("design").into());
    }
    let design = designs::of_version(&site, request.version).await?;
    let rows = table::all(&site.db).await?;
    Ok(cycle(&design.stages, &rows))
}

/// The stages, and the whole, that purchases of enough accounts have been through.
fn cycle(stages: &[Stage], rows: &Rows) -> Cycle {
    let mut steps: FxHashMap<i64, Vec<&StepRow>> = FxHashMap::default();
    for step in &rows.steps {
        steps.entry(step.purchase).or_default().push(step);
    }
    let mut stays: BTreeMap<usize, Vec<(i64, i64)>> = BTreeMap::new();
    let mut bought = Vec::new();
    for purchase in &rows.purchases {
        let steps = steps.remove(&purchase.id).unwrap_or_default();
        bought.extend(took(stages, &steps).map(|time| (time, purchase.account)));
        for (stage, stay) in stays_of(stages, &steps) {
            stays.entry(stage).or_default().push((stay, purchase.account));
        }
    }
    let pace = |(stage, stays)| {
        let (days, purchases, accounts) = median(stays)?;
        Some(Pace { stage, days, purchases, accounts })
    };
    let length = |(days, purchases, accounts)| CycleLength { days, purchases, accounts };
    Cycle { stages: stays.into_iter().filter_map(pace).collect(), whole: median(bought).map(length) }
}

/// In days, of how many purchases and accounts; of each: how long it took, in microseconds, and whose it is. Nothing of too few accounts.
fn median(mut times: Vec<(i64, i64)>) -> Option<(u32, u32, u32)> {
    let accounts: BTreeSet<i64> = times.iter().map(|(_, account)| *account).collect();
    if accounts.len() < Pace::FEWEST_ACCOUNTS {
        return None;
    }
    times.sort_unstable();
    let (median, _) = times.get((times.len() - 1) / 2)?;
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let days = u32::try_from(median / Timestamp::DAY).unwrap_or(u32::MAX);
    Some((days, counted(times.len()), counted(accounts.len())))
}

/// From the first stage to the purchase, in microseconds, where that was noted from the first stage on.
fn took(stages: &[Stage], steps: &[&StepRow]) -> Option<i64> {
    let first = steps.first().filter(|step| at(stages, step) == Some(0))?;
    let bought = steps.iter().find(|step| step.state == State::Won.word())?;
    Some(Timestamp(bought.at).since(Timestamp(first.at)))
}

/// The stage at which it stood from then on, if it was open.
fn at(stages: &[Stage], step: &StepRow) -> Option<usize> {
    let named: Option<Name> = step.stage.as_deref().and_then(|name| name.parse().ok());
    let open = step.state == State::Open.word();
    place(named.as_ref(), stages.iter().map(|stage| &stage.name)).filter(|_| open)
}

/// The stages that a purchase with these steps, oldest first, has left again, with how long it was there in all, in microseconds.
fn stays_of(stages: &[Stage], steps: &[&StepRow]) -> BTreeMap<usize, i64> {
    let mut stays: BTreeMap<usize, i64> = BTreeMap::new();
    let mut here: Option<(usize, Timestamp)> = None;
    for step in steps {
        let now = at(stages, step);
        if here.map(|(stage, _)| stage) == now {
            continue;
        }
        if let Some((stage, since)) = here {
            *stays.entry(stage).or_default() += Timestamp(step.at).since(since);
        }
        here = now.map(|stage| (stage, Timestamp(step.at)));
    }
    stays
}
