//! Comments and stories beside proposals: reading, writing, changing, withdrawing and judging them.

mod find;
mod shown;

use super::queue::acts;
use super::queue::deciding::{self, Verdict};
use crate::auth::{Anyone, Customer, Moderator};
use crate::db::comments::{self as table, NewComment};
use crate::db::events::{self, What};
use crate::db::{complaints, mentions as named, queue as desk};
use crate::error::{Error, Result};
use crate::intake;
use crate::limits::Limit;
use crate::memory::{CommentMemory, Member, RoundMemory};
use crate::mentions::{self, Place, Settled};
use crate::site::Site;
pub use find::find;
use futures::FutureExt;
use model::access::Act;
use model::api::Done;
use model::api::comments::{AddComment, ChangeComment, GetTalk, JudgeComment, WithdrawComment};
use model::comment::{Comment, Kind, Status, Talk};
use model::queue::Key;
use model::{CommentId, Problem, Remark, RoundId, Timestamp};
pub use shown::{in_queue, published};

pub async fn list(site: Site, who: Anyone, request: GetTalk) -> Result<Talk> {
    let proposal = super::proposals::visible(&site, &who, request.proposal)?;
    let (shut, any) = {
        let world = site.memory.read();
        let round = world.round(proposal.round).ok_or_else(|| Problem::not_found("proposal"))?;
        let public = proposal.status.is_public();
        let barred = who.id().and_then(|person| world.talk.barred(person));
        let barred = barred.map(|reason| acts::barred(reason.as_str()));
        let shut = if public { shut(round, site.clock.now()) } else { Some(NOT_PUBLIC) };
        let not_yours = || world.not_yours(who.person.as_deref(), &round.round).comment;
        let shut = barred.or_else(|| shut.map(str::to_owned)).or_else(not_yours);
        // What was said beside the wordings that were merged stands here too.
        let wordings = round.wordings(proposal.id).chain([&proposal]);
        let any = wordings.filter(|one| world.talk.is_beside(one.id)).cloned();
        (shut, any.collect::<Vec<_>>())
    };
    let mut comments = Vec::new();
    for one in any {
        comments.extend(shown::beside(&site, &who, &one).await?);
    }
    comments.sort_by_key(|comment| (comment.at, comment.id));
    Ok(Talk { comments, shut })
}

const NOT_PUBLIC: &str = "Others can write something here once this is published.";
const CLOSED: &str = "This round is closed, so nothing can be added here.";

/// Why nothing can be written now, if so.
fn shut(round: &RoundMemory, now: Timestamp) -> Option<&'static str> {
    let open = round.round.windows.iter().any(|window| window.open_at(now));
    (!open).then_some(CLOSED)
}

/// Whether this person may write something in this round now.
fn may_write(site: &Site, who: &Member, round: RoundId, now: Timestamp, noun: &str) -> Result<()> {
    let world = site.memory.read();
    let memory = world.round(round).ok_or_else(|| Problem::not_found(noun))?;
    if let Some(shut) = shut(memory, now) {
        return Err(Problem::conflict(shut).into());
    }
    Ok(world.permit(Some(who), &memory.round, Act::Comment, noun)?)
}

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

