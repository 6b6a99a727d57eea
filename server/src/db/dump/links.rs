//! Links between rows while a database is filled: rows come table by table, and some point at others that come later.

use super::patient;
use crate::db::{On, Tx};
use sqlx::AssertSqlSafe;

/// Lets rows point at others that come later. [`check_links`] makes up for it.
///
/// # Errors
/// Those of the database.
pub async fn defer_links(tx: &mut Tx) -> Result<(), sqlx::Error> {
    match tx.each() {
        On::Sqlite(c) => sqlx::query("pragma defer_foreign_keys = on").execute(c).await.map(drop),
        On::Postgres(c) => {
            patient(c).await?;
            alter_links(c, "deferrable initially deferred").await
        }
    }
}

/// Checks that every row points at one that is there, and from now on at once. SQLite checks when it commits.
///
/// # Errors
/// Those of the database: a row that points nowhere.
pub async fn check_links(tx: &mut Tx) -> Result<(), sqlx::Error> {
    match tx.each() {
        On::Sqlite(_) => Ok(()),
        On::Postgres(c) => {
            sqlx::query("set constraints all immediate").execute(&mut *c).await?;
            alter_links(c, "not deferrable").await
        }
    }
}

const LINKS: &str = "select format('alter table %s alter constraint %I ', conrelid::regclass, conname) from pg_constraint \
                     where contype = 'f' and connamespace = current_schema()::regnamespace order by 1";

async fn alter_links(c: &mut sqlx::PgConnection, how: &str) -> Result<(), sqlx::Error> {
    let links: Vec<String> = sqlx::query_scalar(LINKS).fetch_all(&mut *c).await?;
    for link in links {
        sqlx::query(AssertSqlSafe(format!("{link}{how}"))).execute(&mut *c).await?;
    }
    Ok(())
}
