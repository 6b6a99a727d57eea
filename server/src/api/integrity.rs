//! What is to be looked at in a draft, and what the company's functions can carry.

use super::designs::{Sight, line_of_round};
use super::practices::entries;
use super::{rounds, today};
use crate::auth::{Anyone, Designer};
use crate::db::designs;
use crate::db::events::{self, What};
use crate::db::gaps;
use crate::db::practices::{self, Stored};
use crate::design::integrity::{Plan, texts};
use crate::design::thaw;
use crate::error::{Error, Result};
use crate::selection::groupings::suggested;
use crate::site::Site;
use anyhow::Context;
use futures::FutureExt;
use model::api::Done;
use model::api::integrity::{GetIntegrity, SetCapacity, stated};
use model::integrity::{Beside, Integrity};
use model::person::Role;
use model::practice::Entry;
use model::round::{MOST_UNITS, Round};
use model::stale::Stale;
use model::{Problem, Version};

pub async fn get(site: Site, who: Anyone, request: GetIntegrity) -> Result<Integrity> {
    let round = rounds::seen(&site, &who, request.round)?;
    if !who.may(Role::Designer) && !who.may(Role::Signatory) {
        return Err(Problem::not_allowed("This is for designers and signatories.").into());
    }
    let practices = practices::of_round(&site.db, round.id).await?;
    let entries = entries(&site, &who).await?;
    let plan = Plan::new(shape(&round), &round.resources, texts(&practices));
    let groupings = match site.selections.steady(&site, round.id).await {
        Ok(Some(selected)) => {
            let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
            let suggested = tokio::task::spawn_blocking(move || suggested(&selected, &board));
            suggested.await.map_err(anyhow::Error::from)?
        }
        // Too few have voted, or the round's capacities cannot be compared: that is told where it matters.
        Ok(None) | Err(Error::Problem(_)) => Vec::new(),
        Err(fault) => return Err(fault),
    };
    Ok(Integrity {
        round: round.id,
        counts: plan.counts(),
        beside: beside(&site, &round).await?,
        findings: plan.findings(&entries),
        functions: plan.functions(entries),
        groupings,
    })
}

/// What is to be looked at in version 0.
pub fn of_inside_out(round: &Round, practices: &[Stored], entries: Vec<Entry>) -> Integrity {
    let plan = Plan::new(shape(round), &round.resources, texts(practices));
    Integrity {
        round: round.id,
        counts: plan.counts(),
        beside: Vec::new(),
        findings: plan.findings(&entries),
        functions: plan.functions(entries),
        groupings: Vec::new(),
    }
}

fn shape(round: &Round) -> (usize, usize) {
    (round.stages.len(), round.cultures.len())
}

/// The design that this one would replace, and how it is today. Beside a part of a design neither says anything: the review, and what
/// is adopted, compare the whole.
async fn beside(site: &Site, round: &Round) -> Result<Vec<Beside>> {
    let mut beside = Vec::new();
    if gaps::voted_on(&site.db, round.id).await?.is_some() {
        return Ok(beside);
    }
    if let Some(version) = line_of_round(site, Sight::All, round).pop() {
        beside.extend(counts_of(site, version).await?);
    }
    beside.extend(today::holds(site, round).await?.map(|today| today.beside()));
    Ok(beside)
}

async fn counts_of(site: &Site, version: Version) -> Result<Option<Beside>> {
    let Some(row) = designs::load(&site.db, version).await? else { return Ok(None) };
    let frozen = thaw::content(&row.content, &row.digest).with_context(|| format!("design {version}"))?;
    Ok(Some(Beside { version, counts: frozen.counts() }))
}

pub async fn set_capacity(site: Site, who: Designer, request: SetCapacity) -> Result<Done> {
    let SetCapacity { entry, capacity, seen } = request;
    if capacity.is_some_and(|hours| !(0..=MOST_UNITS).contains(&hours)) {
        return Err(Problem::field("capacity", format!("Give a number from 0 to {MOST_UNITS}.")).into());
    }
    let hidden = site.memory.read().hidden_from(Some(&who));
    let known = practices::entries(&site.db, &hidden).await?;
    if !known.iter().any(|one| one.id == entry) {
        return Err(Problem::not_found("function").into());
    }
    let (by, now) = (who.id, site.clock.now());
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                let there = practices::capacity(tx, entry).await?;
                let there = there.ok_or_else(|| Error::from(Problem::not_found("function")))?;
                if let Some(stale) = Stale::of(seen, stated(there)) {
                    return Err(stale.maybe("capacity", capacity.as_ref(), there.as_ref()).problem().into());
                }
                practices::set_capacity(tx, entry, capacity).await?;
                Ok::<_, Error>(
                    events::record(tx, now, Some(by), What::new("function.capacity", entry.0), None).await?,
                )
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}
