//! Joining: links to join with, and who invites others to their account. Who asks to: `join_requests.rs`.

use super::{Db, Tx, on, row};
use model::{AccountId, LinkId, PersonId, Timestamp};

row! {
    pub struct LinkRow {
        id: i64,
        account: i64,
        by_person: Option<i64>,
        at: i64,
        expires: i64,
        most: i64,
        used: i64,
        revoked: Option<i64>,
    }
}

/// A link that is to be kept.
#[derive(Clone, Debug)]
pub struct NewLink {
    pub account: AccountId,
    /// The digest of what the link carries.
    pub hash: String,
    pub by: PersonId,
    pub at: Timestamp,
    pub expires: Timestamp,
    pub most: i64,
}

macro_rules! links {
    ($rest:literal) => {
        concat!("select id, account, by_person, at, expires, most, used, revoked from join_link ", $rest)
    };
}

/// That whoever made a link, or sent an invitation, may let people into its account still: looks after accounts, or is one of its
/// coordinators. `$of` is its table, or what that is called.
macro_rules! lets_in {
    ($of:literal) => {
        concat!(
            "(exists (select 1 from person_role r where r.person = ",
            $of,
            ".by_person and r.role in ('moderator', 'account_manager', 'admin')) \
             or exists (select 1 from membership m where m.person = ",
            $of,
            ".by_person and m.account = ",
            $of,
            ".account and m.confirmed is not null and case when exists (select 1 from coordinator c join membership n \
             on n.person = c.person and n.account = c.account where c.account = m.account and n.confirmed is not null) \
             then exists (select 1 from coordinator c where c.person = m.person and c.account = m.account) \
             else not exists (select 1 from membership f where f.account = m.account and f.confirmed is not null \
             and (f.confirmed < m.confirmed or (f.confirmed = m.confirmed and f.person < m.person))) end)) "
        )
    };
}
pub(super) use lets_in;

/// A link that works, and what follows. `$2` is now.
macro_rules! working {
    ($begin:literal, $end:literal) => {
        concat!(
            $begin,
            " and expires > $2 and used < most and revoked is null and ",
            lets_in!("join_link"),
            $end
        )
    };
}

const LINKS: &str = links!("where account = $1 order by id desc limit $2");
const WORK: &str = working!("select id from join_link where account = $1", "order by id");
const OF_HASH: &str = working!(
    "select id, account, by_person, at, expires, most, used, revoked from join_link where hash = $1",
    ""
);
const LINK: &str = links!("where id = $1");
const ADD: &str = "insert into join_link (account, hash, by_person, at, expires, most) values ($1, $2, $3, $4, $5, $6) returning id";
const USE: &str = working!("update join_link set used = used + 1 where id = $1", "");
const REVOKE: &str = "update join_link set revoked = $2, revoked_by = $3 where id = $1 and revoked is null";
const PART: &str = "update membership set account = null, confirmed = null, by_person = null, how = null, declared = null \
                    where person = $1 and confirmed is not null";
const COORDINATORS: &str = "select c.person from coordinator c join membership m on m.person = c.person and m.account = c.account \
                            where c.account = $1 and m.confirmed is not null order by c.at, c.person";
const FIRST: &str = "select person from membership where account = $1 and confirmed is not null order by confirmed, person limit 1";
const NAME: &str = "insert into coordinator (person, account, by_person, at) values ($1, $2, $3, $4) on conflict (person) \
                    do update set account = excluded.account, by_person = excluded.by_person, at = excluded.at \
                    where coordinator.account <> excluded.account";
const UNNAME: &str = "delete from coordinator where person = $1 and account = $2";

/// The newest links of an account.
///
/// # Errors
/// Those of the database.
pub async fn links(db: &Db, account: AccountId, most: i64) -> Result<Vec<LinkRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LINKS).bind(account.0).bind(most).fetch_all(c).await)
}

/// What a link's digest leads to, if it works.
///
/// # Errors
/// Those of the database.
pub async fn of_hash(db: &Db, hash: &str, now: Timestamp) -> Result<Option<LinkRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_HASH).bind(hash).bind(now.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn link(db: &Db, link: LinkId) -> Result<Option<LinkRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LINK).bind(link.0).fetch_optional(c).await)
}

/// Those links of an account that work.
///
/// # Errors
/// Those of the database.
pub async fn working(db: &Db, account: AccountId, now: Timestamp) -> Result<Vec<i64>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(WORK).bind(account.0).bind(now.0).fetch_all(c).await)
}

/// The same, in hand.
///
/// # Errors
/// Those of the database.
pub async fn working_in_hand(
    tx: &mut Tx,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<i64>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(WORK).bind(account.0).bind(now.0).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add_link(tx: &mut Tx, new: &NewLink) -> Result<LinkId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(new.account.0)
        .bind(&new.hash)
        .bind(new.by.0)
        .bind(new.at.0)
        .bind(new.expires.0)
        .bind(new.most)
        .fetch_one(c)
        .await)?;
    Ok(LinkId(id))
}

/// Counts one more who joins; `false` where it no longer works.
///
/// # Errors
/// Those of the database.
pub async fn use_link(tx: &mut Tx, link: i64, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(USE).bind(link).bind(now.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// `false` where it was revoked before.
///
/// # Errors
/// Those of the database.
pub async fn revoke(tx: &mut Tx, link: LinkId, by: PersonId, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REVOKE).bind(link.0).bind(now.0).bind(by.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Somebody speaks for their account no longer; `false` where they did for none.
///
/// # Errors
/// Those of the database.
pub async fn part(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let rows =
        on!(tx, c => sqlx::query(PART).bind(person.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Who invites others to an account: those who were named, or else whoever was there first.
///
/// # Errors
/// Those of the database.
pub async fn named(db: &Db, account: AccountId) -> Result<Vec<PersonId>, sqlx::Error> {
    let ids: Vec<i64> = on!(db, c => sqlx::query_scalar(COORDINATORS).bind(account.0).fetch_all(c).await)?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// The same, or else whoever was there first.
///
/// # Errors
/// Those of the database.
pub async fn coordinators(db: &Db, account: AccountId) -> Result<Vec<PersonId>, sqlx::Error> {
    let named = named(db, account).await?;
    if !named.is_empty() {
        return Ok(named);
    }
    let first: Vec<i64> = on!(db, c => sqlx::query_scalar(FIRST).bind(account.0).fetch_all(c).await)?;
    Ok(first.into_iter().map(PersonId).collect())
}

/// # Errors
/// Those of the database.
pub async fn name(
    tx: &mut Tx,
    account: AccountId,
    person: PersonId,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(NAME).bind(person.0).bind(account.0).bind(by.0).bind(now.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// # Errors
/// Those of the database.
pub async fn unname(tx: &mut Tx, account: AccountId, person: PersonId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(UNNAME).bind(person.0).bind(account.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
