//! That a proposal is left out of the design, and why: never written over what somebody else has written meanwhile. Whoever decided it
//! takes it back with one press, and never another's decision.

use super::{record, rounds, write};
use crate::auth::Designer;
use crate::db::events::What;
use crate::db::proposals::{self, LeftRow};
use crate::error::Result;
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::practices::{LeaveOut, UndoLeaveOut};
use model::design::LeftDecision;
use model::stale::Stale;
use model::{Problem, ProposalId, Reason, RoundId};

pub async fn leave_out(site: Site, who: Designer, request: LeaveOut) -> Result<Done> {
    let (id, by, now) = (request.proposal, who.id, site.clock.now());
    let round = round_of(&site, id)?;
    write(&site, move |tx| {
        async move {
            let there = proposals::left(tx, id).await?;
            if let Some(stale) = Stale::of(request.seen, there.as_ref().map_or(0, |there| there.revision)) {
                let typed = (request.decision, &request.reason);
                return Err(beside(stale, typed, there.as_ref()).problem().into());
            }
            proposals::leave_out(tx, id, (request.decision, request.reason.as_str()), by, now).await?;
            record(tx, now, &who, What::of_round("proposal.left_out", round, id.0)).await
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn take_back(site: Site, who: Designer, request: UndoLeaveOut) -> Result<Done> {
    let (id, now) = (request.proposal, site.clock.now());
    let round = round_of(&site, id)?;
    write(&site, move |tx| {
        async move {
            let there = proposals::left(tx, id).await?.filter(|there| !there.reason.is_empty());
            let own = there.filter(|there| there.revision == request.seen && there.by_person == who.id.0);
            if own.is_none() || proposals::others_decided(tx, id, who.id).await? {
                let message = "Your own decision can be taken back, as long as nobody else has decided on this proposal.";
                return Err(Problem::conflict(message).into());
            }
            proposals::undecide(tx, id, now).await?;
            record(tx, now, &who, What::of_round("proposal.undecided", round, id.0)).await
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

/// The round of a public proposal, as long as it goes on.
fn round_of(site: &Site, id: ProposalId) -> Result<RoundId> {
    let round = {
        let world = site.memory.read();
        let proposal = world.round_of(id).and_then(|round| round.proposal(id));
        let public = proposal.filter(|proposal| proposal.status.is_public());
        public.ok_or_else(|| Problem::not_found("proposal"))?.round
    };
    rounds::going_on(site, round)?;
    Ok(round)
}

/// What another wrote meanwhile, beside what is sent.
fn beside(stale: Stale, request: (LeftDecision, &Reason), there: Option<&LeftRow>) -> Stale {
    let there = there.filter(|there| !there.reason.is_empty());
    let decision = there.map(|there| LeftDecision::from_word(&there.decision).unwrap_or_default().words());
    stale.maybe("decision", Some(&request.0.words()), decision.as_ref()).maybe(
        "reason",
        Some(request.1.as_str()).as_ref(),
        there.map(|there| there.reason.as_str()).as_ref(),
    )
}
