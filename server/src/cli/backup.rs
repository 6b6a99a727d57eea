//! `accord backup` and `accord restore`.

use anyhow::Context;
use clap::Args;
use server::clock::Clock;
use server::config::Config;
use server::db::Db;
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
    let done = backup::write_to(&db, &backup.file, Clock::machine().now()).await;
    db.close().await;
    let amount = done?;
    println!("{}: {} rows of {} tables", backup.file.display(), amount.rows, amount.tables);
    Ok(())
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
