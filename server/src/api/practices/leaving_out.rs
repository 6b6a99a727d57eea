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
use model::{FieldProblem, Problem, ProblemKind};

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
            if let Some(seen) = request.seen {
                let there = proposals::left(tx, id).await?;
                if there.as_ref().map_or(0, |there| there.revision) != seen {
                    return Err(overwritten(there).into());
                }
            }
            proposals::leave_out(tx, id, (request.decision, request.reason.as_str()), by, now).await?;
            record(tx, now, &who, What::of_round("proposal.left_out", round, id.0)).await
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

/// What another has written meanwhile stands beside what is sent, with what to send along to put one's own in its place.
fn overwritten(there: Option<LeftRow>) -> Problem {
    let field = |field: &str, message: String| FieldProblem { field: field.to_owned(), message };
    let says = there.as_ref().map_or_else(
        || "Now there is no reason any more.".to_owned(),
        |there| {
            let decision = LeftDecision::from_word(&there.decision).unwrap_or_default();
            format!("Now it says: “{}: {}”", decision.words(), there.reason)
        },
    );
    let revision = there.map_or(0, |there| there.revision);
    let fields = vec![field("reason", says), field("seen", revision.to_string())];
    let message = "Somebody has written another reason since you opened this. It stands beside yours: put both together, and send it again.";
    Problem { kind: ProblemKind::Conflict, message: message.into(), fields }
}
