//! "You said, we did": the page's entries, the team's desk, and the feed. Whoever reads it sees published entries about promises of
//! the design that holds now or held before, and of the proposals behind them only those that are public.

mod desk;

pub use desk::desk;

use super::designs::{self, Sight};
use crate::auth::{SaidReader, SaidWriter};
use crate::db::Tx;
use crate::db::events::{self, What};
use crate::db::said::{self as table, SaidRow};
use crate::error::{Error, Result};
use crate::memory::World;
use crate::site::Site;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::header;
use model::api::Done;
use model::api::said::{AddSaid, ChangeSaid, ListSaid, PublishSaid, RemoveSaid};
use model::said::{Asked, Said, SaidText};
use model::stale::Stale;
use model::{PAGE_SIZE, Page, PracticeId, Problem, ProposalId, RoundId, SaidId, Timestamp, Version};
use rustc_hash::FxHashMap;

/// Where the feed is.
pub const FEED: &str = "/you-said-we-did.atom";
/// Entries that are looked through, the newest.
const KEPT: i64 = 1_000;

pub async fn list(site: Site, who: SaidReader, request: ListSaid) -> Result<Page<Said>> {
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
    let behind = behind(site, rows, sight).await?;
    let world = site.memory.read();
    let seen = |row: &&SaidRow| match sight {
        Sight::Of(person) => world.seen(person, RoundId(row.round)).is_some(),
        Sight::All => true,
    };
    let from = |row: &SaidRow| behind.get(&row.id).map_or(&[][..], Vec::as_slice);
    Ok(rows.iter().filter(seen).filter_map(|row| said(row, from(row), &world)).collect())
}

/// The proposals behind each entry: those of the version that held when it happened, or else of the last one that has its practice.
/// They stay behind it, whatever a later version has.
async fn behind(site: &Site, rows: &[SaidRow], sight: Sight<'_>) -> Result<FxHashMap<i64, Vec<ProposalId>>> {
    let mut behind = FxHashMap::default();
    let mut wanted: Vec<&SaidRow> = rows.iter().collect();
    for version in newest_first(site, sight) {
        if wanted.is_empty() {
            break;
        }
        let promised = site.promises.versions.of(site, version).await?;
        wanted.retain(|row| {
            let Some(held) = promised.find(PracticeId(row.practice)) else { return true };
            let held_then = promised.adopted.0 <= row.at;
            if held_then || !behind.contains_key(&row.id) {
                behind.insert(row.id, held.from.clone());
            }
            !held_then
        });
    }
    Ok(behind)
}

/// Every adopted version that its reader may see.
fn newest_first(site: &Site, sight: Sight<'_>) -> impl Iterator<Item = Version> {
    let of = |sample| designs::versions(site, sight, sample).into_iter().rev();
    of(false).chain(of(true))
}

fn said(row: &SaidRow, from: &[ProposalId], world: &World) -> Option<Said> {
    let practice = PracticeId(row.practice);
    let asked = from.iter().filter_map(|id| {
        let proposal = world.round_of(*id)?.proposal(*id)?;
        let public = proposal.status.is_public();
        public.then(|| Asked { proposal: *id, title: proposal.text.title.clone() })
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

pub async fn add(site: Site, who: SaidWriter, request: AddSaid) -> Result<Said> {
    let AddSaid { practice, event, text } = request;
    if !is_promised(&site, Sight::Of(Some(&who)), practice).await? {
        return Err(Problem::field("practice", "It is about a promise of an adopted design.").into());
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

/// Whether it is, or was, promised in a version that its reader may see.
pub async fn is_promised(site: &Site, sight: Sight<'_>, practice: PracticeId) -> Result<bool> {
    for version in newest_first(site, sight) {
        if site.promises.versions.of(site, version).await?.find(practice).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn find(site: &Site, id: SaidId) -> Result<Said> {
    let row = table::one(&site.db, id).await?.ok_or_else(|| Problem::not_found("entry"))?;
    let found = shown(site, std::slice::from_ref(&row), Sight::All).await?.pop();
    Ok(found.ok_or_else(|| Problem::not_found("entry"))?)
}

pub async fn change(site: Site, who: SaidWriter, request: ChangeSaid) -> Result<Said> {
    let (id, seen, text) = (request.said, request.seen, request.text);
    let (by, now) = (who.id, site.clock.now());
    site.db
        .write(move |tx| {
            async move {
                if let Some((stale, there)) = overtaken(tx, id, seen).await? {
                    return Err(beside(stale, &text, &there).problem().into());
                }
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

/// What is there, where that is not what was read.
async fn overtaken(tx: &mut Tx, id: SaidId, seen: Option<i64>) -> Result<Option<(Stale, SaidRow)>> {
    events::take(tx, 0).await?;
    let there = table::in_hand(tx, id).await?.ok_or_else(|| Problem::not_found("entry"))?;
    Ok(Stale::of(seen, there.changed).map(|stale| (stale, there)))
}

fn beside(stale: Stale, typed: &SaidText, there: &SaidRow) -> Stale {
    stale.field("did", typed.did.word(), &there.did).field("title", &typed.title, &there.title).field(
        "words",
        &typed.words,
        &there.words,
    )
}

pub async fn publish(site: Site, who: SaidWriter, request: PublishSaid) -> Result<Done> {
    let (by, now, id, seen) = (who.id, site.clock.now(), request.said, request.seen);
    let at = request.published.then_some(now);
    site.db
        .write(move |tx| {
            async move {
                if let Some((stale, there)) = overtaken(tx, id, seen).await? {
                    return Err(stale
                        .field("words", "", format!("{}. {}", there.title, there.words))
                        .problem()
                        .into());
                }
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

pub async fn remove(site: Site, who: SaidWriter, request: RemoveSaid) -> Result<Done> {
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
