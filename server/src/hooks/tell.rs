//! Reads what has happened, in the order of the log, and writes down what hooks are to be told. How far it has come stands in the
//! database and moves on with what it writes, so that nothing is told twice. Only what everybody may read is told, but for what
//! `hooks/staff.rs` has.

use super::{proposals, staff};
use crate::api::designs::{self, Sight};
use crate::db::goes_on;
use crate::db::hooks::{self as table, HookRow, NewDelivery};
use crate::db::notices::{self, EventRow};
use crate::error::Error;
use crate::site::Site;
use futures::FutureExt;
use model::design::{AdoptedPractice, Design};
use model::program::HookKind;
use model::promise::Progress;
use model::{PracticeId, Timestamp, Version};
use serde_json::{Value, json};

/// Events that are read at once.
const EVENTS: i64 = 200;

/// Writes down some of what has happened, and says whether there may be more.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> anyhow::Result<bool> {
    let from = table::cursor(&site.db).await?;
    let events = notices::events(&site.db, from, EVENTS).await?;
    let Some(to) = events.last().map(|event| event.seq) else { return Ok(false) };
    // Only now, so that what the events are about is in memory.
    site.memory.catch_up().await?;
    let hooks = table::going(&site.db).await?;
    let mut new = Vec::new();
    // Without a hook there is nothing to write, and nothing to look up.
    let follow_up = hooks.iter().any(|hook| hook.kinds.contains(staff::FOLLOW_UP));
    for event in events.iter().filter(|_| !hooks.is_empty()) {
        let mut all = told(site, event).await?;
        // Who waits is looked up for whoever wants it.
        if follow_up {
            all.extend(staff::follow_up(site, event).await?);
        }
        for told in all {
            new.extend(deliveries(site, &hooks, &told, Timestamp(event.at)));
        }
    }
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                if table::advance(tx, from, to).await? {
                    for delivery in &new {
                        table::add_delivery(tx, delivery, now).await?;
                    }
                }
                Ok::<_, sqlx::Error>(())
            }
            .boxed()
        })
        .await?;
    Ok(true)
}

/// What is to be sent to each hook that wants to be told.
pub fn deliveries(
    site: &Site,
    hooks: &[HookRow],
    (kind, data): &(HookKind, Value),
    at: Timestamp,
) -> Vec<NewDelivery> {
    let body = json!({ "type": kind.word(), "timestamp": at.iso(), "data": data }).to_string();
    let message = format!("msg_{}", site.dice.secret());
    let wanting = hooks.iter().filter(|hook| hook.kinds.split(' ').any(|word| word == kind.word()));
    let delivery = |hook: &HookRow| NewDelivery {
        hook: hook.id,
        message: message.clone(),
        kind: *kind,
        body: body.clone(),
        at,
    };
    wanting.map(delivery).collect()
}

