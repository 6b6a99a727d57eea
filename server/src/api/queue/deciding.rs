//! Deciding on something in the queue: shared by every way to do it, one at a time or many at once.

use super::joiners::{self, Joiner};
use super::taking_back::retract;
use crate::api::proposals::asking::{self, Heard};
use crate::auth::Moderator;
use crate::db::events::{self, What};
use crate::db::{Tx, blocking, comments, complaints, intake as trust, proposals, queue as table};
use crate::error::{self, Error};
use crate::memory::World;
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::queue::JudgeMany;
use model::comment::Status as CommentStatus;
use model::proposal::Status;
use model::queue::{Batch, Key, Queue, Refusal, Written};
use model::verdict::Decision;
use model::{PersonId, Problem, Reason, RoundId, Timestamp};
use std::collections::HashSet;

/// What is decided.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub decision: Decision,
    pub reason: Option<Reason>,
    /// Its author is trusted from now on.
    pub trust: bool,
    /// Its author may write nothing from now on.
    pub block: bool,
    /// It is given only if nobody has decided meanwhile.
    pub waits: bool,
}

/// What it is decided on.
#[derive(Clone, Debug)]
pub struct Subject {
    pub item: Written,
    pub round: RoundId,
    pub author: Option<PersonId>,
    /// Whoever is asked again if words that they did not vote on become public by it.
    heard: Option<Heard>,
}

pub const LATE: &str = "Somebody else has just decided on this.";

