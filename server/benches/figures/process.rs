//! A program that is measured: started, asked until it answers, and killed when dropped, whatever happens.

use super::client;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is asked whether it does.
const GRAIN: Duration = Duration::from_millis(1);

pub struct Process {
    child: Child,
    pub addr: String,
    /// From the start of the process to its first answer.
    pub started: Duration,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that was free a moment ago.
pub fn free() -> Result<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

impl Process {
    /// The program as it is shipped, with the limit on votes out of the way.
    pub async fn accord(folder: &Path, database: &str) -> Result<Self> {
        let addr = free()?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
        command
            .args(["serve", "--addr", &addr, "--database-url", database, "--log", "warn"])
            .args(["--votes-per-minute", "1000000", "--public-url", &format!("http://{addr}")])
            .arg("--data")
            .arg(folder.join("data"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ACCORD_"))
        {
            command.env_remove(name);
        }
        Self::start(command, addr, &folder.join("accord.log")).await
    }

    /// Starts what will answer at `addr`, writing to `log`.
    pub async fn start(mut command: Command, addr: String, log: &Path) -> Result<Self> {
        let file = std::fs::File::create(log)?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);
        let from = Instant::now();
        let child = command.spawn().with_context(|| format!("starting {command:?}"))?;
        let mut process = Self { child, addr, started: Duration::ZERO };
        while !matches!(client::get(&process.addr, "/healthz", &[]).await, Ok(reply) if reply.status == 200) {
            if process.child.try_wait()?.is_some() || from.elapsed() > PATIENCE {
                bail!("{command:?} does not answer: {}", std::fs::read_to_string(log).unwrap_or_default());
            }
            tokio::time::sleep(GRAIN).await;
        }
        process.started = from.elapsed();
        Ok(process)
    }

    /// Its resident memory in bytes.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
    }

    /// The processor time that it has used, in seconds.
    pub fn used(&self) -> Option<f64> {
        /// Linux tells it in hundredths of a second.
        const TICKS: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The second field, a name, may hold spaces.
        let (_, rest) = stat.rsplit_once(')')?;
        let ticks = |place: usize| rest.split_whitespace().nth(place)?.parse::<f64>().ok();
        Some((ticks(11)? + ticks(12)?) / TICKS)
    }
}

/// Runs a program that ends by itself; it is killed when it takes longer than `limit` or is not waited for.
pub async fn run(mut command: Command, limit: Duration) -> Result<Output> {
    struct Killed(Option<Child>);
    impl Drop for Killed {
        fn drop(&mut self) {
            if let Some(mut child) = self.0.take() {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().with_context(|| format!("starting {command:?}"))?;
    let mut running = Killed(Some(child));
    let from = Instant::now();
    while let Some(child) = &mut running.0
        && child.try_wait()?.is_none()
    {
        if from.elapsed() > limit {
            bail!("{command:?} did not end within {} s", limit.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let output = running.0.take().context("it is gone")?.wait_with_output()?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output)
}
