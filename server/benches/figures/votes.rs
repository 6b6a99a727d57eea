//! Votes over HTTP, by people who are signed in, each answered once it is durable; beside the bare writer.

use super::bare::VOTE;
use super::load::Load;
use super::plant::{PROPOSALS, Person, SIGNED_IN};
use super::process::Process;
use super::reading::{cost, rates};
use super::statistics::{RUNS, number, ratio, spread};
use super::table::Table;
use super::writer::Writer;
use anyhow::Result;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Different votes that are sent, over and over.
const DIFFERENT: usize = SIGNED_IN * 512;

/// How many the load alone can send, so that it is not itself what is measured.
pub async fn client_alone(table: &mut Table, folder: &Path, bare: &Process, people: &[Person]) -> Result<()> {
    let rate = load(&written(folder, people)?, 0)?.run(bare).await?;
    let alone = number(rate.per_second);
    table.note(format!(
        "The load of votes alone, against a bare server that writes nothing: {alone} votes/s."
    ));
    Ok(())
}

/// `alone` is a database with the same rows, for the bare writer.
pub async fn measure(
    table: &mut Table,
    folder: &Path,
    accord: &Process,
    people: &[Person],
    alone: &str,
) -> Result<()> {
    let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
    let writer = Writer::open(alone).await?;
    let (mut ours, mut limit) = (Vec::new(), Vec::new());
    let file = written(folder, people)?;
    load(&file, 0)?.run(accord).await?;
    writer.run(&ids).await?;
    for run in 1..=RUNS {
        limit.push(writer.run(&ids).await?);
        ours.push(load(&file, run * DIFFERENT / (RUNS + 1))?.run(accord).await?);
    }
    let database =
        if alone.starts_with("postgres") { "PostgreSQL, fsync on" } else { "SQLite, synchronous=FULL" };
    let share = ratio(&rates(&ours), &limit) * 100.0;
    table.row(
        &format!("votes over HTTP, signed in, durable, {SIGNED_IN} clients, {database}"),
        format!("{} votes/s, {share:.0} %", spread(&rates(&ours))),
        format!("{} votes/s (group commit through sqlx, no HTTP)", spread(&limit)),
        "≥ 50 %",
        share >= 50.0,
    );
    if let Some(cost) = cost(&ours) {
        table.note(format!("Processor time for a vote over HTTP, {database}: {cost:.0} µs of ours."));
    }
    Ok(())
}

/// Writes the votes down. People take turns, so about one request of each is under way at a time.
fn written(folder: &Path, people: &[Person]) -> Result<PathBuf> {
    let mut random = StdRng::seed_from_u64(11);
    let mut lines = String::new();
    for person in people.iter().cycle().take(DIFFERENT) {
        let path = VOTE.replace("{proposal}", &random.random_range(1..=PROPOSALS).to_string());
        let stance = ["agree", "disagree", "pass"][random.random_range(0..3)];
        writeln!(lines, "{}\t{path}\t{{\"stance\":\"{stance}\"}}", person.cookie)?;
    }
    let file = folder.join("votes.txt");
    std::fs::write(&file, lines)?;
    Ok(file)
}

/// The load, from the `from`th vote on.
fn load(file: &Path, from: usize) -> Result<Load> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/figures/votes.lua");
    Ok(Load {
        connections: u32::try_from(SIGNED_IN)?,
        path: "/".into(),
        headers: Vec::new(),
        script: vec![script.into(), file.display().to_string(), from.to_string()],
    })
}
