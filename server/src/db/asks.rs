//! The letters that ask whether a promise was kept.

use super::{Db, Tx, on, row};
use model::ask::USUAL_CAP;
use model::promise::Quarter;
use model::{PersonId, PracticeId, Timestamp};

row! {
    pub struct AskRow {
        id: i64,
        practice: i64,
        person: i64,
        by_person: Option<i64>,
        at: i64,
        expires: i64,
    }
}

row! {
    struct TurnsRow {
        cap: i64,
        since: Option<i64>,
    }
}

macro_rules! asks {
    ($rest:literal) => {
        concat!("select id, practice, person, by_person, at, expires from ask ", $rest)
    };
}

const OF_QUARTER: &str = asks!("where quarter = $1");
const OF_HASH: &str = asks!("where hash = $1");
const BY: &str = asks!("where by_person = $1 order by id desc limit $2");
const REPORTED: &str = "select practice, person from report where quarter = $1";
const COUNT: &str = "select count(*) from ask where quarter = $1";
// Never more than so many a person and quarter, and never twice about the same.
const ADD: &str = "insert into ask (practice, person, quarter, by_person, at, hash, expires) \
                   select cast($1 as bigint), cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), \
                   cast($6 as text), cast($7 as bigint) where (select count(*) from ask where person = $2 and quarter = $3) < $8 \
                   on conflict do nothing";
const TURNS: &str = "select cap, since from asking where id = 1";
const SET_TURNS: &str = "insert into asking (id, cap, since, changed, changed_by) values (1, $1, $2, $3, $4) \
                         on conflict (id) do update set cap = excluded.cap, since = excluded.since, \
                         changed = excluded.changed, changed_by = excluded.changed_by";

/// A letter to be written.
#[derive(Clone, Debug)]
pub struct NewAsk {
    pub practice: PracticeId,
    pub person: PersonId,
    /// Who was in contact.
    pub by: Option<PersonId>,
    pub at: Timestamp,
    /// The digest of what the link carries.
    pub hash: String,
    pub expires: Timestamp,
}

/// Since when customers are asked in turn, and how often one person at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turns {
    pub since: Option<Timestamp>,
    pub cap: u32,
}

/// # Errors
/// Those of the database.
pub async fn turns(db: &Db) -> Result<Turns, sqlx::Error> {
    let row: Option<TurnsRow> = on!(db, c => sqlx::query_as(TURNS).fetch_optional(c).await)?;
    let cap = |row: &TurnsRow| u32::try_from(row.cap).unwrap_or(USUAL_CAP);
    Ok(Turns {
        cap: row.as_ref().map_or(USUAL_CAP, cap),
        since: row.and_then(|row| row.since).map(Timestamp),
    })
}

/// # Errors
/// Those of the database.
pub async fn set_turns(tx: &mut Tx, turns: Turns, by: PersonId, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET_TURNS)
        .bind(i64::from(turns.cap))
        .bind(turns.since.map(|since| since.0))
        .bind(now.0)
        .bind(by.0)
        .execute(c)
        .await
        .map(drop))
}

/// All that were written in a quarter.
///
/// # Errors
/// Those of the database.
pub async fn of_quarter(db: &Db, quarter: Quarter) -> Result<Vec<AskRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_QUARTER).bind(quarter.0).fetch_all(c).await)
}

/// How many were written in a quarter, in the transaction that writes more.
///
/// # Errors
/// Those of the database.
pub async fn count(tx: &mut Tx, quarter: Quarter) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(COUNT).bind(quarter.0).fetch_one(c).await)
}

/// Who has said something of which practice in a quarter.
///
/// # Errors
/// Those of the database.
pub async fn reported(db: &Db, quarter: Quarter) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    on!(db, c => sqlx::query_as(REPORTED).bind(quarter.0).fetch_all(c).await)
}

/// Says whether there was room for it: the caller holds the counter of events, so that nobody counts beside.
///
/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewAsk, cap: u32) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ADD)
        .bind(new.practice.0)
        .bind(new.person.0)
        .bind(Quarter::of(new.at).0)
        .bind(new.by.map(|by| by.0))
        .bind(new.at.0)
        .bind(&new.hash)
        .bind(new.expires.0)
        .bind(i64::from(cap))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// # Errors
/// Those of the database.
pub async fn of_hash(db: &Db, hash: &str) -> Result<Option<AskRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_HASH).bind(hash).fetch_optional(c).await)
}

/// What somebody had asked, newest first.
///
/// # Errors
/// Those of the database.
pub async fn by(db: &Db, person: PersonId, most: i64) -> Result<Vec<AskRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(BY).bind(person.0).bind(most).fetch_all(c).await)
}
