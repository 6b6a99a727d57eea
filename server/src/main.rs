//! `accord`: one binary that serves the site, and imports, exports, backs up and restores what it keeps.

mod cli;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // TLS of PostgreSQL and SMTP alike.
    let _ = rustls::crypto::ring::default_provider().install_default();
    cli::run()
}
