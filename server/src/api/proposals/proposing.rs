//! Proposing: whether somebody may, and what is to be written then. They do so themselves, or by confirming what was noted for them.

use super::{as_who, settle, show};
use crate::api::pictures;
use crate::api::queue::acts;
use crate::auth::Customer;
use crate::db::Tx;
use crate::db::events::{self, What};
use crate::db::mentions as named;
use crate::db::proposals::{self as table, NewProposal};
use crate::error::Result;
use crate::intake;
use crate::limits::Limit;
use crate::memory::{Member, RoundMemory};
use crate::mentions::Place;
use crate::site::Site;
use futures::FutureExt;
use model::access::Act;
use model::api::proposals::Propose;
use model::picture::{Pictures, With};
use model::proposal::{PLACES, Proposal, ProposalText, Status};
use model::queue::Written;
use model::round::Phase;
use model::{PersonId, Problem, ProposalId, RoundId, Timestamp};

/// What a proposal's text must also satisfy in its round.
pub(super) fn fits(round: &RoundMemory, text: &ProposalText) -> Result<()> {
    let refuse = |field, message: &str| Err(Problem::field(field, message).into());
    // Where none is sent at all that is said with whatever else is wrong (`PLACES`).
    let none = [text.stages.is_empty(), text.cultures.is_empty()];
    if let Some((_, (field, message))) = none.into_iter().zip(PLACES).find(|(none, _)| *none) {
        return refuse(*field, message);
    }
    if !text.stages.fits(round.round.stages.len()) {
        return refuse("stages", "This round has no such stage.");
    }
    if !text.cultures.fits(round.round.cultures.len()) {
        return refuse("cultures", "This round has no such culture.");
    }
    Ok(())
}

/// Why a round takes no new proposals now, if so.
#[must_use]
pub fn shut(round: &RoundMemory, now: Timestamp) -> Option<&'static str> {
    let open = round.round.open_at(now).contains(&Phase::Propose);
    (!open).then_some("This round takes no new proposals now.")
}

/// Whether somebody may propose this.
///
/// # Errors
/// Why not, in words.
pub fn may_propose(site: &Site, who: &Member, round: RoundId, text: &ProposalText) -> Result<()> {
    let world = site.memory.read();
    let round = world.round(round).ok_or_else(|| Problem::not_found("round"))?;
    world.permit(Some(who), &round.round, Act::Propose, "round")?;
    if let Some(shut) = shut(round, site.clock.now()) {
        return Err(Problem::conflict(shut).into());
    }
    fits(round, text)
}

/// What is to be written, whom it names, and what is to be seen with it.
pub struct Prepared {
    new: NewProposal,
    people: Vec<PersonId>,
    pictures: Option<Pictures>,
}

/// What is to be written when somebody proposes this: published, or waiting for a moderator.
///
/// # Errors
/// Why they may not, in words, and those of the database.
pub async fn prepared(
    site: &Site,
    who: &Member,
    round: RoundId,
    text: ProposalText,
    pictures: Option<Pictures>,
) -> Result<Prepared> {
    pictures::few_enough(pictures.as_ref())?;
    may_propose(site, who, round, &text)?;
    acts::may_write(site, who)?;
    site.limits.check(Limit::Propose, &who.id.to_string())?;
    let place = Place { round, beside: None, before: "" };
    let (text, people) = settle(site, who, text, place).await?;
    let words = pictures::with_words(&intake::whole(&text), pictures.as_ref());
    let (waits, held) = intake::fate(site, who, round, &words, None).await?;
    let new = NewProposal {
        round,
        text,
        author: Some(who.id),
        status: if waits { Status::Waiting } else { Status::Published },
        held,
        at: site.clock.now(),
        source: None,
    };
    Ok(Prepared { new, people, pictures })
}

/// Writes it, in the transaction of whatever else comes with it.
///
/// # Errors
/// Those of the database, and where a picture is not there any more.
pub async fn write(
    tx: &mut Tx,
    Prepared { new, people, pictures }: &Prepared,
    by: PersonId,
) -> Result<ProposalId> {
    let id = table::add(tx, new).await?;
    named::set(tx, Written::Proposal(id), people, new.at).await?;
    pictures::give(tx, Written::Proposal(id), by, pictures.as_ref()).await?;
    let what = What::of_round("proposal.proposed", new.round, id.0);
    events::record(tx, new.at, Some(by), what, None).await?;
    Ok(id)
}

pub async fn propose(site: Site, who: Customer, request: With<Propose>) -> Result<Proposal> {
    let With { request, pictures } = request;
    let (by, new) = (who.id, prepared(&site, &who, request.round, request.text, pictures).await?);
    let id = site.db.write(move |tx| async move { write(tx, &new, by).await }.boxed()).await?;
    site.memory.catch_up().await?;
    show(&site, &as_who(&who.0), id).await
}
