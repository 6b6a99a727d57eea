//! What each database tells about itself: its tables with their columns, and how far its schema has come.

use super::{Column, Kind, Table};
use crate::db::{On, Tx, row};
use anyhow::bail;

row! {
    struct TableRow {
        name: String,
        counts: bool,
    }
}

row! {
    struct ColumnRow {
        name: String,
        kind: String,
        in_key: bool,
    }
}

const TABLES_SQLITE: &str = "select name, instr(lower(sql), 'autoincrement') > 0 as counts from sqlite_schema \
                             where type = 'table' and substr(name, 1, 7) <> 'sqlite_' and substr(name, 1, 5) <> '_sqlx' \
                             order by name";
const TABLES_POSTGRES: &str = "select t.table_name::text as name, exists (select 1 from information_schema.columns c \
                               where c.table_schema = t.table_schema and c.table_name = t.table_name \
                               and c.is_identity = 'YES') as counts from information_schema.tables t \
                               where t.table_schema = current_schema() and t.table_type = 'BASE TABLE' \
                               and left(t.table_name, 5) <> '_sqlx' order by 1";
const COLUMNS_SQLITE: &str =
    "select name, lower(type) as kind, pk > 0 as in_key from pragma_table_info($1) order by cid";
const COLUMNS_POSTGRES: &str = "select c.column_name::text as name, c.data_type::text as kind, exists (select 1 \
                                from information_schema.key_column_usage k join information_schema.table_constraints p \
                                on p.constraint_name = k.constraint_name and p.table_schema = k.table_schema \
                                where p.constraint_type = 'PRIMARY KEY' and k.table_schema = c.table_schema \
                                and k.table_name = c.table_name and k.column_name = c.column_name) as in_key \
                                from information_schema.columns c where c.table_schema = current_schema() \
                                and c.table_name = $1 order by c.ordinal_position";
const MIGRATION: &str = "select max(version) from _sqlx_migrations";

/// Every table, by name; but for the list of migrations, which says what the tables are and not what is in them.
///
/// # Errors
/// Those of the database, and a column of a kind that is not known here.
pub async fn tables(tx: &mut Tx) -> anyhow::Result<Vec<Table>> {
    let rows: Vec<TableRow> = match tx.each() {
        On::Sqlite(c) => sqlx::query_as(TABLES_SQLITE).fetch_all(c).await?,
        On::Postgres(c) => sqlx::query_as(TABLES_POSTGRES).fetch_all(c).await?,
    };
    let mut tables = Vec::with_capacity(rows.len());
    for TableRow { name, counts } in rows {
        let rows = columns(tx, &name).await?;
        let key = rows.iter().filter(|row| row.in_key).map(|row| row.name.clone()).collect();
        let mut columns = Vec::with_capacity(rows.len());
        for row in rows {
            let kind = match row.kind.as_str() {
                "bigint" | "integer" => Kind::Whole,
                "text" => Kind::Text,
                "boolean" => Kind::Truth,
                "blob" | "bytea" => Kind::Bytes,
                other => bail!("{name}.{} is {other}, which no backup can hold yet", row.name),
            };
            columns.push(Column { name: row.name, kind });
        }
        tables.push(Table { name, columns, key, counts });
    }
    Ok(tables)
}

async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<ColumnRow>, sqlx::Error> {
    match tx.each() {
        On::Sqlite(c) => sqlx::query_as(COLUMNS_SQLITE).bind(table).fetch_all(c).await,
        On::Postgres(c) => sqlx::query_as(COLUMNS_POSTGRES).bind(table).fetch_all(c).await,
    }
}

/// The number of the last migration.
///
/// # Errors
/// Those of the database.
pub async fn migration(tx: &mut Tx) -> Result<i64, sqlx::Error> {
    match tx.each() {
        On::Sqlite(c) => sqlx::query_scalar(MIGRATION).fetch_one(c).await,
        On::Postgres(c) => sqlx::query_scalar(MIGRATION).fetch_one(c).await,
    }
}
