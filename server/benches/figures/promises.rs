//! A company that has promised much: what whoever reads the scorecard waits for, with 5,000 promises and a million reports.

use super::client;
use super::plant::{self, Person, write};
use super::process::Process;
use super::statistics::{median, number, spread};
use super::table::Table;
use anyhow::{Context, Result};
use futures::FutureExt;
use model::cells::{BehaviourSet, CultureSet, StageSet};
use model::practice::PracticeText;
use model::promise::{QUARTERS, Quarter};
use model::{PersonId, PracticeId, RoundId, Timestamp};
use serde_json::json;
use server::clock::{Clock, digest};
use server::db::practices::{self, Design};
use server::db::{Db, Tx, designs, on, rounds};
use server::design::frozen::FORMAT;
use server::design::{Frozen, canonical};
use std::path::Path;
use std::time::{Duration, Instant};

const PROMISES: usize = 5_000;
const REPORTS: i64 = 1_000_000;
const PEOPLE: usize = 20_000;
/// Rows in one transaction.
const BATCH: usize = 5_000;
/// How often each thing is asked for.
const TIMES: usize = 101;
const AIM: f64 = 20.0;
/// Of finding a practice by its words, as of everything that is searched in.
const SEARCH_AIM: f64 = 50.0;

/// Each promise has as many reports as every other, spread over the quarters; seven of ten say "kept".
const REPORT: &str = "insert into report (practice, person, quarter, kept, at) \
                      with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < $1) \
                      select p.id, $2 + (p.id * 13 + n.i * 251) % $3, $4 - n.i % $5, (p.id * 7 + n.i * 31) % 10 < 7, $6 \
                      from practice p cross join n";

/// Fills an empty database, and gives a customer who is signed in.
pub async fn plant(url: &str) -> Result<Person> {
    let db = Db::open(url).await?;
    let now = Clock::machine().now();
    let round = write(&db, now, move |tx| plant::a_round(tx, now).boxed()).await?;
    let mut people = Vec::with_capacity(PEOPLE);
    for from in (1..=PEOPLE).step_by(BATCH) {
        let range = from..from + BATCH;
        people.extend(write(&db, now, move |tx| plant::some_people(tx, range, now).boxed()).await?);
    }
    let (first, by) = (people[0], people[0]);
    let promised = write(&db, now, move |tx| promised(tx, round, by, now).boxed()).await?;
    let frozen = frozen(&db, round, promised, now).await?;
    write(&db, now, move |tx| {
        async move {
            let content = canonical::text(&frozen)?;
            designs::add(tx, &frozen, by, &content, &digest(&content), &[]).await?;
            let each = REPORTS / PROMISES as i64;
            let quarter = Quarter::of(now).0;
            on!(tx, c => sqlx::query(REPORT).bind(each).bind(first.0).bind(PEOPLE as i64).bind(quarter)
                .bind(QUARTERS).bind(now.0).execute(c).await.map(drop))?;
            Ok(())
        }
        .boxed()
    })
    .await?;
    let customer = plant::sign_in(&db, people[7], now).await?;
    db.close().await;
    Ok(customer)
}

/// The practices, all in place.
async fn promised(
    tx: &mut Tx,
    round: RoundId,
    by: PersonId,
    now: Timestamp,
) -> Result<Vec<(PracticeId, PracticeText)>> {
    const PLACE: &str = "insert into promise (practice, progress, changed, changed_by) select id, 'in_place', $1, $2 from practice";
    let mut all = Vec::with_capacity(PROMISES);
    for n in 0..PROMISES {
        let text = PracticeText {
            title: plant::read(&format!("One engineer stays with each plant, as number {n} says"))?,
            activity: plant::read(&format!("Visits {}", n % 40))?,
            accountable: plant::read(&format!("Function {}", n % 60))?,
            involved: Vec::new(),
            loads: Vec::new(),
            how: None,
            tool: None,
            aim: None,
            details: model::practice::Details::default(),
            lead: None,
            lag: None,
            behaviours: BehaviourSet::default(),
            stages: StageSet::of(&[n % 8]),
            cultures: CultureSet::of(&[n % 4, (n / 4) % 4]),
            proposals: Vec::new(),
            costs: Vec::new(),
            opposites: Vec::new(),
            needs: Vec::new(),
        };
        let id = practices::add(tx, (round, Design::Draft), &text, by, now).await?;
        all.push((id, text));
    }
    on!(tx, c => sqlx::query(PLACE).bind(now.0).bind(by.0).execute(c).await.map(drop))?;
    Ok(all)
}

