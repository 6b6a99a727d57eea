//! Writing a proposal together: who does, inviting customers who wish to be found, offers of those who support it, stepping out.
//!
//! Who supports a proposal is nobody's to know, so its author invites those alone who wish to be found; whoever supports it says so
//! themselves when they offer to write it.

use super::proposals::{as_who, changing, visible};
use super::queue::acts;
use crate::auth::{Anyone, Customer};
use crate::db::events::{self, What};
use crate::db::writing::{self as table, WriterRow};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::memory::{Member, ProposalMemory, World};
use crate::mentions;
use crate::site::Site;
use futures::FutureExt;
use model::access;
use model::api::Done;
use model::api::writing::{ActOnWriting, GetWriting};
use model::mention::Mentionable;
use model::person::Role;
use model::vote::Stance;
use model::writing::{Act, MOST_WRITERS, State, Writer, Writing};
use model::{Name, PersonId, Problem, Timestamp};
use std::sync::Arc;

pub async fn get(site: Site, who: Anyone, request: GetWriting) -> Result<Writing> {
    let memory = visible(&site, &who, request.proposal)?;
    let rows = table::of(&site.db, memory.id).await?;
    let (own, now) = (who.id().is_some() && memory.author == who.id(), site.clock.now());
    let invite = match &who.person {
        Some(person) if own && may_come(&site, person, &memory, now) => {
            mentions::nameable(&site, person, memory.round, None).await?
        }
        _ => Vec::new(),
    };
    let world = site.memory.read();
    let told = own || who.may(Role::Moderator);
    let writer = |row: &WriterRow| {
        let state: State = row.state.parse().ok()?;
        let shown = match state {
            State::Writes => true,
            State::Invited | State::Offered | State::Declined => told,
            State::Refused | State::Left | State::Ended => false,
        };
        let one = world.person(PersonId(row.person)).filter(|_| shown)?;
        Some(Writer { person: one.id, name: one.name.clone(), account: account(&world, &one), state })
    };
    let mine = rows.iter().find(|row| Some(PersonId(row.person)) == who.id());
    let mine = mine.and_then(|row| row.state.parse().ok());
    let known = |one: &Member| {
        let state = rows.iter().find(|row| row.person == one.id.0).and_then(|row| row.state.parse().ok());
        Act::Invite.from(state).is_none()
    };
    let invite = invite.iter().filter(|one| one.confirmed && !one.is_staff() && !known(one));
    let invite =
        invite.map(|one| Mentionable { person: one.id, name: one.name.clone(), of: account(&world, one) });
    let may_offer = who.person.as_ref().is_some_and(|person| {
        Act::Offer.from(mine).is_some()
            && supports(&world, person, &memory).is_ok()
            && comes(&world, person, &memory, now).is_ok()
    });
    Ok(Writing {
        writers: rows.iter().filter_map(writer).collect(),
        mine,
        may_offer,
        invite: invite.collect(),
    })
}

fn account(world: &World, one: &Member) -> Option<Name> {
    one.account.filter(|_| one.confirmed).and_then(|account| world.directory.account_name(account))
}

fn may_come(site: &Site, who: &Member, memory: &ProposalMemory, now: Timestamp) -> bool {
    comes(&site.memory.read(), who, memory, now).is_ok()
}

/// Whether somebody could write a proposal now, as far as it and its round are concerned.
fn comes(
    world: &World,
    who: &Member,
    memory: &ProposalMemory,
    now: Timestamp,
) -> std::result::Result<(), Problem> {
    let round = world.round(memory.round).ok_or_else(|| Problem::not_found("proposal"))?;
    if !memory.status.is_public() || memory.status == model::proposal::Status::Adopted {
        return Err(Problem::conflict(
            "This is written together once it is published, and until it is adopted.",
        ));
    }
    if !changing::is_open(&round.round, now) {
        return Err(Problem::conflict("The texts of this round's proposals are frozen."));
    }
    world.permit(Some(who), &round.round, access::Act::Propose, "proposal")
}

/// Whoever offers to write supports it, and is somebody.
fn supports(world: &World, who: &Member, memory: &ProposalMemory) -> std::result::Result<(), Problem> {
    if memory.author == Some(who.id) {
        return Err(Problem::conflict("You wrote this."));
    }
    if !who.confirmed {
        return Err(Problem::conflict(
            "You can offer this once we have confirmed which organisation you speak for.",
        ));
    }
    match world.vote(who.id, memory.id).map(|vote| vote.stance) {
        Some(Stance::Agree) => Ok(()),
        _ => Err(Problem::conflict(
            "Say first that you agree with it: whoever supports a proposal can offer to write it.",
        )),
    }
}

