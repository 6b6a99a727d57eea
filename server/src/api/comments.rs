//! Comments and stories beside proposals: reading, writing, changing, withdrawing and judging them.

pub mod adding;
mod find;
mod shown;

use super::pictures;
use super::queue::acts;
use super::queue::deciding::{self, Verdict};
use crate::auth::{Anyone, Customer, Moderator};
use crate::db::comments as table;
use crate::db::events::{self, What};
use crate::db::{complaints, mentions as named, queue as desk};
use crate::error::{Error, Result};
use crate::intake;
use crate::limits::Limit;
use crate::memory::{CommentMemory, Member, RoundMemory};
use crate::mentions::{self, Place, Settled};
use crate::site::Site;
pub use adding::add;
pub use find::{beginning, find};
use futures::FutureExt;
use model::access::Act;
use model::api::Done;
use model::api::comments::{ChangeComment, GetTalk, JudgeComment, WithdrawComment};
use model::comment::{Comment, Status, Talk};
use model::picture::With;
use model::queue::Written;
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

pub async fn change(site: Site, who: Customer, request: With<ChangeComment>) -> Result<Comment> {
    let With { request, pictures } = request;
    pictures::few_enough(pictures.as_ref())?;
    let (now, id, caller) = (site.clock.now(), request.comment, super::proposals::as_who(&who.0));
    let memory = own(&site, &who, id)?;
    let before = table::one(&site.db, id).await?.ok_or_else(|| Problem::not_found("comment"))?;
    let place = Place { round: memory.round, beside: Some(memory.proposal), before: &before.text };
    let Settled { text, people } =
        mentions::settle::<Remark>(&site, &who, place, "text", request.text.as_str()).await?;
    let same_words = before.text == text.as_str();
    let same = match same_words {
        true => shown::has(&site, memory.proposal, id, pictures.as_ref()).await?,
        false => false,
    };
    if same && memory.status != Status::Declined {
        return shown::one(&site, &caller, id).await;
    }
    may_write(&site, &who, memory.round, now, "comment")?;
    acts::may_write(&site, &who)?;
    site.limits.check(Limit::Comment, &who.id.to_string())?;
    let words = pictures::with_words(text.as_str(), pictures.as_ref());
    let (waits, held) = intake::fate(&site, &who, memory.round, &words, Some(Written::Comment(id))).await?;
    // Whoever was asked to wait does not get round it by writing something else.
    let kept = memory.status == Status::Published;
    let status = if waits || !kept { Status::Waiting } else { Status::Published };
    let held = held.or_else(|| before.held.and_then(|held| held.parse().ok()));
    let (by, round) = (who.id, memory.round);
    site.db
        .write(move |tx| {
            async move {
                table::change(tx, id, &text, (status, held), kept && !same_words, now).await?;
                named::set(tx, Written::Comment(id), &people, now).await?;
                pictures::give(tx, Written::Comment(id), by, pictures.as_ref()).await?;
                // Who was asked something has answered by writing it anew.
                desk::close(tx, Written::Comment(id), None, now).await?;
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
                if complaints::settle(tx, Written::Comment(id), now).await? > 0 {
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
    let verdict = Verdict { decision, reason, trust, block: false, waits: false };
    deciding::one(&site, who.id, Written::Comment(comment), verdict).await
}
