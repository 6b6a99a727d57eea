//! News for people. Handlers know nothing of it: the herald reads the event log and writes who is to be told of what
//! (`notices/herald.rs`, of reviews `notices/review.rs`); what is not seen in time leaves by mail, several in one letter (`notices/post.rs`); the
//! sentences are made when somebody reads them (`notices/words.rs`), so that nothing is told of what is hidden by then.

mod adoption;
pub mod digest;
pub mod herald;
mod mentioned;
pub mod overdue;
pub mod phases;
pub mod post;
mod review;
mod together;
pub mod words;

use crate::db::notices as table;
use crate::site::Site;
use model::{PersonId, Timestamp};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::time::Duration;

/// How often to look for events to tell of and letters that are due.
const LOOK: Duration = Duration::from_secs(2);
/// For how long a count of unseen news holds: pages show it, and are not to ask the database each time.
const COUNT_HOLDS: i64 = 10 * Timestamp::SECOND;
/// So many counts are kept at most.
const MAX_COUNTS: usize = 100_000;
/// More unseen news than this is shown as this many.
pub const MAX_UNSEEN: i64 = 99;

/// How many pieces of news people have not seen.
#[derive(Default)]
pub struct Notices(Mutex<FxHashMap<i64, (usize, Timestamp)>>);

impl Notices {
    /// As of a few seconds ago at most; what cannot be counted is shown as nothing.
    pub async fn unseen(&self, site: &Site, person: PersonId) -> usize {
        let now = site.clock.now();
        if let Some((count, at)) = self.0.lock().get(&person.0)
            && now.since(*at) < COUNT_HOLDS
        {
            return *count;
        }
        let rows = table::unseen(&site.db, person, MAX_UNSEEN).await;
        let rows = rows.inspect_err(|fault| tracing::warn!(error = %fault, "counting news failed"));
        let rows = rows.unwrap_or_default();
        let count = {
            let world = site.memory.read();
            rows.iter().filter(|row| words::notice(&world, row).is_some()).count()
        };
        let mut counts = self.0.lock();
        if counts.len() >= MAX_COUNTS {
            counts.clear();
        }
        counts.insert(person.0, (count, now));
        count
    }

    pub fn forget(&self, person: PersonId) {
        self.0.lock().remove(&person.0);
    }

    fn forget_all(&self) {
        self.0.lock().clear();
    }
}

/// Tells and mails until the server stops.
pub async fn run(site: Site) {
    loop {
        if let Err(fault) = catch_up(&site).await {
            tracing::warn!(error = format!("{fault:#}"), "telling the news failed; trying again");
        }
        tokio::select! {
            () = site.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Tells of all that has happened, and writes every letter that is due.
///
/// # Errors
/// Those of the database.
pub async fn catch_up(site: &Site) -> anyhow::Result<()> {
    while herald::step(site).await? {}
    phases::tell(site).await?;
    overdue::step(site).await?;
    while post::step(site).await? {}
    Ok(())
}