pub async fn act(site: Site, who: Customer, request: ActOnWriting) -> Result<Done> {
    let (now, by, act) = (site.clock.now(), who.id, request.act);
    let memory = meant(&site, &who, &request)?;
    let person = whom(&site, &who, &memory, &request).await?;
    if act.brings_in() {
        acts::may_write(&site, &who)?;
        let world = site.memory.read();
        comes(&world, &who, &memory, now)?;
        if act == Act::Offer {
            supports(&world, &who, &memory)?;
        }
    }
    if matches!(act, Act::Invite | Act::Offer) {
        site.limits.check(Limit::Note, &format!("writing {by}"))?;
    }
    let (id, round) = (memory.id, memory.round);
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                let state = table::state(tx, id, person).await?;
                let next = act.from(state).ok_or_else(|| Problem::conflict(refusal(act, state)))?;
                let full = table::taken(tx, id, person).await? >= MOST_WRITERS;
                if full && matches!(next, State::Invited | State::Writes) {
                    let message = format!("At most {MOST_WRITERS} others write a proposal with its author.");
                    return Err(Error::from(Problem::conflict(message)));
                }
                table::set(tx, id, person, next, now).await?;
                let detail = person.to_string();
                let detail = Some(detail.as_str()).filter(|_| act.is_authors());
                // Only who supports it offers to write it: the log of staff does not say who that is.
                let by = Some(by).filter(|_| !matches!(act, Act::Offer | Act::Leave));
                events::record(tx, now, by, What::of_round(kind(act), round, id.0), detail).await?;
                Ok(Done {})
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

/// What an act is about. Of what was merged one can still part, but nobody comes to write it.
fn meant(site: &Site, who: &Customer, request: &ActOnWriting) -> Result<Arc<ProposalMemory>> {
    let remaining = visible(site, &as_who(&who.0), request.proposal)?;
    if request.act.brings_in() {
        return Ok(remaining);
    }
    let world = site.memory.read();
    let found = world.round_of(request.proposal).and_then(|round| round.proposal(request.proposal).cloned());
    Ok(found.unwrap_or(remaining))
}

/// Whom an act is about: the author names somebody, everybody else speaks for themselves.
async fn whom(
    site: &Site,
    who: &Customer,
    memory: &ProposalMemory,
    request: &ActOnWriting,
) -> Result<PersonId> {
    if !request.act.is_authors() {
        return Ok(who.id);
    }
    if memory.author != Some(who.id) {
        return Err(Problem::not_allowed("Only its author decides who writes a proposal with them.").into());
    }
    let person = request.person.ok_or_else(|| Problem::field("person", "Choose somebody."))?;
    if request.act == Act::Invite {
        // Whether it can be written together at all comes first: of whom it is asked is another matter.
        comes(&site.memory.read(), who, memory, site.clock.now())?;
        // Whoever does not wish to be found is as if they were not there.
        let all = mentions::nameable(site, who, memory.round, None).await?;
        let found = all.iter().any(|one| one.id == person && one.confirmed && !one.is_staff());
        let there = {
            let world = site.memory.read();
            world.person(person).is_some_and(|one| comes(&world, &one, memory, site.clock.now()).is_ok())
        };
        if !found || !there {
            return Err(Problem::field(
                "person",
                "There is no such customer, or they do not wish to be found.",
            )
            .into());
        }
    }
    Ok(person)
}

fn kind(act: Act) -> &'static str {
    match act {
        Act::Invite => "writer.invited",
        Act::Admit => "writer.admitted",
        Act::Refuse => "writer.refused",
        Act::End => "writer.ended",
        Act::Accept => "writer.accepted",
        Act::Decline => "writer.declined",
        Act::Offer => "writer.offered",
        Act::Leave => "writer.left",
    }
}

fn refusal(act: Act, state: Option<State>) -> &'static str {
    match (act, state) {
        (Act::Invite, Some(State::Declined)) => "They would rather not.",
        (Act::Offer, Some(State::Refused | State::Ended)) => {
            "The author would rather write this without you."
        }
        (Act::Invite | Act::Offer, _) => "This has been asked already.",
        _ => "This has changed meanwhile. Load the page again.",
    }
}
