//! Two practices that are alike become one: what the other was made from, where it stands and what it takes go into the one, and the
//! other is taken out. Taking that change back puts it there again.

use super::stale::as_read;
use super::{Design, Stored, find, fits, gone, rounds, show, table, write};
use crate::auth::Designer;
use crate::db::events::{self, What};
use crate::db::practices::changes::{self, NewChange, Was};
use crate::db::practices::links;
use crate::design::{check, key};
use crate::error::Result;
use crate::site::Site;
use futures::FutureExt;
use model::api::practices::JoinPractices;
use model::cells::{BehaviourSet, CultureSet, StageSet};
use model::practice::{Details, Load, Practice, PracticeText};
use model::{Name, PracticeId, Problem};

pub async fn join(site: Site, who: Designer, request: JoinPractices) -> Result<Practice> {
    if request.practice == request.other {
        return Err(Problem::field("other", "Give another practice.").into());
    }
    let (stored, other) = (find(&site, request.practice).await?, find(&site, request.other).await?);
    as_read(Some(request.seen), stored.revision)?;
    as_read(Some(request.other_seen), other.revision)?;
    if (stored.round, stored.inside_out) != (other.round, other.inside_out) {
        return Err(gone());
    }
    let text = joined((stored.id, &stored.text), (other.id, &other.text));
    rounds::going_on(&site, stored.round)?;
    let design = if stored.inside_out { Design::InsideOut } else { Design::Draft };
    fits(&site, stored.round, design, &text)?;
    let id = stored.id;
    put(&site, &who, stored, other, text).await?;
    show(&site, id).await
}

async fn put(site: &Site, who: &Designer, stored: Stored, other: Stored, text: PracticeText) -> Result<()> {
    let (id, round, by, now) = (stored.id, stored.round, who.id, site.clock.now());
    write(site, move |tx| {
        async move {
            for one in [&stored, &other] {
                as_read(Some(one.revision), changes::revision(tx, one.id).await?.ok_or_else(gone)?)?;
            }
            check::links::fit(&links::of_round(tx, round).await?, Some(id), &text)?;
            if !table::change(tx, id, &text, by, now).await? {
                return Err(gone());
            }
            events::record(tx, now, Some(by), What::of_round("practice.changed", round, id.0), None).await?;
            check::links::may_go(&links::of_round(tx, round).await?, other.id)?;
            if !table::remove(tx, other.id, by, now).await? {
                return Err(gone());
            }
            let removed = What::of_round("practice.removed", round, other.id.0);
            events::record(tx, now, Some(by), removed, None).await?;
            let revision = stored.revision + 1;
            let was = Was { gone: vec![other.id], ..stored.text.into() };
            Ok(changes::note(tx, &NewChange { practice: id, revision, was, sitting: false, by, at: now })
                .await?)
        }
        .boxed()
    })
    .await
}

/// What the one says goes before what the other says.
fn joined(
    (id, one): (PracticeId, &PracticeText),
    (gone, other): (PracticeId, &PracticeText),
) -> PracticeText {
    let named = |own: &[PracticeId], others: &[PracticeId]| {
        let mut all = union(own, others);
        all.retain(|named| *named != id && *named != gone);
        all.sort_unstable();
        all
    };
    let mut costs = one.costs.clone();
    for cost in &other.costs {
        match costs.iter_mut().find(|own| own.resource == cost.resource) {
            Some(own) => own.amount = own.amount.saturating_add(cost.amount),
            None => costs.push(*cost),
        }
    }
    PracticeText {
        involved: involved(one, other),
        loads: loads(one, other),
        how: one.how.clone().or_else(|| other.how.clone()),
        tool: one.tool.clone().or_else(|| other.tool.clone()),
        aim: one.aim.clone().or_else(|| other.aim.clone()),
        details: details(&one.details, &other.details),
        lead: one.lead.clone().or_else(|| other.lead.clone()),
        lag: one.lag.clone().or_else(|| other.lag.clone()),
        behaviours: BehaviourSet(one.behaviours.0 | other.behaviours.0),
        stages: StageSet(one.stages.0 | other.stages.0),
        cultures: CultureSet(one.cultures.0 | other.cultures.0),
        proposals: union(&one.proposals, &other.proposals),
        costs,
        opposites: named(&one.opposites, &other.opposites),
        needs: named(&one.needs, &other.needs),
        ..one.clone()
    }
}

/// Whoever answered for the other has a part in it.
fn involved(one: &PracticeText, other: &PracticeText) -> Vec<Name> {
    let mut involved = one.involved.clone();
    for name in other.involved.iter().chain([&other.accountable]).filter(|name| !name.is_nobody()) {
        let there = |known: &Name| key(known.as_str()) == key(name.as_str());
        if !there(&one.accountable) && !involved.iter().any(there) {
            involved.push(name.clone());
        }
    }
    involved
}

fn loads(one: &PracticeText, other: &PracticeText) -> Vec<Load> {
    let mut loads = one.loads.clone();
    for load in &other.loads {
        let same = |own: &&mut Load| key(own.function.as_str()) == key(load.function.as_str());
        match loads.iter_mut().find(same) {
            Some(own) => own.hours = own.hours.saturating_add(load.hours),
            None => loads.push(load.clone()),
        }
    }
    loads
}

fn details(one: &Details, other: &Details) -> Details {
    Details {
        touchpoints: one.touchpoints.clone().or_else(|| other.touchpoints.clone()),
        setting: one.setting.or(other.setting),
        audience: one.audience.or(other.audience),
        redundant: one.redundant.clone().or_else(|| other.redundant.clone()),
        documents: union(&one.documents, &other.documents),
    }
}

fn union<T: Clone + PartialEq>(one: &[T], other: &[T]) -> Vec<T> {
    let mut all = one.to_vec();
    for item in other {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all
}
