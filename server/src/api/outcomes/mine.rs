//! What was noted for somebody at activities, as they read and answer it signed in: the same as behind the link in their letter, and
//! once in all.

use super::{Words, in_other_words, reply, show};
use crate::auth::Customer;
use crate::db::outcomes::{self as table, OutcomeRow};
use crate::error::{Error, Result};
use crate::site::Site;
use model::activity::outcome::{MyOutcome, Outcome};
use model::api::activities::{
    AnswerMyOutcome, ConfirmMyProposal, ConfirmMyStory, GetMyOutcome, ListMyOutcomes,
};
use model::{OutcomeId, Problem};

pub async fn list(site: Site, who: Customer, _request: ListMyOutcomes) -> Result<Vec<MyOutcome>> {
    let now = site.clock.now();
    let waits = |row: &OutcomeRow| row.answered.is_none() && row.expires > now.0;
    let mut found = Vec::new();
    for row in table::of_person(&site.db, who.id).await?.into_iter().filter(waits) {
        let id = OutcomeId(row.id);
        match show(&site, row).await {
            Ok(outcome) => found.push(MyOutcome { id, outcome }),
            // Of a round that they may not see any more.
            Err(Error::Problem(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(found)
}

async fn of(site: &Site, who: &Customer, id: OutcomeId) -> Result<OutcomeRow> {
    let row = table::one_of(&site.db, id, who.id, site.clock.now()).await?;
    Ok(row.ok_or_else(|| Problem::not_found("letter"))?)
}

pub async fn get(site: Site, who: Customer, request: GetMyOutcome) -> Result<Outcome> {
    show(&site, of(&site, &who, request.outcome).await?).await
}

pub async fn answer(site: Site, who: Customer, request: AnswerMyOutcome) -> Result<Outcome> {
    reply(&site, &of(&site, &who, request.outcome).await?, request.answer).await?;
    show(&site, of(&site, &who, request.outcome).await?).await
}

pub async fn confirm_proposal(site: Site, who: Customer, request: ConfirmMyProposal) -> Result<Outcome> {
    let ConfirmMyProposal { outcome, text } = request;
    in_other_words(&site, &of(&site, &who, outcome).await?, Words::Proposal(text)).await?;
    show(&site, of(&site, &who, outcome).await?).await
}

pub async fn confirm_story(site: Site, who: Customer, request: ConfirmMyStory) -> Result<Outcome> {
    let ConfirmMyStory { outcome, tone, text } = request;
    in_other_words(&site, &of(&site, &who, outcome).await?, Words::Story(tone, text)).await?;
    show(&site, of(&site, &who, outcome).await?).await
}
