//! The database as plain rows, whichever it is: which tables it has, read from itself so that none can be forgotten, and
//! reading and writing all of their rows. The two databases differ in how they tell about themselves.

mod catalog;
mod links;

pub use catalog::{migration, tables};
pub use links::{check_links, defer_links};

use super::{Db, On, Tx, on};
use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::TryStreamExt;
use serde_json::Value;
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Type};

/// A table as both databases see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// The columns of its primary key.
    pub key: Vec<String>,
    /// Whether it gives out numbers to its rows that it never gives out again.
    pub counts: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// What is in a column; nothing else is, in either database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Whole,
    Text,
    Truth,
    /// Written as base64.
    Bytes,
}

impl Table {
    fn names(&self) -> String {
        let quoted: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        quoted.join(", ")
    }
}

/// A view of everything as it is at one moment, however long the reading takes and whatever is written meanwhile.
///
/// # Errors
/// Those of the database.
pub async fn snapshot(db: &Db) -> Result<Tx, sqlx::Error> {
    Ok(match db {
        Db::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
        Db::Postgres(pool) => {
            let mut tx = pool.begin_with("begin isolation level repeatable read read only").await?;
            patient(&mut tx).await?;
            Tx::Postgres(tx)
        }
    })
}

/// Lifts the limits that guard against requests that hang.
async fn patient(c: &mut sqlx::PgConnection) -> Result<(), sqlx::Error> {
    for sql in ["set local statement_timeout = 0", "set local idle_in_transaction_session_timeout = 0"] {
        sqlx::query(sql).execute(&mut *c).await?;
    }
    Ok(())
}

/// Hands over every row of a table in the order of its key, and counts them.
///
/// # Errors
/// Those of the database and of `take`.
pub async fn read<F>(tx: &mut Tx, table: &Table, mut take: F) -> anyhow::Result<u64>
where
    F: FnMut(Vec<Value>) -> anyhow::Result<()>,
{
    let order =
        if table.key.is_empty() { String::new() } else { format!(" order by {}", table.key.join(", ")) };
    let sql = format!("select {} from \"{}\"{order}", table.names(), table.name);
    let mut count = 0;
    on!(tx, c => {
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(c);
        while let Some(row) = rows.try_next().await? {
            take(cells(&row, &table.columns)?)?;
            count += 1;
        }
    });
    Ok(count)
}

fn cells<'r, R>(row: &'r R, columns: &[Column]) -> Result<Vec<Value>, sqlx::Error>
where
    R: sqlx::Row,
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
{
    let cell = |(place, column): (usize, &Column)| {
        Ok(match column.kind {
            Kind::Whole => Value::from(row.try_get::<Option<i64>, _>(place)?),
            Kind::Text => Value::from(row.try_get::<Option<String>, _>(place)?),
            Kind::Truth => Value::from(row.try_get::<Option<bool>, _>(place)?),
            Kind::Bytes => {
                Value::from(row.try_get::<Option<Vec<u8>>, _>(place)?.map(|bytes| STANDARD.encode(bytes)))
            }
        })
    };
    columns.iter().enumerate().map(cell).collect()
}

/// Most values in one statement: SQLite takes fewer than 32,766.
const VALUES: usize = 20_000;
/// Most rows in one statement.
const ROWS: usize = 500;

/// Most rows in one statement where each may be a picture.
const ROWS_WITH_BYTES: usize = 8;

/// How many rows [`write()`] takes at once.
#[must_use]
pub fn rows_at_once(table: &Table) -> usize {
    if table.columns.iter().any(|column| column.kind == Kind::Bytes) {
        return ROWS_WITH_BYTES;
    }
    (VALUES / table.columns.len().max(1)).clamp(1, ROWS)
}

/// Writes rows into a table as they were read.
///
/// # Errors
/// Those of the database, and a row that is not of the table's shape.
pub async fn write(tx: &mut Tx, table: &Table, rows: &[Vec<Value>]) -> anyhow::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let width = table.columns.len();
    let line = |row: usize| {
        let places: Vec<String> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", places.join(", "))
    };
    let lines: Vec<String> = (0..rows.len()).map(line).collect();
    let sql = format!("insert into \"{}\" ({}) values {}", table.name, table.names(), lines.join(", "));
    on!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            if row.len() != width {
                bail!("{} has {width} columns, and a row {}", table.name, row.len());
            }
            for (column, value) in table.columns.iter().zip(row) {
                let misfit = || format!("{}.{} cannot be {value}", table.name, column.name);
                query = match column.kind {
                    Kind::Whole => query.bind(or_null(value, Value::as_i64).with_context(misfit)?),
                    Kind::Text => {
                        query.bind(or_null(value, |value| value.as_str().map(str::to_owned)).with_context(misfit)?)
                    }
                    Kind::Truth => query.bind(or_null(value, Value::as_bool).with_context(misfit)?),
                    Kind::Bytes => {
                        let bytes = |value: &Value| STANDARD.decode(value.as_str()?).ok();
                        query.bind(or_null(value, bytes).with_context(misfit)?)
                    }
                };
            }
        }
        query.execute(c).await?;
    });
    Ok(())
}

/// The value, or that there is none; `None` where it is of another kind.
fn or_null<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    if value.is_null() { Some(None) } else { read(value).map(Some) }
}

/// # Errors
/// Those of the database.
pub async fn is_empty(tx: &mut Tx, table: &Table) -> Result<bool, sqlx::Error> {
    let sql = format!("select count(*) from (select 1 from \"{}\" limit 1) as any_row", table.name);
    let count: i64 = on!(tx, c => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(c).await)?;
    Ok(count == 0)
}

/// # Errors
/// Those of the database.
pub async fn clear(tx: &mut Tx, table: &Table) -> Result<(), sqlx::Error> {
    let sql = format!("delete from \"{}\"", table.name);
    on!(tx, c => sqlx::query(AssertSqlSafe(sql)).execute(c).await.map(drop))
}

const LAST_SQLITE: &str = "select coalesce((select seq from sqlite_sequence where name = $1), 0)";
const LAST_POSTGRES: &str =
    "select coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, 'id')::regclass), 0)";

/// The last number that a table has given out, 0 before the first.
///
/// # Errors
/// Those of the database.
pub async fn last(tx: &mut Tx, table: &Table) -> Result<i64, sqlx::Error> {
    match tx.each() {
        On::Sqlite(c) => sqlx::query_scalar(LAST_SQLITE).bind(&table.name).fetch_one(c).await,
        On::Postgres(c) => sqlx::query_scalar(LAST_POSTGRES).bind(&table.name).fetch_one(c).await,
    }
}

/// Lets a table go on counting after `last`.
///
/// # Errors
/// Those of the database.
pub async fn set_last(tx: &mut Tx, table: &Table, last: i64) -> Result<(), sqlx::Error> {
    match tx.each() {
        On::Sqlite(c) => {
            sqlx::query("delete from sqlite_sequence where name = $1")
                .bind(&table.name)
                .execute(&mut *c)
                .await?;
            sqlx::query("insert into sqlite_sequence (name, seq) values ($1, $2)")
                .bind(&table.name)
                .bind(last)
                .execute(c)
                .await
                .map(drop)
        }
        On::Postgres(c) => {
            sqlx::query("select setval(pg_get_serial_sequence($1, 'id'), greatest($2, 1), $2 > 0)")
                .bind(&table.name)
                .bind(last)
                .execute(c)
                .await
                .map(drop)
        }
    }
}
