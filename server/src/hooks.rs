//! Hooks: what has happened is read from the event log, in its order, and written down for every hook that wants it, once whichever
//! instance does it (`hooks/tell.rs`); what is written down leaves until it is taken (`hooks/send.rs`), to no private address
//! (`hooks/address.rs`).

pub mod address;
pub mod phases;
mod proposals;
pub mod send;
pub mod sign;
mod staff;
pub mod tell;

use crate::site::Site;
use std::time::Duration;

/// How often to look for what has happened and what is due.
const LOOK: Duration = Duration::from_secs(2);

/// Tells and sends until the server stops.
pub async fn run(site: Site) {
    loop {
        if let Err(fault) = catch_up(&site).await {
            tracing::warn!(error = format!("{fault:#}"), "telling hooks failed; trying again");
        }
        tokio::select! {
            () = site.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Writes down all that has happened, and sends all that is due.
///
/// # Errors
/// Those of the database.
pub async fn catch_up(site: &Site) -> anyhow::Result<()> {
    while tell::step(site).await? {}
    while send::step(site).await? {}
    Ok(())
}
