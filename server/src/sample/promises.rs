//! How the sample's promises stand: how far each has come, and what its customers report.

use super::source;
use crate::db::events::{self, What};
use crate::db::promises::{self as table, Stated};
use crate::db::{Tx, practices, samples};
use crate::error::Result;
use crate::site::Site;
use futures::FutureExt;
use model::promise::{Feeling, Progress, Reported};
use model::text::TextProblem;
use model::time::Day;
use model::{PersonId, PracticeId, RoundId, Timestamp};
use std::collections::BTreeSet;

/// By practice, in the order of the design: how far, in how many days it is looked at again, and how many of the first so many
/// people report that it was kept.
const STANDING: [(Progress, i64, (usize, usize)); 9] = [
    (Progress::InPlace, 90, (26, 30)),
    (Progress::InPlace, 60, (18, 30)),
    (Progress::InPlace, 30, (34, 36)),
    (Progress::Planned, 30, (0, 0)),
    (Progress::Paused, -3, (4, 18)),
    (Progress::InPlace, 90, (14, 16)),
    (Progress::InPlace, 90, (0, 0)),
    (Progress::InPlace, 60, (12, 32)),
    (Progress::Planned, 120, (0, 0)),
];

const PAUSED: &str = "All four pumps that we have to lend are out until the end of next month. Who waits is told the week in which it is \
their turn.";

/// # Errors
/// Those of the database.
pub async fn stand(site: &Site, by: PersonId, round: RoundId) -> Result<()> {
    let now = site.clock.now();
    let practices = practices::of_round(&site.db, round).await?;
    let ids: Vec<PracticeId> = practices.iter().map(|practice| practice.id).collect();
    let paused = PAUSED.parse().map_err(|refused: TextProblem| anyhow::anyhow!("the sample: {refused}"))?;
    let stated = STANDING.map(|(progress, days, _)| Stated {
        progress,
        reason: progress.needs_reason().then(|| model::Reason::clone(&paused)),
        owner: None,
        starts: None,
        review: Some(Day(Day::of(now).0 + days)),
        since: now,
    });
    let source = source(round);
    site.db.write(move |tx| async move { write(tx, &ids, &stated, &source, by, now).await }.boxed()).await?;
    Ok(site.memory.catch_up().await?)
}

async fn write(
    tx: &mut Tx,
    practices: &[PracticeId],
    stated: &[Stated],
    source: &str,
    by: PersonId,
    now: Timestamp,
) -> Result<()> {
    events::take(tx, 0).await?;
    let people = samples::people(tx, source).await?;
    for ((practice, stated), (_, _, (kept, reports))) in practices.iter().zip(stated).zip(STANDING) {
        table::set(tx, *practice, stated, by).await?;
        for (place, person) in people.iter().take(reports).enumerate() {
            // Those who say so are spread over all of them.
            let said = place * kept / reports.max(1) != (place + 1) * kept / reports.max(1);
            // One of them lets their account manager read it.
            let readable = place == 0;
            let felt = if said { Feeling::Well } else { Feeling::Badly };
            let feeling = readable.then_some(felt);
            let reported = Reported { kept: said, feeling, words: None, readable, named: false };
            table::report(tx, *practice, PersonId(*person), Some(&reported), &BTreeSet::new(), now).await?;
        }
    }
    // Of all of them at once, which is news to nobody.
    Ok(events::record(tx, now, Some(by), What::new("promise.changed", 0), Some("sample")).await?)
}
