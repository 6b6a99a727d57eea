//! `accord backup` and `accord restore`.

use anyhow::Context;
use clap::Args;
use futures::FutureExt;
use model::Timestamp;
use server::clock::Clock;
use server::config::Config;
use server::db::Db;
use server::db::events::{self, What};
use server::transfer::backup;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

#[derive(Args)]
pub struct Backup {
    /// Written anew if it is there. Only its owner can read it.
    file: PathBuf,
}

#[derive(Args)]
pub struct Restore {
    file: PathBuf,
    /// Replaces all that is in a database that is not empty.
    #[arg(long)]
    force: bool,
}

pub async fn write(backup: Backup, config: &Config) -> anyhow::Result<()> {
    let db = Db::open(&config.existing_database()?).await?;
    let now = Clock::machine().now();
    let done = backup::write_to(&db, &backup.file, now).await;
    if done.is_ok() {
        told(&db, now).await;
    }
    db.close().await;
    let amount = done?;
    println!("{}: {} rows of {} tables", backup.file.display(), amount.rows, amount.tables);
    Ok(())
}

/// That everything was taken out, for whoever reads the log; a backup is a backup all the same where that cannot be written.
async fn told(db: &Db, now: Timestamp) {
    let what = What::new("export.made", 0);
    let written = db
        .write(move |tx| async move { events::record(tx, now, None, what, Some("a backup")).await }.boxed());
    if let Err(fault) = written.await {
        eprintln!("the log could not be written: {fault}");
    }
}

pub async fn restore(restore: Restore, config: &Config) -> anyhow::Result<()> {
    let file = File::open(&restore.file).with_context(|| format!("reading {}", restore.file.display()))?;
    let db = Db::open(&config.database()).await?;
    let done = backup::restore(&db, BufReader::new(file), restore.force).await;
    db.close().await;
    let amount = done?;
    println!("restored {} rows of {} tables", amount.rows, amount.tables);
    Ok(())
}
