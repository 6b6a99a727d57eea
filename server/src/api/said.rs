//! "You said, we did": the page's entries, the team's desk, and the feed. Whoever reads it sees published entries about promises of
//! the design that holds now or held before, and of the proposals behind them only those that are public.

use super::designs::Sight;
use crate::auth::{Anyone, Watcher};
use crate::db::events::{self, What};
use crate::db::said::{self as table, HappenedRow, SaidRow};
use crate::error::{Error, Result};
use crate::memory::World;
use crate::promises::Standing;
use crate::site::Site;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::header;
use model::api::Done;
use model::api::said::{AddSaid, ChangeSaid, GetDesk, ListSaid, PublishSaid, RemoveSaid};
use model::said::{Asked, Desk, Did, Said, SaidText, Suggested};
use model::{PAGE_SIZE, Page, PracticeId, Problem, RoundId, SaidId, Timestamp};

/// Where the feed is.
pub const FEED: &str = "/you-said-we-did.atom";
/// How far back suggestions go, and how many there are at most.
const SUGGESTED: (i64, i64) = (90 * Timestamp::DAY, 50);
/// Entries that are looked through, the newest.
const KEPT: i64 = 1_000;
/// Adopted practices that nobody has told yet, suggested at once.
const ADOPTED: usize = 10;

pub async fn list(site: Site, who: Anyone, request: ListSaid) -> Result<Page<Said>> {
    let all = published(&site, Sight::Of(who.person.as_deref())).await?;
    let total = all.len();
    let page = request.page.unwrap_or(1).clamp(1, total.div_ceil(PAGE_SIZE).max(1));
    let items = all.into_iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE).collect();
    Ok(Page { items, total, page })
}

/// What is published and its reader may see.
async fn published(site: &Site, sight: Sight<'_>) -> Result<Vec<Said>> {
    let rows = table::published(&site.db, KEPT).await?;
    shown(site, &rows, sight).await
}

/// Of rounds that its reader may see.
async fn shown(site: &Site, rows: &[SaidRow], sight: Sight<'_>) -> Result<Vec<Said>> {
    let standing = match site.promises.standing(site, sight).await {
        Ok(standing) => Some(standing),
        Err(Error::Problem(_)) => None,
        Err(fault) => return Err(fault),
    };
    let world = site.memory.read();
    let seen = |row: &&SaidRow| match sight {
        Sight::Of(person) => world.seen(person, RoundId(row.round)).is_some(),
        Sight::All => true,
    };
    Ok(rows.iter().filter(seen).filter_map(|row| said(row, standing.as_deref(), &world)).collect())
}

fn said(row: &SaidRow, standing: Option<&Standing>, world: &World) -> Option<Said> {
    let practice = PracticeId(row.practice);
    let from = standing.and_then(|standing| standing.find(practice)).map(|held| held.from.clone());
    let asked = from.unwrap_or_default().into_iter().filter_map(|id| {
        let proposal = world.round_of(id)?.proposal(id)?;
        let public = proposal.status.is_public();
        public.then(|| Asked { proposal: id, title: proposal.text.title.clone() })
    });
    Some(Said {
        id: SaidId(row.id),
        text: SaidText {
            did: row.did.parse().ok()?,
            title: row.title.parse().ok()?,
            words: row.words.parse().ok()?,
        },
        practice,
        asked: asked.collect(),
        at: Timestamp(row.at),
        sample: world.round(RoundId(row.round)).is_some_and(|memory| memory.round.sample),
        published: row.published.map(Timestamp),
        changed: Timestamp(row.changed),
    })
}

pub async fn desk(site: Site, who: Watcher, _request: GetDesk) -> Result<Desk> {
    let drafts = table::drafts(&site.db).await?;
    let drafts = shown(&site, &drafts, Sight::Of(Some(&who))).await?;
    let Ok(standing) = site.promises.standing(&site, Sight::Of(Some(&who))).await else {
        return Ok(Desk { suggested: Vec::new(), drafts });
    };
    let (back, most) = SUGGESTED;
    let rows = table::happened(&site.db, site.clock.now().plus(-back), most).await?;
    let mut suggested: Vec<Suggested> = rows.iter().filter_map(|row| suggestion(row, &standing)).collect();
    let told = table::told_adopted(&site.db).await?;
    let untold = standing.promises.iter().filter(|held| !told.contains(&held.id.0)).take(ADOPTED);
    suggested.extend(untold.map(|held| Suggested {
        event: None,
        did: Did::Adopted,
        practice: held.id,
        title: held.title.clone(),
        words: "You asked for it, and we have adopted it.".to_owned(),
        at: standing.adopted,
    }));
    Ok(Desk { suggested, drafts })
}

