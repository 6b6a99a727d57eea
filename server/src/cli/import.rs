//! `accord import`: conversations and lists from elsewhere, with a bar on a terminal and a report at the end.

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use model::RoundId;
use model::api::accounts::Imported;
use server::clock::Clock;
use server::config::Config;
use server::db::Db;
use server::transfer::sheet::Sheet;
use server::transfer::{Report, accounts, polis, practices, proposals, votes};
use std::path::PathBuf;

#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A conversation held with the Polis software: a folder with summary.csv, comments.csv and votes.csv.
    ///
    /// Statements become proposals: a change, in all stages and cultures. Accepted ones are published, rejected ones
    /// declined with their votes kept, those that nobody looked at published if people voted on them. Voters become
    /// accounts of one who cannot sign in. Votes keep their order and time. Into a round in which voting is open they
    /// count as on behalf; else as they are. Importing again adds only what is new.
    Polis {
        folder: PathBuf,
        /// The round to import into. Without it the conversation becomes a round of its own.
        #[arg(long)]
        round: Option<i64>,
        /// Who gathered the data and under which licence, shown with the round.
        #[arg(long)]
        attribution: Option<String>,
    },
    /// Proposals from CSV. Columns: title (needed), and source, key, kind (start, stop, keep, change), why, stages and
    /// cultures (names, between semicolons; all of them if empty), who, how, tool, measure, status (waiting, published,
    /// declined), created (as 2026-05-03T14:07:00Z), author_source, author (an address, or a key at that source),
    /// author_name, author_account.
    ///
    /// What has a source and a key that are here already is left as it is; without a key the title is taken for one.
    Proposals {
        #[command(flatten)]
        list: List,
    },
    /// Votes from CSV, in their order. Columns: proposal (its key) and voter (an address, or a key), stance (agree,
    /// disagree, pass, taken_back), all needed, and proposal_source, voter_source, voter_name, voter_account, strength
    /// (nice, important, essential), red_line, on_behalf (true or false), at (as 2026-05-03T14:07:00Z), source, key.
    ///
    /// Voters who are not here yet are added, with a confirmed account if one is named. Into a round in which voting is
    /// open, votes count as on behalf. What has a source and a key that are here already is left as it is.
    Votes {
        #[command(flatten)]
        list: List,
    },
    /// Version 0 from CSV: how the company engages today, with which every design is compared.
    ///
    /// Columns: title, activity, accountable, all needed (a practice of this title is changed), and hours (a month, of the
    /// function that is accountable), involved (functions between semicolons, after a colon the hours a month), stages and
    /// cultures (names, between semicolons; all of them if empty), how, tool, aim, behaviours, lead, lead_unit,
    /// lead_direction (up, down), lead_target, and likewise lag; every further column is a resource of the round.
    InsideOut {
        file: PathBuf,
        /// The round whose stages, cultures and resources are meant; without it the one that pages open on.
        #[arg(long)]
        round: Option<i64>,
    },
    /// Accounts from CSV. Columns: name (needed; an account of this name is updated), parent (a name), tier,
    /// tier_reason, domains (between spaces), crm_ids (between spaces, as salesforce:0015e00000ABCDE) or as the CRM exports it AccountId, Id
    /// or hs_object_id; and segments that the company has, by their names. Any other column is left out and named.
    Accounts {
        file: PathBuf,
        /// Takes columns that are nothing else for segments: one is added for each.
        #[arg(long)]
        segments: bool,
    },
}

#[derive(Args)]
struct List {
    file: PathBuf,
    /// The round: of proposals, where they go (without it the one that pages open on); of votes, the only one that
    /// they may be in.
    #[arg(long)]
    round: Option<i64>,
    /// Where rows come from that do not say so themselves.
    #[arg(long, default_value = "csv")]
    source: String,
}

pub async fn run(import: Import, config: &Config) -> anyhow::Result<()> {
    let db = Db::open(&config.database()).await?;
    let bar = bar();
    let done = act(import.what, config, &db, &bar).await;
    bar.finish_and_clear();
    db.close().await;
    done
}

async fn act(what: What, config: &Config, db: &Db, bar: &ProgressBar) -> anyhow::Result<()> {
    let now = Clock::machine().now();
    let home = config.public_url.trim_end_matches('/');
    match what {
        What::Polis { folder, round, attribution } => {
            let options = polis::Options { round: round.map(RoundId), attribution };
            tell(&polis::import(db, &folder, &options, now, bar).await?)
        }
        What::Proposals { list } => {
            let round = round_or_current(db, list.round).await?;
            let options = proposals::Options { home, source: &list.source, now, bar };
            tell(&proposals::import(db, Sheet::open(&list.file)?, round, &options).await?)
        }
        What::Votes { list } => {
            let options = proposals::Options { home, source: &list.source, now, bar };
            tell(&votes::import(db, Sheet::open(&list.file)?, list.round.map(RoundId), &options).await?)
        }
        What::InsideOut { file, round } => {
            let text =
                std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            let round = round_or_current(db, round).await?;
            let done = practices::import(db, &text, round, now).await.map_err(accounts::told)?;
            tell_lines("practices", &done)
        }
        What::Accounts { file, segments } => {
            let text =
                std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            let done = accounts::import(db, &text, segments, now).await.map_err(accounts::told)?;
            if !done.left_out.is_empty() {
                let names = done.left_out.iter().map(model::Name::as_str).collect::<Vec<_>>().join(", ");
                println!("left out: {names} (take them for segments with --segments)");
            }
            tell_lines("accounts", &done)
        }
    }
}

/// The round that is named, or else the one that pages open on.
async fn round_or_current(db: &Db, round: Option<i64>) -> anyhow::Result<RoundId> {
    if let Some(round) = round {
        return Ok(RoundId(round));
    }
    let company = server::db::company::load(db).await?.0;
    Ok(company.context("which round? say so with --round")?.round)
}

/// On a terminal only: it draws nothing where the output goes to a file.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:>12} [{bar:40}] {pos}/{len} {elapsed}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Most faults that are written out one by one.
const FAULTS: usize = 50;

fn tell(report: &Report) -> anyhow::Result<()> {
    tell_faults(report.faults.iter());
    if let Some(round) = report.round {
        println!("round {round}");
    }
    println!("proposals: {}", report.proposals);
    println!("people: {}", report.people);
    println!("votes: {}", report.votes);
    if let Some(checked) = &report.checked {
        println!("{checked}");
    }
    let nothing =
        [report.proposals, report.people, report.votes].iter().all(|count| count.new + count.known == 0);
    if nothing && !report.faults.is_empty() {
        bail!("nothing could be imported");
    }
    Ok(())
}

fn tell_lines(what: &str, done: &Imported) -> anyhow::Result<()> {
    tell_faults(done.faults.iter().map(|fault| format!("line {}: {}", fault.line, fault.message)));
    println!("{what}: {} new, {} changed, {} as they were", done.added, done.changed, done.unchanged);
    if done.added + done.changed + done.unchanged == 0 && !done.faults.is_empty() {
        bail!("nothing could be imported");
    }
    Ok(())
}

fn tell_faults(faults: impl ExactSizeIterator<Item = impl std::fmt::Display>) {
    let count = faults.len();
    for fault in faults.take(FAULTS) {
        eprintln!("{fault}");
    }
    if count > FAULTS {
        eprintln!("… and {} more", count - FAULTS);
    }
    if count > 0 {
        println!("{count} rows with something wrong, told above");
    }
}
