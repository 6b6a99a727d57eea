//! Where what customers say parts from what the company says: the promise's review is due, its cells are open again, and whoever
//! looks after it is told; once a quarter, whichever instance sees it first.

use crate::api::designs::Sight;
use crate::db::events::{self, What};
use crate::db::{Tx, gaps as table};
use crate::error::{Error, Result};
use crate::promises::{Counted, Standing};
use crate::site::Site;
use futures::FutureExt;
use model::promise::{Quarter, Told};
use model::scorecard::is_gap;
use model::time::Day;
use model::{PersonId, PracticeId, RoundId, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// How often to look whether anything has changed: what open gaps there are is shown without asking the database.
const LOOK: Duration = Duration::from_secs(5);

/// Watches until the server stops.
pub async fn run(site: Site) {
    let mut seen = Vec::new();
    loop {
        match look(&site, &seen).await {
            Ok(now) => seen = now,
            Err(fault) => tracing::warn!(error = %fault.told().message, "looking for gaps failed"),
        }
        tokio::select! {
            () = site.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Compares again when something is another than what was `seen`, and gives what is now.
async fn look(site: &Site, seen: &[usize]) -> Result<Vec<usize>> {
    let all = site.promises.all(site, Sight::All).await?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let mut now = vec![Arc::as_ptr(&site.promises.counted(site).await?).addr()];
    now.extend(all.iter().map(|standing| Arc::as_ptr(standing).addr()));
    if now != seen {
        step(site).await?;
    }
    Ok(now)
}

/// Whether a gap of this quarter would be the first of it, and the company said what it says before the quarter had ended.
fn is_new(standing: &Standing, practice: PracticeId, quarter: Quarter) -> bool {
    let end = Quarter(quarter.0 + 1).begins();
    standing.stated(practice).is_some_and(|stated| stated.since < end)
        && standing.gap(practice).is_none_or(|gap| gap.quarter < quarter)
}

/// Opens every gap of this quarter, and of the one before, that is not open yet.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> Result<()> {
    let all = site.promises.all(site, Sight::All).await?;
    if all.is_empty() {
        return Ok(());
    }
    let counted = site.promises.counted(site).await?;
    let mut opened = false;
    for standing in &all {
        opened |= open_those_of(site, standing, &counted).await?;
    }
    if opened {
        site.memory.catch_up().await?;
    }
    Ok(())
}

/// The same for what one design promises, and whether there was any.
async fn open_those_of(site: &Site, standing: &Standing, counted: &Counted) -> Result<bool> {
    let quarter = Quarter::of(site.clock.now());
    let mut opened = false;
    for held in &standing.promises {
        // What was told last of a quarter is told when it has ended.
        for quarter in [Quarter(quarter.0 - 1), quarter] {
            let told =
                counted.told(held.id, quarter).filter(|told| is_gap(standing.progress(held.id), *told));
            if let Some(told) = told.filter(|_| is_new(standing, held.id, quarter)) {
                open(site, standing.round, held.id, quarter, told).await?;
                opened = true;
            }
        }
    }
    Ok(opened)
}

async fn open(site: &Site, round: RoundId, practice: PracticeId, quarter: Quarter, told: Told) -> Result<()> {
    let now = site.clock.now();
    let detail = format!("{}, {}", in_words(told), quarter.words());
    site.db
        .write(move |tx| {
            async move {
                if table::open(tx, practice, quarter, now).await? {
                    let what = What::of_round("promise.gap", round, practice.0);
                    events::record(tx, now, None, what, Some(&detail)).await?;
                    if table::review_now(tx, practice, Day::of(now)).await? {
                        reviewed(tx, (now, None), (round, practice), Day::of(now)).await?;
                    }
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await
}

/// Every change of the day on which a promise is looked at again is in the log.
///
/// # Errors
/// Those of the database.
pub async fn reviewed(
    tx: &mut Tx,
    (now, by): (Timestamp, Option<PersonId>),
    (round, practice): (RoundId, PracticeId),
    day: Day,
) -> Result<()> {
    let what = What::of_round("promise.review", round, practice.0);
    let detail = ["looked at again on ", &day.begins().day()].concat();
    Ok(events::record(tx, now, by, what, Some(&detail)).await?)
}

/// "kept, say 3 of 12 voices"
fn in_words(told: Told) -> String {
    let (Told::Counted { voices, kept } | Told::Measured { voices, kept, .. }) = told;
    format!("kept, say {} of {voices} voices", f64::from(kept) / 100.0)
}
