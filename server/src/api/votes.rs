//! Casting a vote, and reading one's own.

use crate::auth::Customer;
use crate::db::batch::NewVote;
use crate::error::Result;
use crate::limits::Limit;
use crate::memory::RoundMemory;
use crate::site::Site;
use model::access::Act;
use model::api::votes::{CastVote, ListMyVotes, MyVote, VoteCast};
use model::proposal::Status;
use model::round::Phase;
use model::vote::{Stance, Vote};
use model::{Problem, ProposalId, Timestamp};

/// Writes a vote, and answers once it is kept.
pub async fn cast(site: Site, who: Customer, request: CastVote) -> Result<VoteCast> {
    let vote = request.vote();
    if let Some((field, message)) = vote.fault() {
        return Err(Problem::field(field, message).into());
    }
    site.limits.check(Limit::Vote, &who.id.to_string())?;
    let now = site.clock.now();
    let round = {
        let world = site.memory.read();
        let memory =
            world.seen_of(Some(&who), request.proposal).ok_or_else(|| Problem::not_found("proposal"))?;
        if let Some(shut) = shut(memory, request.proposal, vote, now) {
            return Err(shut.into());
        }
        // Whoever could vote once can always take back what they said.
        if vote.stance != Stance::TakenBack {
            world.permit(Some(&who), &memory.round, Act::Vote, "proposal")?;
        }
        memory.round.id
    };
    let new = NewVote {
        at: now,
        person: who.id,
        proposal: request.proposal,
        vote,
        on_behalf: false,
        by: None,
        source: None,
    };
    site.voting.cast(new).await?;
    let board = site.memory.board(round).ok_or_else(|| Problem::not_found("round"))?;
    let mine = site.memory.read().vote(who.id, request.proposal);
    Ok(VoteCast { mine, support: board.support(request.proposal) })
}

/// Why this vote cannot be taken, if so. While only proposing or refining is open, a vote is support alone: to
/// agree, or to take that back.
#[must_use]
pub fn shut(memory: &RoundMemory, proposal: ProposalId, vote: Vote, now: Timestamp) -> Option<Problem> {
    let status = memory.proposal(proposal).map(|proposal| proposal.status);
    if status == Some(Status::Merged) {
        let message = "This has been merged into another proposal. Load the page again to vote there.";
        return Some(Problem::conflict(message));
    }
    let public = memory.proposal(proposal).is_some_and(|proposal| proposal.status.is_public());
    if !public {
        return Some(Problem::not_found("proposal"));
    }
    let open = |phase| memory.round.windows.iter().any(|window| window.phase == phase && window.open_at(now));
    if open(Phase::Vote) {
        return None;
    }
    if !open(Phase::Propose) && !open(Phase::Refine) {
        return Some(Problem::conflict("Voting is closed in this round."));
    }
    let support = matches!(vote.stance, Stance::Agree | Stance::TakenBack);
    (!support).then(|| {
        Problem::conflict("Voting has not opened yet. Until it does, you can support a proposal by agreeing.")
    })
}

/// My votes in a round.
pub async fn mine(site: Site, who: Customer, request: ListMyVotes) -> Result<Vec<MyVote>> {
    let world = site.memory.read();
    let memory = world.seen(Some(&who), request.round).ok_or_else(|| Problem::not_found("round"))?;
    let Some(voter) = world.voter(who.id) else { return Ok(Vec::new()) };
    let mut mine: Vec<_> = memory.votes(voter).map(|(proposal, vote)| MyVote { proposal, vote }).collect();
    mine.sort_unstable_by_key(|mine| mine.proposal);
    Ok(mine)
}
