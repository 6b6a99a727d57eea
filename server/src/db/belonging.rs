//! The round that something belongs to, by its key.

use super::{Db, on};
use model::RoundId;

const PRACTICE: &str = "select round from practice where id = $1";
const ACTIVITY: &str = "select round from activity where id = $1";
const OUTCOME: &str =
    "select a.round from activity_outcome o join activity a on a.id = o.activity where o.id = $1";
const SAID: &str = "select p.round from said s join practice p on p.id = s.practice where s.id = $1";

async fn find(db: &Db, sql: &'static str, id: i64) -> Result<Option<RoundId>, sqlx::Error> {
    let round: Option<i64> = on!(db, c => sqlx::query_scalar(sql).bind(id).fetch_optional(c).await)?;
    Ok(round.map(RoundId))
}

/// # Errors
/// Those of the database, as of the others below.
pub async fn of_practice(db: &Db, id: i64) -> Result<Option<RoundId>, sqlx::Error> {
    find(db, PRACTICE, id).await
}

/// # Errors
/// As above.
pub async fn of_activity(db: &Db, id: i64) -> Result<Option<RoundId>, sqlx::Error> {
    find(db, ACTIVITY, id).await
}

/// Of what was noted at an activity.
///
/// # Errors
/// As above.
pub async fn of_outcome(db: &Db, id: i64) -> Result<Option<RoundId>, sqlx::Error> {
    find(db, OUTCOME, id).await
}

/// Of an entry of "You said, we did".
///
/// # Errors
/// As above.
pub async fn of_said(db: &Db, id: i64) -> Result<Option<RoundId>, sqlx::Error> {
    find(db, SAID, id).await
}
