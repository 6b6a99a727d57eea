//! Passkeys, and what browsers were asked on the way to one. Of a passkey only its public half is ever here.

use super::{Db, Tx, on, row};
use model::{PasskeyId, PersonId, Timestamp};

row! {
    /// As its owner sees it listed.
    pub struct PasskeyLine {
        id: i64,
        name: String,
        created: i64,
        used: Option<i64>,
    }
}

row! {
    /// What a device need not be asked to make again.
    pub struct KnownRow {
        credential_id: String,
        handle: String,
    }
}

row! {
    /// One to make sure of, with the address of whoever it signs in.
    pub struct KeptRow {
        id: i64,
        email: Option<String>,
        handle: String,
        credential: String,
    }
}

/// One to be kept.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    pub person: PersonId,
    pub credential_id: String,
    pub handle: String,
    pub name: String,
    pub credential: String,
    pub now: Timestamp,
}

const OF_PERSON: &str = "select id, name, created, used from passkey where person = $1 order by id desc";
const KNOWN: &str = "select credential_id, handle from passkey where person = $1 order by id";
const COUNT: &str = "select count(*) from passkey where person = $1";
const ADD: &str = "insert into passkey (person, credential_id, handle, name, credential, created) \
                   values ($1, $2, $3, $4, $5, $6) returning id";
const REMOVE: &str = "delete from passkey where id = $1 and person = $2";
const FIND: &str = "select k.id, p.email, k.handle, k.credential from passkey k join person p on p.id = k.person \
                    where k.credential_id = $1";
// Not where it was used by somebody else at the same moment: of two with the same count one is a copy.
const USED: &str = "update passkey set credential = $3, used = $4 where id = $1 and credential = $2";

// A browser has one question of each kind open: the last.
const EXPECT: &str = "insert into passkey_challenge (session, adding, state, expires) values ($1, $2, $3, $4) \
                      on conflict (session, adding) do update set state = excluded.state, expires = excluded.expires";
const TAKE: &str =
    "delete from passkey_challenge where session = $1 and adding = $2 returning state, expires";
const DELETE_EXPIRED: &str = "delete from passkey_challenge where expires <= $1";

row! {
    struct ChallengeRow {
        state: String,
        expires: i64,
    }
}

/// The newest first.
///
/// # Errors
/// Those of the database.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<PasskeyLine>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn known(db: &Db, person: PersonId) -> Result<Vec<KnownRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(KNOWN).bind(person.0).fetch_all(c).await)
}

/// How many somebody has.
///
/// # Errors
/// Those of the database.
pub async fn count(tx: &mut Tx, person: PersonId) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(COUNT).bind(person.0).fetch_one(c).await)
}

/// # Errors
/// Those of the database, among them that it is somebody's already.
pub async fn add(tx: &mut Tx, new: &NewPasskey) -> Result<PasskeyId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(new.person.0)
        .bind(&new.credential_id)
        .bind(&new.handle)
        .bind(&new.name)
        .bind(&new.credential)
        .bind(new.now.0)
        .fetch_one(c)
        .await)?;
    Ok(PasskeyId(id))
}

/// Takes one away if it is this person's, and says whether it was.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, person: PersonId, passkey: PasskeyId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REMOVE).bind(passkey.0).bind(person.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// # Errors
/// Those of the database.
pub async fn find(db: &Db, credential_id: &str) -> Result<Option<KeptRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(FIND).bind(credential_id).fetch_optional(c).await)
}

/// Keeps what is to be known of it the next time; says whether it was still as it was found.
///
/// # Errors
/// Those of the database.
pub async fn used(tx: &mut Tx, found: &KeptRow, after: &str, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(USED)
        .bind(found.id)
        .bind(&found.credential)
        .bind(after)
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Notes what a browser was asked.
///
/// # Errors
/// Those of the database.
pub async fn expect(
    tx: &mut Tx,
    session: &str,
    adding: bool,
    state: &str,
    expires: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(EXPECT)
        .bind(session)
        .bind(adding)
        .bind(state)
        .bind(expires.0)
        .execute(c)
        .await
        .map(drop))
}

/// Takes out what a browser was asked, if its time is not over.
///
/// # Errors
/// Those of the database.
pub async fn take(
    tx: &mut Tx,
    session: &str,
    adding: bool,
    now: Timestamp,
) -> Result<Option<String>, sqlx::Error> {
    let row: Option<ChallengeRow> =
        on!(tx, c => sqlx::query_as(TAKE).bind(session).bind(adding).fetch_optional(c).await)?;
    Ok(row.filter(|row| row.expires > now.0).map(|row| row.state))
}

/// # Errors
/// Those of the database.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_EXPIRED).bind(now.0).execute(c).await.map(drop))
}