/// What could be said of an event; nothing of a practice that is not public.
fn suggestion(row: &HappenedRow, standing: &Standing) -> Option<Suggested> {
    let held = standing.find(PracticeId(row.subject))?;
    let detail = row.detail.clone().unwrap_or_default();
    let reason = standing.stated(held.id).and_then(|stated| stated.reason.as_ref()).map(ToString::to_string);
    let (did, words) = match (row.kind.as_str(), detail.as_str()) {
        ("promise.gap_closed", _) => (Did::Changed, format!("You said that this was not kept. {detail}")),
        (_, "in place") => (Did::Started, "You asked for it, and it is in place now.".to_owned()),
        (_, "dropped") => (Did::Dropped, reason.unwrap_or_default()),
        (_, "paused") => (Did::Changed, reason.unwrap_or_default()),
        _ => return None,
    };
    Some(Suggested {
        event: Some(row.seq),
        did,
        practice: held.id,
        title: held.title.clone(),
        words,
        at: Timestamp(row.at),
    })
}

pub async fn add(site: Site, who: Watcher, request: AddSaid) -> Result<Said> {
    let AddSaid { practice, event, text } = request;
    let standing = site.promises.standing(&site, Sight::Of(Some(&who))).await?;
    if standing.find(practice).is_none() {
        return Err(Problem::field("practice", "It is about a promise of the design that holds now.").into());
    }
    let (by, now) = (who.id, site.clock.now());
    let at = match event {
        Some(event) => table::at(&site.db, event).await?.ok_or_else(|| Problem::not_found("event"))?,
        None => now,
    };
    let id = site
        .db
        .write(move |tx| {
            async move {
                let Some(id) = table::add(tx, &text, practice, (event, at), by, now).await? else {
                    return Err(Error::from(Problem::conflict("Somebody has begun to write about this.")));
                };
                events::record(tx, now, Some(by), What::new("said.written", id.0), None).await?;
                Ok(id)
            }
            .boxed()
        })
        .await?;
    find(&site, id).await
}

async fn find(site: &Site, id: SaidId) -> Result<Said> {
    let row = table::one(&site.db, id).await?.ok_or_else(|| Problem::not_found("entry"))?;
    let found = shown(site, std::slice::from_ref(&row), Sight::All).await?.pop();
    Ok(found.ok_or_else(|| Problem::not_found("entry"))?)
}

pub async fn change(site: Site, who: Watcher, request: ChangeSaid) -> Result<Said> {
    let (id, text) = (request.said, request.text);
    let (by, now) = (who.id, site.clock.now());
    site.db
        .write(move |tx| {
            async move {
                if !table::change(tx, id, &text, now).await? {
                    return Err(Error::from(Problem::not_found("entry")));
                }
                Ok(events::record(tx, now, Some(by), What::new("said.changed", id.0), None).await?)
            }
            .boxed()
        })
        .await?;
    find(&site, id).await
}

pub async fn publish(site: Site, who: Watcher, request: PublishSaid) -> Result<Done> {
    let (by, now, id) = (who.id, site.clock.now(), request.said);
    let at = request.published.then_some(now);
    site.db
        .write(move |tx| {
            async move {
                if !table::publish(tx, id, at).await? {
                    return Err(Error::from(Problem::not_found("entry")));
                }
                let kind = if at.is_some() { "said.published" } else { "said.withdrawn" };
                Ok(events::record(tx, now, Some(by), What::new(kind, id.0), None).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

pub async fn remove(site: Site, who: Watcher, request: RemoveSaid) -> Result<Done> {
    let (by, now, id) = (who.id, site.clock.now(), request.said);
    site.db
        .write(move |tx| {
            async move {
                if !table::remove(tx, id).await? {
                    return Err(Error::from(Problem::not_found("draft")));
                }
                Ok(events::record(tx, now, Some(by), What::new("said.removed", id.0), None).await?)
            }
            .boxed()
        })
        .await?;
    Ok(Done {})
}

/// The first page, as other programs follow it. The same to everybody.
pub async fn feed(State(site): State<Site>) -> Response {
    match atom(&site).await {
        Ok(feed) => ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response(),
        Err(fault) => fault.into_response(),
    }
}

async fn atom(site: &Site) -> Result<String> {
    let mut entries = published(site, Sight::Of(None)).await?;
    // Who follows the company wants to know nothing made up.
    entries.retain(|entry| !entry.sample);
    entries.truncate(PAGE_SIZE);
    let company = site.memory.read().company().map(|company| company.name.clone()).unwrap_or_default();
    Ok(crate::said::atom(&company, |path| site.config.link(path), &entries))
}
