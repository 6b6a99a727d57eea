//! Where what customers say parts from what the company says: the promise's review is due, its cells are open again, and whoever
//! looks after it is told; once a quarter, whichever instance sees it first.

use crate::api::designs::Sight;
use crate::db::events::{self, What};
use crate::db::promises as table;
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::promise::{Quarter, Told};
use model::scorecard::is_gap;
use model::time::Day;
use model::{PracticeId, RoundId};
use std::sync::Arc;
use std::time::Duration;

/// How often to look whether anything has changed: what open gaps there are is shown without asking the database.
const LOOK: Duration = Duration::from_secs(5);

/// Watches until the server stops.
pub async fn run(site: Site) {
    let mut seen = (0, 0);
    loop {
        match look(&site, seen).await {
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
async fn look(site: &Site, seen: (usize, usize)) -> Result<(usize, usize)> {
    let Some(standing) = nothing_yet(site.promises.standing(site, Sight::All).await)? else {
        return Ok(seen);
    };
    let counted = site.promises.counted(site).await?;
    let now = (Arc::as_ptr(&standing).addr(), Arc::as_ptr(&counted).addr());
    if now != seen {
        step(site).await?;
    }
    Ok(now)
}

fn nothing_yet<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Problem(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Opens every gap of this quarter that is not open yet.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> Result<()> {
    let Some(standing) = nothing_yet(site.promises.standing(site, Sight::All).await)? else { return Ok(()) };
    let counted = site.promises.counted(site).await?;
    let quarter = Quarter::of(site.clock.now());
    let mut opened = false;
    for held in &standing.promises {
        let kept = counted.of(held.id).iter().find(|kept| kept.quarter == quarter);
        let Some(kept) = kept.filter(|kept| is_gap(standing.progress(held.id), kept.told)) else { continue };
        if standing.gap(held.id).is_none_or(|gap| gap.quarter != quarter) {
            open(site, standing.round, held.id, quarter, kept.told).await?;
            opened = true;
        }
    }
    if opened {
        site.memory.catch_up().await?;
    }
    Ok(())
}

async fn open(site: &Site, round: RoundId, practice: PracticeId, quarter: Quarter, told: Told) -> Result<()> {
    let now = site.clock.now();
    let detail = format!("{}, {}", in_words(told), quarter.words());
    site.db
        .write(move |tx| {
            async move {
                if table::open_gap(tx, practice, quarter, now).await? {
                    table::review_now(tx, practice, Day::of(now)).await?;
                    let what = What::of_round("promise.gap", round, practice.0);
                    events::record(tx, now, None, what, Some(&detail)).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await
}

/// "kept, say 3 of 12 voices"
fn in_words(told: Told) -> String {
    match told {
        Told::Few => "too early".to_owned(),
        Told::Counted { voices, kept } | Told::Measured { voices, kept, .. } => {
            format!("kept, say {} of {voices} voices", f64::from(kept) / 100.0)
        }
    }
}
