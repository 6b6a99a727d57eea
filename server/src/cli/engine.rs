//! `accord engine`: the engine on files, for checks that know nothing of our code. JSON on stdout, errors on stderr.

mod check;
mod groups;
mod pb;
mod rake;
mod rank;
mod select;

use clap::{Args, Subcommand};
use std::io::Write;
use std::process::ExitCode;

#[derive(Args)]
pub struct Engine {
    #[command(subcommand)]
    what: Work,
}

#[derive(Subcommand)]
enum Work {
    /// Selects from a participatory budgeting election in the .pb format.
    Select(select::Select),
    /// Says whether a selection is feasible, priceable and represents in proportion (EJR+).
    Check(check::Check),
    /// Statistics of the opinion groups of a Polis export.
    Groups(groups::Groups),
    /// Wilson's bounds and posteriors of shares in a CSV.
    Rank(rank::Rank),
    /// Weights that bring respondents to the totals of a population.
    Rake(rake::Rake),
}

/// Exit code 2 on bad input.
pub fn run(engine: &Engine) -> ExitCode {
    let done = match &engine.what {
        Work::Select(select) => select::run(select).and_then(|done| print(&done)),
        Work::Check(check) => check::run(check).and_then(|done| print(&done)),
        Work::Groups(groups) => groups::run(groups).and_then(|done| print(&done)),
        Work::Rank(rank) => rank::run(rank).and_then(|done| print(&done)),
        Work::Rake(rake) => rake::run(rake).and_then(|done| print(&done)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("accord: {fault:#}");
            ExitCode::from(2)
        }
    }
}

fn print(done: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string(done)?;
    text.push('\n');
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}