pub async fn add(site: Site, who: Customer, request: AddComment) -> Result<Comment> {
    let now = site.clock.now();
    let proposal = super::proposals::visible(&site, &super::proposals::as_who(&who.0), request.proposal)?;
    if !proposal.status.is_public() {
        return Err(Problem::conflict(NOT_PUBLIC).into());
    }
    may_write(&site, &who, proposal.round, now, "proposal")?;
    fits(&site, &request)?;
    acts::may_write(&site, &who)?;
    // A reply stands where that stands which it replies to.
    let parent =
        request.parent.and_then(|parent| site.memory.read().talk.comment(parent).map(|one| one.proposal));
    let beside = parent.unwrap_or(proposal.id);
    site.limits.check(Limit::Comment, &who.id.to_string())?;
    let place = Place { round: proposal.round, beside: Some(beside), before: "" };
    let Settled { text, people } =
        mentions::settle::<Remark>(&site, &who, place, "text", request.text.as_str()).await?;
    let (waits, held) = intake::fate(&site, &who, proposal.round, text.as_str(), None).await?;
    let new = NewComment {
        proposal: beside,
        parent: request.parent,
        kind: request.kind,
        tone: request.tone,
        text,
        author: who.id,
        status: if waits { Status::Waiting } else { Status::Published },
        held,
        at: now,
    };
    let (by, round) = (who.id, proposal.round);
    let id = site
        .db
        .write(move |tx| {
            async move {
                let id = table::add(tx, &new).await?;
                named::set(tx, Key::Comment(id), &people, now).await?;
                events::record(tx, now, Some(by), What::of_round("comment.written", round, id.0), None)
                    .await?;
                Ok::<_, Error>(id)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    shown::one(&site, &super::proposals::as_who(&who.0), id).await
}

/// A comment of one's own that is still there. Others' are not told apart from what does not exist, unless published.
fn own(site: &Site, who: &Member, id: CommentId) -> Result<CommentMemory> {
    let gone = || Error::from(Problem::not_found("comment"));
    let world = site.memory.read();
    let memory = world.talk.comment(id).ok_or_else(gone)?;
    world.seen(Some(who), memory.round).ok_or_else(gone)?;
    if memory.author != Some(who.id) {
        let refusal = if published(&world, memory) {
            Problem::not_allowed("Only its author can change this.").into()
        } else {
            gone()
        };
        return Err(refusal);
    }
    if memory.status == Status::Withdrawn {
        return Err(gone());
    }
    Ok(memory.clone())
}

pub async fn change(site: Site, who: Customer, request: ChangeComment) -> Result<Comment> {
    let (now, id, caller) = (site.clock.now(), request.comment, super::proposals::as_who(&who.0));
    let memory = own(&site, &who, id)?;
    let before = table::one(&site.db, id).await?.ok_or_else(|| Problem::not_found("comment"))?;
    let place = Place { round: memory.round, beside: Some(memory.proposal), before: &before.text };
    let Settled { text, people } =
        mentions::settle::<Remark>(&site, &who, place, "text", request.text.as_str()).await?;
    if before.text == text.as_str() && memory.status != Status::Declined {
        return shown::one(&site, &caller, id).await;
    }
    may_write(&site, &who, memory.round, now, "comment")?;
    acts::may_write(&site, &who)?;
    site.limits.check(Limit::Comment, &who.id.to_string())?;
    let (waits, held) =
        intake::fate(&site, &who, memory.round, text.as_str(), Some(Key::Comment(id))).await?;
    // Whoever was asked to wait does not get round it by writing something else.
    let kept = memory.status == Status::Published;
    let status = if waits || !kept { Status::Waiting } else { Status::Published };
    let held = held.or_else(|| before.held.and_then(|held| held.parse().ok()));
    let (by, round) = (who.id, memory.round);
    site.db
        .write(move |tx| {
            async move {
                table::change(tx, id, &text, (status, held), kept, now).await?;
                named::set(tx, Key::Comment(id), &people, now).await?;
                // Who was asked something has answered by writing it anew.
                desk::close(tx, Key::Comment(id), None, now).await?;
                events::record(tx, now, Some(by), What::of_round("comment.changed", round, id.0), None)
                    .await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    shown::one(&site, &caller, id).await
}

pub async fn withdraw(site: Site, who: Customer, request: WithdrawComment) -> Result<Done> {
    let (now, id, by) = (site.clock.now(), request.comment, who.id);
    let memory = own(&site, &who, id)?;
    site.db
        .write(move |tx| {
            async move {
                table::withdraw(tx, id).await?;
                if complaints::settle(tx, Key::Comment(id), now).await? > 0 {
                    let what = What::of_round("complaint.settled", memory.round, id.0);
                    events::record(tx, now, None, what, None).await?;
                }
                let what = What::of_round("comment.withdrawn", memory.round, id.0);
                events::record(tx, now, Some(by), what, None).await?;
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn judge(site: Site, who: Moderator, request: JudgeComment) -> Result<Done> {
    let JudgeComment { comment, decision, reason, trust } = request;
    let verdict = Verdict { decision, reason, trust, block: false };
    deciding::one(&site, who.id, Key::Comment(comment), verdict).await
}
