//! Customers find each other: those who wish to, in the round that both take part in, and get in touch through us.

use crate::auth::Customer as Caller;
use crate::db::events::{self, What};
use crate::db::finding::{self as table, ContactRow};
use crate::error::{Error, Result};
use crate::limits::Limit;
use crate::memory::{Member, RoundMemory, World};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::finding::{AnswerContact, FindCustomers, GetFindable, GetInTouch, SetFindable};
use model::finding::{Contact, Customer, Findable, Finding};
use model::{ContactId, Name, PersonId, Problem, Timestamp};
use std::collections::BTreeSet;

/// The newest letters to and from somebody.
const LISTED: i64 = 100;

/// Only who is confirmed as an account's: others could call themselves anything.
fn admitted(who: &Caller) -> Result<()> {
    match who.confirmed {
        true => Ok(()),
        false => {
            let message =
                "Customers find each other once we have confirmed which organisation they speak for.";
            Err(Problem::conflict(message).into())
        }
    }
}

/// Whoever speaks in a round, with the culture they speak from: they said which, asked for something or voted. Whether a vote still
/// stands does not matter: a change of words takes votes back, and who goes from a list with it would have voted on just that.
pub fn takes_part(world: &World, round: &RoundMemory, authors: &BTreeSet<PersonId>, one: &Member) -> bool {
    one.cultures.iter().any(|(of, _)| *of == round.round.id)
        || world.voter(one.id).is_some_and(|voter| round.has_ever_voted(voter))
        || authors.contains(&one.id)
}

fn authors(round: &RoundMemory) -> BTreeSet<PersonId> {
    round.proposals().filter_map(|proposal| proposal.author).collect()
}

/// Whether both could meet: in a round that one may see and the other takes part in.
fn may_meet(world: &World, who: &Member, other: &Member) -> bool {
    let mut seen = world.rounds().filter(|round| world.sees(Some(who), round));
    other.confirmed
        && other.id != who.id
        && seen.any(|round| takes_part(world, round, &authors(round), other))
}

fn account(world: &World, one: &Member) -> Option<Name> {
    one.account.filter(|_| one.confirmed).and_then(|account| world.directory.account_name(account))
}

pub async fn list(site: Site, who: Caller, request: FindCustomers) -> Result<Finding> {
    let gone = || Problem::not_found("round");
    site.memory.read().seen(Some(&who), request.round).ok_or_else(gone)?;
    admitted(&who)?;
    let mine = table::of(&site.db, who.id).await?;
    let rows = table::all(&site.db).await?;
    let contacts = table::contacts(&site.db, who.id, LISTED).await?;
    let shut = |person: i64| {
        let to = |row: &&ContactRow| row.asker == who.id.0 && row.asked == person;
        contacts.iter().filter(to).any(|row| row.accepted != Some(true))
    };
    let world = site.memory.read();
    let round = world.round(request.round).ok_or_else(gone)?;
    let authors = authors(round);
    let customer = |row: &table::FindableRow| {
        let one =
            world.person(PersonId(row.person)).filter(|one| takes_part(&world, round, &authors, one))?;
        Some(Customer {
            person: one.id,
            name: one.name.clone(),
            account: account(&world, &one)?,
            culture: one.cultures.iter().find(|(of, _)| *of == request.round).map(|(_, culture)| *culture),
            line: row.line.as_deref().and_then(|line| line.parse().ok()),
            open: one.id != who.id && !shut(row.person),
        })
    };
    let mut customers: Vec<Customer> = rows.iter().filter_map(customer).collect();
    customers.sort_by_cached_key(|one| {
        (one.account.as_str().to_lowercase(), one.name.as_str().to_lowercase(), one.person)
    });
    let contacts = contacts.iter().filter_map(|row| shown(&world, who.id, row)).collect();
    Ok(Finding { mine, customers, contacts })
}

fn shown(world: &World, reader: PersonId, row: &ContactRow) -> Option<Contact> {
    let to_me = row.asked == reader.0;
    let other = world.person(PersonId(if to_me { row.asker } else { row.asked }));
    Some(Contact {
        id: ContactId(row.id),
        account: other.as_ref().and_then(|one| account(world, one)),
        name: other.map(|one| one.name.clone()),
        to_me,
        words: row.words.parse().ok()?,
        at: Timestamp(row.at),
        answered: row.answered.map(Timestamp),
        reply: row.reply.as_deref().and_then(|reply| reply.parse().ok()),
    })
}

pub async fn mine(site: Site, who: Caller, _request: GetFindable) -> Result<Findable> {
    Ok(table::of(&site.db, who.id).await?)
}

pub async fn set(site: Site, who: Caller, request: SetFindable) -> Result<Done> {
    // Staff are found by nobody, but may be named.
    if !who.is_staff() {
        admitted(&who)?;
    }
    let (now, person) = (site.clock.now(), who.id);
    site.db
        .write(move |tx| {
            async move {
                let kind = if request.found { "person.findable" } else { "person.findable_no_more" };
                match request.found {
                    true => table::show(tx, person, request.line.as_ref(), now).await?,
                    false => table::hide(tx, person).await?,
                }
                events::record(tx, now, Some(person), What::new(kind, person.0), None).await?;
                Ok::<_, Error>(Done {})
            }
            .boxed()
        })
        .await
}

pub async fn ask(site: Site, who: Caller, request: GetInTouch) -> Result<Done> {
    let GetInTouch { person, words } = request;
    let (now, by) = (site.clock.now(), who.id);
    // Whoever does not wish to be found is as if they were not there.
    let gone = || Problem::not_found("customer");
    let found = table::of(&site.db, person).await?.found;
    let there = {
        let world = site.memory.read();
        world.person(person).is_some_and(|other| may_meet(&world, &who, &other))
    };
    if !found || !there {
        return Err(gone().into());
    }
    admitted(&who)?;
    site.limits.check(Limit::Note, &format!("contact {by}"))?;
    site.db
        .write(move |tx| {
            async move {
                events::take(tx, 0).await?;
                if table::is_shut(tx, by, person).await? {
                    let message = "They have not answered you yet, or would rather not.";
                    return Err(Error::from(Problem::conflict(message)));
                }
                let id = table::ask(tx, by, person, &words, now).await?;
                events::record(tx, now, Some(by), What::new("contact.asked", id.0), None).await?;
                Ok(Done {})
            }
            .boxed()
        })
        .await
}

pub async fn answer(site: Site, who: Caller, request: AnswerContact) -> Result<Done> {
    let AnswerContact { contact: id, reply } = request;
    let (now, by) = (site.clock.now(), who.id);
    let row = table::contact(&site.db, id).await?.filter(|row| row.asked == by.0);
    row.ok_or_else(|| Problem::not_found("contact"))?;
    site.db
        .write(move |tx| {
            async move {
                if !table::answer(tx, id, reply.as_ref(), now).await? {
                    return Err(Error::from(Problem::conflict("You have answered this.")));
                }
                events::record(tx, now, Some(by), What::new("contact.answered", id.0), None).await?;
                Ok(Done {})
            }
            .boxed()
        })
        .await
}

/// Who is told of an event about a contact: the one who did not write it. Whoever would rather not says nothing, and nobody is told.
///
/// # Errors
/// Those of the database.
pub async fn told(site: &Site, kind: &str, id: i64) -> std::result::Result<Option<i64>, sqlx::Error> {
    let Some(row) = table::contact(&site.db, ContactId(id)).await? else { return Ok(None) };
    Ok(match kind {
        "contact.asked" => Some(row.asked),
        _ => row.reply.map(|_| row.asker),
    })
}
