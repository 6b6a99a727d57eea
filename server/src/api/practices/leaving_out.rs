//! That a proposal is left out of the design, and why: never written over what somebody else has written meanwhile.

use super::{record, rounds, write};
use crate::auth::Designer;
use crate::db::events::What;
use crate::db::proposals::{self, LeftRow};
use crate::error::Result;
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::practices::LeaveOut;
use model::design::LeftDecision;
use model::stale::Stale;
use model::{Problem, Reason};

pub async fn leave_out(site: Site, who: Designer, request: LeaveOut) -> Result<Done> {
    let (id, by, now) = (request.proposal, who.id, site.clock.now());
    let round = {
        let world = site.memory.read();
        let proposal = world.round_of(id).and_then(|round| round.proposal(id));
        let public = proposal.filter(|proposal| proposal.status.is_public());
        public.ok_or_else(|| Problem::not_found("proposal"))?.round
    };
    rounds::going_on(&site, round)?;
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

/// What another wrote meanwhile, beside what is sent.
fn beside(stale: Stale, request: (LeftDecision, &Reason), there: Option<&LeftRow>) -> Stale {
    let decision = there.map(|there| LeftDecision::from_word(&there.decision).unwrap_or_default().words());
    stale.maybe("decision", Some(&request.0.words()), decision.as_ref()).maybe(
        "reason",
        Some(request.1.as_str()).as_ref(),
        there.map(|there| there.reason.as_str()).as_ref(),
    )
}
