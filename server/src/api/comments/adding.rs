//! Writing comments and stories: whether somebody may, and what is to be written then. They do so themselves, or by confirming what
//! was noted for them.

use super::{NOT_PUBLIC, may_write, shown};
use crate::api::pictures;
use crate::api::proposals::{as_who, visible};
use crate::api::queue::acts;
use crate::auth::Customer;
use crate::db::Tx;
use crate::db::comments::{self as table, NewComment};
use crate::db::events::{self, What};
use crate::db::mentions as named;
use crate::db::notices;
use crate::error::Result;
use crate::intake;
use crate::limits::Limit;
use crate::memory::{CommentMemory, Member};
use crate::mentions::{self, Place, Settled};
use crate::site::Site;
use futures::FutureExt;
use model::api::comments::AddComment;
use model::comment::{Comment, Kind, Status};
use model::picture::{Pictures, With};
use model::queue::Written;
use model::{CommentId, PersonId, Problem, ProposalId, Remark, RoundId};
use std::sync::Arc;

/// What a comment must also satisfy where it stands.
fn fits(site: &Site, request: &AddComment) -> Result<()> {
    match (request.kind, request.tone, request.parent) {
        (Kind::Story, None, _) => {
            return Err(Problem::field("tone", "Say whether it went well or badly.").into());
        }
        (Kind::Comment, Some(_), _) => {
            return Err(Problem::field("tone", "This is for stories alone.").into());
        }
        (Kind::Story, _, Some(_)) => {
            return Err(Problem::field("parent", "A story stands for itself; reply with a comment.").into());
        }
        _ => {}
    }
    let Some(parent) = request.parent else { return Ok(()) };
    let world = site.memory.read();
    let remaining = |id| Some(world.round_of(id)?.remaining(id)?.id);
    let here = |parent: &&CommentMemory| remaining(parent.proposal) == remaining(request.proposal);
    let parent = world.talk.comment(parent).filter(here);
    match parent.filter(|parent| parent.status == Status::Published) {
        None => Err(Problem::not_found("comment").into()),
        Some(parent) if parent.parent.is_some() => {
            Err(Problem::field("parent", "Reply to what this one replies to.").into())
        }
        Some(_) => Ok(()),
    }
}

/// Whether somebody may write this; gives the proposal that it stands beside, and its round.
///
/// # Errors
/// Why not, in words.
pub fn may_add(site: &Site, who: &Arc<Member>, request: &AddComment) -> Result<(ProposalId, RoundId)> {
    let proposal = visible(site, &as_who(who), request.proposal)?;
    if !proposal.status.is_public() {
        return Err(Problem::conflict(NOT_PUBLIC).into());
    }
    may_write(site, who, proposal.round, site.clock.now(), "proposal")?;
    fits(site, request)?;
    Ok((proposal.id, proposal.round))
}

/// What is to be written, of which round it is, whom it names, and what is to be seen with it.
pub struct Prepared {
    new: NewComment,
    round: RoundId,
    people: Vec<PersonId>,
    pictures: Option<Pictures>,
}

/// What is to be written when somebody writes this: published, or waiting for a moderator.
///
/// # Errors
/// Why they may not, in words, and those of the database.
pub async fn prepared(site: &Site, who: &Arc<Member>, request: With<AddComment>) -> Result<Prepared> {
    let With { request, pictures } = request;
    pictures::few_enough(pictures.as_ref())?;
    let (proposal, round) = may_add(site, who, &request)?;
    acts::may_write(site, who)?;
    // A reply stands where that stands which it replies to.
    let parent =
        request.parent.and_then(|parent| site.memory.read().talk.comment(parent).map(|one| one.proposal));
    let beside = parent.unwrap_or(proposal);
    site.limits.check(Limit::Comment, &who.id.to_string())?;
    let place = Place { round, beside: Some(beside), before: "" };
    let Settled { text, people } =
        mentions::settle::<Remark>(site, who, place, "text", request.text.as_str()).await?;
    let words = pictures::with_words(text.as_str(), pictures.as_ref());
    let (waits, held) = intake::fate(site, who, round, &words, None).await?;
    let new = NewComment {
        proposal: beside,
        parent: request.parent,
        kind: request.kind,
        tone: request.tone,
        text,
        author: who.id,
        status: if waits { Status::Waiting } else { Status::Published },
        held,
        at: site.clock.now(),
    };
    Ok(Prepared { new, round, people, pictures })
}

/// Writes it, in the transaction of whatever else comes with it.
///
/// # Errors
/// Those of the database, and where a picture is not there any more.
pub async fn write(
    tx: &mut Tx,
    Prepared { new, round, people, pictures }: &Prepared,
    by: PersonId,
) -> Result<CommentId> {
    let id = table::add(tx, new).await?;
    named::set(tx, Written::Comment(id), people, new.at).await?;
    pictures::give(tx, Written::Comment(id), by, pictures.as_ref()).await?;
    events::record(tx, new.at, Some(by), What::of_round("comment.written", *round, id.0), None).await?;
    Ok(id)
}

pub async fn add(site: Site, who: Customer, request: With<AddComment>) -> Result<Comment> {
    let (by, follow) = (who.id, request.request.follow);
    let new = prepared(&site, &who.0, request).await?;
    let id = site
        .db
        .write(move |tx| {
            async move {
                if follow {
                    notices::follow(tx, by, new.new.proposal, true, new.new.at).await?;
                }
                write(tx, &new, by).await
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    shown::one(&site, &as_who(&who.0), id).await
}
