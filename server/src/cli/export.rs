//! `accord export`: lists for operators, to a file or to the output.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use futures::FutureExt;
use model::RoundId;
use server::clock::Clock;
use server::config::Config;
use server::db::Db;
use server::db::events::{self, What};
use server::transfer::export;
use server::transfer::table::Table;
use std::io::Write;
use std::path::PathBuf;

/// Writes lists for operators, as CSV or JSON.
///
/// Full rows: people are named. Not for publishing.
///
/// proposals: source, key (where it was made, and its key there), kind, title, why, stages, cultures (names, between
/// semicolons), who, how, tool, measure, status, created, author_source, author (an address, or a key at that source),
/// author_name, author_account, round.
///
/// votes: every vote ever cast, in its order: source, key, at, proposal_source, proposal, voter_source, voter,
/// voter_name, voter_account (where it is confirmed), stance, strength, red_line, on_behalf. Nobody sees how a named person voted:
/// voters are numbered anew in each export, unless you ask for names.
///
/// accounts: name, parent, tier, tier_reason, domains (between spaces), and a column for each segment.
///
/// practices, inside-out: of a round's draft, and of version 0: title, activity, accountable, hours, involved, stages, cultures,
/// how, tool, aim, behaviours, lead and lag with unit, direction and target, and a column for each resource.
///
/// audit: what staff did and what concerns security, in its order: number, at, by (name), kind, subject (the number of what
/// it happened to), round, detail.
///
/// round: as JSON, its texts, rules and dates with its proposals and votes.
///
/// That something was exported is written into the log of what staff did.
///
/// In CSV a ' stands before what a spreadsheet would take for a formula; importing takes it away again.
#[derive(Args)]
pub struct Export {
    what: Of,
    /// Only this round.
    #[arg(long)]
    round: Option<i64>,
    /// With who cast each vote, to bring votes into another Accord. The log says so.
    #[arg(long)]
    named: bool,
    /// [default: csv; json for a round]
    #[arg(long)]
    format: Option<Format>,
    /// A file, readable by its owner alone, instead of the output.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    Proposals,
    Votes,
    Accounts,
    Practices,
    InsideOut,
    Audit,
    Round,
}

impl Of {
    /// As the log says it.
    fn words(self) -> &'static str {
        match self {
            Self::Proposals => "proposals",
            Self::Votes => "votes",
            Self::Accounts => "accounts",
            Self::Practices => "practices",
            Self::InsideOut => "version 0",
            Self::Audit => "this log",
            Self::Round => "a whole round",
        }
    }
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Csv,
    Json,
}

pub async fn run(wanted: Export, config: &Config) -> anyhow::Result<()> {
    let db = Db::open(&config.existing_database()?).await?;
    let done = bytes(&wanted, &db, config.public_url.trim_end_matches('/')).await;
    db.close().await;
    let bytes = done?;
    match &wanted.out {
        None => Ok(std::io::stdout().lock().write_all(&bytes)?),
        Some(path) => write(path, &bytes).with_context(|| format!("writing {}", path.display())),
    }
}

async fn bytes(wanted: &Export, db: &Db, home: &str) -> anyhow::Result<Vec<u8>> {
    let round = wanted.round.map(RoundId);
    let export = export::Export { db, home, round, named: wanted.named };
    told(db, wanted.what, round, wanted.named && matches!(wanted.what, Of::Votes | Of::Round)).await?;
    let table: Table = match wanted.what {
        Of::Proposals => export.proposals().await?,
        Of::Votes => export.votes().await?,
        Of::Accounts => export.accounts().await?,
        Of::Practices => export.practices(false).await?,
        Of::InsideOut => export.practices(true).await?,
        Of::Audit => export.audit().await?,
        Of::Round => {
            if wanted.format == Some(Format::Csv) {
                bail!("a round is exported as JSON");
            }
            let round = export.round.context("which round? say so with --round")?;
            return json(&export.whole(round).await?);
        }
    };
    match wanted.format {
        Some(Format::Json) => json(&table.json()),
        _ => table.csv(),
    }
}

/// What was taken out, for whoever reads the log; nothing leaves with names that is not written there.
async fn told(db: &Db, what: Of, round: Option<RoundId>, named: bool) -> anyhow::Result<()> {
    let now = Clock::machine().now();
    let detail =
        if named { format!("{}, with who cast each vote", what.words()) } else { what.words().into() };
    let what = What { round, ..What::new("export.made", 0) };
    let written =
        db.write(move |tx| async move { events::record(tx, now, None, what, Some(&detail)).await }.boxed());
    match written.await {
        Err(fault) if !named => eprintln!("the log could not be written: {fault}"),
        written => written?,
    }
    Ok(())
}

fn json(value: &serde_json::Value) -> anyhow::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn write(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}
