//! The company's segment attributes, and accounts' values of them.

use super::accounts::readable;
use super::{Db, Tx, on};
use model::account::Segment;
use model::{Name, SegmentId};

const LIST: &str = "select id, name from segment order by id";
const ADD: &str = "insert into segment (name) values ($1) returning id";
const RENAME: &str = "update segment set name = $2 where id = $1";
const REMOVE: &str = "delete from segment where id = $1";
const HOLDERS: &str = "select count(*) from account_attribute where segment = $1";
const RENAME_VALUE: &str = "update account_attribute set value = $3 where segment = $1 and value = $2";
const REMOVE_VALUE: &str = "delete from account_attribute where segment = $1 and value = $2";

/// What the company sorts its accounts by.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &Db) -> Result<Vec<Segment>, sqlx::Error> {
    let rows: Vec<(i64, String)> = on!(db, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    let segment = |(id, name): (i64, String)| Some(Segment { id: SegmentId(id), name: readable(&name)? });
    Ok(rows.into_iter().filter_map(segment).collect())
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, name: &Name) -> Result<SegmentId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD).bind(name.as_str()).fetch_one(c).await)?;
    Ok(SegmentId(id))
}

/// Gives it another name; says how many accounts have a value of it.
///
/// # Errors
/// Those of the database.
pub async fn rename(tx: &mut Tx, segment: SegmentId, name: &Name) -> Result<u64, sqlx::Error> {
    on!(tx, c => sqlx::query(RENAME).bind(segment.0).bind(name.as_str()).execute(c).await.map(drop))?;
    holders(tx, segment).await
}

/// Removes it with every value; says how many accounts had one.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, segment: SegmentId) -> Result<u64, sqlx::Error> {
    let accounts = holders(tx, segment).await?;
    on!(tx, c => sqlx::query(REMOVE).bind(segment.0).execute(c).await.map(drop))?;
    Ok(accounts)
}

async fn holders(tx: &mut Tx, segment: SegmentId) -> Result<u64, sqlx::Error> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(HOLDERS).bind(segment.0).fetch_one(c).await)?;
    Ok(count.unsigned_abs())
}

/// Renames a value for every account that has it; says how many have.
///
/// # Errors
/// Those of the database.
pub async fn rename_value(
    tx: &mut Tx,
    segment: SegmentId,
    value: &Name,
    name: &Name,
) -> Result<u64, sqlx::Error> {
    on!(tx, c => sqlx::query(RENAME_VALUE)
        .bind(segment.0)
        .bind(value.as_str())
        .bind(name.as_str())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// Takes a value from every account that has it; says how many had.
///
/// # Errors
/// Those of the database.
pub async fn remove_value(tx: &mut Tx, segment: SegmentId, value: &Name) -> Result<u64, sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE_VALUE)
        .bind(segment.0)
        .bind(value.as_str())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}
