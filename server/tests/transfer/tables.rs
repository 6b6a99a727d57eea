//! Every table's rows, read from the database itself, to compare what was with what is.

use serde_json::Value;
use server::db::{Db, dump};
use std::collections::BTreeMap;

/// By table: its rows as JSON, sorted.
pub type Tables = BTreeMap<String, Vec<String>>;

pub async fn everything(db: &Db) -> Tables {
    let mut tx = dump::snapshot(db).await.unwrap();
    let mut all = Tables::new();
    for table in dump::tables(&mut tx).await.unwrap() {
        let mut rows = Vec::new();
        dump::read(&mut tx, &table, |row| {
            rows.push(Value::Array(row).to_string());
            Ok(())
        })
        .await
        .unwrap();
        rows.sort_unstable();
        all.insert(table.name, rows);
    }
    all
}

/// Table by table, so that a failure says which.
pub fn assert_same(left: &Tables, right: &Tables) {
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
    for (name, rows) in left {
        assert_eq!(rows, &right[name], "{name}");
    }
}
