//! Putting back what was taken out of a draft: the very same practice, so that what was promised and reported of it goes on.

use super::{gone, record, rounds, show, write};
use crate::auth::Designer;
use crate::db::events::What;
use crate::db::practices::{self as table, Design};
use crate::error::Result;
use crate::site::Site;
use futures::FutureExt;
use model::api::practices::PutBackPractice;
use model::design::RemovedPractice;
use model::practice::Practice;
use model::{PracticeId, RoundId, Timestamp};

/// Practices that were taken out, shown to be put back.
const MOST: i64 = 20;

pub async fn put_back(site: Site, who: Designer, request: PutBackPractice) -> Result<Practice> {
    let (id, now) = (request.practice, site.clock.now());
    let row = table::removed_one(&site.db, id).await?.ok_or_else(gone)?;
    let round = RoundId(row.round);
    rounds::going_on(&site, round)?;
    write(&site, move |tx| {
        async move {
            if !table::put_back(tx, id).await? {
                return Err(gone());
            }
            record(tx, now, &who, What::of_round("practice.put_back", round, id.0)).await
        }
        .boxed()
    })
    .await?;
    show(&site, id).await
}

/// What was taken out last, and can be put back.
pub async fn taken_out(site: &Site, of: (RoundId, Design)) -> Result<Vec<RemovedPractice>> {
    let rows = table::removed(&site.db, of, MOST).await?;
    let removed = |row: table::RemovedRow| {
        let (practice, at) = (PracticeId(row.id), Timestamp(row.removed));
        Some(RemovedPractice { practice, title: row.title.parse().ok()?, at })
    };
    Ok(rows.into_iter().filter_map(removed).collect())
}
