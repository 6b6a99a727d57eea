//! What moderators do with something that waits, besides deciding on it: asking its author, handing it to a colleague, moving a
//! proposal to another round. And what authors say when they are asked.

use super::deciding::number;
use crate::auth::{Customer, Moderator};
use crate::db::events::{self, What};
use crate::db::{join_requests, queue as table};
use crate::error::{self, Error};
use crate::limits::Limit;
use crate::memory::{Member, ProposalMemory, World};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::proposals::MoveProposal;
use model::api::queue::{AskAuthor, HandOver, ListColleagues, ReplyToQuestion, TakeQuestionBack};
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::proposal::Status;
use model::queue::{Colleague, Key, Question, Written};
use model::round::{Phase, Round};
use model::{Name, PersonId, Problem, RoundId, Timestamp};

/// Refuses whoever may write nothing for now, with the reason that they were given.
///
/// # Errors
/// That they may not.
pub fn may_write(site: &Site, who: &Member) -> error::Result<()> {
    match site.memory.read().talk.barred(who.id) {
        None => Ok(()),
        Some(reason) => Err(Problem::not_allowed(barred(reason.as_str())).into()),
    }
}

/// What somebody is told who may write nothing for now.
#[must_use]
pub fn barred(reason: &str) -> String {
    format!("You cannot write here for now; you can read and vote. A moderator's reason: {reason}")
}

/// A question as it is shown; `moderator`: to one, who is told who asked.
#[must_use]
pub fn question(row: &table::QuestionRow, moderator: bool) -> Option<Question> {
    Some(Question {
        text: row.text.parse().ok()?,
        at: Timestamp(row.at),
        by: Some(&row.moderator).filter(|_| moderator).and_then(|name| name.parse().ok()),
        answer: row.answer.as_deref().and_then(|answer| answer.parse().ok()),
        open: row.closed.is_none(),
    })
}

/// The round and the author of something that waits or was reported.
fn undecided(world: &World, item: Written) -> Result<(RoundId, Option<PersonId>), Problem> {
    let found = match item {
        Written::Proposal(id) => {
            let memory = world.round_of(id).and_then(|round| round.proposal(id));
            memory.map(|one| (one.round, one.author))
        }
        Written::Comment(id) => world.talk.comment(id).map(|one| (one.round, one.author)),
    };
    let found = found.ok_or_else(|| Problem::not_found(noun(item)))?;
    match world.undecided().any(|(_, key)| key == item.into()) {
        true => Ok(found),
        false => Err(Problem::conflict(DECIDED)),
    }
}

/// What a moderator is told of something that does not wait.
pub const DECIDED: &str = "This does not wait any more.";

/// Who asks to speak for an account is answered, and not asked.
fn written(item: Key) -> Result<Written, Problem> {
    let message = "Nobody is asked about this here: confirm it, or decline it with words.";
    item.written().map_err(|_| Problem::conflict(message))
}

fn noun(item: Written) -> &'static str {
    match item {
        Written::Proposal(_) => "proposal",
        Written::Comment(_) => "comment",
    }
}

/// The kind of an event about an item.
fn kind(item: Written, of_proposal: &'static str, of_comment: &'static str) -> &'static str {
    match item {
        Written::Proposal(_) => of_proposal,
        Written::Comment(_) => of_comment,
    }
}

