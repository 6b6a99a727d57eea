//! The two databases behind one name: SQLite in one file, or PostgreSQL. All SQL is text with `$1`, the same for
//! both, and stands in `db/<noun>.rs`; `on!` runs it on whichever is there. What differs is in `db/batch.rs`.

pub mod account_invitations;
pub mod accounts;
pub mod acting;
pub mod activities;
pub mod answers;
pub mod asks;
pub mod audit;
pub mod batch;
pub mod belonging;
pub mod blocking;
pub mod breakdowns;
pub mod comments;
pub mod company;
pub mod complaints;
pub mod designs;
pub mod dump;
pub mod events;
pub mod exports;
pub mod finding;
pub mod following;
pub mod gaps;
pub mod gates;
pub mod goes_on;
pub mod guests;
pub mod hooks;
pub mod hushed;
pub mod identities;
pub mod imports;
pub mod intake;
pub mod invitations;
pub mod join_requests;
pub mod joining;
pub mod leaving;
pub mod lists;
pub mod mail;
pub mod mentions;
pub mod merging;
pub mod migrate;
pub mod mine;
pub mod notes;
pub mod notices;
pub mod on_behalf;
pub mod open_reports;
pub mod outcomes;
pub mod passkeys;
pub mod people;
pub mod pictures;
pub mod practices;
pub mod promises;
pub mod proposals;
pub mod purchases;
pub mod queue;
pub mod retention;
pub mod rounds;
pub mod said;
pub mod samples;
pub mod segments;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod sign_off;
pub mod telling;
pub mod tokens;
pub mod told;
pub mod values;
pub mod verdicts;
pub mod ways;
pub mod writing;

use anyhow::{Context, bail};
use futures::future::BoxFuture;
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::path::Path;
use std::time::Duration;

/// Whatever differs in type between the two databases.
pub enum On<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// Runs one body of SQL on whichever database is there: `on!(db, c => sqlx::query(SQL).bind(id).execute(c).await)`,
/// where `db` is a [`Db`] (a pool to read from) or a [`Tx`] (a transaction).
#[macro_export]
macro_rules! on {
    ($where:expr, $c:ident => $body:expr) => {
        match $where.each() {
            $crate::db::On::Sqlite($c) => $body,
            $crate::db::On::Postgres($c) => $body,
        }
    };
}
pub use crate::on;

/// Declares a row of a query: a struct whose fields carry the columns' names. It is not to be written down (`Debug`): rows hold
/// letters with links that let somebody in, digests of codes that are soon guessed, and words.
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone)]
        $vis struct $name { $(pub $field: $type),+ }

        impl<'r, R: sqlx::Row> sqlx::FromRow<'r, R> for $name
        where
            &'static str: sqlx::ColumnIndex<R>,
            i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
            String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
            bool: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
        {
            fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
                Ok(Self { $($field: row.try_get(stringify!($field))?),+ })
            }
        }
    };
}
pub(crate) use row;

/// The database. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// One connection writes, several read: SQLite has one writer, and readers do not wait for it.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction that writes. Nothing is kept unless the work handed to [`Db::write`] returns `Ok`.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub fn each(&mut self) -> On<&mut SqliteConnection, &mut PgConnection> {
        match self {
            Self::Sqlite(tx) => On::Sqlite(&mut *tx),
            Self::Postgres(tx) => On::Postgres(&mut *tx),
        }
    }
}

/// What a connection to SQLite keeps of the file, in KiB below zero. Nearly everything is read from memory of our own: whoever reads
/// the file reads it once, and only the writer comes back to its pages.
const READ_CACHE: &str = "-512";
const WRITE_CACHE: &str = "-8192";
/// How many connections read from SQLite at once.
const SQLITE_READERS: u32 = 4;
/// How many connections an instance opens to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 10;
/// How long an idle connection is taken for a living one.
const TRUSTED: Duration = Duration::from_secs(5);
/// How long a writer waits for another process that has the file, such as an import beside a running server.
const BUSY: Duration = Duration::from_secs(5);

impl Db {
    /// Opens `sqlite://PATH` (made if missing) or `postgres://…` and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a later version.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let db = if let Some(path) = url.strip_prefix("sqlite://") {
            Self::open_sqlite(Path::new(path)).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await?
        } else {
            bail!("database-url must begin with sqlite:// or postgres://, and is {url:?}");
        };
        migrate::run(&db).await.context("bringing the tables up to date")?;
        Ok(db)
    }

    async fn open_sqlite(path: &Path) -> anyhow::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("making the folder {}", folder.display()))?;
        }
        keep_to_oneself(path).with_context(|| format!("making {}", path.display()))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .statement_cache_capacity(512)
            .pragma("temp_store", "memory")
            .pragma("cache_size", WRITE_CACHE);
        let opening = || format!("opening {}", path.display());
        // A connection to a file does not go away, so it need not be asked whether it is there.
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await
            .with_context(opening)?;
        let read = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .test_before_acquire(false)
            .connect_with(options.read_only(true).pragma("cache_size", READ_CACHE))
            .await
            .with_context(opening)?;
        let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(&read).await?;
        // Earlier ones can corrupt the file when a log is reset while another connection reads it.
        if version_numbers(&version) < [3, 51, 3] {
            bail!("this build carries SQLite {version}; it must be 3.51.3 or later");
        }
        Ok(Self::Sqlite { read, write })
    }

    async fn open_postgres(url: &str) -> anyhow::Result<Self> {
        let options = url.parse::<PgConnectOptions>().context("reading database-url")?.options([
            // A request that is cancelled must not leave a lock behind.
            ("idle_in_transaction_session_timeout", "10s"),
            ("statement_timeout", "60s"),
            ("lock_timeout", "10s"),
            ("synchronous_commit", "on"),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            // One that was just in use is there; asking it first would be a round trip more for everything.
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(async move {
                    if meta.idle_for > TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await
            .context("connecting to PostgreSQL")?;
        Ok(Self::Postgres(pool))
    }

    /// A pool to read from.
    #[must_use]
    pub fn each(&self) -> On<&SqlitePool, &PgPool> {
        match self {
            Self::Sqlite { read, .. } => On::Sqlite(read),
            Self::Postgres(pool) => On::Postgres(pool),
        }
    }

    /// Runs `work` in a transaction and commits when it returns `Ok`. It runs in a task of its own, so that a
    /// client who hangs up neither interrupts it nor leaves a connection in the middle of a transaction.
    ///
    /// # Errors
    /// Those of `work`, and of the database.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<sqlx::Error> + Send + 'static,
    {
        let db = self.clone();
        let task = tokio::spawn(acting::through(acting::token(), async move {
            let mut tx = db.begin().await?;
            let value = work(&mut tx).await?;
            match tx {
                Tx::Sqlite(tx) => tx.commit().await?,
                Tx::Postgres(tx) => tx.commit().await?,
            }
            Ok(value)
        }));
        task.await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
    }

    async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            // A deferred transaction that reads and then writes fails at once when another has written between.
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Finishes what is under way and closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// The file holds addresses and votes: only its owner may read it. SQLite gives the files beside it the same mode.
fn keep_to_oneself(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn version_numbers(version: &str) -> [u32; 3] {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
    std::array::from_fn(|_| numbers.next().unwrap_or(0))
}
