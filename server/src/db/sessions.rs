//! Sessions, by the hash of their secret.

use super::{Db, Tx, on, row};
use model::{PersonId, SessionId, Timestamp};

model::untold!(NewSession);

row! {
    pub struct SessionRow {
        data: String,
        seen: i64,
        expires: i64,
    }
}

row! {
    /// As its person sees it listed.
    pub struct SessionLine {
        id: i64,
        hash: String,
        device: String,
        created: i64,
        seen: i64,
    }
}

/// A session to be kept.
#[derive(Clone)]
pub struct NewSession {
    pub hash: String,
    pub person: Option<PersonId>,
    pub device: String,
    pub data: String,
    pub expires: Timestamp,
    pub now: Timestamp,
}

const ADD: &str = "insert into session (hash, person, device, data, created, seen, expires) values ($1, $2, $3, $4, $5, $5, $6)";
const CHANGE: &str =
    "update session set person = $2, device = $3, data = $4, seen = $5, expires = $6 where hash = $1";
const FIND: &str = "select data, seen, expires from session where hash = $1 and expires > $2";
const SEEN: &str = "update session set seen = $2 where hash = $1";
const DELETE: &str = "delete from session where hash = $1";
const REVOKE: &str = "delete from session where id = $1 and person = $2";
const DELETE_EXPIRED: &str = "delete from session where expires <= $1";
const OF_PERSON: &str = "select id, hash, device, created, seen from session where person = $1 and expires > $2 order by seen desc, id desc";

/// Keeps a new session, or, where `known`, what has changed about one; says whether it is there. One that was signed
/// out in the meantime does not come back.
///
/// # Errors
/// Those of the database.
pub async fn put(tx: &mut Tx, new: &NewSession, known: bool) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(if known { CHANGE } else { ADD })
        .bind(&new.hash)
        .bind(new.person.map(|person| person.0))
        .bind(&new.device)
        .bind(&new.data)
        .bind(new.now.0)
        .bind(new.expires.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// # Errors
/// Those of the database.
pub async fn find(db: &Db, hash: &str, now: Timestamp) -> Result<Option<SessionRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(FIND).bind(hash).bind(now.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn seen(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SEEN).bind(hash).bind(now.0).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn delete(tx: &mut Tx, hash: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE).bind(hash).execute(c).await.map(drop))
}

/// Signs out one session if it is this person's, and says whether it was.
///
/// # Errors
/// Those of the database.
pub async fn revoke(tx: &mut Tx, person: PersonId, session: SessionId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REVOKE).bind(session.0).bind(person.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// # Errors
/// Those of the database.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_EXPIRED).bind(now.0).execute(c).await.map(drop))
}

/// Where a person is signed in, the latest first.
///
/// # Errors
/// Those of the database.
pub async fn of_person(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<SessionLine>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).bind(now.0).fetch_all(c).await)
}