async fn told(site: &Site, event: &EventRow) -> anyhow::Result<Vec<(HookKind, Value)>> {
    let Some(subject) = event.subject else { return Ok(Vec::new()) };
    match event.kind.as_str() {
        "design.adopted" if subject > 0 => adopted(site, Version(subject)).await,
        "proposal.published" | "proposal.proposed" | "proposal.answered" => {
            proposals::told(site, event).await
        }
        "activity.planned" | "activity.held" | "activity.presented" => staff::activity(site, event).await,
        "promise.changed" => Ok(status(site, PracticeId(subject)).await.into_iter().collect()),
        "promise.gap" | "promise.gap_closed" | "promise.gap_reopened" => {
            Ok(gap(site, PracticeId(subject)).await.into_iter().collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// Every practice that is new in a version, or another than in the one before, and every one that it no longer has.
async fn adopted(site: &Site, version: Version) -> anyhow::Result<Vec<(HookKind, Value)>> {
    let read = async |version| match designs::seen_by(site, Sight::Of(None), version).await {
        Ok(design) => Ok(Some(design)),
        Err(Error::Problem(_)) => Ok(None),
        Err(Error::Fault(fault)) => Err(fault),
    };
    let Some(design) = read(version).await? else { return Ok(Vec::new()) };
    let place = design.versions.iter().position(|one| *one == version).unwrap_or(0);
    let before = match place.checked_sub(1).and_then(|before| design.versions.get(before)) {
        Some(before) => read(*before).await?,
        None => None,
    };
    let was = |practice: &AdoptedPractice| {
        before.as_ref().and_then(|design| design.practices.iter().find(|one| one.id == practice.id))
    };
    let kind = |practice: &AdoptedPractice| match was(practice) {
        None => Some(HookKind::PracticeAdopted),
        Some(was) if was.text != practice.text => Some(HookKind::PracticeChanged),
        Some(_) => None,
    };
    let told = design.practices.iter().filter_map(|one| Some((kind(one)?, practice(one, &design))));
    let gone = before.iter().flat_map(|before| &before.practices);
    let gone = gone.filter(|was| !design.practices.iter().any(|one| one.id == was.id));
    let became = goes_on::all(&site.db).await?;
    let gone = gone.map(|was| (HookKind::PromiseStatus, left(was, version, became.next(was.id))));
    let whole = (HookKind::DesignAdopted, signed(site, &design));
    Ok(std::iter::once(whole).chain(told).chain(gone).collect())
}

/// The design as a whole; its practices are told each by itself.
fn signed(site: &Site, design: &Design) -> Value {
    json!({
        "version": design.version, "round": design.round, "question": design.question, "adopted": design.adopted.iso(),
        "signed_by": design.signed_by, "capacity": design.capacity, "statement": design.statement,
        "practices": design.practices.len(), "digest": design.digest,
        "page": site.config.link(&format!("/design/{}", design.version)),
    })
}

/// What is no longer in the design is no longer promised: a program that kept it is to know.
fn left(practice: &AdoptedPractice, version: Version, becomes: Option<PracticeId>) -> Value {
    let text = &practice.text;
    let reason = match becomes {
        Some(other) => format!("It goes on as practice {other} in version {version} of the design."),
        None => format!("It is not in version {version} of the design."),
    };
    json!({
        "practice": practice.id, "title": text.title, "status": Progress::Dropped,
        "reason": reason, "becomes": becomes, "owner": text.accountable, "starts": null, "review": null,
    })
}

/// A practice as programs read it.
#[must_use]
pub fn practice(practice: &AdoptedPractice, design: &Design) -> Value {
    let text = &practice.text;
    let stages: Vec<_> = text.stages.iter().filter_map(|at| Some(&design.stages.get(at)?.name)).collect();
    let cultures: Vec<_> =
        text.cultures.iter().filter_map(|at| Some(&design.cultures.get(at)?.name)).collect();
    json!({
        "practice": practice.id, "version": design.version, "title": text.title, "activity": text.activity,
        "accountable": text.accountable, "involved": text.involved, "how": text.how, "tool": text.tool,
        "touchpoints": text.details.touchpoints, "setting": text.details.setting, "audience": text.details.audience,
        "documents": text.details.documents, "stages": stages, "cultures": cultures, "lead": text.lead, "lag": text.lag,
    })
}

async fn status(site: &Site, practice: PracticeId) -> Option<(HookKind, Value)> {
    let standing =
        site.promises.with(site, Sight::Of(None), practice).await.ok().filter(|standing| !standing.sample)?;
    let (held, stated) = (standing.find(practice)?, standing.stated(practice)?);
    let data = json!({
        "practice": practice, "title": held.title, "status": stated.progress, "reason": stated.reason,
        "owner": stated.owner.as_ref().unwrap_or(&held.accountable), "starts": stated.starts, "review": stated.review,
    });
    Some((HookKind::PromiseStatus, data))
}

async fn gap(site: &Site, practice: PracticeId) -> Option<(HookKind, Value)> {
    let standing =
        site.promises.with(site, Sight::Of(None), practice).await.ok().filter(|standing| !standing.sample)?;
    let (held, gap) = (standing.find(practice)?, standing.gap(practice)?);
    let counted = site.promises.counted(site).await.ok()?;
    let told = counted.told(practice, gap.quarter);
    let data = json!({
        "practice": practice, "title": held.title, "quarter": gap.quarter.words(), "kept": told, "open": gap.is_open(),
        "reason": gap.closed.as_ref().map(|closed| &closed.reason),
    });
    Some((HookKind::ScorecardGap, data))
}
