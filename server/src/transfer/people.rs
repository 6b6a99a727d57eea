//! Whom a row of a list names: somebody with an address, or somebody known at another place by a key. Who is not here yet
//! is added, with the account that the row says.

use super::batches::{self, BATCH};
use super::export::home_key;
use super::fit::{clean, shorten};
use super::sheet::Row;
use crate::db::events::{self, What};
use crate::db::imports::{self, NewPerson};
use crate::db::{Db, Tx, exports, people as table};
use futures::FutureExt;
use indicatif::ProgressBar;
use model::{AccountId, Email, Name, PersonId, Timestamp};
use std::collections::HashMap;

/// By what somebody is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    Address(Email),
    /// A source, and the key there.
    Key(String, String),
}

/// Somebody as a row says.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub identity: Identity,
    name: Name,
    /// A confirmed account's name.
    account: Option<Name>,
}

impl Somebody {
    /// From the columns `<who>_source`, `<who>`, `<who>_name` and `<who>_account`; `None` where nobody is named.
    ///
    /// # Errors
    /// What is wrong with them, as a sentence.
    pub fn read(row: &Row, who: &str, source: &str) -> Result<Option<Self>, String> {
        let cell = |part: &str| row.plain(&format!("{who}{part}")).trim().to_owned();
        let (key, place) = (cell(""), cell("_source"));
        if key.is_empty() {
            return Ok(None);
        }
        let identity = match (place.is_empty(), Email::parse(&key)) {
            (true, Ok(email)) => Identity::Address(email),
            (true, Err(_)) => Identity::Key(source.to_owned(), key.clone()),
            (false, _) => Identity::Key(place, key.clone()),
        };
        let said = |part: &'static str| move |refused| format!("{who}{part}: {refused}");
        let name = match cell("_name") {
            name if name.is_empty() => shorten(&clean(&key, false), Name::MAX),
            name => name,
        };
        let account = Some(cell("_account")).filter(|name| !name.is_empty());
        Ok(Some(Self {
            identity,
            name: Name::parse(&name).map_err(said("_name"))?,
            account: account.map(|name| Name::parse(&name)).transpose().map_err(said("_account"))?,
        }))
    }
}

/// Everybody who is here, by what they are found.
pub struct Known(HashMap<Identity, PersonId>);

impl Known {
    /// # Errors
    /// Those of the database.
    pub async fn load(db: &Db, home: &str) -> Result<Self, sqlx::Error> {
        let mut known = HashMap::new();
        for line in exports::people(db).await? {
            let id = PersonId(line.id);
            let address = line.email.and_then(|email| email.parse().ok());
            known.extend(address.map(|email| (Identity::Address(email), id)));
            let key = match (line.source, line.source_key) {
                (Some(source), Some(key)) => Identity::Key(source, key),
                _ => Identity::Key(home.to_owned(), home_key(line.id, line.created)),
            };
            known.insert(key, id);
        }
        Ok(Self(known))
    }

    #[must_use]
    pub fn find(&self, identity: &Identity) -> Option<PersonId> {
        self.0.get(identity).copied()
    }

    /// Adds those who are missing, and says how many were.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(
        &mut self,
        db: &Db,
        named: impl Iterator<Item = Somebody>,
        now: Timestamp,
        bar: &ProgressBar,
    ) -> Result<usize, sqlx::Error> {
        let mut missing: Vec<Somebody> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for somebody in named {
            if self.find(&somebody.identity).is_none() && seen.insert(somebody.identity.clone()) {
                missing.push(somebody);
            }
        }
        let mut accounts: HashMap<String, i64> = exports::accounts(db).await?.into_iter().collect();
        batches::begin(bar, "people", missing.len());
        for batch in missing.chunks(BATCH) {
            let (people, known) = (batch.to_vec(), accounts);
            let (ids, known) =
                db.write(move |tx| async move { add_batch(tx, people, known, now).await }.boxed()).await?;
            accounts = known;
            self.0.extend(batch.iter().map(|somebody| somebody.identity.clone()).zip(ids));
            bar.inc(batch.len() as u64);
        }
        Ok(missing.len())
    }
}

async fn add_batch(
    tx: &mut Tx,
    people: Vec<Somebody>,
    mut accounts: HashMap<String, i64>,
    now: Timestamp,
) -> Result<(Vec<PersonId>, HashMap<String, i64>), sqlx::Error> {
    let mut ids = Vec::with_capacity(people.len());
    for somebody in people {
        let account = match &somebody.account {
            Some(name) => Some(account(tx, name, &mut accounts, now).await?),
            None => None,
        };
        ids.push(add_one(tx, somebody, account, now).await?);
    }
    events::record(tx, now, None, What::new("account.imported", 0), None).await?;
    events::record(tx, now, None, What::new("person.imported", 0), None).await?;
    Ok((ids, accounts))
}

async fn account(
    tx: &mut Tx,
    name: &Name,
    accounts: &mut HashMap<String, i64>,
    now: Timestamp,
) -> Result<AccountId, sqlx::Error> {
    if let Some(id) = accounts.get(name.as_str()) {
        return Ok(AccountId(*id));
    }
    let id = imports::add_account(tx, name.as_str(), None, now).await?.0;
    accounts.insert(name.to_string(), id.0);
    Ok(id)
}

async fn add_one(
    tx: &mut Tx,
    somebody: Somebody,
    account: Option<AccountId>,
    now: Timestamp,
) -> Result<PersonId, sqlx::Error> {
    match somebody.identity {
        Identity::Key(source, key) => {
            let name = somebody.name.into();
            imports::add_person(tx, &NewPerson { name, source, key, since: now, account }, now).await
        }
        Identity::Address(email) => {
            let added = table::add(tx, &somebody.name, &email, now).await?;
            let id = match added {
                Some(id) => id,
                None => table::by_email(tx, &email)
                    .await?
                    .map(|row| PersonId(row.id))
                    .ok_or(sqlx::Error::RowNotFound)?,
            };
            if let Some(account) = account {
                imports::add_membership(tx, id, account, now).await?;
            }
            Ok(id)
        }
    }
}
