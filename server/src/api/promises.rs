//! The scorecard of promises, and what customers report.

use super::designs::{self, Sight};
use crate::auth::{Customer, Maker, PromiseReader, Steward, Who};
use crate::db::events::{self, What};
use crate::db::promises::{self as table, Stated};
use crate::db::{lists, open_reports, told};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::memory::Member;
use crate::promises::scorecard::Scored;
use crate::promises::{Held, gaps};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::promises::{
    CloseReports, GetScorecard, ListReportedWords, Report, SetPromise, TakeBackReport,
};
use model::practice::ListKind;
use model::promise::{Progress, Promise, QUARTERS, Quarter, REVIEW_AFTER, Reported, Scorecard, Words};
use model::stale::Stale;
use model::time::Day;
use model::{Name, PersonId, PracticeId, Problem, Reason, RoundId, Timestamp, Version};
use std::collections::BTreeSet;

pub async fn scorecard(site: Site, who: PromiseReader, request: GetScorecard) -> Result<Scorecard> {
    of_version(&site, &who, request.version).await
}

/// That of one of the versions that hold, or of the one that pages open on.
pub async fn of_version(site: &Site, who: &Who, version: Option<Version>) -> Result<Scorecard> {
    let sight = Sight::Of(who.person.as_deref());
    let standing = site.promises.asked(site, sight, version).await?;
    let counted = site.promises.counted(site).await?;
    let now = site.clock.now();
    let mut mine = super::scorecard::mine(site, who).await?;
    let scored = Scored { standing: &standing, counted: &counted, now };
    let mut promises: Vec<Promise> =
        standing.promises.iter().map(|held| scored.promise(held, &mut mine)).collect();
    super::gap_vote::hide(site, who, &mut promises);
    Ok(Scorecard {
        version: standing.version,
        adopted: standing.adopted,
        sample: standing.sample,
        quarter: Quarter::of(now),
        promises,
        stages: standing.stages.clone(),
        cultures: standing.cultures.clone(),
        holds_too: designs::hold_too(site, sight, standing.version),
    })
}

pub async fn report(site: Site, who: Customer, request: Report) -> Result<Reported> {
    let Report { practice, kept, feeling, words, readable, named } = request;
    may_report(&site, &who)?;
    promised(&site, &who, practice).await?;
    let reported = Reported { kept, feeling, words, readable, named: named && readable };
    put(&site, practice, who.id, Some(reported.clone())).await?;
    Ok(reported)
}

