//! Merging proposals that ask for the same, taking them apart again, and stepping out of a merging.

use super::proposals::asking::{self, Heard};
use super::queue::taking_back;
use super::votes;
use crate::auth::{Customer, Moderator};
use crate::db::events::{self, What};
use crate::db::merging as table;
use crate::db::proposals as proposal_table;
use crate::db::queue as queue_table;
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::memory::{ProposalMemory, RoundMemory};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::merging::{MergeProposal, StepOut, UnmergeProposal};
use model::proposal::Status;
use model::queue::Written;
use model::verdict::Decision;
use model::vote::{Stance, Vote};
use model::{Problem, ProposalId, RoundId, Timestamp};

pub async fn merge(site: Site, who: Moderator, request: MergeProposal) -> Result<Done> {
    let (now, by, MergeProposal { proposal, into }) = (site.clock.now(), who.id, request);
    let (round, heard) = {
        let world = site.memory.read();
        let memory = world.round_of(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
        let source = memory.proposal(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
        fits(memory, source, into)?;
        open(memory, into, now)?;
        let waits = source.status == Status::Waiting;
        (memory.round.id, waits.then(|| Heard::of(&world, proposal)))
    };
    site.db
        .write(move |tx| {
            async move {
                if let Some(heard) = heard {
                    // It is published as a wording of the other.
                    let stood = queue_table::standing(tx, Written::Proposal(proposal)).await?;
                    let stood = stood.ok_or_else(|| Problem::not_found("proposal"))?;
                    proposal_table::set_status(tx, proposal, Status::Published, None).await?;
                    let (item, publish) = (Written::Proposal(proposal), Decision::Publish);
                    queue_table::add_verdict(tx, item, by, publish, None, now, &stood).await?;
                    asking::published(tx, &heard, now).await?;
                }
                let seq = events::take(tx, 0).await?;
                if !table::add(tx, (proposal, into), by, now, seq).await.map_err(merged_already)? {
                    let message = "Somebody else has just merged that one. Load the page again.";
                    return Err(Problem::conflict(message).into());
                }
                let (what, to) = (What::of_round("proposal.merged", round, proposal.0), into.to_string());
                events::record(tx, now, Some(by), what, Some(&to)).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

fn merged_already(fault: sqlx::Error) -> Error {
    match fault.as_database_error() {
        Some(found) if found.is_unique_violation() => {
            Problem::conflict("Somebody else has just merged this.").into()
        }
        _ => fault.into(),
    }
}

/// Whether one may be taken up into the other.
fn fits(memory: &RoundMemory, source: &ProposalMemory, into: ProposalId) -> Result<()> {
    let refuse = |message: &str| Err(Problem::field("into", message).into());
    match source.status {
        Status::Published | Status::Waiting => {}
        Status::Merged => return Err(Problem::conflict("This is merged into another already.").into()),
        Status::Declined => return Err(Problem::conflict("This was declined. Publish it first.").into()),
        Status::Adopted => {
            return Err(Problem::conflict("This proposal is part of an adopted design.").into());
        }
    }
    if source.id == into {
        return refuse("Choose another proposal.");
    }
    match memory.proposal(into).map(|into| into.status) {
        Some(Status::Published) => Ok(()),
        Some(Status::Merged) => {
            refuse("That one is merged into another itself. Choose the one that remains.")
        }
        Some(Status::Adopted) => refuse("That proposal is part of an adopted design."),
        Some(Status::Waiting | Status::Declined) => {
            refuse("Customers cannot read that one. Publish it first.")
        }
        None => refuse("There is no such proposal in this round."),
    }
}

/// What voters can no longer step out of or answer is not to be merged, nor taken apart.
fn open(memory: &RoundMemory, proposal: ProposalId, now: Timestamp) -> Result<()> {
    match votes::shut(memory, proposal, Vote::new(Stance::Agree), now) {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

pub async fn unmerge(site: Site, who: Moderator, request: UnmergeProposal) -> Result<Done> {
    let (now, by, proposal) = (site.clock.now(), who.id, request.proposal);
    let round = merged(&site, proposal, now)?;
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                let merging = table::standing(tx, proposal).await?;
                if !table::undo(tx, proposal, now).await? {
                    return Err(Error::from(Problem::conflict("Somebody else has just done this.")));
                }
                if let Some(merging) = merging {
                    // What waited, and was published only to be merged, waits again.
                    taking_back::wait_again(tx, Written::Proposal(proposal), merging, now).await?;
                }
                let what = What::of_round("proposal.unmerged", round, proposal.0);
                events::record(tx, now, Some(by), what, None).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// The round of a proposal that is merged, while voting in it is open.
fn merged(site: &Site, proposal: ProposalId, now: Timestamp) -> Result<RoundId> {
    let world = site.memory.read();
    let memory = world.round_of(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
    let found =
        memory.proposal(proposal).filter(|found| found.status.is_public() || found.status == Status::Merged);
    let found = found.ok_or_else(|| Problem::not_found("proposal"))?;
    if found.status != Status::Merged {
        return Err(Problem::conflict("This is not merged into another.").into());
    }
    let remains = memory.remaining(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
    // New words of the one that remains may wait for a moderator; the others are not held back by that.
    match remains.status.is_public() {
        true => open(memory, remains.id, now)?,
        false => votes::over(memory, now).map_or(Ok(()), Err)?,
    }
    Ok(memory.round.id)
}

pub async fn step_out(site: Site, who: Customer, request: StepOut) -> Result<Done> {
    let (now, person, StepOut { proposal, out }) = (site.clock.now(), who.id, request);
    let gone = || Problem::not_found("proposal");
    site.memory.read().seen_of(Some(&who), proposal).ok_or_else(gone)?;
    let round = merged(&site, proposal, now)?;
    site.limits.check(Limit::Vote, &person.to_string())?;
    site.db
        .write(move |tx| {
            async move {
                if table::step(tx, proposal, person, out, now).await? {
                    // Nobody, the log of staff included, is told who it was.
                    let what = What::of_round("proposal.stepped_out", round, proposal.0);
                    events::record(tx, now, None, what, None).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}
