//! Values of promises' indicators.

use super::{Db, Tx, on, row};
use model::time::Day;
use model::value::{Amount, Value, Which};
use model::{PersonId, PracticeId, Timestamp};

row! {
    struct ValueRow {
        which: String,
        day: i64,
        value: i64,
    }
}

row! {
    struct LastRow {
        practice: i64,
        which: String,
        day: i64,
    }
}

const OF: &str = "select which, day, value from indicator_value where practice = $1 order by day";
const LAST: &str = "select practice, which, max(day) as day from indicator_value group by practice, which";
const FIND: &str = "select value from indicator_value where practice = $1 and which = $2 and day = $3";
const PUT: &str = "insert into indicator_value (practice, which, day, value, source, by_person, at) \
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict (practice, which, day) do update set \
                   value = excluded.value, source = excluded.source, by_person = excluded.by_person, at = excluded.at";
const REMOVE: &str = "delete from indicator_value where practice = $1 and which = $2 and day = $3";

/// A value to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewValue {
    pub practice: PracticeId,
    pub which: Which,
    pub day: Day,
    pub value: Amount,
    pub source: Source,
    pub by: PersonId,
    pub at: Timestamp,
}

/// How a value came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Hand,
    List,
}

impl Source {
    fn word(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::List => "list",
        }
    }
}

/// A practice's values, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn of(db: &Db, practice: PracticeId) -> Result<Vec<(Which, Value)>, sqlx::Error> {
    let rows: Vec<ValueRow> = on!(db, c => sqlx::query_as(OF).bind(practice.0).fetch_all(c).await)?;
    let value = |row: ValueRow| {
        Some((row.which.parse().ok()?, Value { day: Day(row.day), value: Amount(row.value) }))
    };
    Ok(rows.into_iter().filter_map(value).collect())
}

/// The day of each indicator's last value.
///
/// # Errors
/// Those of the database.
pub async fn last_days(db: &Db) -> Result<Vec<((PracticeId, Which), Day)>, sqlx::Error> {
    let rows: Vec<LastRow> = on!(db, c => sqlx::query_as(LAST).fetch_all(c).await)?;
    let last = |row: LastRow| Some(((PracticeId(row.practice), row.which.parse().ok()?), Day(row.day)));
    Ok(rows.into_iter().filter_map(last).collect())
}

/// Puts it in the place of what was there of that day, and gives that.
///
/// # Errors
/// Those of the database.
pub async fn put(tx: &mut Tx, new: &NewValue) -> Result<Option<Amount>, sqlx::Error> {
    let (practice, which, day) = (new.practice.0, new.which.word(), new.day.0);
    let before: Option<i64> =
        on!(tx, c => sqlx::query_scalar(FIND).bind(practice).bind(which).bind(day).fetch_optional(c).await)?;
    if before == Some(new.value.0) {
        return Ok(before.map(Amount));
    }
    on!(tx, c => sqlx::query(PUT)
        .bind(practice)
        .bind(which)
        .bind(day)
        .bind(new.value.0)
        .bind(new.source.word())
        .bind(new.by.0)
        .bind(new.at.0)
        .execute(c)
        .await
        .map(drop))?;
    Ok(before.map(Amount))
}

/// Says whether there was one.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, practice: PracticeId, which: Which, day: Day) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REMOVE).bind(practice.0).bind(which.word()).bind(day.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