pub async fn ask(site: Site, who: Moderator, request: AskAuthor) -> error::Result<Done> {
    let AskAuthor { item, question } = request;
    let (item, by, now) = (written(item)?, who.id, site.clock.now());
    let round = {
        let world = site.memory.read();
        let (round, author) = undecided(&world, item)?;
        if author.and_then(|author| world.person(author)).is_none() {
            return Err(
                Problem::conflict("Nobody is known to have written this, so nobody can be asked.").into()
            );
        }
        round
    };
    site.db
        .write(move |tx| {
            async move {
                if !table::ask(tx, item, by, question.as_str(), now).await? {
                    return Err(Error::from(Problem::conflict("Its author is asked something already.")));
                }
                let what = What::of_round(kind(item, "proposal.asked", "comment.asked"), round, number(item));
                events::record(tx, now, Some(by), what, Some(question.as_str())).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn take_back(site: Site, who: Moderator, request: TakeQuestionBack) -> error::Result<Done> {
    let (item, by, now) = (written(request.item)?, who.id, site.clock.now());
    let (round, _) = undecided(&site.memory.read(), item)?;
    site.db
        .write(move |tx| {
            async move {
                if !table::close(tx, item, None, now).await? {
                    return Err(Error::from(Problem::conflict("Its author is not asked anything now.")));
                }
                let what =
                    What::of_round(kind(item, "proposal.unasked", "comment.unasked"), round, number(item));
                events::record(tx, now, Some(by), what, None).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn reply(site: Site, who: Customer, request: ReplyToQuestion) -> error::Result<Done> {
    let ReplyToQuestion { item, reply } = request;
    let item = item.written().map_err(|_| Problem::not_found("question"))?;
    let (by, now) = (who.id, site.clock.now());
    let round = {
        let world = site.memory.read();
        let own = super::deciding::known(&world, item).filter(|one| one.author == Some(who.id));
        own.ok_or_else(|| Problem::not_found(noun(item)))?.round
    };
    may_write(&site, &who)?;
    site.limits.check(Limit::Comment, &who.id.to_string())?;
    site.db
        .write(move |tx| {
            async move {
                if !table::close(tx, item, Some(reply.as_str()), now).await? {
                    return Err(Error::from(Problem::conflict("You are not asked anything about this now.")));
                }
                let what =
                    What::of_round(kind(item, "proposal.replied", "comment.replied"), round, number(item));
                // What they say is for moderators alone, and not for the log.
                events::record(tx, now, Some(by), what, None).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn hand(site: Site, who: Moderator, request: HandOver) -> error::Result<Done> {
    let HandOver { item, to } = request;
    let (by, now) = (who.id, site.clock.now());
    let what = {
        let world = site.memory.read();
        let moderates = |to: PersonId| world.person(to).is_some_and(|one| one.may(Role::Moderator));
        if to.is_some_and(|to| !moderates(to)) {
            return Err(Problem::field("to", "Choose somebody who moderates.").into());
        }
        handed(&world, item)?
    };
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if let Key::JoinRequest(id) = item
                    && !join_requests::waits(tx, id).await?
                {
                    return Err(Problem::conflict(DECIDED).into());
                }
                table::hand(tx, item, to, by, now).await?;
                let to = to.map(|to| to.to_string());
                Ok::<_, Error>(events::record(tx, now, Some(by), what, to.as_deref()).await?)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// What the log says of it when it is handed to somebody.
fn handed(world: &World, item: Key) -> Result<What, Problem> {
    let item = match item.written() {
        Ok(item) => item,
        Err(id) => {
            let who = world.directory.requester(id).ok_or_else(|| Problem::conflict(DECIDED))?;
            return Ok(What::new("person.handed", who.id.0));
        }
    };
    let (round, _) = undecided(world, item)?;
    Ok(What::of_round(kind(item, "proposal.handed", "comment.handed"), round, number(item)))
}

pub async fn colleagues(
    site: Site,
    _who: Moderator,
    _request: ListColleagues,
) -> error::Result<Vec<Colleague>> {
    let world = site.memory.read();
    let handed: Vec<PersonId> = world.to_decide().filter_map(|(_, item)| world.talk.handed(item)).collect();
    let people = world.directory.people().filter(|one| one.email.is_some() && one.may(Role::Moderator));
    let mut colleagues: Vec<Colleague> = people
        .map(|one| Colleague {
            id: one.id,
            name: one.name.clone(),
            has: handed.iter().filter(|to| **to == one.id).count(),
        })
        .collect();
    colleagues.sort_by_cached_key(|one| (one.name.as_str().to_lowercase(), one.id));
    Ok(colleagues)
}

pub async fn move_to(site: Site, who: Moderator, request: MoveProposal) -> error::Result<Done> {
    let MoveProposal { proposal, to } = request;
    let (by, now) = (who.id, site.clock.now());
    let (from, cells) = {
        let world = site.memory.read();
        let source = world.round_of(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
        let memory = source.proposal(proposal).ok_or_else(|| Problem::not_found("proposal"))?;
        let target = world.round(to).ok_or_else(|| Problem::field("to", "There is no such round."))?;
        movable(memory, &target.round, now)?;
        (source.round.id, cells(memory, &source.round, &target.round)?)
    };
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if !table::move_to(tx, proposal, to, cells, from).await? {
                    let message =
                        "Others have voted on this, merged it or written beside it, so it stays where it is.";
                    return Err(Error::from(Problem::conflict(message)));
                }
                let what = What::of_round("proposal.moved", to, proposal.0);
                events::record(tx, now, Some(by), what, Some(&from.to_string())).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

fn movable(memory: &ProposalMemory, to: &Round, now: Timestamp) -> Result<(), Problem> {
    match memory.status {
        Status::Waiting | Status::Published | Status::Declined => {}
        Status::Merged => return Err(Problem::conflict("This is merged into another. Take it apart first.")),
        Status::Adopted => return Err(Problem::conflict("This proposal is part of an adopted design.")),
    }
    if memory.round == to.id {
        return Err(Problem::field("to", "It is in this round already."));
    }
    let open = to.open_at(now).contains(&Phase::Propose);
    open.then_some(()).ok_or_else(|| Problem::field("to", "That round takes no new proposals now."))
}

/// Its stages and cultures in the other round, which may have them in other places: by their names.
fn cells(memory: &ProposalMemory, from: &Round, to: &Round) -> Result<(u32, u32), Problem> {
    let text = &memory.text;
    let there = |place: Option<usize>, what: &str, name: Option<&Name>| {
        let name = name.map(Name::as_str).unwrap_or_default();
        let message = format!("That round has no {what} “{name}”. Let its author propose it there.");
        place.ok_or_else(|| Problem::field("to", message))
    };
    let stage = |place: usize| {
        let name = from.stages.get(place).map(|stage| &stage.name);
        there(to.stages.iter().position(|stage| Some(&stage.name) == name), "stage", name)
    };
    let culture = |place: usize| {
        let name = from.cultures.get(place).map(|culture| &culture.name);
        there(to.cultures.iter().position(|culture| Some(&culture.name) == name), "culture", name)
    };
    let stages = text.stages.iter().map(stage).collect::<Result<Vec<_>, _>>()?;
    let cultures = text.cultures.iter().map(culture).collect::<Result<Vec<_>, _>>()?;
    Ok((StageSet::of(&stages).0, CultureSet::of(&cultures).0))
}