/// Decides on one thing.
pub async fn one(site: &Site, by: PersonId, item: Written, verdict: Verdict) -> error::Result<Done> {
    let now = site.clock.now();
    let subject = subject(&site.memory.read(), item, &verdict)?;
    site.db
        .write(move |tx| {
            async move {
                match decide(tx, &subject, &verdict, by, now).await? {
                    true => Ok(()),
                    false => Err(Error::from(Problem::conflict(LATE))),
                }
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// What can be decided on, and may be decided so.
fn subject(world: &World, item: Written, verdict: &Verdict) -> Result<Subject, Problem> {
    if verdict.decision == Decision::Decline && verdict.reason.is_none() {
        return Err(Problem::field("reason", "Please say why; the author sees it."));
    }
    let subject = match item {
        Written::Proposal(id) => {
            let round = world.round_of(id).ok_or_else(|| Problem::not_found("proposal"))?;
            let memory = round.proposal(id).ok_or_else(|| Problem::not_found("proposal"))?;
            if verdict.decision == Decision::Decline && round.wordings(id).next().is_some() {
                // Else what others asked for would vanish with it.
                return Err(Problem::conflict("Others are merged into this. Take them apart first."));
            }
            match memory.status {
                Status::Adopted => {
                    return Err(Problem::conflict("This proposal is part of an adopted design."));
                }
                Status::Merged => {
                    return Err(Problem::conflict("This is merged into another. Take it apart first."));
                }
                Status::Waiting | Status::Published | Status::Declined => {}
            }
            let publishes = verdict.decision == Decision::Publish && memory.worded.is_none();
            let heard = publishes.then(|| Heard::of(world, id));
            Subject { item, round: memory.round, author: memory.author, heard }
        }
        Written::Comment(id) => {
            let memory = world.talk.comment(id).ok_or_else(|| Problem::not_found("comment"))?;
            Subject { item, round: memory.round, author: memory.author, heard: None }
        }
    };
    if verdict.block {
        blockable(world, verdict, subject.author)?;
    }
    Ok(subject)
}

fn blockable(world: &World, verdict: &Verdict, author: Option<PersonId>) -> Result<(), Problem> {
    if verdict.decision == Decision::Publish {
        return Err(Problem::field("block", "Nobody is blocked for something that is published."));
    }
    let author = author.and_then(|author| world.person(author));
    match author {
        None => Err(Problem::field("block", "Nobody is known to have written this.")),
        Some(author) if author.is_staff() => {
            Err(Problem::field("block", "Its author is one of the company's staff, who are not blocked."))
        }
        Some(_) => Ok(()),
    }
}

/// Says whether it was done: not if somebody has decided already, and then nothing is written.
async fn decide(
    tx: &mut Tx,
    subject: &Subject,
    verdict: &Verdict,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    // One after the other, so that each knows what it stood as.
    events::take(tx, 0).await?;
    let Subject { item, round, author, ref heard } = *subject;
    let reason = verdict.reason.as_ref().map(|reason| reason.as_str());
    let Some(stood) = table::standing(tx, item).await? else { return Ok(false) };
    let before = table::last_verdict(tx, item).await?;
    let settled = complaints::settle(tx, item, now).await?;
    if verdict.waits && settled == 0 && stood.status != Status::Waiting.word() {
        return Ok(false);
    }
    let (changed, kind) = set(tx, item, verdict.decision).await?;
    if let Some(heard) = heard {
        asking::published(tx, heard, now).await?;
    }
    if !changed && settled == 0 {
        return Ok(false);
    }
    table::add_verdict(tx, item, by, verdict.decision, reason, now, &stood).await?;
    table::close(tx, item, None, now).await?;
    table::hand(tx, item.into(), None, by, now).await?;
    events::record(tx, now, Some(by), What::of_round(kind, round, number(item)), reason).await?;
    if settled > 0 {
        events::record(tx, now, Some(by), What::of_round("complaint.settled", round, number(item)), None)
            .await?;
    }
    let Some(author) = author else { return Ok(true) };
    // What came with the verdict that this one reverses was for what it said.
    if let Some((given_by, given)) = before.and_then(|row| row.reversed_by(verdict.decision)) {
        retract(tx, author, (given_by, given), by, now).await?;
    }
    if verdict.trust && trust::trust(tx, author, by, now).await? {
        events::record(tx, now, Some(by), What::new("trust.given", author.0), None).await?;
    }
    if verdict.block
        && let Some(reason) = reason
        && blocking::block(tx, author, by, reason, now).await?
    {
        events::record(tx, now, Some(by), What::new("block.set", author.0), Some(reason)).await?;
    }
    Ok(true)
}

/// Gives it its status; whether it had another before, and the kind of event that this is.
async fn set(tx: &mut Tx, item: Written, decision: Decision) -> Result<(bool, &'static str), sqlx::Error> {
    Ok(match (item, decision) {
        (Written::Proposal(id), Decision::Publish) => {
            (proposals::set_status(tx, id, Status::Published, None).await?, "proposal.published")
        }
        (Written::Proposal(id), Decision::Decline) => {
            (proposals::set_status(tx, id, Status::Declined, None).await?, "proposal.declined")
        }
        (Written::Comment(id), Decision::Publish) => {
            (comments::set_status(tx, id, CommentStatus::Published, None).await?, "comment.published")
        }
        (Written::Comment(id), Decision::Decline) => {
            (comments::set_status(tx, id, CommentStatus::Declined, None).await?, "comment.declined")
        }
    })
}

pub fn number(item: Written) -> i64 {
    match item {
        Written::Proposal(id) => id.0,
        Written::Comment(id) => id.0,
    }
}

/// How many may be decided at once, and that it is at least one.
pub fn countable(items: &[Key]) -> Result<(), Problem> {
    match items.len() {
        0 => Err(Problem::field("items", "Choose at least one.")),
        some if some > Queue::MOST => Err(Problem::field("items", "At most 50 can be decided at once.")),
        _ => Ok(()),
    }
}

pub async fn many(site: Site, who: Moderator, request: JudgeMany) -> error::Result<Batch> {
    let JudgeMany { items, decision, reason, trust, block, waits, account } = request;
    countable(&items)?;
    let account = account.map(|account| joiners::named(&site, &items, &account)).transpose()?;
    let verdict = Verdict { decision, reason, trust, block, waits };
    if verdict.decision == Decision::Decline && verdict.reason.is_none() {
        return Err(Problem::field("reason", "Please say why; the authors see it.").into());
    }
    let (by, now) = (who.id, site.clock.now());
    let (mut subjects, mut asking, mut refused): (Vec<Subject>, Vec<Joiner>, Vec<Refusal>) =
        Default::default();
    {
        let world = site.memory.read();
        let mut seen = HashSet::new();
        for item in items.into_iter().filter(|item| seen.insert(*item)) {
            let found = match item.written() {
                Ok(item) => subject(&world, item, &verdict).map(|one| subjects.push(one)),
                Err(id) => joiners::joiner(&world, id, &verdict, account).map(|one| asking.push(one)),
            };
            if let Err(problem) = found {
                refused.push(refusal(item, &problem));
            }
        }
    }
    let (done, late) = site
        .db
        .write(move |tx| {
            async move {
                let (mut done, mut late) = (Vec::new(), Vec::new());
                for subject in &subjects {
                    match decide(tx, subject, &verdict, by, now).await? {
                        true => done.push(subject.item.into()),
                        false => late.push(subject.item.into()),
                    }
                }
                for joiner in &asking {
                    match joiners::answer(tx, joiner, by, now).await? {
                        true => done.push(joiner.key()),
                        false => late.push(joiner.key()),
                    }
                }
                Ok::<_, Error>((done, late))
            }
            .boxed()
        })
        .await?;
    refused.extend(late.into_iter().map(|item| Refusal { item, why: LATE.to_owned() }));
    site.memory.catch_up().await?;
    answer(Batch { at: now, done, refused })
}

/// One that failed alone is refused as it would be by itself.
pub fn answer(batch: Batch) -> error::Result<Batch> {
    match batch.refused.as_slice() {
        [one] if batch.done.is_empty() => Err(Problem::conflict(one.why.clone()).into()),
        _ => Ok(batch),
    }
}

fn refusal(item: Key, problem: &Problem) -> Refusal {
    let why = problem.fields.first().map_or(&problem.message, |field| &field.message).clone();
    Refusal { item, why }
}

pub fn known(world: &World, item: Written) -> Option<Subject> {
    let (round, author) = match item {
        Written::Proposal(id) => world.round_of(id)?.proposal(id).map(|one| (one.round, one.author))?,
        Written::Comment(id) => world.talk.comment(id).map(|one| (one.round, one.author))?,
    };
    Some(Subject { item, round, author, heard: None })
}
