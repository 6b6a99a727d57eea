//! What the rules on intake need to know: whom moderators trust, and the company's list of words.

use super::{Db, Tx, on};
use model::{PersonId, Timestamp};

const DISTRUST: &str = "delete from trusted where person = $1";
const TRUSTED: &str = "select person from trusted";
const TRUST: &str =
    "insert into trusted (person, by_person, at) values ($1, $2, $3) on conflict (person) do nothing";
const WORDS: &str = "select word from blocked_word order by word";
const FORGET_WORDS: &str = "delete from blocked_word";
const ADD_WORD: &str = "insert into blocked_word (word) values ($1) on conflict (word) do nothing";

/// # Errors
/// Those of the database.
pub async fn trusted(db: &Db) -> Result<Vec<i64>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(TRUSTED).fetch_all(c).await)
}

/// From now on no rule holds what they write. Says whether that is new.
///
/// # Errors
/// Those of the database.
pub async fn trust(tx: &mut Tx, person: PersonId, by: PersonId, at: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TRUST).bind(person.0).bind(by.0).bind(at.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// The rules hold again. Says whether that is new.
///
/// # Errors
/// Those of the database.
pub async fn distrust(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let rows =
        on!(tx, c => sqlx::query(DISTRUST).bind(person.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// # Errors
/// Those of the database.
pub async fn words(db: &Db) -> Result<Vec<String>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(WORDS).fetch_all(c).await)
}

/// Puts these in the place of all words before.
///
/// # Errors
/// Those of the database.
pub async fn set_words(tx: &mut Tx, words: &[String]) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FORGET_WORDS).execute(c).await.map(drop))?;
    for word in words {
        on!(tx, c => sqlx::query(ADD_WORD).bind(word).execute(c).await.map(drop))?;
    }
    Ok(())
}
