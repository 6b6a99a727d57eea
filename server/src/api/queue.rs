//! The moderators' queue, and reporting something into it.

pub mod acts;
pub mod deciding;
pub mod joiners;
pub mod taking_back;

use super::comments;
use super::proposals::{as_who, show, visible};
use crate::auth::{Customer, Moderator, Who};
use crate::db::events::{self, What as Happened};
use crate::db::{comments as comment_table, complaints, proposals as proposal_table};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::site::Site;
use deciding::number;
use futures::FutureExt;
use model::api::Done;
use model::api::queue::{
    GetQueue, GetQueuedComment, GetQueuedJoinRequest, Part, ReportComment, ReportProposal,
};
use model::comment::Status as CommentStatus;
use model::complaint::{Complaint, threshold};
use model::intake::Held;
use model::proposal::Status;
use model::queue::{Handed, Item, Key, Queue, What, Written};
use model::{PersonId, Problem, ProblemKind, Reason, RoundId, Timestamp};
use std::collections::HashSet;

/// What waits for a moderator, oldest first.
pub async fn list(site: Site, who: Moderator, request: GetQueue) -> Result<Queue> {
    let (mut waiting, oldest, asked, mine) = {
        let world = site.memory.read();
        let all: Vec<(Timestamp, Key)> = world.undecided().collect();
        let asked = |one: &(Timestamp, Key)| world.talk.is_asked(one.1);
        let mine = |one: &(Timestamp, Key)| world.talk.handed(one.1) == Some(who.id) && !asked(one);
        let counts =
            (all.iter().filter(|one| asked(one)).count(), all.iter().filter(|one| mine(one)).count());
        let oldest = all.iter().filter(|one| !asked(one)).map(|(at, _)| *at).min();
        let part = |one: &(Timestamp, Key)| match request.part {
            None => !asked(one),
            Some(Part::Mine) => mine(one),
            Some(Part::Asked) => asked(one),
        };
        (all.iter().copied().filter(part).collect::<Vec<_>>(), oldest, counts.0, counts.1)
    };
    waiting.sort_unstable();
    // What has been decided meanwhile is passed by; then it begins at the front again.
    let after = request.after.and_then(|after| waiting.iter().position(|(_, key)| *key == after));
    let from = after.map_or(0, |place| place + 1);
    let caller = as_who(&who.0);
    let mut items = Vec::with_capacity(Queue::MOST);
    for (_, key) in waiting.iter().skip(from).take(Queue::MOST) {
        items.extend(item(&site, &caller, *key).await?);
    }
    Ok(Queue { items, waiting: waiting.len(), oldest, asked, mine })
}

pub async fn comment(site: Site, who: Moderator, request: GetQueuedComment) -> Result<Item> {
    let found = item(&site, &as_who(&who.0), Key::Comment(request.comment)).await?;
    found.ok_or_else(|| Problem::not_found("comment").into())
}

pub async fn join_request(site: Site, who: Moderator, request: GetQueuedJoinRequest) -> Result<Item> {
    let found = item(&site, &as_who(&who.0), Key::JoinRequest(request.request)).await?;
    found.ok_or_else(|| Problem::not_found("request").into())
}

/// None for who asked to speak for an account and has asked for another since.
async fn item(site: &Site, who: &Who, key: Key) -> Result<Option<Item>> {
    let what = match key {
        Key::Proposal(id) => What::Proposal(Box::new(show(site, who, id).await?)),
        Key::Comment(id) => comments::in_queue(site, who, id).await?,
        Key::JoinRequest(id) => match joiners::shown(site, id).await? {
            Some(asks) => What::JoinRequest(Box::new(asks)),
            None => return Ok(None),
        },
    };
    let reported = key.written().ok().filter(|_| site.memory.read().talk.is_reported(key));
    let rows = match reported {
        Some(written) => complaints::of(&site.db, written).await?,
        None => Vec::new(),
    };
    let complaint = |row: complaints::ComplaintRow| {
        Some(Complaint { reason: row.reason.parse().ok()?, at: Timestamp(row.at) })
    };
    let (since, handed) = {
        let world = site.memory.read();
        let at = match &what {
            What::Proposal(proposal) => world
                .round_of(proposal.id)
                .and_then(|round| round.proposal(proposal.id))
                .map(|one| one.changed),
            What::Comment { comment, .. } => world.talk.comment(comment.id).map(|one| one.at),
            What::JoinRequest(asks) => Some(asks.at),
        };
        let since = world.talk.stands_since(key, at.unwrap_or_default());
        let to = world.talk.handed(key).and_then(|to| world.person(to));
        (since, to.map(|to| Handed { to: to.id, name: to.name.clone() }))
    };
    Ok(Some(Item { what, complaints: rows.into_iter().filter_map(complaint).collect(), since, handed }))
}

