//! The sessions' store on our own database. Sessions in use stay in memory for a few seconds, since a statement for
//! every request would cap the whole server; signing a device out drops it there at once, and on other instances
//! within those seconds.

use super::{DEVICE, PERSON};
use crate::clock::{Clock, digest};
use crate::db::events::{self, What};
use crate::db::{Db, sessions};
use async_trait::async_trait;
use futures::FutureExt;
use model::{PersonId, SessionId, Timestamp};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// How long a session may be answered from memory.
const REMEMBERED: Duration = Duration::from_secs(5);
/// Most sessions in memory; beyond it all are read anew.
const MOST_REMEMBERED: usize = 10_000;
/// "Last seen" is kept no finer than this, so that reading pages does not write.
const SEEN_GRAIN: i64 = 10 * Timestamp::MINUTE;

#[derive(Clone)]
pub struct Sessions {
    db: Db,
    clock: Clock,
    remembered: Arc<Mutex<FxHashMap<i128, (Record, Instant)>>>,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock, remembered: Arc::default() }
    }

    /// What is kept of a session's secret.
    #[must_use]
    pub fn hash(id: &Id) -> String {
        digest(&id.to_string())
    }

    /// Signs one of a person's devices out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revoke(
        &self,
        person: PersonId,
        session: SessionId,
    ) -> std::result::Result<bool, sqlx::Error> {
        let now = self.clock.now();
        let gone = self
            .db
            .write(move |tx| {
                async move {
                    let gone = sessions::revoke(tx, person, session).await?;
                    if gone {
                        let what = What::new("person.signed_out", person.0);
                        events::record(tx, now, Some(person), what, None).await?;
                    }
                    Ok::<_, sqlx::Error>(gone)
                }
                .boxed()
            })
            .await?;
        // By the row's key alone the secret cannot be known: forget them all.
        self.remembered.lock().clear();
        Ok(gone)
    }

    async fn put(&self, record: &Record, known: bool) -> Result<()> {
        let text =
            |key: &str| record.data.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let row = sessions::NewSession {
            hash: Self::hash(&record.id),
            person: record.data.get(PERSON).and_then(serde_json::Value::as_i64).map(PersonId),
            device: text(DEVICE),
            data: serde_json::to_string(&record.data).map_err(|fault| Error::Encode(fault.to_string()))?,
            expires: micros(record.expiry_date),
            now: self.clock.now(),
        };
        let there = self
            .db
            .write(move |tx| async move { sessions::put(tx, &row, known).await }.boxed())
            .await
            .map_err(|fault: sqlx::Error| backend(fault))?;
        if there {
            self.remember(record);
        }
        Ok(())
    }

    fn remember(&self, record: &Record) {
        let mut remembered = self.remembered.lock();
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(record.id.0, (record.clone(), Instant::now()));
    }

    fn recall(&self, id: &Id) -> Option<Record> {
        let mut remembered = self.remembered.lock();
        let (record, since) = remembered.get(&id.0)?;
        if since.elapsed() > REMEMBERED {
            remembered.remove(&id.0);
            return None;
        }
        Some(record.clone())
    }
}

fn backend(fault: impl std::fmt::Display) -> Error {
    Error::Backend(fault.to_string())
}

fn micros(time: OffsetDateTime) -> Timestamp {
    Timestamp(i64::try_from(time.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // Ids are 128 bits from the system's generator: two will not be the same.
        self.put(record, false).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.put(record, true).await
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        if let Some(record) = self.recall(id) {
            return Ok(Some(record));
        }
        let now = self.clock.now();
        let hash = Self::hash(id);
        let Some(row) = sessions::find(&self.db, &hash, now).await.map_err(backend)? else { return Ok(None) };
        let data = serde_json::from_str(&row.data).map_err(|fault| Error::Decode(fault.to_string()))?;
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(row.expires / Timestamp::SECOND).map_err(backend)?;
        let record = Record { id: *id, data, expiry_date };
        self.remember(&record);
        if now.since(Timestamp(row.seen)) > SEEN_GRAIN {
            let seen = self.db.write(move |tx| async move { sessions::seen(tx, &hash, now).await }.boxed());
            seen.await.map_err(|fault: sqlx::Error| backend(fault))?;
        }
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.remembered.lock().remove(&id.0);
        let hash = Self::hash(id);
        self.db
            .write(move |tx| async move { sessions::delete(tx, &hash).await }.boxed())
            .await
            .map_err(|fault: sqlx::Error| backend(fault))
    }
}
