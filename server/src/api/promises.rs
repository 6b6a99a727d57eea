//! The scorecard of promises, and what customers report.

use super::designs::Sight;
use crate::auth::{Customer, Designer, Maker, PromiseReader};
use crate::db::events::{self, What};
use crate::db::promises::{self as table, Stated};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::memory::Member;
use crate::promises::Held;
use crate::promises::scorecard::Scored;
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::promises::{GetScorecard, ListReportedWords, Report, SetPromise, TakeBackReport};
use model::promise::{QUARTERS, Quarter, Reported, Scorecard, Told, Words};
use model::{PersonId, PracticeId, Problem, Reason, RoundId};

pub async fn scorecard(site: Site, who: PromiseReader, _request: GetScorecard) -> Result<Scorecard> {
    let standing = site.promises.standing(&site, Sight::Of(who.person.as_deref())).await?;
    let counted = site.promises.counted(&site).await?;
    let now = site.clock.now();
    let mut mine = super::scorecard::mine(&site, &who).await?;
    let scored = Scored { standing: &standing, counted: &counted, now };
    Ok(Scorecard {
        version: standing.version,
        adopted: standing.adopted,
        sample: standing.sample,
        quarter: Quarter::of(now),
        promises: standing.promises.iter().map(|held| scored.promise(held, &mut mine)).collect(),
        stages: standing.stages.clone(),
        cultures: standing.cultures.clone(),
    })
}

pub async fn report(site: Site, who: Customer, request: Report) -> Result<Reported> {
    let Report { practice, kept, feeling, words } = request;
    may_report(&site, &who)?;
    promised(&site, &who, practice).await?;
    let reported = Reported { kept, feeling, words };
    put(&site, practice, who.id, Some(reported.clone())).await?;
    Ok(reported)
}

/// One report a person, practice and quarter, whichever way it comes: the last one counts, and none where it is taken back.
pub async fn put(site: &Site, practice: PracticeId, by: PersonId, reported: Option<Reported>) -> Result<()> {
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                // Reports are numbered in the order in which they are committed, so that who has read to one has read all before.
                events::take(tx, 0).await?;
                Ok::<_, Error>(table::report(tx, practice, by, reported.as_ref(), now).await?)
            }
            .boxed()
        })
        .await
}

pub async fn take_back(site: Site, who: Customer, request: TakeBackReport) -> Result<Done> {
    promised(&site, &who, request.practice).await?;
    may_report(&site, &who)?;
    put(&site, request.practice, who.id, None).await?;
    Ok(Done {})
}

/// Customers report; the company says its part elsewhere.
fn may_report(site: &Site, who: &Customer) -> Result<()> {
    customers_alone(who)?;
    Ok(site.limits.check(Limit::Vote, &who.id.to_string())?)
}

/// # Errors
/// Staff who speak for no account are told so.
pub fn customers_alone(who: &Member) -> std::result::Result<(), Problem> {
    if who.is_staff() && !who.confirmed {
        return Err(Problem::not_allowed("Customers report whether a promise was kept."));
    }
    Ok(())
}

pub async fn set(site: Site, who: Designer, request: SetPromise) -> Result<Done> {
    let SetPromise { practice, progress, reason, owner, starts, review } = request;
    let (found, round) = promised(&site, &who, practice).await?;
    if progress.needs_reason() && reason.is_none() {
        let message = "Say why; customers read it.";
        return Err(Problem::field("reason", message).into());
    }
    if let (Some(starts), Some(review)) = (starts, review)
        && review < starts
    {
        return Err(Problem::field("review", "It cannot be looked at again before it starts.").into());
    }
    let reason: Option<Reason> = reason.filter(|_| progress.needs_reason());
    let owner = owner.filter(|owner| *owner != found.accountable);
    let stated = Stated { progress, reason, owner, starts, review };
    let (by, now) = (who.id, site.clock.now());
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                table::set(tx, practice, &stated, by, now).await?;
                let detail = stated.progress.words();
                let what = What::of_round("promise.changed", round, practice.0);
                Ok::<_, Error>(events::record(tx, now, Some(by), what, Some(detail)).await?)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn words(site: Site, who: Maker, _request: ListReportedWords) -> Result<Vec<Words>> {
    let standing = site.promises.standing(&site, Sight::Of(Some(&who))).await?;
    let counted = site.promises.counted(&site).await?;
    let rows = table::words(&site.db, Quarter(Quarter::of(site.clock.now()).0 - QUARTERS)).await?;
    let words = |row: table::WordsRow| {
        let held = standing.find(PracticeId(row.practice))?;
        let kept = counted.of(held.id).iter().find(|kept| kept.quarter.0 == row.quarter)?;
        let told = !matches!(kept.told, Told::Few);
        told.then_some(Words {
            practice: held.id,
            title: held.title.clone(),
            quarter: kept.quarter,
            words: row.words.parse().ok()?,
        })
    };
    Ok(rows.into_iter().filter_map(words).collect())
}

/// A practice of the design that holds now, for whom there is one.
pub async fn promised(site: &Site, who: &Member, practice: PracticeId) -> Result<(Held, RoundId)> {
    let standing = site.promises.standing(site, Sight::Of(Some(who))).await?;
    let found = standing.find(practice).cloned();
    Ok((found.ok_or_else(|| Problem::not_found("promise"))?, standing.round))
}
