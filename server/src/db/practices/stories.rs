//! The stories that stand beside practices.

use crate::db::{Db, Tx, on};
use model::{CommentId, PracticeId, RoundId, Timestamp};

const OF_ROUND: &str = "select s.practice, s.comment from practice_story s join practice p on p.id = s.practice \
                        where p.round = $1 order by s.practice, s.comment desc";
const OF: &str = "select comment from practice_story where practice = $1 order by comment desc";
const ADD: &str = "insert into practice_story (practice, comment, at) values ($1, $2, $3)";
const REMOVE: &str = "delete from practice_story where practice = $1 and comment = $2";

/// The newest of each first.
///
/// # Errors
/// Those of the database.
pub async fn of_round(db: &Db, round: RoundId) -> Result<Vec<(PracticeId, CommentId)>, sqlx::Error> {
    let rows: Vec<(i64, i64)> = on!(db, c => sqlx::query_as(OF_ROUND).bind(round.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(practice, comment)| (PracticeId(practice), CommentId(comment))).collect())
}

/// Those of one practice, as a write finds them.
///
/// # Errors
/// Those of the database.
pub async fn of(tx: &mut Tx, practice: PracticeId) -> Result<Vec<CommentId>, sqlx::Error> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(OF).bind(practice.0).fetch_all(c).await)?;
    Ok(ids.into_iter().map(CommentId).collect())
}

/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    practice: PracticeId,
    story: CommentId,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD).bind(practice.0).bind(story.0).bind(at.0).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, practice: PracticeId, story: CommentId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE).bind(practice.0).bind(story.0).execute(c).await.map(drop))
}
