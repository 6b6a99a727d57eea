//! The scorecard page by page, one promise by itself, and what is done where customers say that it is not kept.

use super::designs::{self, Sight};
use super::exported::sheet;
use super::gap_vote;
use crate::auth::{Anyone, Designer, PromiseReader, Who};
use crate::db::events::{self, What};
use crate::db::gaps as gap_table;
use crate::db::promises as table;
use crate::db::rounds;
use crate::db::values;
use crate::error::{Error, Result};
use crate::promises::scorecard::{Scored, Wanted};
use crate::promises::{gaps, wording};
use crate::site::Site;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use futures::FutureExt;
use model::api::Done;
use model::api::scorecard::{CloseGap, FindPromises, GetPromise, ListReopened, ReopenGap};
use model::promise::{QUARTERS, Quarter, REVIEW_AFTER, Reported};
use model::scorecard::{PromisePage, Reopened, ScorecardPage};
use model::time::Day;
use model::value::{Series, Which};
use model::{PracticeId, Problem, Reason, Version};
use serde::Deserialize;
use std::collections::HashMap;

/// The whole of it as CSV, for whoever reads the page.
pub const CSV: &str = "/api/v1/scorecard.csv";

pub async fn find(site: Site, who: PromiseReader, request: FindPromises) -> Result<ScorecardPage> {
    let cell = request.cell.as_deref().map(str::parse).transpose();
    let cell = cell.map_err(|refused: model::text::TextProblem| Problem::field("cell", refused.0))?;
    let sight = Sight::Of(who.person.as_deref());
    let (standing, counted) =
        (site.promises.asked(&site, sight, request.version).await?, site.promises.counted(&site).await?);
    let now = site.clock.now();
    let quarter = Quarter::of(now);
    let told = |asked: &Quarter| asked.0 <= quarter.0 && asked.0 > quarter.0 - QUARTERS;
    let wanted = Wanted {
        cell,
        only: request.only,
        period: request.quarter.filter(told).unwrap_or(quarter),
        page: request.page.unwrap_or(1),
    };
    let mut mine = mine(&site, &who).await?;
    let mut page = Scored { standing: &standing, counted: &counted, now }.page(wanted, &mut mine);
    gap_vote::hide(&site, &who, &mut page.promises.items);
    page.holds_too = designs::hold_too(&site, sight, standing.version);
    Ok(page)
}

/// What the reader has reported in this quarter. A program sees what its maker sees, and has reported nothing.
pub async fn mine(site: &Site, who: &Who) -> Result<HashMap<PracticeId, Reported>> {
    let Some(person) = who.id().filter(|_| who.program.is_none()) else { return Ok(HashMap::new()) };
    let quarter = Quarter::of(site.clock.now());
    Ok(table::mine(&site.db, person, quarter).await?.into_iter().collect())
}

pub async fn get(site: Site, who: PromiseReader, request: GetPromise) -> Result<PromisePage> {
    let sight = Sight::Of(who.person.as_deref());
    let (standing, counted) =
        (site.promises.with(&site, sight, request.practice).await?, site.promises.counted(&site).await?);
    let now = site.clock.now();
    let held = standing.find(request.practice).ok_or_else(|| Problem::not_found("promise"))?;
    let mut mine = mine(&site, &who).await?;
    let values = values::of(&site.db, held.id).await?;
    let series = |which: Which| {
        let indicator = match which {
            Which::Lead => held.lead.clone()?,
            Which::Lag => held.lag.clone()?,
        };
        let own = values.iter().filter(|(of, _)| *of == which);
        Some(Series {
            which,
            indicator,
            values: own.map(|(_, value)| *value).collect(),
            due: standing.wants_value(held, which, Day::of(now)),
        })
    };
    let mut promise = Scored { standing: &standing, counted: &counted, now }.promise(held, &mut mine);
    gap_vote::hide(&site, &who, std::slice::from_mut(&mut promise));
    Ok(PromisePage {
        reworded: wording::reworded(&site, sight, &standing, held.id).await?,
        series: Which::ALL.into_iter().filter_map(series).collect(),
        vote: promise.vote.and_then(|round| gap_vote::result(&site, &who, round)),
        promise,
        version: standing.version,
        sample: standing.sample,
        stages: standing.stages.clone(),
        cultures: standing.cultures.clone(),
        quarter: Quarter::of(now),
    })
}

