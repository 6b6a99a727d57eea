//! `make bench`: the figures that Accord is held to, each beside a bare limit that is measured in the same run, as a
//! table in Markdown. It starts the real program, and bare ones to compare with, as processes of their own on
//! 127.0.0.1, and stops them again.

#[path = "figures/bare.rs"]
mod bare;
#[path = "figures/browser.rs"]
mod browser;
#[path = "figures/client.rs"]
mod client;
#[path = "figures/crowd.rs"]
mod crowd;
#[path = "figures/load.rs"]
mod load;
#[path = "figures/machine.rs"]
mod machine;
#[path = "figures/plant.rs"]
mod plant;
#[path = "figures/process.rs"]
mod process;
#[path = "figures/promises.rs"]
mod promises;
#[path = "figures/reading.rs"]
mod reading;
#[path = "figures/start.rs"]
mod start;
#[path = "figures/statistics.rs"]
mod statistics;
#[path = "figures/table.rs"]
mod table;
#[path = "figures/votes.rs"]
mod votes;
#[path = "figures/what_if.rs"]
mod what_if;
#[path = "figures/writer.rs"]
mod writer;

use anyhow::{Context, Result, bail};
use process::Process;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use table::Table;

// The same for all that is compared.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Threads of the runtime, as the program has them.
const LEAST_THREADS: usize = 4;
/// Longer than all of it may take.
const DEADLINE: Duration = Duration::from_secs(900);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(LEAST_THREADS))
        .enable_all()
        .build();
    let done = runtime.context("the runtime").and_then(|runtime| {
        runtime.block_on(async {
            match args.as_slice() {
                [word, folder] if word == bare::WORD => bare::serve(Path::new(folder)).await,
                // What is under way is dropped when it is told to stop, and with it the processes that it started.
                _ => tokio::select! {
                    done = measure(&args) => done,
                    () = told_to_stop() => bail!("told to stop"),
                    () = tokio::time::sleep(DEADLINE) => bail!("not done after {} s", DEADLINE.as_secs()),
                },
            }
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("figures: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

/// What can be measured. Without a word all of it is.
const PARTS: [&str; 9] =
    ["json", "pages", "sqlite", "postgres", "start", "visit", "what-if", "crowd", "promises"];

async fn measure(words: &[String]) -> Result<()> {
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with("--")).collect();
    if let Some(word) = words.iter().find(|word| !PARTS.contains(word)) {
        bail!("there is no {word:?} to measure, but {}", PARTS.join(", "));
    }
    let wanted = |part: &str| words.is_empty() || words.contains(&part);
    let folder = tempfile::Builder::new().prefix("figures-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let folder = folder.path();
    let mut table = Table::default();

    say("planting a round with 1,000 proposals, 300 people and 50,000 votes");
    let planted = folder.join("planted.db");
    let people = plant::plant(&plant::sqlite(&planted)).await.context("planting on SQLite")?;
    let accord = Process::accord(folder, &plant::copied(&planted, "served")?).await?;
    let bare = bare::beside(&accord, folder, &people).await?;

    if wanted("json") {
        say("the list as JSON");
        reading::json(&mut table, &accord, &bare).await?;
    }
    if wanted("pages") {
        say("the list as a page");
        reading::pages(&mut table, &accord, &bare, &people).await?;
    }
    if wanted("visit") {
        say("a first visit in Chromium");
        browser::measure(&mut table, &accord, &bare).await?;
    }
    if wanted("what-if") {
        say("what if, in Chromium");
        what_if::measure(&mut table, folder, &accord).await?;
    }
    // Last, as it changes what is served.
    if wanted("sqlite") {
        say("votes on SQLite");
        votes::client_alone(&mut table, folder, &bare, &people).await?;
        votes::measure(&mut table, folder, &accord, &people, &plant::copied(&planted, "alone")?).await?;
    }
    drop((accord, bare));
    if wanted("postgres") {
        say("votes on PostgreSQL");
        match std::env::var("ACCORD_BENCH_POSTGRES") {
            Ok(server) => on_postgres(&mut table, folder, &server).await.context("on PostgreSQL")?,
            Err(_) => table.note("No votes on PostgreSQL: ACCORD_BENCH_POSTGRES names no server."),
        }
    }
    if wanted("start") {
        say("start and memory");
        start::measure(&mut table, folder, &planted).await?;
    }

    if wanted("crowd") {
        say("planting 100,000 proposals and 50,000 people on SQLite");
        let url = plant::sqlite(&folder.join("crowd.db"));
        let crowd = crowd::plant(&url).await.context("a crowd on SQLite")?;
        crowd::measure(&mut table, folder, &url, "SQLite", &crowd).await?;
        match std::env::var("ACCORD_BENCH_POSTGRES") {
            Ok(server) => {
                say("the same on PostgreSQL");
                let url = plant::Databases::of(&server).await?.add("crowd", None).await?;
                let crowd = crowd::plant(&url).await.context("a crowd on PostgreSQL")?;
                crowd::measure(&mut table, folder, &url, "PostgreSQL", &crowd).await?;
            }
            Err(_) => table.note("No crowd on PostgreSQL: ACCORD_BENCH_POSTGRES names no server."),
        }
    }

    if wanted("promises") {
        say("planting 5,000 promises and 1,000,000 reports on SQLite");
        let url = plant::sqlite(&folder.join("promises.db"));
        let customer = promises::plant(&url).await.context("promises on SQLite")?;
        promises::measure(&mut table, folder, &url, "SQLite", &customer).await?;
        match std::env::var("ACCORD_BENCH_POSTGRES") {
            Ok(server) => {
                say("the same on PostgreSQL");
                let url = plant::Databases::of(&server).await?.add("promises", None).await?;
                let customer = promises::plant(&url).await.context("promises on PostgreSQL")?;
                promises::measure(&mut table, folder, &url, "PostgreSQL", &customer).await?;
            }
            Err(_) => table.note("No promises on PostgreSQL: ACCORD_BENCH_POSTGRES names no server."),
        }
    }

    println!("{}\n\n{table}", machine::describe());
    Ok(())
}

async fn on_postgres(table: &mut Table, folder: &Path, server: &str) -> Result<()> {
    let databases = plant::Databases::of(server).await?;
    let people = plant::plant(&databases.add("planted", None).await?).await?;
    let served = databases.add("served", Some("planted")).await?;
    let alone = databases.add("alone", Some("planted")).await?;
    let accord = Process::accord(folder, &served).await?;
    votes::measure(table, folder, &accord, &people, &alone).await
}

fn say(what: &str) {
    eprintln!("figures: {what} …");
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
        (Ok(mut interrupt), Ok(mut terminate)) => tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        },
        _ => std::future::pending().await,
    }
}
