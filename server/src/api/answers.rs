//! Official answers: what the company says to a proposal, for everybody who can read it.

use super::proposals::{as_who, visible};
use crate::auth::Answerer;
use crate::db::answers as table;
use crate::db::events::{self, What};
use crate::error::{Error, Result};
use crate::memory::ProposalMemory;
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::proposals::AnswerProposal;
use model::{PersonId, Problem, Remark};
use std::sync::Arc;

pub async fn answer(site: Site, who: Answerer, request: AnswerProposal) -> Result<Done> {
    let memory = visible(&site, &as_who(&who.0), request.proposal)?;
    say(&site, who.id, vec![memory], request.text).await
}

/// Says the same to each of these, or to none.
pub async fn say(
    site: &Site,
    by: PersonId,
    proposals: Vec<Arc<ProposalMemory>>,
    text: Remark,
) -> Result<Done> {
    if proposals.iter().any(|memory| !memory.status.is_public()) {
        let message = "Customers cannot read this proposal, so they could not read the answer.";
        return Err(Problem::conflict(message).into());
    }
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                for memory in proposals {
                    table::add(tx, memory.id, by, text.as_str(), now).await?;
                    let what = What::of_round("proposal.answered", memory.round, memory.id.0);
                    events::record(tx, now, Some(by), what, Some(text.as_str())).await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}