async fn frozen(
    db: &Db,
    id: RoundId,
    promised: Vec<(PracticeId, PracticeText)>,
    now: Timestamp,
) -> Result<Frozen> {
    let round = rounds::load(db, id.0).await?.context("the round")?;
    let practices: Vec<_> =
        promised.iter().map(|(id, text)| json!({ "id": id, "text": text, "from": [] })).collect();
    let content = json!({
        "format": FORMAT, "version": 1, "round": id, "sample": false, "question": round.question,
        "how_votes_count": "Each counts.", "selection": "As they chose.", "adopted": now, "signed_by": "nobody",
        "capacity": "Managing director", "statement": "Hold us to it.", "stages": round.stages, "cultures": round.cultures,
        "resources": round.resources, "practices": practices, "left_out": [],
        "totals": { "voices": 0, "people": 0, "votes": 0, "proposals": 0, "apart": null },
    });
    serde_json::from_value(content).context("the design")
}

pub async fn measure(
    table: &mut Table,
    folder: &Path,
    url: &str,
    name: &str,
    customer: &Person,
) -> Result<()> {
    let accord = Process::accord(folder, url).await?;
    let cookie = format!("cookie: {}", customer.cookie);
    let from = Instant::now();
    client::ok(&accord.addr, "/promises", &[&cookie]).await?;
    table.note(format!(
        "5,000 promises and 1,000,000 reports on {name}: start {} s, the first page after it {} s, resident {} MB.",
        number(accord.started.as_secs_f64()),
        number(from.elapsed().as_secs_f64()),
        number(accord.memory().map_or(f64::NAN, |bytes| bytes as f64 / 1e6))
    ));
    for (what, path) in [
        ("the scorecard as a page, signed in", "/promises"),
        ("the same of one cell", "/promises?cell=2-1&page=3"),
        ("the same as JSON", "/api/v1/scorecard"),
        ("search in the practices by three words", "/api/v1/rounds/1/practices/found?q=engineer+number+4711"),
    ] {
        let (ours, bare) = times(&accord, path, &cookie, None).await.with_context(|| what.to_owned())?;
        let aim = if path.contains("?q=") { SEARCH_AIM } else { AIM };
        row(table, name, what, (&ours, &bare), aim);
    }
    let report = "/api/v1/promises/1/report";
    let (ours, bare) = times(&accord, "/promises", &cookie, Some(report)).await?;
    row(table, name, "the page right after each report", (&ours, &bare), AIM);
    Ok(())
}

fn row(table: &mut Table, name: &str, what: &str, (ours, bare): (&[f64], &[f64]), aim: f64) {
    table.row(
        &format!("5,000 promises, 1,000,000 reports, {name}: {what}"),
        format!("{} ms", spread(ours)),
        format!("{} ms (“ok” from the same server)", spread(bare)),
        &format!("≤ {aim} ms"),
        median(ours) <= aim,
    );
}

/// Milliseconds for each, and for an answer that takes no work, in turns; before each, a report where there is one to be made.
async fn times(
    accord: &Process,
    path: &str,
    cookie: &str,
    report: Option<&str>,
) -> Result<(Vec<f64>, Vec<f64>)> {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let since = |from: Instant| Duration::as_secs_f64(&from.elapsed()) * 1e3;
    client::ok(&accord.addr, path, &[cookie]).await?;
    for turn in 0..TIMES {
        if let Some(report) = report {
            let body = json!({ "kept": turn % 2 == 0 }).to_string();
            let headers = [cookie, "content-type: application/json"];
            let done = client::request(&accord.addr, "POST", report, &headers, &body).await?;
            anyhow::ensure!(done.status == 200, "a report was answered {}", done.status);
        }
        let from = Instant::now();
        client::ok(&accord.addr, "/healthz", &[]).await?;
        bare.push(since(from));
        let from = Instant::now();
        client::ok(&accord.addr, path, &[cookie]).await?;
        ours.push(since(from));
    }
    Ok((ours, bare))
}
