//! How long purchases stay at each stage of a design: from what was noted of them, and when.

use crate::api::designs::{self, Sight};
use crate::auth::Staff;
use crate::db::purchases::{self as table, Rows, StepRow};
use crate::error::Result;
use crate::site::Site;
use model::api::designs::GetPace;
use model::purchase::{Pace, State, place};
use model::round::Stage;
use model::{Name, Problem, Timestamp};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

pub async fn get(site: Site, who: Staff, request: GetPace) -> Result<Vec<Pace>> {
    let sight = Sight::Of(Some(&who));
    if !designs::versions(&site, sight, request.version.0 < 0).contains(&request.version) {
        return Err(Problem::not_found("design").into());
    }
    let design = designs::of_version(&site, request.version).await?;
    let rows = table::all(&site.db).await?;
    Ok(paces(&design.stages, &rows))
}

/// One for each stage that purchases of enough accounts have been through.
fn paces(stages: &[Stage], rows: &Rows) -> Vec<Pace> {
    let mut steps: FxHashMap<i64, Vec<&StepRow>> = FxHashMap::default();
    for step in &rows.steps {
        steps.entry(step.purchase).or_default().push(step);
    }
    let mut stays: BTreeMap<usize, Vec<(i64, i64)>> = BTreeMap::new();
    for purchase in &rows.purchases {
        let steps = steps.remove(&purchase.id).unwrap_or_default();
        for (stage, stay) in stays_of(stages, &steps) {
            stays.entry(stage).or_default().push((stay, purchase.account));
        }
    }
    let pace = |(stage, mut stays): (usize, Vec<(i64, i64)>)| {
        let accounts: BTreeSet<i64> = stays.iter().map(|(_, account)| *account).collect();
        if accounts.len() < Pace::FEWEST_ACCOUNTS {
            return None;
        }
        stays.sort_unstable();
        let (median, _) = stays.get((stays.len() - 1) / 2)?;
        let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Some(Pace {
            stage,
            days: u32::try_from(median / Timestamp::DAY).unwrap_or(u32::MAX),
            purchases: counted(stays.len()),
            accounts: counted(accounts.len()),
        })
    };
    stays.into_iter().filter_map(pace).collect()
}

/// The stages that a purchase with these steps, oldest first, has left again, with how long it was there in all, in microseconds.
fn stays_of(stages: &[Stage], steps: &[&StepRow]) -> BTreeMap<usize, i64> {
    let mut stays: BTreeMap<usize, i64> = BTreeMap::new();
    let mut here: Option<(usize, Timestamp)> = None;
    for step in steps {
        let open = step.state == State::Open.word();
        let named: Option<Name> = step.stage.as_deref().and_then(|name| name.parse().ok());
        let now = place(named.as_ref(), stages.iter().map(|stage| &stage.name)).filter(|_| open);
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
