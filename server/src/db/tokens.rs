//! Tokens of other programs: of each only a digest of its text.

use super::{Db, Tx, on, row};
use model::Timestamp;

row! {
    pub struct TokenRow {
        id: i64,
        name: String,
        scopes: String,
        by_person: i64,
        created: i64,
        last_used: Option<i64>,
        revoked: Option<i64>,
    }
}

macro_rules! tokens {
    ($rest:literal) => {
        concat!("select id, name, scopes, by_person, created, last_used, revoked from token ", $rest)
    };
}

const LIST: &str = tokens!("order by id desc");
const OF_HASH: &str = tokens!("where hash = $1 and revoked is null");
const ADD: &str =
    "insert into token (name, hash, scopes, by_person, created) values ($1, $2, $3, $4, $5) returning id";
const REVOKE: &str = "update token set revoked = $2 where id = $1 and revoked is null";
// However many instances there are, it is written once a minute.
const USED: &str = "update token set last_used = $2 where id = $1 and (last_used is null or last_used <= $3)";

/// # Errors
/// Those of the database.
pub async fn list(db: &Db) -> Result<Vec<TokenRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LIST).fetch_all(c).await)
}

/// One that has not been revoked.
///
/// # Errors
/// Those of the database.
pub async fn of_hash(db: &Db, hash: &str) -> Result<Option<TokenRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_HASH).bind(hash).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    name: &str,
    hash: &str,
    scopes: &str,
    by: i64,
    now: Timestamp,
) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(ADD)
        .bind(name.to_owned())
        .bind(hash.to_owned())
        .bind(scopes.to_owned())
        .bind(by)
        .bind(now.0)
        .fetch_one(c)
        .await)
}

/// Says whether there was one to be revoked.
///
/// # Errors
/// Those of the database.
pub async fn revoke(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REVOKE).bind(id).bind(now.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Notes that it was used, unless that was noted after `since`.
///
/// # Errors
/// Those of the database.
pub async fn used(tx: &mut Tx, id: i64, now: Timestamp, since: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(USED).bind(id).bind(now.0).bind(since.0).execute(c).await.map(drop))
}
