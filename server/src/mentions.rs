//! Who may be named in what somebody writes, and by what name whoever reads sees them. A text keeps numbers alone
//! (`model::mention`); a number that its writer may not name is not kept, whether there is such a person or not.

mod names;

use crate::auth::Who;
use crate::db::finding;
use crate::error::Result;
use crate::markdown;
use crate::memory::{Member, RoundMemory, World};
use crate::site::Site;
use model::mention::{MOST, kept};
use model::person::Role;
use model::text::TextProblem;
use model::{PersonId, Problem, ProposalId, RoundId};
pub use names::Names;
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

/// Brackets within brackets that are looked through.
const DEEPEST: usize = 20;

/// Whom somebody may name in a round, in what they write in or beside a proposal.
///
/// # Errors
/// Those of the database.
pub async fn nameable(
    site: &Site,
    who: &Member,
    round: RoundId,
    beside: Option<ProposalId>,
) -> Result<Vec<Arc<Member>>> {
    let found = shown(site).await?;
    let world = site.memory.read();
    let Some(memory) = world.seen(Some(who), round) else { return Ok(Vec::new()) };
    let here = beside.map(|id| present(&world, memory, id)).unwrap_or_default();
    let authors: BTreeSet<PersonId> = memory.proposals().filter_map(|one| one.author).collect();
    let may = |one: &&Arc<Member>| {
        let shown = found.contains(&one.id.0);
        let takes_part =
            || here.contains(&one.id) || crate::api::finding::takes_part(&world, memory, &authors, one);
        let named = match one.is_staff() {
            true => shown || who.is_staff(),
            false => one.confirmed && shown && (who.confirmed || who.is_staff()) && takes_part(),
        };
        let known = who.may(Role::Moderator) && here.contains(&one.id);
        one.id != who.id && !one.guest && (named || known) && world.sees(Some(one), memory)
    };
    let mut all: Vec<Arc<Member>> = world.directory.people().filter(may).cloned().collect();
    all.sort_by_cached_key(|one| (one.name.as_str().to_lowercase(), one.id));
    Ok(all)
}

/// Everybody who wishes to be found, or, of staff, to be shown by name.
async fn shown(site: &Site) -> Result<BTreeSet<i64>> {
    Ok(finding::all(&site.db).await?.into_iter().map(|row| row.person).collect())
}

/// Whoever wrote a proposal, or something beside it that is published.
fn present(world: &World, round: &RoundMemory, id: ProposalId) -> BTreeSet<PersonId> {
    let remaining = round.remaining(id).map_or(id, |one| one.id);
    let places: BTreeSet<ProposalId> =
        round.wordings(remaining).map(|one| one.id).chain([id, remaining]).collect();
    let authors = places.iter().filter_map(|id| round.proposal(*id)?.author);
    let talk = world.talk.comments();
    let talk =
        talk.filter(|one| places.contains(&one.proposal) && crate::api::comments::published(world, one));
    authors.chain(talk.filter_map(|one| one.author)).collect()
}

/// Where something is written: the round, the proposal that it is in or beside, and what it replaces.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub round: RoundId,
    pub beside: Option<ProposalId>,
    /// As it is kept.
    pub before: &'a str,
}

/// A text as it is to be kept, and whom it names.
pub struct Settled<T> {
    pub text: T,
    pub people: Vec<PersonId>,
}

/// Settles what `who` has typed into `field`: whoever they may not name is not named.
///
/// # Errors
/// Too many people, what is no text without their names, and those of the database.
pub async fn settle<T: FromStr<Err = TextProblem>>(
    site: &Site,
    who: &Member,
    place: Place<'_>,
    field: &str,
    typed: &str,
) -> Result<Settled<T>> {
    let refuse = |message: String| Problem::field(field, message);
    let mut text = typed.to_owned();
    let mut people = BTreeSet::new();
    let mut found = markdown::people(&text);
    if !found.is_empty() {
        let named: BTreeSet<PersonId> = found.iter().map(|one| one.person).collect();
        if named.len() > MOST {
            return Err(refuse(format!("Please name at most {MOST} people.")).into());
        }
        let may = nameable(site, who, place.round, place.beside).await?;
        let mut may: BTreeSet<PersonId> = may.into_iter().map(|one| one.id).collect();
        may.extend(markdown::people(place.before).into_iter().map(|one| one.person));
        // What is taken away may lay bare what it stood in.
        for depth in 0.. {
            people = found
                .iter()
                .filter(|one| one.at && may.contains(&one.person))
                .map(|one| one.person)
                .collect();
            let kept = without(&text, &found, &may);
            if kept == text {
                break;
            }
            if depth == DEEPEST {
                return Err(refuse("Please write this with fewer brackets.".into()).into());
            }
            text = kept;
            found = markdown::people(&text);
        }
    }
    let text = text.parse().map_err(|fault: TextProblem| refuse(fault.0))?;
    Ok(Settled { text, people: people.into_iter().collect() })
}

/// Who may be named by number alone, everybody else by what was typed.
fn without(text: &str, found: &[markdown::Person], may: &BTreeSet<PersonId>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for one in found {
        let begins = one.range.start - usize::from(one.at);
        out.push_str(text.get(from..begins).unwrap_or_default());
        match one.at && may.contains(&one.person) {
            true => out.push_str(&kept(one.person)),
            false => {
                let typed = text.get(one.range.clone()).unwrap_or_default();
                let name = typed.strip_prefix('[').and_then(|typed| Some(typed.rsplit_once("](")?.0));
                out.push_str(if one.at { "@" } else { "" });
                out.push_str(name.unwrap_or_default());
            }
        }
        from = one.range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// What whoever asks sees of the people named in these texts.
///
/// # Errors
/// Those of the database.
pub async fn names<'t>(
    site: &Site,
    who: &Who,
    texts: impl IntoIterator<Item = &'t str>,
) -> std::result::Result<Names, sqlx::Error> {
    names::of(site, who.person.as_deref(), texts).await
}

/// The same, for somebody in particular.
///
/// # Errors
/// Those of the database.
pub async fn names_for<'t>(
    site: &Site,
    reader: &Member,
    texts: impl IntoIterator<Item = &'t str>,
) -> std::result::Result<Names, sqlx::Error> {
    names::of(site, Some(reader), texts).await
}
