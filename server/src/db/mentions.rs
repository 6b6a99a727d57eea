//! Whom texts name, and when they were told.

use super::{Db, Tx, on};
use model::queue::Written;
use model::{PersonId, Timestamp};

// Who was told stays known: they are not told again when their name comes back.
const CLEAR: &str =
    "delete from mention where told is null and ((comment = $1 and $2) or (proposal = $1 and not $2))";
const ADD: &str =
    "insert into mention (proposal, comment, person, at) values ($1, $2, $3, $4) on conflict do nothing";
const UNTOLD: &str = "select person from mention where told is null and \
                      ((comment = $1 and $2) or (proposal = $1 and not $2)) order by person";
const TELL: &str = "update mention set told = $4 where person = $3 and told is null and \
                    ((comment = $1 and $2) or (proposal = $1 and not $2))";
const FORGET: &str = "delete from mention where (comment = $1 and $2) or (proposal = $1 and not $2)";

/// The number of something, and whether it is a comment.
fn number(item: Written) -> (i64, bool) {
    match item {
        Written::Comment(id) => (id.0, true),
        Written::Proposal(id) => (id.0, false),
    }
}

/// These are named in it now, and nobody else is to be told.
///
/// # Errors
/// Those of the database.
pub async fn set(tx: &mut Tx, item: Written, people: &[PersonId], at: Timestamp) -> Result<(), sqlx::Error> {
    let (id, comment) = number(item);
    on!(tx, c => sqlx::query(CLEAR).bind(id).bind(comment).execute(c).await.map(drop))?;
    for person in people {
        on!(tx, c => sqlx::query(ADD)
            .bind((!comment).then_some(id))
            .bind(comment.then_some(id))
            .bind(person.0)
            .bind(at.0)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// Who is named in it and does not know.
///
/// # Errors
/// Those of the database.
pub async fn untold(db: &Db, item: Written) -> Result<Vec<i64>, sqlx::Error> {
    let (id, comment) = number(item);
    on!(db, c => sqlx::query_scalar(UNTOLD).bind(id).bind(comment).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn tell(tx: &mut Tx, item: Written, person: PersonId, at: Timestamp) -> Result<(), sqlx::Error> {
    let (id, comment) = number(item);
    on!(tx, c => sqlx::query(TELL).bind(id).bind(comment).bind(person.0).bind(at.0).execute(c).await.map(drop))
}

/// Its words are gone.
///
/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, item: Written) -> Result<(), sqlx::Error> {
    let (id, comment) = number(item);
    on!(tx, c => sqlx::query(FORGET).bind(id).bind(comment).execute(c).await.map(drop))
}
