//! `same results` says what the engine makes of made ballots, a line each; `same rounds` gives made rounds, with what is tried
//! on each and what it selects, as a line of JSON each; `same large` gives one large round as JSON.

use same::{results, rounds};
use std::process::ExitCode;

/// How many rounds.
const ROUNDS: u64 = 200;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("results") => println!("{}", results::lines().join("\n")),
        Some("rounds") => (0..ROUNDS).for_each(|seed| println!("{}", rounds::tried(seed))),
        Some("large") => println!("{}", rounds::tried_large()),
        _ => {
            eprintln!("usage: same results | rounds | large");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
