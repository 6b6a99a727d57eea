//! Sign-ins that have been begun by mail. Of code and link only hashes are kept; a code is hashed with its row's own
//! link, so that equal codes do not look equal.

use super::{Db, Tx, on, row};
use crate::clock::digest;
use model::{Email, Timestamp};

model::untold!(NewSignIn);

/// Wrong codes, from the browser that asked for it, after which code and link of a mail are void.
pub const MOST_WRONG: i64 = 5;
/// For how long wrong codes are remembered. Rows are kept as long.
pub const REMEMBERED: i64 = Timestamp::DAY;

/// A mail's code and link.
#[derive(Clone)]
pub struct NewSignIn {
    pub email: Email,
    /// `None` where only the link is to work.
    pub code_hash: Option<String>,
    pub link_hash: String,
    /// The digest of the asking browser's secret; empty where only the link is to work.
    pub asker: String,
    /// The page to go to afterwards.
    pub next: String,
    pub created: Timestamp,
    pub expires: Timestamp,
    /// Whoever runs the server had the link printed: it works whatever ways are open.
    pub by_operator: bool,
}

impl NewSignIn {
    /// A link without a code.
    #[must_use]
    pub fn by_link(email: Email, token: &str, now: Timestamp, life: i64) -> Self {
        Self {
            email,
            code_hash: None,
            link_hash: digest(token),
            asker: String::new(),
            next: "/".into(),
            created: now,
            expires: now.plus(life),
            by_operator: false,
        }
    }
}

row! {
    pub struct Tried {
        id: i64,
        code_hash: String,
        link_hash: String,
        next: String,
        wrong: i64,
    }
}

row! {
    pub struct Opened {
        email: String,
        next: String,
        by_operator: bool,
    }
}

const ADD: &str = "insert into sign_in (email, code_hash, link_hash, asker, next, created, expires, by_operator) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
// A code that still holds stands for all the wrong ones that may yet be tried on it.
const WRONG_SINCE: &str = "select cast(coalesce(sum(case when code_hash <> '' and used is null and expires > $2 then $3 else wrong end), 0) as bigint) \
                           from sign_in where email = $1 and created > $4";
// Counted before it is compared, so that tries made at once cannot share one.
const TRY_CODE: &str = "update sign_in set wrong = wrong + 1 where email = $1 and asker = $2 and code_hash <> '' \
                        and used is null and expires > $3 and wrong < $4 returning id, code_hash, link_hash, next, wrong";
const TAKE_BACK: &str = "update sign_in set wrong = wrong - 1 where email = $1 and asker = $2 and code_hash <> '' \
                         and used is null and expires > $3 and wrong > 0";
const VOID_LINK: &str = "update sign_in set used = $2 where link_hash = $1 and used is null";
const EMAIL_OF: &str = "select email from sign_in where link_hash = $1 and used is null and expires > $2";
const USE: &str = "update sign_in set used = $2 where id = $1";
const OPEN_LINK: &str = "update sign_in set used = $2 where link_hash = $1 and used is null and expires > $2 \
                         and wrong < $3 returning email, next, by_operator";
const DELETE_OLD: &str = "delete from sign_in where expires <= $1 and created <= $2";

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewSignIn) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD)
        .bind(new.email.as_str())
        .bind(new.code_hash.as_deref().unwrap_or_default())
        .bind(&new.link_hash)
        .bind(&new.asker)
        .bind(&new.next)
        .bind(new.created.0)
        .bind(new.expires.0)
        .bind(new.by_operator)
        .execute(c)
        .await
        .map(drop))
}

/// Wrong codes for an address lately, each counted once for every code that it might have hit, and those that may yet
/// be tried.
///
/// # Errors
/// Those of the database.
pub async fn wrong_lately(tx: &mut Tx, email: &Email, now: Timestamp) -> Result<i64, sqlx::Error> {
    let since = now.plus(-REMEMBERED);
    on!(tx, c => sqlx::query_scalar(WRONG_SINCE)
        .bind(email.as_str())
        .bind(now.0)
        .bind(MOST_WRONG)
        .bind(since.0)
        .fetch_one(c)
        .await)
}

/// Counts a try at the codes that a browser asked for, as wrong to begin with, and gives those that still hold.
///
/// # Errors
/// Those of the database.
pub async fn try_code(
    tx: &mut Tx,
    email: &Email,
    asker: &str,
    now: Timestamp,
) -> Result<Vec<Tried>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(TRY_CODE)
        .bind(email.as_str())
        .bind(asker)
        .bind(now.0)
        .bind(MOST_WRONG)
        .fetch_all(c)
        .await)
}

/// The try was right: this row is used up, and it does not count against the others.
///
/// # Errors
/// Those of the database.
pub async fn was_right(
    tx: &mut Tx,
    email: &Email,
    asker: &str,
    id: i64,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(TAKE_BACK)
        .bind(email.as_str())
        .bind(asker)
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))?;
    on!(tx, c => sqlx::query(USE).bind(id).bind(now.0).execute(c).await.map(drop))
}

/// Lets nobody in by a link any more.
///
/// # Errors
/// Those of the database.
pub async fn void_link(tx: &mut Tx, link_hash: &str, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(VOID_LINK).bind(link_hash).bind(now.0).execute(c).await.map(drop))
}

/// The address that a link was sent to, while it holds.
///
/// # Errors
/// Those of the database.
pub async fn email_of(db: &Db, link_hash: &str, now: Timestamp) -> Result<Option<String>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(EMAIL_OF).bind(link_hash).bind(now.0).fetch_optional(c).await)
}

/// Uses a link up, if it holds.
///
/// # Errors
/// Those of the database.
pub async fn open_link(tx: &mut Tx, link_hash: &str, now: Timestamp) -> Result<Option<Opened>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(OPEN_LINK)
        .bind(link_hash)
        .bind(now.0)
        .bind(MOST_WRONG)
        .fetch_optional(c)
        .await)
}

/// Removes what has expired, once its wrong codes need not be remembered any more.
///
/// # Errors
/// Those of the database.
pub async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<(), sqlx::Error> {
    let before = now.plus(-REMEMBERED);
    on!(tx, c => sqlx::query(DELETE_OLD).bind(now.0).bind(before.0).execute(c).await.map(drop))
}
