//! The company's lists: finding an entry by any of its names, and putting right what was mistyped.

mod merging;

pub use merging::{merge, sign_both};

use super::{Db, Tx, on, row};
use model::practice::ListKind;
use model::{EntryId, Name, RoundId};

row! {
    /// A name that stands for an entry.
    pub struct FormerRow {
        entry: i64,
        name: String,
    }
}

row! {
    /// A practice, or, as 0, a sign-off, that uses an entry.
    pub struct UseRow {
        entry: i64,
        practice: i64,
        round: i64,
    }
}

row! {
    /// An entry in hand.
    pub struct EntryRow {
        list: String,
        name: String,
        key: String,
    }
}

row! {
    struct OwnerRow {
        practice: i64,
        owner: String,
    }
}

// Finds the entry or makes it, in one statement, so that two designers cannot both make it.
const MAKE: &str = "insert into list_entry (list, name, key) values ($1, $2, $3) \
                    on conflict (list, key) do update set key = excluded.key returning id";
const STANDS_FOR: &str = "select entry from former_name where list = $1 and key = $2";
const TODAY: &str =
    "select e.name from former_name f join list_entry e on e.id = f.entry where f.list = $1 and f.key = $2";
const FORMER: &str = "select entry, name from former_name order by key";
const ONE: &str = "select list, name, key from list_entry where id = $1";
const CALLED: &str = "select id from list_entry where list = $1 and key = $2";
// Practice 0: a rule of sign-off, or a signature.
const USES: &str = "select activity as entry, id as practice, round from practice \
                    union select accountable, id, round from practice \
                    union select tool, id, round from practice where tool is not null \
                    union select i.function, p.id, p.round from practice_involved i join practice p on p.id = i.practice \
                    union select l.function, p.id, p.round from practice_load l join practice p on p.id = l.practice \
                    union select function, 0, round from signing \
                    union select s.function, 0, r.round from sign_off s join review r on r.id = s.review";
const RENAME: &str = "update list_entry set name = $2, key = $3 where id = $1";
const ADD_FORMER: &str = "insert into former_name (list, key, name, entry) values ($1, $2, $3, $4) \
                          on conflict (list, key) do update set name = excluded.name, entry = excluded.entry";
const DROP_FORMER: &str = "delete from former_name where list = $1 and key = $2";
const DROP_OWN: &str = "delete from former_name where entry = $1 and key = $2";
const REMOVE: &str = "delete from list_entry where id = $1";
const OWNERS: &str = "select practice, owner from promise where owner is not null";
const OWN: &str = "update promise set owner = $2 where practice = $1";

/// The entry that a name of today or of former times stands for, or a new one.
///
/// # Errors
/// Those of the database.
pub async fn find_or_make(tx: &mut Tx, list: ListKind, name: &Name) -> Result<i64, sqlx::Error> {
    let key = crate::design::key(name.as_str());
    let known: Option<i64> =
        on!(tx, c => sqlx::query_scalar(STANDS_FOR).bind(list.word()).bind(&key).fetch_optional(c).await)?;
    if let Some(entry) = known {
        return Ok(entry);
    }
    on!(tx, c => sqlx::query_scalar(MAKE).bind(list.word()).bind(name.as_str()).bind(key).fetch_one(c).await)
}

/// # Errors
/// Those of the database.
pub async fn former(db: &Db) -> Result<Vec<FormerRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(FORMER).fetch_all(c).await)
}

/// Which practice, of which round, uses which entry; and which rounds it signs in.
///
/// # Errors
/// Those of the database.
pub async fn uses(db: &Db) -> Result<Vec<UseRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(USES).fetch_all(c).await)
}

/// The same within a transaction: the rounds that use an entry.
///
/// # Errors
/// Those of the database.
pub async fn used_in(tx: &mut Tx, entry: EntryId) -> Result<Vec<RoundId>, sqlx::Error> {
    let rows: Vec<UseRow> = on!(tx, c => sqlx::query_as(USES).fetch_all(c).await)?;
    Ok(rows.iter().filter(|row| row.entry == entry.0).map(|row| RoundId(row.round)).collect())
}

/// # Errors
/// Those of the database.
pub async fn one(tx: &mut Tx, entry: EntryId) -> Result<Option<EntryRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(ONE).bind(entry.0).fetch_optional(c).await)
}

/// The entry of a list that is called so today.
///
/// # Errors
/// Those of the database.
pub async fn called(tx: &mut Tx, list: &str, name: &Name) -> Result<Option<EntryId>, sqlx::Error> {
    let key = crate::design::key(name.as_str());
    let id: Option<i64> =
        on!(tx, c => sqlx::query_scalar(CALLED).bind(list).bind(key).fetch_optional(c).await)?;
    Ok(id.map(EntryId))
}

/// What that is called today which a former name stands for; any other name as it is.
///
/// # Errors
/// Those of the database.
pub async fn today(tx: &mut Tx, list: ListKind, name: Name) -> Result<Name, sqlx::Error> {
    let key = crate::design::key(name.as_str());
    let today: Option<String> =
        on!(tx, c => sqlx::query_scalar(TODAY).bind(list.word()).bind(key).fetch_optional(c).await)?;
    Ok(today.and_then(|today| today.parse().ok()).unwrap_or(name))
}

/// Gives an entry another name, for which no other may stand; its former one stands for it.
///
/// # Errors
/// Those of the database.
pub async fn rename(tx: &mut Tx, entry: EntryId, was: &EntryRow, name: &Name) -> Result<(), sqlx::Error> {
    let key = crate::design::key(name.as_str());
    on!(tx, c => sqlx::query(DROP_FORMER).bind(&was.list).bind(&key).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(RENAME).bind(entry.0).bind(name.as_str()).bind(&key).execute(c).await.map(drop))?;
    if key != was.key {
        stands_for(tx, was, entry).await?;
    }
    owns(tx, was, name).await
}

async fn stands_for(tx: &mut Tx, was: &EntryRow, entry: EntryId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_FORMER)
        .bind(&was.list)
        .bind(&was.key)
        .bind(&was.name)
        .bind(entry.0)
        .execute(c)
        .await
        .map(drop))
}

/// Promises that a function is in charge of by name are under its new one.
async fn owns(tx: &mut Tx, was: &EntryRow, name: &Name) -> Result<(), sqlx::Error> {
    if was.list != ListKind::Function.word() {
        return Ok(());
    }
    let owners: Vec<OwnerRow> = on!(tx, c => sqlx::query_as(OWNERS).fetch_all(c).await)?;
    for row in owners.iter().filter(|row| crate::design::key(&row.owner) == was.key) {
        on!(tx, c => sqlx::query(OWN).bind(row.practice).bind(name.as_str()).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Says whether the name had stood for this entry.
///
/// # Errors
/// Those of the database.
pub async fn drop_former(tx: &mut Tx, entry: EntryId, name: &Name) -> Result<bool, sqlx::Error> {
    let key = crate::design::key(name.as_str());
    let rows = on!(tx, c => sqlx::query(DROP_OWN).bind(entry.0).bind(key).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// # Errors
/// Those of the database, also where something uses it.
pub async fn remove(tx: &mut Tx, entry: EntryId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE).bind(entry.0).execute(c).await.map(drop))
}
