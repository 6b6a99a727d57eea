//! What a designer waits for who moves a slider: the engine that browsers are served, in its worker in Chromium.

use super::process::{Process, run};
use super::statistics::{median, number, spread};
use super::table::Table;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const WHAT: &str = "what if, in the browser, 500 practices and 5,000 accounts";
/// In ms, from the question to the answer read.
const MOST_PLAIN: f64 = 50.0;
const MOST_COMPLETED: f64 = 1e3;

/// What end2end/bench/what-if.mjs says, in ms.
#[derive(Deserialize)]
struct Trials {
    /// From nothing to the first answer.
    ready: f64,
    plain: Vec<f64>,
    completed: Vec<f64>,
    /// Most practices in a selection.
    chosen: usize,
}

pub async fn measure(table: &mut Table, folder: &Path, accord: &Process) -> Result<()> {
    let file = folder.join("trials.json");
    std::fs::write(&file, same::rounds::tried_large().to_string())?;
    let mut command = Command::new("node");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/bench/what-if.mjs"));
    command.arg(format!("http://{}/", accord.addr)).arg(file);
    let output = run(command, Duration::from_secs(100)).await?;
    let trials: Trials = serde_json::from_slice(&output.stdout).context("what the browser's script said")?;
    for (how, times, most) in
        [("one run", &trials.plain, MOST_PLAIN), ("completed", &trials.completed, MOST_COMPLETED)]
    {
        table.row(
            &format!("{WHAT}: {how}"),
            format!("{} ms", spread(times)),
            "–".into(),
            &format!("≤ {} ms", number(most)),
            median(times) <= most,
        );
    }
    table.note(format!(
        "What if: up to {} practices chosen, each answer the native engine's to the byte; the first, with loading the \
         engine and the ballots, after {} ms.",
        trials.chosen,
        number(trials.ready),
    ));
    Ok(())
}