pub async fn reopened(site: Site, who: Anyone, request: ListReopened) -> Result<Vec<Reopened>> {
    let gone = || Problem::not_found("round");
    site.memory.read().seen(who.person.as_deref(), request.round).ok_or_else(gone)?;
    site.promises.reopened(&site, Sight::Of(who.person.as_deref()), request.round).await
}

pub async fn close(site: Site, who: Designer, request: CloseGap) -> Result<Done> {
    let CloseGap { practice, reason, review } = request;
    let today = Day::of(site.clock.now());
    let review = review.unwrap_or(Day(today.0 + REVIEW_AFTER));
    if review <= today {
        return Err(Problem::field("review", "Choose a day that is still to come.").into());
    }
    set(&site, &who, practice, Some(reason), review).await
}

pub async fn reopen(site: Site, who: Designer, request: ReopenGap) -> Result<Done> {
    set(&site, &who, request.practice, None, Day::of(site.clock.now())).await
}

/// With a reason it is closed, and looked at again on that day; without one it is open again, and looked at by then.
async fn set(
    site: &Site,
    who: &Designer,
    practice: PracticeId,
    reason: Option<Reason>,
    day: Day,
) -> Result<Done> {
    let standing = site.promises.with(site, Sight::Of(Some(who)), practice).await?;
    let gone = || Problem::not_found("gap");
    standing.find(practice).ok_or_else(gone)?;
    let quarter = standing.gap(practice).ok_or_else(gone)?.quarter;
    let round = standing.round;
    let (by, now) = (who.id, site.clock.now());
    // What customers were asked because of it ends with it.
    let vote = standing.vote(practice).filter(|_| reason.is_some());
    let ending = vote.map(|round| (round, gap_vote::ended(site, round, now)));
    site.db
        .write(move |tx| {
            async move {
                if !gap_table::close(tx, practice, quarter, reason.as_ref(), by, now).await? {
                    return Err(Error::from(gone()));
                }
                let kind = if reason.is_some() { "promise.gap_closed" } else { "promise.gap_reopened" };
                let detail = reason.as_ref().map(Reason::as_str);
                events::record(tx, now, Some(by), What::of_round(kind, round, practice.0), detail).await?;
                let moved = match reason {
                    Some(_) => gap_table::review_on(tx, practice, day).await?,
                    None => gap_table::review_now(tx, practice, day).await?,
                };
                if let Some((vote, windows)) = ending.filter(|(_, windows)| !windows.is_empty()) {
                    for window in windows {
                        rounds::put_window(tx, vote, window).await?;
                    }
                    let what = What::of_round("round.phase_closed", vote, vote.0);
                    events::record(tx, now, Some(by), what, None).await?;
                }
                if moved {
                    gaps::reviewed(tx, (now, Some(by)), (round, practice), day).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// Of which version it is, where more than one holds for its reader.
#[derive(Deserialize)]
pub struct OfWhich {
    version: Option<Version>,
}

pub async fn csv(
    State(site): State<Site>,
    Extension(who): Extension<Who>,
    Query(which): Query<OfWhich>,
) -> Response {
    sheet("scorecard.csv", whole(&site, &PromiseReader::of(&who), which.version).await)
}

async fn whole(site: &Site, who: &Who, version: Option<Version>) -> Result<Vec<u8>> {
    let (standing, counted) = (
        site.promises.asked(site, Sight::Of(who.person.as_deref()), version).await?,
        site.promises.counted(site).await?,
    );
    let now = site.clock.now();
    Ok(Scored { standing: &standing, counted: &counted, now }.csv()?)
}
