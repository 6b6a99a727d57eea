//! Customers who wish to be found by others, and what they write to each other.

use super::{Db, Tx, on, row};
use model::finding::Findable;
use model::{ContactId, Particular, PersonId, Remark, Timestamp};

row! {
    pub struct FindableRow {
        person: i64,
        line: Option<String>,
    }
}

row! {
    pub struct ContactRow {
        id: i64,
        asker: i64,
        asked: i64,
        words: String,
        at: i64,
        answered: Option<i64>,
        accepted: Option<bool>,
        reply: Option<String>,
    }
}

const ALL: &str = "select person, line from findable order by person";
const ONE: &str = "select person, line from findable where person = $1";
const SHOW: &str = "insert into findable (person, line, at) values ($1, $2, $3) on conflict (person) do update \
                    set line = excluded.line, at = excluded.at";
const HIDE: &str = "delete from findable where person = $1";

macro_rules! contacts {
    ($rest:literal) => {
        concat!("select id, asker, asked, words, at, answered, accepted, reply from contact ", $rest)
    };
}

const OF: &str = contacts!("where asker = $1 or asked = $1 order by id desc limit $2");
const CONTACT: &str = contacts!("where id = $1");
// Whoever has not answered yet, or would rather not, is not asked again.
const SHUT: &str =
    "select count(*) from contact where asker = $1 and asked = $2 and (answered is null or not accepted)";
const ADD: &str = "insert into contact (asker, asked, words, at) values ($1, $2, $3, $4) returning id";
const ANSWER: &str =
    "update contact set answered = $2, accepted = $3, reply = $4 where id = $1 and answered is null";

/// Everybody who wishes to be found.
///
/// # Errors
/// Those of the database.
pub async fn all(db: &Db) -> Result<Vec<FindableRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ALL).fetch_all(c).await)
}

/// Whether somebody does.
///
/// # Errors
/// Those of the database.
pub async fn of(db: &Db, person: PersonId) -> Result<Findable, sqlx::Error> {
    let row: Option<FindableRow> = on!(db, c => sqlx::query_as(ONE).bind(person.0).fetch_optional(c).await)?;
    Ok(row.map_or_else(Findable::default, |row| Findable {
        found: true,
        line: row.line.as_deref().and_then(|line| line.parse().ok()),
    }))
}

/// # Errors
/// Those of the database.
pub async fn show(
    tx: &mut Tx,
    person: PersonId,
    line: Option<&Particular>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SHOW)
        .bind(person.0)
        .bind(line.map(|line| line.as_str().to_owned()))
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// # Errors
/// Those of the database.
pub async fn hide(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(HIDE).bind(person.0).execute(c).await.map(drop))
}

/// The newest that somebody wrote or was written.
///
/// # Errors
/// Those of the database.
pub async fn contacts(db: &Db, person: PersonId, most: i64) -> Result<Vec<ContactRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF).bind(person.0).bind(most).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn contact(db: &Db, id: ContactId) -> Result<Option<ContactRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(CONTACT).bind(id.0).fetch_optional(c).await)
}

/// Whether one may not write to the other (again).
///
/// # Errors
/// Those of the database.
pub async fn is_shut(tx: &mut Tx, asker: PersonId, asked: PersonId) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(SHUT).bind(asker.0).bind(asked.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// # Errors
/// Those of the database.
pub async fn ask(
    tx: &mut Tx,
    asker: PersonId,
    asked: PersonId,
    words: &Remark,
    now: Timestamp,
) -> Result<ContactId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(asker.0)
        .bind(asked.0)
        .bind(words.as_str())
        .bind(now.0)
        .fetch_one(c)
        .await)?;
    Ok(ContactId(id))
}

/// `false` where it has been answered.
///
/// # Errors
/// Those of the database.
pub async fn answer(
    tx: &mut Tx,
    id: ContactId,
    reply: Option<&Remark>,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ANSWER)
        .bind(id.0)
        .bind(now.0)
        .bind(reply.is_some())
        .bind(reply.map(|reply| reply.as_str().to_owned()))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
