//! Reading a backup back: what it says of itself is checked line by line, its digest at the end, and the links between
//! rows last; only then is any of it kept.

use super::{Amount, End, FORMAT, Head, TableHead, hexadecimal, names};
use crate::db::dump::{self, Table};
use crate::db::{Db, Tx};
use anyhow::{Context, bail};
use futures::FutureExt;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::BufRead;

/// Brings a backup back: all of it or, with an error, nothing. A database in which there is something is left alone
/// unless `force` is set, and then holds only what the backup does.
///
/// # Errors
/// Those of the database; a file that is damaged, cut off, or of another version; a database that is not empty.
pub async fn restore<R>(db: &Db, from: R, force: bool) -> anyhow::Result<Amount>
where
    R: BufRead + Send + 'static,
{
    db.write(move |tx| async move { fill(tx, from, force).await }.boxed()).await
}

/// Tables in which a server that nobody has used yet may have put something.
const MAY_HAVE_ROWS: [&str; 6] = ["herald", "hook_cursor", "overdue", "sequence", "session", "setup_key"];

async fn fill<R: BufRead + Send>(tx: &mut Tx, from: R, force: bool) -> anyhow::Result<Amount> {
    let mut lines = In { from, line: Vec::new(), digest: Sha256::new(), number: 0 };
    lines.next()?;
    check_head(&lines.read()?, dump::migration(tx).await?)?;
    let tables = dump::tables(tx).await?;
    dump::defer_links(tx).await?;
    for table in &tables {
        if !force && !MAY_HAVE_ROWS.contains(&table.name.as_str()) && !dump::is_empty(tx, table).await? {
            bail!("this database is not empty ({} has rows); --force replaces all that is in it", table.name);
        }
        dump::clear(tx, table).await?;
    }
    let amount = rows(tx, &mut lines, &tables).await?;
    dump::check_links(tx).await.context("a row points at another that is not there")?;
    Ok(amount)
}

fn check_head(head: &Head, migration: i64) -> anyhow::Result<()> {
    if head.accord != "backup" || head.format != FORMAT {
        bail!("this backup is of a format that this version cannot read");
    }
    if head.migration != migration {
        bail!(
            "this backup is of schema {}, and this version's is {migration}: restore it with the version that made it, \
             and then start this one",
            head.migration
        );
    }
    Ok(())
}

async fn rows<R: BufRead>(tx: &mut Tx, lines: &mut In<R>, tables: &[Table]) -> anyhow::Result<Amount> {
    let mut amount = Amount::default();
    let mut counters = Vec::new();
    lines.next()?;
    loop {
        let digest = lines.digest_before();
        if let Ok(end) = lines.read::<End>() {
            if end.sha256 != digest || (end.tables, end.rows) != (amount.tables, amount.rows) {
                bail!("this backup is damaged: its digest is not that of what it holds");
            }
            break;
        }
        let head: TableHead = lines.read()?;
        let table = tables.iter().find(|table| table.name == head.table);
        let table =
            table.with_context(|| format!("line {}: there is no table {}", lines.number, head.table))?;
        if names(table) != head.columns {
            bail!("line {}: the columns of {} are not these", lines.number, head.table);
        }
        counters.extend(head.last.filter(|_| table.counts).map(|last| (table, last)));
        amount.rows += fill_table(tx, lines, table).await?;
        amount.tables += 1;
    }
    if amount.tables != tables.len() as u64 {
        bail!("this backup has {} tables, and this database {}", amount.tables, tables.len());
    }
    for (table, last) in counters {
        dump::set_last(tx, table, last).await?;
    }
    Ok(amount)
}

/// Writes the rows that follow, and stops at the first line that is none.
async fn fill_table<R: BufRead>(tx: &mut Tx, lines: &mut In<R>, table: &Table) -> anyhow::Result<u64> {
    let mut count = 0;
    let mut waiting: Vec<Vec<Value>> = Vec::new();
    loop {
        lines.next()?;
        let is_row = lines.line.first() == Some(&b'[');
        if is_row {
            waiting.push(lines.read()?);
        }
        if !is_row || waiting.len() == dump::rows_at_once(table) {
            dump::write(tx, table, &waiting).await?;
            count += waiting.len() as u64;
            waiting.clear();
        }
        if !is_row {
            return Ok(count);
        }
    }
}

/// The file, a line at a time.
struct In<R> {
    from: R,
    line: Vec<u8>,
    /// Of all lines before this one.
    digest: Sha256,
    number: u64,
}

impl<R: BufRead> In<R> {
    fn next(&mut self) -> anyhow::Result<()> {
        self.digest.update(&self.line);
        self.line.clear();
        self.number += 1;
        if self.from.read_until(b'\n', &mut self.line)? == 0 {
            bail!("this backup is cut off at line {}", self.number);
        }
        Ok(())
    }

    fn read<'l, T: Deserialize<'l>>(&'l self) -> anyhow::Result<T> {
        serde_json::from_slice(&self.line).with_context(|| format!("line {} of the backup", self.number))
    }

    fn digest_before(&self) -> String {
        hexadecimal(&self.digest.clone().finalize())
    }
}
