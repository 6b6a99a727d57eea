//! What people say against a proposal or a comment. Who said it is read for counting accounts, and for nothing else.

use super::{Db, Tx, on, row};
use model::queue::Written;
use model::{PersonId, Timestamp};

row! {
    pub struct ComplaintRow {
        reason: String,
        at: i64,
    }
}

row! {
    /// Something against which there are complaints that nobody has decided on, and since when.
    pub struct ReportedRow {
        proposal: Option<i64>,
        comment: Option<i64>,
        since: i64,
    }
}

// `$1` is a proposal, `$2` a comment; one of them is null and so equals nothing.
const ADD: &str = "insert into complaint (proposal, comment, person, reason, at) values ($1, $2, $3, $4, $5)";
const REPORTERS: &str =
    "select person from complaint where (proposal = $1 or comment = $2) and settled is null order by id";
const OF: &str =
    "select reason, at from complaint where (proposal = $1 or comment = $2) and settled is null order by id";
const SETTLE: &str =
    "update complaint set settled = $3 where (proposal = $1 or comment = $2) and settled is null";
const OPEN: &str = "select proposal, comment, min(at) as since from complaint where settled is null group by proposal, comment";

fn columns(key: Written) -> (Option<i64>, Option<i64>) {
    match key {
        Written::Proposal(id) => (Some(id.0), None),
        Written::Comment(id) => (None, Some(id.0)),
    }
}

/// # Errors
/// Those of the database; a unique violation when this person has reported it before.
pub async fn add(
    tx: &mut Tx,
    key: Written,
    person: PersonId,
    reason: &str,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    let (proposal, comment) = columns(key);
    on!(tx, c => sqlx::query(ADD)
        .bind(proposal)
        .bind(comment)
        .bind(person.0)
        .bind(reason)
        .bind(at.0)
        .execute(c)
        .await
        .map(drop))
}

/// Who has reported it since a moderator last decided.
///
/// # Errors
/// Those of the database.
pub async fn reporters(tx: &mut Tx, key: Written) -> Result<Vec<i64>, sqlx::Error> {
    let (proposal, comment) = columns(key);
    on!(tx, c => sqlx::query_scalar(REPORTERS).bind(proposal).bind(comment).fetch_all(c).await)
}

/// What was said against it since a moderator last decided, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn of(db: &Db, key: Written) -> Result<Vec<ComplaintRow>, sqlx::Error> {
    let (proposal, comment) = columns(key);
    on!(db, c => sqlx::query_as(OF).bind(proposal).bind(comment).fetch_all(c).await)
}

/// A moderator has decided. Says how many complaints that settles.
///
/// # Errors
/// Those of the database.
pub async fn settle(tx: &mut Tx, key: Written, at: Timestamp) -> Result<u64, sqlx::Error> {
    let (proposal, comment) = columns(key);
    on!(tx, c => sqlx::query(SETTLE).bind(proposal).bind(comment).bind(at.0).execute(c).await
        .map(|done| done.rows_affected()))
}

/// Everything that somebody has something against, with since when.
///
/// # Errors
/// Those of the database.
pub async fn open(db: &Db) -> Result<Vec<(Written, Timestamp)>, sqlx::Error> {
    let rows: Vec<ReportedRow> = on!(db, c => sqlx::query_as(OPEN).fetch_all(c).await)?;
    let key = |row: &ReportedRow| super::queue::written(row.proposal, row.comment);
    Ok(rows.iter().filter_map(|row| Some((key(row)?, Timestamp(row.since)))).collect())
}
