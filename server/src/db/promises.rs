//! How far promises have come, and what customers report of them.

use super::{Db, Tx, on, open_reports, row, told};
use anyhow::Context;
use model::effect::OwnReport;
use model::promise::{Feeling, Progress, Quarter, Reported};
use model::time::Day;
use model::{Name, PersonId, PracticeId, Reason, Timestamp};
use std::collections::BTreeSet;

row! {
    struct PromiseRow {
        practice: i64,
        progress: String,
        reason: Option<String>,
        owner: Option<String>,
        starts: Option<i64>,
        review: Option<i64>,
        changed: i64,
    }
}

row! {
    /// A report; without `kept` it has been taken back. `opened`: somebody may read it, or might once.
    pub struct ReportRow {
        id: i64,
        practice: i64,
        person: i64,
        quarter: i64,
        kept: Option<bool>,
        opened: bool,
    }
}

row! {
    /// When somebody first reported of a practice, and of how many of their reports of it staff may read.
    pub struct FirstRow {
        practice: i64,
        person: i64,
        at: i64,
        opened: i64,
    }
}

row! {
    struct MineRow {
        practice: i64,
        kept: bool,
        feeling: Option<String>,
        words: Option<String>,
        readable: bool,
        named: bool,
    }
}

row! {
    struct OpenedRow {
        opened: Option<i64>,
        late: bool,
    }
}

const PROMISES: &str =
    "select practice, progress, reason, owner, starts, review, changed from promise order by practice";
const SET: &str = "insert into promise (practice, progress, reason, owner, starts, review, changed, changed_by) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (practice) do update set progress = excluded.progress, \
                   reason = excluded.reason, owner = excluded.owner, starts = excluded.starts, review = excluded.review, \
                   changed = excluded.changed, changed_by = excluded.changed_by";
const NEWEST: &str = "select coalesce(max(id), 0) from report";
// What is closed is told as it is, and is not counted again.
const ONE: &str =
    "select practice, progress, reason, owner, starts, review, changed from promise where practice = $1";
const PLAN_AGAIN: &str = "update promise set progress = 'planned', reason = null, review = null, changed = $2, changed_by = $3 \
                          where practice = $1 and progress = 'dropped'";
const REPORTS: &str = "select id, practice, person, quarter, kept, opened is not null as opened from report where id > $1 and quarter > $2 \
                       and not exists (select 1 from report_told t \
                       where t.practice = report.practice and t.quarter = report.quarter and t.closed)";
const FIRSTS: &str = "select practice, person, min(at) as at, count(opened) as opened from report \
                      where kept is not null and quarter < $1 group by practice, person";
const MINE: &str = "select practice, kept, feeling, words, readable, named from report \
                    where person = $1 and quarter = $2 and kept is not null";
const REPORTED_BY: &str = "select practice, quarter, kept from report where person = $1 and kept is not null order by quarter desc, id desc";
const FORGET: &str = "delete from report where practice = $1 and person = $2 and quarter = $3";
const OPENED: &str = "select opened, late from report where practice = $1 and person = $2 and quarter = $3";
const ADD: &str = "insert into report (practice, person, quarter, kept, feeling, words, at, readable, named, opened, late) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// What the company says of a promise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    pub progress: Progress,
    pub reason: Option<Reason>,
    pub owner: Option<Name>,
    pub starts: Option<Day>,
    pub review: Option<Day>,
    /// Since when it says so.
    pub since: Timestamp,
}

/// Everything that has been said of promises, by practice.
///
/// # Errors
/// Those of the database, and a stored value that the model refuses.
pub async fn stated(db: &Db) -> anyhow::Result<Vec<(PracticeId, Stated)>> {
    let rows: Vec<PromiseRow> = on!(db, c => sqlx::query_as(PROMISES).fetch_all(c).await)?;
    rows.into_iter().map(|row| read(row).map(|(id, stated)| (PracticeId(id), stated))).collect()
}

fn read(row: PromiseRow) -> anyhow::Result<(i64, Stated)> {
    let refused = |refused: model::text::TextProblem| anyhow::anyhow!("{refused}");
    let stated = || -> anyhow::Result<Stated> {
        Ok(Stated {
            progress: row.progress.parse().map_err(refused)?,
            reason: row.reason.map(|text| text.parse()).transpose().map_err(refused)?,
            owner: row.owner.map(|text| text.parse()).transpose().map_err(refused)?,
            starts: row.starts.map(Day),
            review: row.review.map(Day),
            since: Timestamp(row.changed),
        })
    };
    Ok((
        row.practice,
        stated().with_context(|| format!("the promise of practice {} as stored", row.practice))?,
    ))
}

