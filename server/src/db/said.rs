//! "You said, we did": entries, and the events that have none yet.

use super::{Db, Tx, on, row};
use model::said::{Did, SaidText};
use model::{PersonId, PracticeId, SaidId, Timestamp};
use std::collections::HashSet;

row! {
    pub struct SaidRow {
        id: i64,
        did: String,
        title: String,
        words: String,
        practice: i64,
        round: i64,
        at: i64,
        published: Option<i64>,
        changed: i64,
    }
}

row! {
    /// Something that happened to a promise, or to all of a design.
    pub struct HappenedRow {
        seq: i64,
        at: i64,
        kind: String,
        subject: i64,
        detail: Option<String>,
    }
}

macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "select s.id, s.did, s.title, s.words, s.practice, p.round, s.at, s.published, s.changed from said s \
             join practice p on p.id = s.practice ",
            $rest
        )
    };
}

const PUBLISHED: &str =
    entries!("where s.published is not null order by s.published desc, s.id desc limit $1");
const DRAFTS: &str = entries!("where s.published is null order by s.id desc");
const ONE: &str = entries!("where s.id = $1");
const ADD: &str = "insert into said (did, title, words, practice, event, at, changed, created_by) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id";
const CHANGE: &str = "update said set did = $2, title = $3, words = $4, changed = $5 where id = $1";
const PUBLISH: &str =
    "update said set published = $2 where id = $1 and (published is null) = ($2 is not null)";
const REMOVE: &str = "delete from said where id = $1 and published is null";
const HAPPENED: &str = "select seq, at, kind, subject, detail from event where at > $1 and subject is not null \
                        and kind in ('promise.changed', 'promise.gap_closed') and seq not in (select event from said where event is not null) \
                        order by seq desc limit $2";
const TOLD: &str = "select practice, did from said where did = 'adopted' or (event is null and at >= $1)";
const AT: &str = "select at from event where seq = $1";

/// The newest.
///
/// # Errors
/// Those of the database.
pub async fn published(db: &Db, most: i64) -> Result<Vec<SaidRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(PUBLISHED).bind(most).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn drafts(db: &Db) -> Result<Vec<SaidRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(DRAFTS).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn one(db: &Db, id: SaidId) -> Result<Option<SaidRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ONE).bind(id.0).fetch_optional(c).await)
}

/// As the transaction finds it; the caller holds the counter of events, so that nobody changes it beside.
///
/// # Errors
/// Those of the database.
pub async fn in_hand(tx: &mut Tx, id: SaidId) -> Result<Option<SaidRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(ONE).bind(id.0).fetch_optional(c).await)
}

/// What has happened to promises since, the newest first, and is in no entry.
///
/// # Errors
/// Those of the database.
pub async fn happened(db: &Db, since: Timestamp, most: i64) -> Result<Vec<HappenedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(HAPPENED).bind(since.0).bind(most).fetch_all(c).await)
}

/// What somebody has told, or begun to tell, of practices: that one was adopted, whenever, and what came of it with a version that was
/// adopted then.
///
/// # Errors
/// Those of the database.
pub async fn told(db: &Db, adopted: Timestamp) -> Result<HashSet<(PracticeId, Did)>, sqlx::Error> {
    let rows: Vec<(i64, String)> = on!(db, c => sqlx::query_as(TOLD).bind(adopted.0).fetch_all(c).await)?;
    let told = |(practice, did): (i64, String)| Some((PracticeId(practice), did.parse().ok()?));
    Ok(rows.into_iter().filter_map(told).collect())
}

/// When an event happened.
///
/// # Errors
/// Those of the database.
pub async fn at(db: &Db, event: i64) -> Result<Option<Timestamp>, sqlx::Error> {
    let at: Option<i64> = on!(db, c => sqlx::query_scalar(AT).bind(event).fetch_optional(c).await)?;
    Ok(at.map(Timestamp))
}

/// Nothing where the suggestion has been taken up already.
///
/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    text: &SaidText,
    practice: PracticeId,
    (event, at): (Option<i64>, Timestamp),
    by: PersonId,
    now: Timestamp,
) -> Result<Option<SaidId>, sqlx::Error> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(text.did.word())
        .bind(text.title.as_str())
        .bind(text.words.as_str())
        .bind(practice.0)
        .bind(event)
        .bind(at.0)
        .bind(now.0)
        .bind(by.0)
        .fetch_optional(c)
        .await)?;
    Ok(id.map(SaidId))
}

/// # Errors
/// Those of the database.
pub async fn change(tx: &mut Tx, id: SaidId, text: &SaidText, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(CHANGE)
        .bind(id.0)
        .bind(text.did.word())
        .bind(text.title.as_str())
        .bind(text.words.as_str())
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Publishes it, or, without a time, takes it out of sight; says whether that is new.
///
/// # Errors
/// Those of the database.
pub async fn publish(tx: &mut Tx, id: SaidId, at: Option<Timestamp>) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(PUBLISH).bind(id.0).bind(at.map(|at| at.0)).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Only a draft; says whether there was one.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, id: SaidId) -> Result<bool, sqlx::Error> {
    let rows =
        on!(tx, c => sqlx::query(REMOVE).bind(id.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
