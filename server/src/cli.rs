//! The command line: what it understands, and what does it.

mod admin;
mod backup;
mod engine;
mod export;
mod import;
mod serve;
mod verify;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use server::config::{Config, file};
use std::process::ExitCode;

/// Customers propose and vote on how they want to be sold to and engaged; the company signs and keeps the design.
#[derive(Parser)]
#[command(name = "accord", version, args_conflicts_with_subcommands = false)]
struct Accord {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum Act {
    /// Serves the site. This is also what happens without a word.
    Serve,
    /// Brings in a conversation or a list from elsewhere.
    Import(import::Import),
    Export(export::Export),
    /// Writes everything into one file, also while serving. SQLite and PostgreSQL can both be restored from it.
    Backup(backup::Backup),
    /// Brings a backup back, all of it or nothing. Stop the server first.
    Restore(backup::Restore),
    /// Prints links to set up and to sign in with, and gives roles.
    Admin(admin::Admin),
    /// Runs the engine on files: for checks that need nothing else of this program.
    Engine(engine::Engine),
    /// Computes an adopted design again from its ballots, and says equal or where not.
    Verify(verify::Verify),
}

/// Threads of the server: at least four, since rendering a page may hold one.
const LEAST_THREADS: usize = 4;

/// The settings may stand before or after the word, in the environment, or in a file.
fn read() -> anyhow::Result<Accord> {
    let mut command = Accord::command().mut_args(|arg| arg.global(true).help_heading("Settings"));
    let args: Vec<_> = std::env::args_os().collect();
    let file = file::named(&args, std::env::var_os("ACCORD_CONFIG")).map(file::read).transpose()?;
    if let Some(file) = &file {
        command = file::with_defaults(command, file)?;
    }
    let mut accord =
        Accord::from_arg_matches(&command.get_matches_from(args)).unwrap_or_else(|fault| fault.exit());
    if let Some(file) = file {
        (accord.config.providers, accord.config.hand_over) = (file.providers, file.hand_over);
    }
    accord.config.check()?;
    Ok(accord)
}

pub fn run() -> ExitCode {
    let accord = match read() {
        Ok(accord) => accord,
        Err(fault) => {
            eprintln!("accord: {fault:#}");
            return ExitCode::from(2);
        }
    };
    if let Some(Act::Engine(engine)) = &accord.act {
        return engine::run(engine);
    }
    if let Some(Act::Verify(verify)) = &accord.act {
        return verify::run(verify);
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(LEAST_THREADS))
        .enable_all()
        .build();
    let done = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        runtime.block_on(async {
            match accord.act.unwrap_or(Act::Serve) {
                Act::Serve => serve::run(accord.config).await,
                Act::Import(import) => import::run(import, &accord.config).await,
                Act::Export(wanted) => export::run(wanted, &accord.config).await,
                Act::Backup(backup) => backup::write(backup, &accord.config).await,
                Act::Restore(restore) => backup::restore(restore, &accord.config).await,
                Act::Admin(admin) => admin::run(admin, &accord.config).await,
                Act::Engine(_) | Act::Verify(_) => Ok(()),
            }
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("accord: {fault:#}");
            ExitCode::FAILURE
        }
    }
}
