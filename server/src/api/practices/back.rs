//! Putting back what was taken out of a draft: the very same practice, so that what was promised and reported of it goes on.

use super::{check, fits, gone, links, record, rounds, show, write};
use crate::auth::Designer;
use crate::db::events::What;
use crate::db::practices::{self as table, Design, Stored};
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
    let Stored { round, mut text, inside_out, .. } =
        table::find_removed(&site.db, id).await?.ok_or_else(gone)?;
    rounds::going_on(&site, round)?;
    // The round may have become another one meanwhile.
    fits(&site, round, if inside_out { Design::InsideOut } else { Design::Draft }, &text)?;
    write(&site, move |tx| {
        async move {
            if !table::put_back(tx, id).await? {
                return Err(gone());
            }
            // What it pointed at may have gone too, or point at it by now.
            let draft = links::of_round(tx, round).await?;
            if let Some(linked) = draft.iter().find(|linked| linked.id == id) {
                (text.opposites, text.needs) = (linked.opposites.clone(), linked.needs.clone());
                check::links::fit(&draft, Some(id), &text)?;
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
        let by = row.name.and_then(|name| name.parse().ok());
        Some(RemovedPractice { practice, title: row.title.parse().ok()?, at, by })
    };
    Ok(rows.into_iter().filter_map(removed).collect())
}
