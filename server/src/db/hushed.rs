//! Which letters somebody does not want any more: those about one proposal, or about one promise.

use super::{Db, Tx, on};
use model::{PersonId, PracticeId, ProposalId, Timestamp};

macro_rules! hush {
    ($table:literal, $column:literal) => {
        (
            concat!(
                "insert into ",
                $table,
                " (person, ",
                $column,
                ", at) select cast($1 as bigint), id, cast($3 as bigint) from ",
                $column,
                " where id = $2 on conflict (person, ",
                $column,
                ") do nothing"
            ),
            concat!("delete from ", $table, " where person = $1 and ", $column, " = $2"),
        )
    };
}

// What there is not cannot be hushed.
const PROPOSAL: (&str, &str) = hush!("hushed_proposal", "proposal");
const PROMISE: (&str, &str) = hush!("hushed_promise", "practice");
const PROPOSALS: &str = "select proposal from hushed_proposal where person = $1";
const PROMISES: &str = "select practice from hushed_promise where person = $1";
const ALL_PROMISES: &str = "select practice, person from hushed_promise";

async fn set(
    tx: &mut Tx,
    (hush, wake): (&'static str, &'static str),
    (person, id): (PersonId, i64),
    hushed: bool,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    match hushed {
        true => {
            on!(tx, c => sqlx::query(hush).bind(person.0).bind(id).bind(now.0).execute(c).await.map(drop))
        }
        false => on!(tx, c => sqlx::query(wake).bind(person.0).bind(id).execute(c).await.map(drop)),
    }
}

/// # Errors
/// Those of the database, as of the others below.
pub async fn proposal(
    tx: &mut Tx,
    person: PersonId,
    proposal: ProposalId,
    hushed: bool,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    set(tx, PROPOSAL, (person, proposal.0), hushed, now).await
}

/// # Errors
/// As above.
pub async fn promise(
    tx: &mut Tx,
    person: PersonId,
    practice: PracticeId,
    hushed: bool,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    set(tx, PROMISE, (person, practice.0), hushed, now).await
}

/// What somebody wants no letters about.
#[derive(Default)]
pub struct Hushed {
    pub proposals: Vec<i64>,
    pub promises: Vec<i64>,
}

/// # Errors
/// As above.
pub async fn of(db: &Db, person: PersonId) -> Result<Hushed, sqlx::Error> {
    Ok(Hushed {
        proposals: on!(db, c => sqlx::query_scalar(PROPOSALS).bind(person.0).fetch_all(c).await)?,
        promises: on!(db, c => sqlx::query_scalar(PROMISES).bind(person.0).fetch_all(c).await)?,
    })
}

/// The same, within a write.
///
/// # Errors
/// As above.
pub async fn within(tx: &mut Tx, person: PersonId) -> Result<Hushed, sqlx::Error> {
    Ok(Hushed {
        proposals: on!(tx, c => sqlx::query_scalar(PROPOSALS).bind(person.0).fetch_all(c).await)?,
        promises: on!(tx, c => sqlx::query_scalar(PROMISES).bind(person.0).fetch_all(c).await)?,
    })
}

/// Each promise with who wants no letters about it.
///
/// # Errors
/// As above.
pub async fn promises(db: &Db) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ALL_PROMISES).fetch_all(c).await)
}
