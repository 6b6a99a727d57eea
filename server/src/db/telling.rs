//! Who lets staff be told how they vote.

use super::{Db, Tx, on};
use model::{PersonId, Timestamp};
use rustc_hash::FxHashSet;

const ALL: &str = "select person from telling";
const ONE: &str = "select count(*) from telling where person = $1";
const TELL: &str = "insert into telling (person, at) values ($1, $2) on conflict (person) do nothing";
const HUSH: &str = "delete from telling where person = $1";

/// # Errors
/// Those of the database.
pub async fn all(db: &Db) -> Result<FxHashSet<PersonId>, sqlx::Error> {
    let all: Vec<i64> = on!(db, c => sqlx::query_scalar(ALL).fetch_all(c).await)?;
    Ok(all.into_iter().map(PersonId).collect())
}

/// # Errors
/// Those of the database.
pub async fn of(db: &Db, person: PersonId) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(db, c => sqlx::query_scalar(ONE).bind(person.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Says whether that is new.
///
/// # Errors
/// Those of the database.
pub async fn tell(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TELL).bind(person.0).bind(now.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Says whether that is new.
///
/// # Errors
/// Those of the database.
pub async fn hush(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let rows =
        on!(tx, c => sqlx::query(HUSH).bind(person.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
