//! On what it was measured.

use super::load::SECONDS;
use super::statistics::RUNS;
use std::process::Command;

/// A line on the machine and the method.
#[must_use]
pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let name = name.map_or("", |(_, name)| name.trim());
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let rustc = Command::new(rustc).arg("-V").output().map(|output| output.stdout).unwrap_or_default();
    let rustc = String::from_utf8_lossy(&rustc);
    let system = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "Measured on {cores} cores ({name}), {} {}, {}, load and servers on the same machine. \
         Rates and times are medians [least–most] of {RUNS} runs of {SECONDS} s, in turns with the bare limit; \
         percentages are medians of the pairs.",
        std::env::consts::OS,
        system.trim(),
        rustc.trim(),
    )
}
