//! A backup: every row of every table at one moment, in one file that both databases can be restored from; so it is also
//! the way from one to the other.
//!
//! Lines of JSON: what this is; for each table its name, columns and the last number it gave out, then a row a line; at the
//! end how many there were and the digest of all before. It holds people's words, votes and addresses: it is written so
//! that only its owner can read it.

mod file;
mod restore;

pub use file::write_to;
pub use restore::restore;

use crate::db::Db;
use crate::db::dump::{self, Table};
use model::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Write;

/// Of the file. What is in the tables is counted by the migrations.
const FORMAT: u32 = 1;

/// How much there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    pub tables: u64,
    pub rows: u64,
}

#[derive(Serialize, Deserialize)]
struct Head {
    /// Always "backup".
    accord: String,
    format: u32,
    migration: i64,
    taken: String,
}

#[derive(Serialize, Deserialize)]
struct TableHead {
    table: String,
    columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct End {
    tables: u64,
    rows: u64,
    sha256: String,
}

/// Writes everything as it is at this moment, while others go on reading and writing.
///
/// # Errors
/// Those of the database and of the file.
pub async fn write<W: Write + Send>(db: &Db, to: W, now: Timestamp) -> anyhow::Result<Amount> {
    let mut tx = dump::snapshot(db).await?;
    let mut out = Out { to, digest: Sha256::new() };
    let migration = dump::migration(&mut tx).await?;
    out.line(&Head { accord: "backup".into(), format: FORMAT, migration, taken: now.iso() })?;
    let mut amount = Amount::default();
    for table in dump::tables(&mut tx).await? {
        let last = if table.counts { Some(dump::last(&mut tx, &table).await?) } else { None };
        out.line(&TableHead { table: table.name.clone(), columns: names(&table), last })?;
        amount.rows += dump::read(&mut tx, &table, |row| out.line(&row)).await?;
        amount.tables += 1;
    }
    out.end(amount)?;
    Ok(amount)
}

fn names(table: &Table) -> Vec<String> {
    table.columns.iter().map(|column| column.name.clone()).collect()
}

struct Out<W> {
    to: W,
    digest: Sha256,
}

impl<W: Write> Out<W> {
    fn line(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.digest.update(&line);
        Ok(self.to.write_all(&line)?)
    }

    fn end(mut self, amount: Amount) -> anyhow::Result<()> {
        let sha256 = hexadecimal(&self.digest.finalize_reset());
        self.line(&End { tables: amount.tables, rows: amount.rows, sha256 })?;
        Ok(self.to.flush()?)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
