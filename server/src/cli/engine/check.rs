//! `accord engine check`: whether a given selection can be justified.

use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Args)]
pub struct Check {
    file: PathBuf,
    /// A JSON list of project ids.
    #[arg(long)]
    selected: PathBuf,
    /// Every project costs 1, and so many are chosen.
    #[arg(long)]
    committee: Option<u32>,
}

#[derive(Serialize)]
struct Verdict {
    feasible: bool,
}

pub fn run(check: &Check) -> anyhow::Result<impl Serialize> {
    anyhow::bail!("{} {} {:?}", check.file.display(), check.selected.display(), check.committee);
    #[expect(unreachable_code, reason = "later")]
    Ok(Verdict { feasible: true })
}
