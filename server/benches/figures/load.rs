//! Load by `wrk`: one thread of it, which on its own sends several times what any server here answers.

use super::process::{Process, run};
use anyhow::{Context, Result, bail};
use std::process::Command;
use std::time::Duration;

/// Seconds of one run.
pub const SECONDS: u32 = 2;

/// What is asked for.
#[derive(Clone)]
pub struct Load {
    pub connections: u32,
    pub path: String,
    pub headers: Vec<String>,
    /// A script of wrk's, with its arguments.
    pub script: Vec<String>,
}

/// What one run gave.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub per_second: f64,
    /// Milliseconds, half took less.
    pub median: f64,
    /// The server's processor time for each request, in microseconds.
    pub cost: Option<f64>,
}

impl Load {
    pub async fn run(&self, server: &Process) -> Result<Rate> {
        let mut command = Command::new("wrk");
        command.args(["-t1", "--latency", &format!("-c{}", self.connections), &format!("-d{SECONDS}s")]);
        for header in &self.headers {
            command.args(["-H", header]);
        }
        let (script, arguments) = self.script.split_first().map_or((None, &[][..]), |(s, a)| (Some(s), a));
        if let Some(script) = script {
            command.args(["-s", script]);
        }
        command.arg(format!("http://{}{}", server.addr, self.path));
        if script.is_some() {
            command.arg("--").args(arguments);
        }
        let before = server.used();
        let output = run(command, Duration::from_secs(u64::from(SECONDS) + 20)).await?;
        let text = String::from_utf8_lossy(&output.stdout);
        let used = before.zip(server.used()).map(|(before, after)| after - before);
        read(&text, used).with_context(|| format!("wrk said: {text}"))
    }
}

fn read(text: &str, used: Option<f64>) -> Result<Rate> {
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        bail!("some requests failed");
    }
    let after = |start: &str| text.lines().find_map(|line| line.trim().strip_prefix(start)).map(str::trim);
    let per_second = after("Requests/sec:").and_then(|rate| rate.parse().ok()).context("no rate")?;
    let requests: Option<f64> =
        text.lines().find_map(|line| line.trim().split_once(" requests in")?.0.parse().ok());
    Ok(Rate {
        per_second,
        median: after("50%").and_then(milliseconds).context("no latency")?,
        cost: used.zip(requests).map(|(used, requests)| used / requests * 1e6),
    })
}

/// Reads `950.00us`, `1.20ms` or `1.02s`.
fn milliseconds(text: &str) -> Option<f64> {
    let number = |ending: &str| text.strip_suffix(ending)?.parse::<f64>().ok();
    number("us")
        .map(|micros| micros / 1e3)
        .or_else(|| number("ms"))
        .or_else(|| number("s").map(|seconds| seconds * 1e3))
}
