//! Mail that waits to leave, written in the transaction that wants it sent. Letters carry secrets, so their text
//! goes as soon as they have left. What was given up keeps it, to be sent again, until its time is over.

use super::{Db, Tx, on, row};
use crate::mail::Letter;
use model::{PersonId, Timestamp};

row! {
    pub struct MailRow {
        id: i64,
        recipient: String,
        subject: String,
        body: String,
        html: Option<String>,
        unsubscribe: Option<String>,
        created: i64,
        tries: i64,
    }
}

row! {
    pub struct HealthRow {
        waiting: i64,
        oldest: Option<i64>,
        given_up: i64,
        kept: i64,
        last_sent: Option<i64>,
        problem: Option<String>,
    }
}

// What was given up is due at the end of time.
const HEALTH: &str = "select coalesce(sum(case when sent is null and due < 9223372036854775807 then 1 else 0 end), 0) as waiting, \
                      min(case when sent is null and due < 9223372036854775807 then created end) as oldest, \
                      coalesce(sum(case when sent is null and due = 9223372036854775807 then 1 else 0 end), 0) as given_up, \
                      coalesce(sum(case when sent is null and due = 9223372036854775807 and body <> '' then 1 else 0 end), 0) as kept, \
                      max(sent) as last_sent, (select problem from mail where sent is null and problem is not null \
                      order by id desc limit 1) as problem from mail";
const ADD: &str = "insert into mail (recipient, subject, body, html, unsubscribe, created, due, kept, about) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const NEXT_DUE: &str = "select min(due) from mail where sent is null";
// On PostgreSQL two instances may pick the same row; the second finds it no longer due once it has the lock.
const CLAIM: &str = "update mail set due = $2, tries = tries + 1 \
                     where id = (select id from mail where sent is null and due <= $1 order by due, id limit 1) \
                     and sent is null and due <= $1 returning id, recipient, subject, body, html, unsubscribe, created, tries";
const SENT: &str = "update mail set sent = $2, subject = coalesce(kept, ''), body = '', html = null, problem = null where id = $1 and sent is null";
// One that is on its way at this moment cannot be held up any more.
const TAKE_OUT: &str = "delete from mail where recipient = (select email from person where id = $1) and about = $2 \
                        and sent is null and (tries = 0 or problem is not null)";
// Of one kind: what it is about begins with that.
const TAKE_OUT_KIND: &str = "delete from mail where recipient = (select email from person where id = $1) \
                             and (about = $2 or about like $2 || ' %') and sent is null and (tries = 0 or problem is not null)";
const FORGET_TITLE: &str =
    "update mail set subject = '', kept = '' where sent is not null and replace(subject, $1, '') <> subject";
const POSTPONE: &str = "update mail set due = $2, problem = $3 where id = $1 and sent is null";
const GIVE_UP: &str = "update mail set due = $2, problem = $3 where id = $1 and sent is null";
const AGAIN: &str =
    "update mail set due = $1, tries = 0 where sent is null and due = 9223372036854775807 and body <> ''";
const DELETE_OLD: &str = "delete from mail where created <= $1";

/// Lets a letter leave once this transaction is committed; the caller wakes the delivery then.
///
/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, letter: &Letter, now: Timestamp) -> Result<(), sqlx::Error> {
    add_for(tx, letter, now, now).await
}

/// The same for a letter that is to leave later.
///
/// # Errors
/// Those of the database.
pub async fn add_for(
    tx: &mut Tx,
    letter: &Letter,
    now: Timestamp,
    due: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD)
        .bind(&letter.to)
        .bind(&letter.subject)
        .bind(&letter.text)
        .bind(&letter.html)
        .bind(&letter.unsubscribe)
        .bind(now.0)
        .bind(due.0)
        .bind(letter.kept.as_ref().unwrap_or(&letter.subject))
        .bind(&letter.about)
        .execute(c)
        .await
        .map(drop))
}

/// Takes out what is about something that was undone and has not left, and says whether there was any.
///
/// # Errors
/// Those of the database.
pub async fn take_out(tx: &mut Tx, person: PersonId, about: &str) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TAKE_OUT)
        .bind(person.0)
        .bind(about)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Takes out what is of a kind that is not wanted any more and has not left.
///
/// # Errors
/// Those of the database.
pub async fn take_out_kind(tx: &mut Tx, person: PersonId, kind: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(TAKE_OUT_KIND).bind(person.0).bind(kind).execute(c).await.map(drop))
}

/// Takes a title out of what is kept of letters: the words have been withdrawn.
///
/// # Errors
/// Those of the database.
pub async fn forget_title(tx: &mut Tx, title: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FORGET_TITLE).bind(title).execute(c).await.map(drop))
}

/// How letters fare: how many wait, since when the oldest does, how many were given up, when the last one left, and what the last
/// failure was. Of the time for which it is kept.
///
/// # Errors
/// Those of the database.
pub async fn health(db: &Db) -> Result<HealthRow, sqlx::Error> {
    on!(db, c => sqlx::query_as(HEALTH).fetch_one(c).await)
}

/// When the next one is to leave.
///
/// # Errors
/// Those of the database.
pub async fn next_due(db: &Db) -> Result<Option<Timestamp>, sqlx::Error> {
    let due: Option<i64> = on!(db, c => sqlx::query_scalar(NEXT_DUE).fetch_one(c).await)?;
    Ok(due.filter(|due| *due < i64::MAX).map(Timestamp))
}

/// Takes one that is due, which nobody else gets before `until`.
///
/// # Errors
/// Those of the database.
pub async fn claim(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<Option<MailRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(CLAIM).bind(now.0).bind(until.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn sent(tx: &mut Tx, id: i64, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SENT).bind(id).bind(now.0).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn postpone(tx: &mut Tx, id: i64, due: Timestamp, problem: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(POSTPONE).bind(id).bind(due.0).bind(problem).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn give_up(tx: &mut Tx, id: i64, problem: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(GIVE_UP).bind(id).bind(i64::MAX).bind(problem).execute(c).await.map(drop))
}

/// Lets what was given up leave once more, and says how many letters that is.
///
/// # Errors
/// Those of the database.
pub async fn again(tx: &mut Tx, now: Timestamp) -> Result<u64, sqlx::Error> {
    on!(tx, c => sqlx::query(AGAIN).bind(now.0).execute(c).await.map(|done| done.rows_affected()))
}

/// Removes those written before a moment, sent or not.
///
/// # Errors
/// Those of the database.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_OLD).bind(before.0).execute(c).await.map(drop))
}
