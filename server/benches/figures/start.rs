//! How long until the program answers, and how much memory it holds while nobody asks.

use super::bare;
use super::plant;
use super::process::Process;
use super::statistics::{RUNS, median, number, spread};
use super::table::Table;
use anyhow::Result;
use std::path::Path;
use std::time::Duration;

/// How long nobody asks before the memory is read.
const IDLE: Duration = Duration::from_secs(3);

pub async fn measure(table: &mut Table, folder: &Path, planted: &Path) -> Result<()> {
    let (mut ours, mut limit, mut held, mut bare_held) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..RUNS {
        let bare = bare::start(folder, &[]).await?;
        let accord = Process::accord(folder, &plant::copied(planted, "started")?).await?;
        limit.push(bare.started.as_secs_f64() * 1e3);
        ours.push(accord.started.as_secs_f64() * 1e3);
        // Memory hardly differs between runs, and waiting takes time.
        if run + 3 > RUNS {
            tokio::time::sleep(IDLE).await;
            held.extend(accord.memory().map(|bytes| bytes as f64 / 1e6));
            bare_held.extend(bare.memory().map(|bytes| bytes as f64 / 1e6));
        }
    }
    table.row(
        "start, from the process to the first answer",
        format!("{} ms", spread(&ours)),
        format!("{} ms (axum with nothing to load)", spread(&limit)),
        "≤ 300 ms",
        median(&ours) <= 300.0,
    );
    table.row(
        "resident memory, idle for 3 s",
        format!("{} MB", number(median(&held))),
        format!("{} MB (axum with nothing to hold)", number(median(&bare_held))),
        "≤ 40 MB",
        median(&held) <= 40.0,
    );
    Ok(())
}
