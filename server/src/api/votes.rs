//! Casting a vote, and reading one's own.

use crate::auth::Voter;
use crate::db::batch::NewVote;
use crate::db::following;
use crate::error::Result;
use crate::guests;
use crate::limits::Limit;
use crate::memory::{Member, RoundMemory};
use crate::site::Site;
use futures::FutureExt;
use model::access::Act;
use model::api::votes::{CastVote, ListMyVotes, MyVote, VoteCast};
use model::proposal::Status;
use model::round::Phase;
use model::vote::{Stance, Vote};
use model::{Problem, ProposalId, RoundId, Timestamp};

/// Whoever votes from a page that is older than the words has not read them.
const REWORDED: &str = "This has other words since you loaded the page. Load it again, read them, and say what you say of these.";

/// Writes a vote, and answers once it is kept.
pub async fn cast(site: Site, who: Voter, request: CastVote) -> Result<VoteCast> {
    let (vote, now) = (request.vote(), site.clock.now());
    if who.who.person.is_none() && !guests::are_admitted(&site, &who, request.proposal) {
        return Err(Problem::sign_in().into());
    }
    if let Some((field, message)) = vote.fault() {
        return Err(Problem::field(field, message).into());
    }
    let round = may_cast(&site, who.who.person.as_deref(), &request, now)?;
    let person = guests::voting(&site, &who).await?;
    site.limits.check(Limit::Vote, &person.to_string())?;
    let new = NewVote {
        at: now,
        person,
        proposal: request.proposal,
        vote,
        on_behalf: false,
        by: None,
        source: None,
    };
    site.voting.cast(new).await?;
    let board = site.memory.board(round).ok_or_else(|| Problem::not_found("round"))?;
    let mine = site.memory.read().vote(person, request.proposal);
    let followed = followed(&site, who.who.person.as_deref(), &request, now).await?;
    Ok(VoteCast { mine, support: board.support(request.proposal), followed })
}

/// Follows what was voted on, where its voter wants that of all that they vote on and has said nothing else of this; says whether they do.
async fn followed(site: &Site, who: Option<&Member>, request: &CastVote, now: Timestamp) -> Result<bool> {
    let takes_side = matches!(request.stance, Stance::Agree | Stance::Disagree);
    let wants = |one: &&Member| takes_side && one.follows == Some(true);
    let Some(person) = who.filter(wants).map(|one| one.id) else { return Ok(false) };
    let proposal = request.proposal;
    let write =
        site.db.write(move |tx| async move { following::voted(tx, person, proposal, now).await }.boxed());
    Ok(write.await?)
}

/// The round that a vote is cast in, where it can be taken of this person, or of a guest.
fn may_cast(site: &Site, person: Option<&Member>, request: &CastVote, now: Timestamp) -> Result<RoundId> {
    let world = site.memory.read();
    let memory = world.seen_of(person, request.proposal).ok_or_else(|| Problem::not_found("proposal"))?;
    if let Some(shut) = shut(memory, request.proposal, request.vote(), now) {
        return Err(shut.into());
    }
    // Whoever could vote once can always take back what they said.
    if request.stance != Stance::TakenBack {
        let seen = memory.proposal(request.proposal).zip(request.seen);
        if seen.is_some_and(|(proposal, seen)| seen < proposal.worded().0) {
            return Err(Problem::conflict(REWORDED).into());
        }
        world.permit(person, &memory.round, Act::Vote, "proposal")?;
    }
    Ok(memory.round.id)
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
    if memory.round.open_at(now).contains(&Phase::Vote) {
        return None;
    }
    if let Some(over) = over(memory, now) {
        return Some(over);
    }
    let support = matches!(vote.stance, Stance::Agree | Stance::TakenBack);
    (!support).then(|| {
        Problem::conflict("Voting has not opened yet. Until it does, you can support a proposal by agreeing.")
    })
}

/// That nobody votes or supports any more in a round, if so.
#[must_use]
pub fn over(memory: &RoundMemory, now: Timestamp) -> Option<Problem> {
    let open = memory.round.open_at(now);
    let any = [Phase::Propose, Phase::Refine, Phase::Vote].iter().any(|phase| open.contains(phase));
    (!any).then(|| Problem::conflict("Voting is closed in this round."))
}

/// My votes in a round, or those of the guest that I am.
pub async fn mine(site: Site, who: Voter, request: ListMyVotes) -> Result<Vec<MyVote>> {
    let person = who.who.votes_as().ok_or_else(Problem::sign_in)?;
    let world = site.memory.read();
    let memory = world.seen(who.who.person.as_deref(), request.round);
    let memory = memory.ok_or_else(|| Problem::not_found("round"))?;
    let Some(voter) = world.voter(person) else { return Ok(Vec::new()) };
    let mut mine: Vec<_> = memory.votes(voter).map(|(proposal, vote)| MyVote { proposal, vote }).collect();
    mine.sort_unstable_by_key(|mine| mine.proposal);
    Ok(mine)
}