pub async fn report_proposal(site: Site, who: Customer, request: ReportProposal) -> Result<Done> {
    let memory = visible(&site, &as_who(&who.0), request.proposal)?;
    acts::may_write(&site, &who)?;
    let id = memory.id;
    if memory.author == Some(who.id) {
        return Err(Problem::not_allowed("This is your own.").into());
    }
    let support = site.memory.board(memory.round).and_then(|board| board.support(id).tally());
    let agree = support.map_or(0, |tally| tally.agree);
    // What a signed design rests on is not hidden.
    let hidden = (memory.status == Status::Published).then_some(threshold(agree));
    report(&site, who.id, Written::Proposal(id), memory.round, request.reason, hidden).await
}

pub async fn report_comment(site: Site, who: Customer, request: ReportComment) -> Result<Done> {
    let id = request.comment;
    acts::may_write(&site, &who)?;
    let round = {
        let world = site.memory.read();
        let seen = |round| world.seen(Some(&who), round).is_some();
        let found = world.talk.comment(id).filter(|comment| seen(comment.round));
        let found = found.filter(|comment| comments::published(&world, comment));
        let comment = found.ok_or_else(|| Problem::not_found("comment"))?;
        if comment.author == Some(who.id) {
            return Err(Problem::not_allowed("This is your own.").into());
        }
        comment.round
    };
    report(&site, who.id, Written::Comment(id), round, request.reason, Some(threshold(0))).await
}

/// Writes a report, and takes what is reported out of sight once so many accounts have done so.
async fn report(
    site: &Site,
    by: PersonId,
    item: Written,
    round: RoundId,
    reason: Reason,
    hidden: Option<u32>,
) -> Result<Done> {
    site.limits.check(Limit::Report, &by.to_string())?;
    let (now, memory) = (site.clock.now(), site.memory.clone());
    site.db
        .write(move |tx| {
            async move {
                // Reports are counted one after the other.
                events::take(tx, 0).await?;
                complaints::add(tx, item, by, reason.as_str(), now).await.map_err(reported_already)?;
                // Nobody, the log of staff included, is told who it was.
                events::record(
                    tx,
                    now,
                    None,
                    Happened::of_round("complaint.made", round, number(item)),
                    None,
                )
                .await?;
                let reporters = complaints::reporters(tx, item).await?;
                let accounts: HashSet<_> = {
                    let world = memory.read();
                    let account = |person| world.speaks_for(PersonId(person));
                    reporters.into_iter().filter_map(account).collect()
                };
                if hidden.is_some_and(|enough| accounts.len() >= enough as usize) {
                    let what = match item {
                        Written::Proposal(id) => {
                            proposal_table::set_status(tx, id, Status::Waiting, Some(Held::Complaints))
                                .await?;
                            "proposal.withheld"
                        }
                        Written::Comment(id) => {
                            let held = Some(Held::Complaints);
                            comment_table::set_status(tx, id, CommentStatus::Waiting, held).await?;
                            "comment.withheld"
                        }
                    };
                    events::record(tx, now, None, Happened::of_round(what, round, number(item)), None)
                        .await?;
                }
                Ok::<_, Error>(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

fn reported_already(fault: sqlx::Error) -> Error {
    match fault.as_database_error() {
        Some(cause) if cause.is_unique_violation() => {
            Problem::new(ProblemKind::Conflict, "You have reported this; a moderator reads it.").into()
        }
        _ => fault.into(),
    }
}
