//! A first visit in a browser on a slow machine and network, beside static pages with the same content.

use super::bare::{Answer, list};
use super::client;
use super::process::{Process, run};
use super::statistics::{RUNS, number, ratio, spread};
use super::table::Table;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::process::Command;
use std::time::Duration;

/// The page without scripts, with the program's style sheet linked, and with it in the page.
const LINKED: &str = "/linked";
const INLINED: &str = "/inlined";
/// Most bytes of script, wasm and style, compressed.
const MOST_BYTES: f64 = 220e3;
const MOST_REQUESTS: usize = 6;
/// How much later than the static page the largest paint may come.
const MOST_PAINT: f64 = 1.6;

/// What end2end/bench/first-visit.mjs says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Visits {
    browser: String,
    /// Of the visit with most requests.
    requests: Vec<String>,
    /// Compressed scripts, wasm and styles.
    files: Vec<File>,
    page_bytes: f64,
    /// How many of the proposals can be read with scripts off.
    readable: usize,
    shift: f64,
    ours: Vec<f64>,
    linked: Vec<f64>,
    inlined: Vec<f64>,
    alive: Vec<f64>,
}

#[derive(Deserialize)]
struct File {
    name: String,
    bytes: f64,
    encoding: Option<String>,
}

pub async fn measure(table: &mut Table, accord: &Process, bare: &Process) -> Result<()> {
    let mut command = Command::new("node");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/bench/first-visit.mjs"));
    command.arg(format!("http://{}/", accord.addr)).arg(titles(&accord.addr).await?.to_string());
    command.args([LINKED, INLINED].map(|path| format!("http://{}{path}", bare.addr))).arg(RUNS.to_string());
    let output = run(command, Duration::from_secs(200)).await?;
    let visits: Visits = serde_json::from_slice(&output.stdout).context("what the browser's script said")?;
    rows(table, &visits);
    Ok(())
}

fn rows(table: &mut Table, visits: &Visits) {
    let bytes: f64 = visits.files.iter().map(|file| file.bytes).sum();
    let plain = visits.files.iter().any(|file| file.encoding.as_deref() != Some("br"));
    let kilo = |bytes: f64| format!("{} kB", number(bytes / 1e3));
    let each: Vec<String> =
        visits.files.iter().map(|file| format!("{} {}", file.name, kilo(file.bytes))).collect();
    table.row(
        "first visit: script, wasm and style, brotli",
        format!("{} ({})", kilo(bytes), each.join(", ")),
        "–".into(),
        "≤ 220 kB",
        bytes <= MOST_BYTES && !plain && !visits.files.is_empty(),
    );
    table.row(
        "first visit: requests",
        visits.requests.len().to_string(),
        "–".into(),
        "≤ 6",
        visits.requests.len() <= MOST_REQUESTS,
    );
    table.row(
        "first visit: proposals to be read with scripts off; layout shift",
        format!("{} of 20; {}", visits.readable, number(visits.shift)),
        "20 of 20; 0".into(),
        "all; 0",
        visits.readable == 20 && visits.shift == 0.0,
    );
    let later = ratio(&visits.ours, &visits.linked);
    table.row(
        "first visit: largest paint at CPU 4×, 1.6 Mbit/s, 150 ms",
        format!("{} ms, {later:.2}×", spread(&visits.ours)),
        format!("{} ms (static page, no scripts, same style sheet)", spread(&visits.linked)),
        "≤ 1.6×",
        later <= MOST_PAINT,
    );
    let inlined = ratio(&visits.ours, &visits.inlined);
    table.note(format!(
        "The same static page with its style inside paints at {} ms ({inlined:.2}×). Accord's page itself is {} as \
         sent, and answers to clicks (is hydrated) after {} ms. {}. Requests: {}.",
        spread(&visits.inlined),
        kilo(visits.page_bytes),
        spread(&visits.alive),
        visits.browser,
        visits.requests.join(", "),
    ));
}

/// The titles that the page must show.
async fn titles(addr: &str) -> Result<serde_json::Value> {
    let reply = client::ok(addr, &list(), &[]).await?;
    let page: serde_json::Value = serde_json::from_slice(&reply.body)?;
    let items = page["items"].as_array().context("a list without items")?;
    Ok(items.iter().map(|item| item["title"].clone()).collect())
}

/// The front page as a stranger gets it, without its scripts, and the files that it then still needs.
pub async fn without_scripts(addr: &str) -> Result<Vec<Answer>> {
    let br = ["accept-encoding: br"];
    // Where the program compresses its pages, the static ones are too.
    let compress = client::ok(addr, "/", &br).await?.header("content-encoding").is_some();
    let page = String::from_utf8(client::ok(addr, "/", &[]).await?.body)?;
    let linked = without(&page, "<script", "</script>", "");
    let linked = without(&linked, "<link rel=\"modulepreload\"", ">", "");
    let linked = without_wasm(&linked);
    let (style, font) = (linked_as(&linked, "stylesheet")?, linked_as(&linked, "preload")?);
    let css = String::from_utf8(client::ok(addr, &style, &[]).await?.body)?;
    let inlined = without(&linked, "<link rel=\"stylesheet\"", ">", &format!("<style>{css}</style>"));
    let html = |path: &str, text: String| Answer {
        path: path.to_owned(),
        kind: "text/html; charset=utf-8".into(),
        encoding: None,
        compress,
        body: text.into_bytes(),
    };
    Ok(vec![
        html(LINKED, linked),
        html(INLINED, inlined),
        Answer::of(&style, client::ok(addr, &style, &br).await?),
        Answer::of(&font, client::ok(addr, &font, &br).await?),
    ])
}

/// Replaces all from `start` to the next `end`.
fn without(text: &str, start: &str, end: &str, instead: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once(start) {
        kept.push_str(before);
        kept.push_str(instead);
        rest = after.split_once(end).map_or("", |(_, rest)| rest);
    }
    kept + rest
}

/// Without the link that loads the wasm before it is asked for.
fn without_wasm(text: &str) -> String {
    let links = text.split_inclusive('>');
    links.filter(|link| !(link.contains("<link") && link.contains("application/wasm"))).collect()
}

/// The address of the first link of a kind.
fn linked_as(text: &str, rel: &str) -> Result<String> {
    let (_, link) = text.split_once(&format!("<link rel=\"{rel}\"")).with_context(|| format!("no {rel}"))?;
    let (_, href) = link.split_once("href=\"").context("a link without an address")?;
    let (href, _) = href.split_once('"').context("an address without an end")?;
    Ok(href.to_owned())
}
