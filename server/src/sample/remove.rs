//! Removing the sample with all that came with it, and nothing that is the company's own.

use super::source;
use crate::db::events::{self, What};
use crate::db::{Tx, rounds, samples};
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::{PersonId, RoundId, Timestamp};

/// The event that says which segments a sample has made.
pub const SEGMENT_ADDED: &str = "segment.added";

/// # Errors
/// Those of the database.
pub async fn remove(site: &Site, by: PersonId, round: RoundId) -> Result<()> {
    let now = site.clock.now();
    site.db.write(move |tx| async move { take_away(tx, by, round, now).await }.boxed()).await?;
    Ok(site.memory.catch_up().await?)
}

async fn take_away(tx: &mut Tx, by: PersonId, round: RoundId, now: Timestamp) -> Result<()> {
    // Nobody casts a vote in between.
    events::take(tx, 0).await?;
    let source = source(round);
    let entries = samples::entries(tx, round).await?;
    samples::leave_round(tx, round).await?;
    rounds::remove(tx, round).await?;
    for entry in entries {
        samples::remove_entry(tx, entry).await?;
    }
    let people = samples::remove_people(tx, &source).await?;
    samples::remove_accounts(tx, &source).await?;
    samples::remove_segments(tx, &source, SEGMENT_ADDED).await?;
    let mut happened = vec![
        What::of_round("round.removed", round, round.0),
        What::new("company.round", 0),
        What::new("account.removed", 0),
    ];
    // Each of them is forgotten; 0 is everybody else, as somebody may have joined one of the accounts.
    happened.push(What::new("person.removed", 0));
    happened.extend(people.into_iter().map(|person| What::new("person.removed", person)));
    for what in happened {
        events::record(tx, now, Some(by), what, Some(&source)).await?;
    }
    Ok::<_, Error>(())
}
