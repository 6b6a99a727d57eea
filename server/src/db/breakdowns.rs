//! Up to which vote a round's breakdowns are counted.

use super::{Db, Tx, on, row};
use model::{RoundId, Timestamp};

row! {
    /// The votes numbered up to `cut` are counted.
    pub struct CutRow {
        step: i64,
        cut: i64,
    }
}

const LAST: &str = "select step, cut from breakdown where round = $1 order by step desc limit 1";
const ADD: &str = "insert into breakdown (round, step, cut, at) values ($1, $2, $3, $4) on conflict (round, step) do nothing";

/// The last cut of a round, if there is one.
///
/// # Errors
/// Those of the database.
pub async fn last(db: &Db, round: RoundId) -> Result<Option<CutRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LAST).bind(round.0).fetch_optional(c).await)
}

/// Adds a step, unless another instance has just done so.
///
/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, round: RoundId, step: CutRow, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD)
        .bind(round.0)
        .bind(step.step)
        .bind(step.cut)
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}