/// One report a person, practice and quarter, whichever way it comes: the last one counts, and none where it is taken back.
pub async fn put(site: &Site, practice: PracticeId, by: PersonId, reported: Option<Reported>) -> Result<()> {
    let now = site.clock.now();
    let opens = reported.as_ref().is_some_and(|reported| reported.readable);
    let colleagues = if opens { colleagues(site, by) } else { BTreeSet::new() };
    site.db
        .write(move |tx| {
            async move {
                // Reports are numbered in the order in which they are committed, so that who has read to one has read all before.
                events::take(tx, 0).await?;
                Ok::<_, Error>(table::report(tx, practice, by, reported.as_ref(), &colleagues, now).await?)
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

/// Whoever speaks for the same account, oneself among them.
fn colleagues(site: &Site, person: PersonId) -> BTreeSet<PersonId> {
    let world = site.memory.read();
    let account = world.speaks_for(person);
    let same = |id: &PersonId| *id == person || (account.is_some() && world.speaks_for(*id) == account);
    world.directory.people().map(|member| member.id).filter(same).collect()
}

pub async fn close(site: Site, who: Customer, request: CloseReports) -> Result<Done> {
    close_for(&site, request.practice, who.id).await?;
    Ok(Done {})
}

/// It counts as before, and nobody reads it any longer, whether the promise holds or not.
pub async fn close_for(site: &Site, practice: PracticeId, person: PersonId) -> Result<()> {
    site.db
        .write(move |tx| {
            async move { Ok::<_, Error>(open_reports::close(tx, practice, person).await?) }.boxed()
        })
        .await
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

pub async fn set(site: Site, who: Steward, request: SetPromise) -> Result<Done> {
    let practice = request.practice;
    let standing = site.promises.with(&site, Sight::Of(Some(&who)), practice).await?;
    let held = standing.find(practice).ok_or_else(|| Problem::not_found("promise"))?;
    let (by, now, round) = (who.id, site.clock.now(), standing.round);
    let before = standing.stated(practice).and_then(|stated| stated.review);
    let seen = request.seen;
    let accountable = held.accountable.clone();
    let mut stated = stated(request, &accountable, before, now)?;
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if let Some(owner) = stated.owner.take() {
                    let today = lists::today(tx, ListKind::Function, owner).await?;
                    stated.owner = Some(today).filter(|owner| *owner != accountable);
                }
                let there = table::in_hand(tx, practice).await?;
                if let Some(stale) = Stale::of(seen, there.as_ref().map_or(0, |there| there.since.0)) {
                    let there = there.unwrap_or_default();
                    return Err(beside(stale, &stated, &there, &accountable).problem().into());
                }
                table::set(tx, practice, &stated, by).await?;
                let detail = stated.progress.words();
                let what = What::of_round("promise.changed", round, practice.0);
                events::record(tx, now, Some(by), what, Some(detail)).await?;
                match stated.review {
                    Some(day) if before != Some(day) => {
                        gaps::reviewed(tx, (now, Some(by)), (round, practice), day).await
                    }
                    _ => Ok::<_, Error>(()),
                }
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// What another said of it, beside what was sent.
fn beside(stale: Stale, typed: &Stated, there: &Stated, accountable: &Name) -> Stale {
    let owner = |stated: &Stated| stated.owner.clone().unwrap_or_else(|| accountable.clone());
    stale
        .field("progress", typed.progress.words(), there.progress.words())
        .maybe("reason", typed.reason.as_ref(), there.reason.as_ref())
        .field("owner", owner(typed), owner(there))
        .maybe("starts", typed.starts.as_ref(), there.starts.as_ref())
        .maybe("review", typed.review.as_ref(), there.review.as_ref())
}

/// What is asked for as it is to be kept. `before`: when it was to be looked at again.
fn stated(
    request: SetPromise,
    accountable: &Name,
    before: Option<Day>,
    now: Timestamp,
) -> std::result::Result<Stated, Problem> {
    let SetPromise { progress, reason, owner, starts, review, .. } = request;
    if progress.needs_reason() && reason.is_none() {
        return Err(Problem::field("reason", "Say why; customers read it."));
    }
    if let (Some(starts), Some(review)) = (starts, review)
        && review < starts
    {
        return Err(Problem::field("review", "It cannot be looked at again before it starts."));
    }
    if review.is_none() && before.is_some() && progress != Progress::Dropped {
        let message =
            "Say when it is looked at again: the day can be moved, and only what is dropped goes without.";
        return Err(Problem::field("review", message));
    }
    let begun = starts.map_or(Day::of(now), |starts| starts.max(Day::of(now)));
    let default = (progress == Progress::InPlace).then_some(Day(begun.0 + REVIEW_AFTER));
    let reason: Option<Reason> = reason.filter(|_| progress.needs_reason());
    let owner = owner.filter(|owner| owner != accountable);
    Ok(Stated { progress, reason, owner, starts, review: review.or(default), since: now })
}

pub async fn words(site: Site, who: Maker, _request: ListReportedWords) -> Result<Vec<Words>> {
    let all = site.promises.all(&site, Sight::Of(Some(&who))).await?;
    let counted = site.promises.counted(&site).await?;
    let rows = told::words(&site.db, Quarter(Quarter::of(site.clock.now()).0 - QUARTERS)).await?;
    let words = |row: told::WordsRow| {
        let (practice, quarter) = (PracticeId(row.practice), Quarter(row.quarter));
        let held = all.iter().find_map(|standing| standing.find(practice))?;
        counted.told(held.id, quarter)?;
        let (practice, title) = (held.id, held.title.clone());
        Some(Words { practice, title, quarter, words: row.words.parse().ok()? })
    };
    Ok(rows.into_iter().filter_map(words).collect())
}

/// A practice of a design that holds now, for whom there is one.
pub async fn promised(site: &Site, who: &Member, practice: PracticeId) -> Result<(Held, RoundId)> {
    let standing = site.promises.with(site, Sight::Of(Some(who)), practice).await?;
    let found = standing.find(practice).cloned();
    Ok((found.ok_or_else(|| Problem::not_found("promise"))?, standing.round))
}