/// # Errors
/// Those of the database.
pub async fn set(
    tx: &mut Tx,
    practice: PracticeId,
    stated: &Stated,
    by: PersonId,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET)
        .bind(practice.0)
        .bind(stated.progress.word())
        .bind(stated.reason.as_ref().map(|reason| reason.as_str()))
        .bind(stated.owner.as_ref().map(|owner| owner.as_str()))
        .bind(stated.starts.map(|day| day.0))
        .bind(stated.review.map(|day| day.0))
        .bind(stated.since.0)
        .bind(by.0)
        .execute(c)
        .await
        .map(drop))
}

/// What the company says of a promise, as the transaction finds it.
///
/// # Errors
/// Those of the database, and a stored value that the model refuses.
pub async fn in_hand(tx: &mut Tx, practice: PracticeId) -> anyhow::Result<Option<Stated>> {
    let row: Option<PromiseRow> = on!(tx, c => sqlx::query_as(ONE).bind(practice.0).fetch_optional(c).await)?;
    Ok(row.map(read).transpose()?.map(|(_, stated)| stated))
}

/// What was dropped and is adopted again is planned again. Says whether it had been.
///
/// # Errors
/// Those of the database.
pub async fn plan_again(
    tx: &mut Tx,
    practice: PracticeId,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(PLAN_AGAIN).bind(practice.0).bind(now.0).bind(by.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// The number of the last report: another one when anything has changed.
///
/// # Errors
/// Those of the database.
pub async fn newest(db: &Db) -> Result<i64, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(NEWEST).fetch_one(c).await)
}

/// The reports numbered above `from`, of quarters after this one that are not closed.
///
/// # Errors
/// Those of the database.
pub async fn reports(db: &Db, from: i64, after: Quarter) -> Result<Vec<ReportRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(REPORTS).bind(from).bind(after.0).fetch_all(c).await)
}

/// Who first reported of what, and when, in the quarters before this one.
///
/// # Errors
/// Those of the database.
pub async fn firsts(db: &Db, before: Quarter) -> Result<Vec<FirstRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(FIRSTS).bind(before.0).fetch_all(c).await)
}

/// What a person has reported, of whichever promise, the latest quarter first.
///
/// # Errors
/// Those of the database.
pub async fn reported_by(db: &Db, person: PersonId) -> Result<Vec<(PracticeId, OwnReport)>, sqlx::Error> {
    let rows: Vec<(i64, i64, bool)> =
        on!(db, c => sqlx::query_as(REPORTED_BY).bind(person.0).fetch_all(c).await)?;
    let own =
        |(practice, quarter, kept)| (PracticeId(practice), OwnReport { quarter: Quarter(quarter), kept });
    Ok(rows.into_iter().map(own).collect())
}

/// What a person has reported in a quarter.
///
/// # Errors
/// Those of the database.
pub async fn mine(
    db: &Db,
    person: PersonId,
    quarter: Quarter,
) -> Result<Vec<(PracticeId, Reported)>, sqlx::Error> {
    let rows: Vec<MineRow> =
        on!(db, c => sqlx::query_as(MINE).bind(person.0).bind(quarter.0).fetch_all(c).await)?;
    let reported = |row: MineRow| {
        let reported = Reported {
            kept: row.kept,
            feeling: row.feeling.and_then(|word| word.parse().ok()),
            words: row.words.and_then(|words| words.parse().ok()),
            readable: row.readable,
            named: row.named,
        };
        (PracticeId(row.practice), reported)
    };
    Ok(rows.into_iter().map(reported).collect())
}

/// Puts a report in the place of the one that was there; `None` takes it back. `colleagues`: whoever speaks for the same account.
///
/// # Errors
/// Those of the database.
pub async fn report(
    tx: &mut Tx,
    practice: PracticeId,
    person: PersonId,
    reported: Option<&Reported>,
    colleagues: &BTreeSet<PersonId>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let quarter = Quarter::of(now);
    if reported.is_none() {
        told::take_back(tx, practice, person, quarter).await?;
    }
    let readable = reported.is_some_and(|reported| reported.readable);
    let before = on!(tx, c => sqlx::query_as(OPENED).bind(practice.0).bind(person.0).bind(quarter.0).fetch_optional(c).await)?;
    let before: Option<OpenedRow> = before;
    let (opened, late) = match before {
        Some(OpenedRow { opened: Some(opened), late }) => (Some(opened), late),
        _ if readable => (Some(now.0), open_reports::any_hidden(tx, practice, quarter, colleagues).await?),
        _ => (None, false),
    };
    on!(tx, c => sqlx::query(FORGET).bind(practice.0).bind(person.0).bind(quarter.0).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(ADD)
        .bind(practice.0)
        .bind(person.0)
        .bind(quarter.0)
        .bind(reported.map(|reported| reported.kept))
        .bind(reported.and_then(|reported| reported.feeling).map(Feeling::word))
        .bind(reported.and_then(|reported| reported.words.as_ref()).map(|words| words.as_str()))
        .bind(now.0)
        .bind(readable)
        .bind(readable && reported.is_some_and(|reported| reported.named))
        .bind(opened)
        .bind(late)
        .execute(c)
        .await
        .map(drop))
}
