//! Making two entries of a list one: whatever points at the one points at the other.

use super::{EntryRow, owns, remove, stands_for};
use crate::db::{Tx, on};
use model::{EntryId, Name};

/// In this order, with `$1` the one that goes and `$2` the one that stays. Where both stand at the same place they are one there, too,
/// and hours are summed.
const STEPS: [&str; 12] = [
    "update practice set activity = $2 where activity = $1",
    "update practice set accountable = $2 where accountable = $1",
    "update practice set tool = $2 where tool = $1",
    "delete from practice_involved where function = $1 \
     and practice in (select practice from practice_involved where function = $2)",
    "update practice_involved set function = $2 where function = $1",
    // Who answers for it has a part in it anyway.
    "delete from practice_involved where function = $2 and function <> $1 \
     and practice in (select id from practice where accountable = $2)",
    "update practice_load set hours = hours + (select o.hours from practice_load o where o.practice = practice_load.practice \
     and o.function = $1) where function = $2 and practice in (select practice from practice_load where function = $1)",
    "delete from practice_load where function = $1 and practice in (select practice from practice_load where function = $2)",
    "update practice_load set function = $2 where function = $1",
    "update signing set function = $2 where function = $1",
    "update sign_off set function = $2 where function = $1",
    "update former_name set entry = $2 where entry = $1",
];
const CARRY: &str = "update list_entry set capacity = (select o.capacity from list_entry o where o.id = $1) \
                     where id = $2 and capacity is null";

const SIGN_BOTH: &str = "select count(*) from (\
                         select a.round from signing a join signing b on b.round = a.round where a.function = $1 and b.function = $2 \
                         union all select a.review from sign_off a join sign_off b on b.review = a.review \
                         join review r on r.id = a.review and r.ended is null where a.function = $1 and b.function = $2) both_sign";

/// Whether both sign in one round, or have said something of what is in review: then one of the two would speak for the other.
///
/// # Errors
/// Those of the database.
pub async fn sign_both(tx: &mut Tx, goes: EntryId, stays: EntryId) -> Result<bool, sqlx::Error> {
    let rounds: i64 =
        on!(tx, c => sqlx::query_scalar(SIGN_BOTH).bind(goes.0).bind(stays.0).fetch_one(c).await)?;
    Ok(rounds > 0)
}

/// `goes` and its name become `stays`.
///
/// # Errors
/// Those of the database.
pub async fn merge(
    tx: &mut Tx,
    (goes, was): (EntryId, &EntryRow),
    (stays, name): (EntryId, &Name),
) -> Result<(), sqlx::Error> {
    for step in STEPS.into_iter().chain([CARRY]) {
        on!(tx, c => sqlx::query(step).bind(goes.0).bind(stays.0).execute(c).await.map(drop))?;
    }
    stands_for(tx, was, stays).await?;
    owns(tx, was, name).await?;
    remove(tx, goes).await
}
