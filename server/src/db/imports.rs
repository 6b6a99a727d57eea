//! What was imported: found again by its source and the key it has there, so that a second import changes nothing.

use super::{Db, Tx, on, row};
use model::{AccountId, PersonId, RoundId, Timestamp};
use std::collections::{HashMap, HashSet};

row! {
    struct KeyRow {
        key: String,
        id: i64,
    }
}

row! {
    struct RoundSourceRow {
        id: i64,
        source: String,
    }
}

const ROUNDS: &str = "select id, source from round where source is not null order by id";
const ROUND_OF: &str = "select min(round) from proposal where source = $1";
const PROPOSALS: &str =
    "select source_key as key, id from proposal where source = $1 and round = $2 and source_key is not null";
const PEOPLE: &str = "select source_key as key, id from person where source = $1 and source_key is not null";
const VOTES: &str = "select source_key from vote_log where source = $1 and source_key is not null";
const ADD_ACCOUNT: &str = "insert into account (name, source, created) values ($1, $2, $3) \
                           on conflict (name) do nothing returning id";
const ADD_PERSON: &str =
    "insert into person (name, source, source_key, created) values ($1, $2, $3, $4) returning id";
const ADD_MEMBERSHIP: &str =
    "insert into membership (person, account, confirmed, how) values ($1, $2, $3, 'import')";

/// Rounds that have a source, with it.
///
/// # Errors
/// Those of the database.
pub async fn rounds(db: &Db) -> Result<Vec<(RoundId, String)>, sqlx::Error> {
    let rows: Vec<RoundSourceRow> = on!(db, c => sqlx::query_as(ROUNDS).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| (RoundId(row.id), row.source)).collect())
}

/// The round that proposals of this source are in.
///
/// # Errors
/// Those of the database.
pub async fn round_of(db: &Db, source: &str) -> Result<Option<RoundId>, sqlx::Error> {
    let round: Option<i64> = on!(db, c => sqlx::query_scalar(ROUND_OF).bind(source).fetch_one(c).await)?;
    Ok(round.map(RoundId))
}

/// A round's proposals of a source, by their keys there.
///
/// # Errors
/// Those of the database.
pub async fn proposals(db: &Db, source: &str, round: RoundId) -> Result<HashMap<String, i64>, sqlx::Error> {
    let rows: Vec<KeyRow> =
        on!(db, c => sqlx::query_as(PROPOSALS).bind(source).bind(round.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
}

/// People of a source, by their keys there.
///
/// # Errors
/// Those of the database.
pub async fn people(db: &Db, source: &str) -> Result<HashMap<String, i64>, sqlx::Error> {
    let rows: Vec<KeyRow> = on!(db, c => sqlx::query_as(PEOPLE).bind(source).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
}

/// The keys of the votes of a source.
///
/// # Errors
/// Those of the database.
pub async fn votes(db: &Db, source: &str) -> Result<HashSet<String>, sqlx::Error> {
    let keys: Vec<String> = on!(db, c => sqlx::query_scalar(VOTES).bind(source).fetch_all(c).await)?;
    Ok(keys.into_iter().collect())
}

row! {
    struct NumberRow {
        seq: i64,
        at: i64,
    }
}

const VOTES_HERE: &str = "select seq, at from vote_log where source is null";

/// The number and the moment of each vote that was cast here.
///
/// # Errors
/// Those of the database.
pub async fn votes_here(db: &Db) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    let rows: Vec<NumberRow> = on!(db, c => sqlx::query_as(VOTES_HERE).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| (row.seq, row.at)).collect())
}

/// Somebody who cannot sign in.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub name: String,
    pub source: String,
    pub key: String,
    pub since: Timestamp,
    pub account: Option<AccountId>,
}

/// Adds a person, whose account is confirmed if there is one.
///
/// # Errors
/// Those of the database.
pub async fn add_person(tx: &mut Tx, new: &NewPerson, now: Timestamp) -> Result<PersonId, sqlx::Error> {
    let person: i64 = on!(tx, c => sqlx::query_scalar(ADD_PERSON)
        .bind(&new.name)
        .bind(&new.source)
        .bind(&new.key)
        .bind(new.since.0)
        .fetch_one(c)
        .await)?;
    if let Some(account) = new.account {
        add_membership(tx, PersonId(person), account, now).await?;
    }
    Ok(PersonId(person))
}

/// Confirms the account of a person who has none yet.
///
/// # Errors
/// Those of the database.
pub async fn add_membership(
    tx: &mut Tx,
    person: PersonId,
    account: AccountId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_MEMBERSHIP)
        .bind(person.0)
        .bind(account.0)
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// Adds an account. Where one has its name, a number is added to it; the name that it got is given back.
///
/// # Errors
/// Those of the database.
pub async fn add_account(
    tx: &mut Tx,
    name: &str,
    source: Option<&str>,
    since: Timestamp,
) -> Result<(AccountId, String), sqlx::Error> {
    let mut candidate = name.to_owned();
    for more in 2_u32.. {
        let added: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD_ACCOUNT)
            .bind(&candidate)
            .bind(source)
            .bind(since.0)
            .fetch_optional(c)
            .await)?;
        if let Some(id) = added {
            return Ok((AccountId(id), candidate));
        }
        candidate = format!("{name} ({more})");
    }
    Err(sqlx::Error::RowNotFound)
}
