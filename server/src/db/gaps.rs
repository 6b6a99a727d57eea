//! Gaps: that customers of a quarter say that a promise is not kept, the review that follows, and the round in which they vote anew.

use super::{Db, Tx, on, row};
use model::promise::Quarter;
use model::scorecard::{Closed, Gap};
use model::time::Day;
use model::{PersonId, PracticeId, Reason, RoundId, Timestamp};

row! {
    struct GapRow {
        practice: i64,
        quarter: i64,
        at: i64,
        closed: Option<i64>,
        reason: Option<String>,
        round: Option<i64>,
    }
}

// The last one of each practice.
const GAPS: &str = "select practice, quarter, at, closed, reason, round from gap g \
                    where quarter = (select max(o.quarter) from gap o where o.practice = g.practice)";
const OPEN_GAP: &str =
    "insert into gap (practice, quarter, at) values ($1, $2, $3) on conflict (practice, quarter) do nothing";
const REVIEW_NOW: &str =
    "update promise set review = $2 where practice = $1 and (review is null or review > $2)";
const REVIEW_ON: &str = "update promise set review = $2 where practice = $1 and review is distinct from $2";
// Closing what is closed, and opening what is open, does nothing.
const CLOSE_GAP: &str = "update gap set closed = $3, closed_by = $4, reason = $5 \
                         where practice = $1 and quarter = $2 and (closed is null) = ($3 is not null)";
const VOTE_ON_GAP: &str =
    "update gap set round = $3 where practice = $1 and quarter = $2 and closed is null and round is null";
const VOTED_ON: &str = "select practice from gap where round = $1";
const LAST_VOTE: &str =
    "select round from gap where practice = $1 and round is not null order by quarter desc limit 1";
const TAKEN_UP: &str =
    "update gap set closed = $2, closed_by = $3, reason = $4 where round = $1 and closed is null";

/// The last gap of every practice that had one, with the round in which it is voted on.
///
/// # Errors
/// Those of the database, and a stored reason that the model refuses.
pub async fn all(db: &Db) -> anyhow::Result<Vec<(PracticeId, (Gap, Option<RoundId>))>> {
    let rows: Vec<GapRow> = on!(db, c => sqlx::query_as(GAPS).fetch_all(c).await)?;
    let gap = |row: GapRow| {
        let reason = row.reason.map(|reason| reason.parse::<Reason>()).transpose();
        let reason = reason.map_err(|refused| anyhow::anyhow!("{refused}"))?;
        let closed = row.closed.zip(reason).map(|(at, reason)| Closed { at: Timestamp(at), reason });
        let gap = Gap { quarter: Quarter(row.quarter), at: Timestamp(row.at), closed };
        Ok((PracticeId(row.practice), (gap, row.round.map(RoundId))))
    };
    rows.into_iter().map(gap).collect()
}

/// Says whether nobody had opened it before.
///
/// # Errors
/// Those of the database.
pub async fn open(
    tx: &mut Tx,
    practice: PracticeId,
    quarter: Quarter,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(OPEN_GAP).bind(practice.0).bind(quarter.0).bind(now.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Its review is due by this day at the latest; says whether that is another day than before.
///
/// # Errors
/// Those of the database.
pub async fn review_now(tx: &mut Tx, practice: PracticeId, day: Day) -> Result<bool, sqlx::Error> {
    review(tx, REVIEW_NOW, practice, day).await
}

/// It is looked at again on this day; says whether that is another one than before.
///
/// # Errors
/// Those of the database.
pub async fn review_on(tx: &mut Tx, practice: PracticeId, day: Day) -> Result<bool, sqlx::Error> {
    review(tx, REVIEW_ON, practice, day).await
}

async fn review(
    tx: &mut Tx,
    change: &'static str,
    practice: PracticeId,
    day: Day,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(change).bind(practice.0).bind(day.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Closes a gap with a reason, or, without one, opens it again; says whether there was one to.
///
/// # Errors
/// Those of the database.
pub async fn close(
    tx: &mut Tx,
    practice: PracticeId,
    quarter: Quarter,
    reason: Option<&Reason>,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(CLOSE_GAP)
        .bind(practice.0)
        .bind(quarter.0)
        .bind(reason.map(|_| now.0))
        .bind(reason.map(|_| by.0))
        .bind(reason.map(|reason| reason.as_str().to_owned()))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Says in which round a gap is voted on; `false` where it is closed, or is voted on already.
///
/// # Errors
/// Those of the database.
pub async fn vote_on(
    tx: &mut Tx,
    practice: PracticeId,
    quarter: Quarter,
    round: RoundId,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(VOTE_ON_GAP).bind(practice.0).bind(quarter.0).bind(round.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The practice that a round votes on anew, where a gap had opened it.
///
/// # Errors
/// Those of the database.
pub async fn voted_on(db: &Db, round: RoundId) -> Result<Option<PracticeId>, sqlx::Error> {
    let practice: Option<i64> =
        on!(db, c => sqlx::query_scalar(VOTED_ON).bind(round.0).fetch_optional(c).await)?;
    Ok(practice.map(PracticeId))
}

/// The round in which a practice was last voted on anew.
///
/// # Errors
/// Those of the database.
pub async fn last_vote(db: &Db, practice: PracticeId) -> Result<Option<RoundId>, sqlx::Error> {
    let round: Option<i64> =
        on!(db, c => sqlx::query_scalar(LAST_VOTE).bind(practice.0).fetch_optional(c).await)?;
    Ok(round.map(RoundId))
}

/// Closes the gap that a round votes on, since a version takes up what was decided; says whether it was open.
///
/// # Errors
/// Those of the database.
pub async fn taken_up(
    tx: &mut Tx,
    round: RoundId,
    reason: &Reason,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TAKEN_UP)
        .bind(round.0)
        .bind(now.0)
        .bind(by.0)
        .bind(reason.as_str())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
