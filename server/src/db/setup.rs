//! The one-time key of the first run, of which only the hash is kept.

use super::{Tx, on};
use model::Timestamp;

const PUT: &str = "insert into setup_key (id, hash, created) values (1, $1, $2) \
                   on conflict (id) do update set hash = excluded.hash, created = excluded.created";
const HASH: &str = "select hash from setup_key where id = 1";
const TAKE: &str = "delete from setup_key where id = 1 and hash = $1";
const REMOVE: &str = "delete from setup_key";

/// Replaces the key.
///
/// # Errors
/// Those of the database.
pub async fn put(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(PUT).bind(hash).bind(now.0).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn hash(tx: &mut Tx) -> Result<Option<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(HASH).fetch_optional(c).await)
}

/// Uses the key up, and says whether it was still there: of two who come at once only one has it.
///
/// # Errors
/// Those of the database.
pub async fn take(tx: &mut Tx, hash: &str) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TAKE).bind(hash).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// There is an admin now; no key is needed.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE).execute(c).await.map(drop))
}
