//! Official answers: what the company says to a proposal, for everybody who can read it.

use super::proposals::{as_who, visible};
use crate::auth::Watcher;
use crate::db::answers as table;
use crate::db::events::{self, What};
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::Problem;
use model::api::Done;
use model::api::proposals::AnswerProposal;

pub async fn answer(site: Site, who: Watcher, request: AnswerProposal) -> Result<Done> {
    let (proposal, now, by) = (request.proposal, site.clock.now(), who.id);
    let memory = visible(&site, &as_who(&who.0), proposal)?;
    if !memory.status.is_public() {
        let message = "Customers cannot read this proposal, so they could not read the answer.";
        return Err(Problem::conflict(message).into());
    }
    site.db
        .write(move |tx| {
            async move {
                table::add(tx, proposal, by, request.text.as_str(), now).await?;
                let what = What::of_round("proposal.answered", memory.round, proposal.0);
                events::record(tx, now, Some(by), what, Some(request.text.as_str())).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}
