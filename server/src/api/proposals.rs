//! Listing and finding proposals, and judging them. Proposing, changing and showing one are files of their own beside.

pub mod proposing;

pub mod asking;
pub mod changing;
mod earlier;
mod rewording;
mod shown;
mod stale;

use super::call::Answer;
use super::queue::deciding::{self, Verdict as Deciding};
use crate::auth::{Anyone, Moderator, Who};
use crate::error::Result;
use crate::memory::{Board, Member, ProposalMemory, Wanted};
use crate::mentions::{self, Place, Settled};
use crate::site::Site;
pub use changing::change;
use model::api::Done;
use model::api::proposals::{FindSimilar, GetProposal, Judge, ListProposals};
use model::person::Role;
use model::proposal::{Card, Proposal, ProposalText, Status};
use model::queue::Written;
use model::verdict::{Decision, Verdict};
use model::{Page, PersonId, Problem, ProposalId, RoundId, Timestamp};
use proposing::fits;
pub use proposing::propose;
pub use shown::show;
use std::sync::Arc;

/// The board of a round that this caller may see.
fn board(site: &Site, who: &Who, round: RoundId) -> Result<Arc<Board>> {
    let gone = || Problem::not_found("round");
    site.memory.read().seen(who.person.as_deref(), round).ok_or_else(gone)?;
    Ok(site.memory.board(round).ok_or_else(gone)?)
}

/// Proposals of a round, filtered and sorted; everything comes from memory.
pub async fn list(site: Site, who: Anyone, request: ListProposals) -> Result<Answer<Page<Card>>> {
    let board = board(&site, &who, request.round)?;
    let (order, page) = (request.sort.unwrap_or_default(), request.page.unwrap_or(1));
    let whole =
        ListProposals { round: request.round, sort: request.sort, page: request.page, ..Default::default() };
    if request == whole {
        return Ok(Answer::Kept(board.public_page(order, page)));
    }
    if (request.mine && who.person.is_none()) || (request.unvoted && who.votes_as().is_none()) {
        return Err(Problem::sign_in().into());
    }
    let world = site.memory.read();
    let memory = world.round(request.round);
    let voter = who.votes_as().and_then(|person| world.voter(person));
    let voted = |id: ProposalId| match (memory, voter) {
        (Some(memory), Some(voter)) => memory.vote(voter, id).is_some(),
        _ => false,
    };
    let wanted = Wanted {
        stage: request.stage,
        culture: request.culture,
        kind: request.kind,
        status: request.status,
        author: who.id().filter(|_| request.mine),
        without: request.unvoted.then_some(&voted),
        q: &request.q,
    };
    Ok(board.page(&wanted, order, page).into())
}

/// As many as can be looked through before one has forgotten one's own words.
const MOST_SIMILAR: usize = 5;

pub async fn similar(site: Site, who: Anyone, request: FindSimilar) -> Result<Vec<Card>> {
    let board = board(&site, &who, request.round)?;
    let moderator = who.may(Role::Moderator);
    let seen = |one: &ProposalMemory| {
        let shown = one.status.is_public() || one.status == Status::Merged;
        (shown || (moderator && one.status == Status::Waiting)) && Some(one.id) != request.except
    };
    let world = site.memory.read();
    let memory = world.round(request.round).ok_or_else(|| Problem::not_found("round"))?;
    let found = memory.similar(&request.title, &request.why, MOST_SIMILAR, seen);
    // Whoever asks in the words of one that was merged is led to what remains.
    let mut remaining: Vec<ProposalId> = Vec::new();
    for id in found.into_iter().filter_map(|id| Some(memory.remaining(id)?.id)) {
        if !remaining.contains(&id) && Some(id) != request.except {
            remaining.push(id);
        }
    }
    Ok(remaining.into_iter().filter_map(|id| Some(board.find(id)?.card.clone())).collect())
}

pub async fn get(site: Site, who: Anyone, request: GetProposal) -> Result<Proposal> {
    show(&site, &who, request.proposal).await
}

/// A proposal that this caller may see.
pub fn visible(site: &Site, who: &Who, id: ProposalId) -> Result<Arc<ProposalMemory>> {
    // One that was merged is read where it was merged into.
    let found = {
        let world = site.memory.read();
        world.seen_of(who.person.as_deref(), id).and_then(|round| round.remaining(id).cloned())
    };
    let own = |memory: &ProposalMemory| {
        who.id().is_some_and(|id| memory.author == Some(id) || site.memory.read().writes(id, memory.id))
    };
    let seen = |memory: &ProposalMemory| memory.status.is_public() || own(memory) || who.may(Role::Moderator);
    Ok(found.filter(|memory| seen(memory)).ok_or_else(|| Problem::not_found("proposal"))?)
}

/// Settles whom a text names.
async fn settle(
    site: &Site,
    who: &Member,
    mut text: ProposalText,
    place: Place<'_>,
) -> Result<(ProposalText, Vec<PersonId>)> {
    let Settled { text: why, people } = mentions::settle(site, who, place, "why", text.why.as_str()).await?;
    text.why = why;
    Ok((text, people))
}

/// A verdict as it is stored; `by`: for whom is told who it was.
pub fn verdict(decision: &str, reason: Option<&str>, at: i64, by: Option<&String>) -> Verdict {
    let published = decision == Decision::Publish.word();
    Verdict {
        decision: if published { Decision::Publish } else { Decision::Decline },
        reason: reason.and_then(|reason| reason.parse().ok()),
        at: Timestamp(at),
        by: by.and_then(|name| name.parse().ok()),
        undone: None,
    }
}

/// The same person as a caller in general.
pub fn as_who(person: &Arc<crate::memory::Member>) -> Who {
    Who { person: Some(person.clone()), ..Who::stranger() }
}

pub async fn judge(site: Site, who: Moderator, request: Judge) -> Result<Done> {
    let Judge { proposal, decision, reason, trust } = request;
    let verdict = Deciding { decision, reason, trust, block: false, waits: false };
    deciding::one(&site, who.id, Written::Proposal(proposal), verdict).await
}
