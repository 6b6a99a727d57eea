//! Writing what was read, in batches of one transaction each, so that an import that breaks off can be continued by
//! running it again. Every batch records an event, and a server that runs beside it follows.

use crate::db::Db;
use crate::db::batch::{self, NewVote};
use crate::db::events::{self, What};
use crate::db::proposals::{self, NewProposal};
use futures::FutureExt;
use indicatif::ProgressBar;
use model::{ProposalId, RoundId, Timestamp};

/// Rows in one transaction.
pub const BATCH: usize = 500;
/// Votes in one transaction: they cost less each.
const VOTES: usize = 2_000;

/// Lets the bar begin anew.
pub fn begin(bar: &ProgressBar, what: &'static str, count: usize) {
    bar.set_message(what);
    bar.set_length(count as u64);
    bar.set_position(0);
}

/// Adds proposals to a round, and gives their keys in the same order.
///
/// # Errors
/// Those of the database.
pub async fn add_proposals(
    db: &Db,
    round: RoundId,
    new: Vec<NewProposal>,
    now: Timestamp,
    bar: &ProgressBar,
) -> Result<Vec<ProposalId>, sqlx::Error> {
    begin(bar, "proposals", new.len());
    let mut added = Vec::with_capacity(new.len());
    for batch in new.chunks(BATCH) {
        let batch = batch.to_vec();
        let ids: Vec<ProposalId> = db
            .write(move |tx| {
                async move {
                    let mut ids = Vec::with_capacity(batch.len());
                    for proposal in &batch {
                        ids.push(proposals::add(tx, proposal).await?);
                    }
                    let what = What::of_round("round.imported", round, round.0);
                    events::record(tx, now, None, what, None).await?;
                    Ok::<_, sqlx::Error>(ids)
                }
                .boxed()
            })
            .await?;
        bar.inc(ids.len() as u64);
        added.extend(ids);
    }
    Ok(added)
}

/// Adds votes to the log, in this order.
///
/// # Errors
/// Those of the database.
pub async fn add_votes(db: &Db, new: &[NewVote], bar: &ProgressBar) -> Result<(), sqlx::Error> {
    begin(bar, "votes", new.len());
    for batch in new.chunks(VOTES) {
        let batch = batch.to_vec();
        let count = batch.len() as u64;
        db.write(move |tx| async move { batch::write(tx, &batch).await.map(drop) }.boxed())
            .await
            .map_err(|fault: sqlx::Error| fault)?;
        bar.inc(count);
    }
    Ok(())
}
