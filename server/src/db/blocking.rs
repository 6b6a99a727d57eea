//! Who may write nothing for a time, and why.

use super::{Db, Tx, on, row};
use model::{PersonId, Timestamp};

row! {
    pub struct BlockedRow {
        person: i64,
        reason: String,
    }
}

const BLOCKED: &str = "select person, reason from blocking where lifted is null and person is not null";
const BLOCK: &str =
    "insert into blocking (person, by_person, reason, at) values ($1, $2, $3, $4) on conflict do nothing";
const LIFT: &str = "update blocking set lifted = $2, lifted_by = $3 where person = $1 and lifted is null";
const LIFT_OF: &str = "update blocking set lifted = $2, lifted_by = $3 where person = $1 and lifted is null \
                       and at = $4 and by_person = $5";

/// Everybody who is blocked now.
///
/// # Errors
/// Those of the database.
pub async fn blocked(db: &Db) -> Result<Vec<BlockedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(BLOCKED).fetch_all(c).await)
}

/// Says whether that is new: a block that stands keeps its reason.
///
/// # Errors
/// Those of the database.
pub async fn block(
    tx: &mut Tx,
    person: PersonId,
    by: PersonId,
    reason: &str,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(BLOCK).bind(person.0).bind(by.0).bind(reason).bind(at.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Says whether there was one.
///
/// # Errors
/// Those of the database.
pub async fn lift(tx: &mut Tx, person: PersonId, by: PersonId, at: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(LIFT).bind(person.0).bind(at.0).bind(by.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Lifts the one that `made_by` made at `made`.
///
/// # Errors
/// Those of the database.
pub async fn lift_of(
    tx: &mut Tx,
    person: PersonId,
    (made_by, made): (PersonId, Timestamp),
    by: PersonId,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(LIFT_OF).bind(person.0).bind(at.0).bind(by.0).bind(made.0).bind(made_by.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
