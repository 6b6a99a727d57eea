//! Reading: the list as JSON, and the same list as a page.

use super::bare;
use super::load::{Load, Rate};
use super::plant::Person;
use super::process::Process;
use super::statistics::{RUNS, median, number, ratio, spread};
use super::table::Table;
use anyhow::{Context, Result};

pub async fn json(table: &mut Table, accord: &Process, bare: &Process) -> Result<()> {
    let load = Load { connections: 64, path: bare::list(), headers: Vec::new(), script: Vec::new() };
    let (ours, limit) = in_turns(&load, accord, bare).await?;
    let share = ratio(&rates(&ours), &rates(&limit)) * 100.0;
    table.row(
        "list of 20 of 1,000 proposals as JSON, 64 connections",
        format!("{} requests/s, {share:.0} %", spread(&rates(&ours))),
        format!("{} requests/s (axum, same bytes)", spread(&rates(&limit))),
        "≥ 50 %",
        share >= 50.0,
    );
    costs(table, "a list as JSON", &ours, &limit);
    Ok(())
}

pub async fn pages(table: &mut Table, accord: &Process, bare: &Process, people: &[Person]) -> Result<()> {
    let person = people.first().context("nobody is signed in")?;
    let headers = vec![format!("Cookie: {}", person.cookie)];
    let load = Load { connections: 16, path: "/".into(), headers, script: Vec::new() };
    let (ours, limit) = in_turns(&load, accord, bare).await?;
    let (rate, wait) = (median(&rates(&ours)), median(&medians(&ours)));
    table.row(
        "the same list as a page, signed in, 16 connections",
        format!("{} pages/s, median {} ms", spread(&rates(&ours)), number(wait)),
        format!(
            "{} pages/s, median {} ms (axum, same bytes)",
            spread(&rates(&limit)),
            number(median(&medians(&limit)))
        ),
        "≥ 6,000/s, < 3 ms",
        rate >= 6_000.0 && wait < 3.0,
    );
    costs(table, "a page", &ours, &limit);
    Ok(())
}

/// Both, one after the other, several times, once each has run itself in.
async fn in_turns(load: &Load, accord: &Process, bare: &Process) -> Result<(Vec<Rate>, Vec<Rate>)> {
    load.run(accord).await?;
    let (mut ours, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        limit.push(load.run(bare).await?);
        ours.push(load.run(accord).await?);
    }
    Ok((ours, limit))
}

pub fn rates(runs: &[Rate]) -> Vec<f64> {
    runs.iter().map(|run| run.per_second).collect()
}

fn medians(runs: &[Rate]) -> Vec<f64> {
    runs.iter().map(|run| run.median).collect()
}

pub fn cost(runs: &[Rate]) -> Option<f64> {
    let costs: Option<Vec<f64>> = runs.iter().map(|run| run.cost).collect();
    costs.map(|costs| median(&costs))
}

/// Processor time tells more than rates while the load shares the processor.
fn costs(table: &mut Table, what: &str, ours: &[Rate], limit: &[Rate]) {
    if let (Some(ours), Some(limit)) = (cost(ours), cost(limit)) {
        table.note(format!("Processor time for {what}: {ours:.0} µs; of the bare server: {limit:.0} µs."));
    }
}
