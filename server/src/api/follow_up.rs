//! The follow-up queue: to which proposals the company owes a word, since when, and answering several at once.

use super::answers;
use super::comments::published;
use super::proposals::{as_who, visible};
use crate::auth::{Answerer, FollowUpReader};
use crate::db::{Db, answers as table, designs};
use crate::error::Result;
use crate::memory::{Member, ProposalMemory, RoundMemory, World};
use crate::site::Site;
use model::api::Done;
use model::api::follow_up::{AnswerMany, GetFollowUp};
use model::follow_up::{FollowUp, Owed, Turn};
use model::person::Role;
use model::proposal::Status;
use model::{PersonId, Problem, ProposalId, Timestamp};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

pub async fn list(site: Site, who: FollowUpReader, _request: GetFollowUp) -> Result<FollowUp> {
    let sees = |world: &World, round: &RoundMemory| world.sees(Some(&who), round);
    in_rounds(&site, sees, who.may(Role::Moderator)).await
}

/// Of certain rounds; with who asked, for moderators.
///
/// # Errors
/// Those of the database.
pub async fn in_rounds(
    site: &Site,
    which: impl Fn(&World, &RoundMemory) -> bool,
    moderator: bool,
) -> Result<FollowUp> {
    let answered = answered(&site.db).await?;
    let mut owed = {
        let world = site.memory.read();
        owed(&world, which, &answered)
    };
    owed.sort_unstable_by_key(|one| (one.since, one.proposal));
    let waiting = owed.len();
    owed.truncate(FollowUp::MOST);
    let items = owed.into_iter().filter_map(|one| shown(site, one, moderator)).collect();
    Ok(FollowUp { items, waiting })
}

/// The proposals of some authors to which the company owes a word, and since when, as far as a reader may see them.
pub async fn waiting(
    site: &Site,
    reader: &Member,
    whose: impl Fn(PersonId) -> bool,
) -> Result<Vec<(ProposalId, Timestamp)>> {
    let answered = answered(&site.db).await?;
    let world = site.memory.read();
    let own = |one: &Waits| {
        let proposal = world.round_of(one.proposal).and_then(|round| round.proposal(one.proposal));
        proposal.and_then(|proposal| proposal.author).is_some_and(&whose)
    };
    let owed =
        owed(&world, |world, round| world.sees(Some(reader), round), &answered).into_iter().filter(own);
    Ok(owed.map(|one| (one.proposal, one.since)).collect())
}

/// Why the company owes a word to a proposal, and since when.
///
/// # Errors
/// Those of the database.
pub async fn owes(
    site: &Site,
    proposal: ProposalId,
) -> std::result::Result<Option<(Turn, Timestamp)>, sqlx::Error> {
    let words = table::last(&site.db, proposal).await?.map(|row| row.at);
    let left_out = designs::left_out(&site.db, Some(proposal)).await?.pop().map(|(_, at)| at);
    let answer = words.max(left_out).map(Timestamp);
    let world = site.memory.read();
    let Some(round) = world.round_of(proposal).filter(|round| !round.round.sample) else { return Ok(None) };
    let Some(memory) = round.proposal(proposal).filter(|one| one.status.is_public()) else { return Ok(None) };
    let said = said(&world, |beside| beside == proposal).remove(&proposal.0);
    let by_staff = world.is_by_staff(memory.author);
    Ok(waits(memory, by_staff, said.as_ref(), answer).map(|one| (one.turn, one.since)))
}

/// When the company last answered proposals: in words of its own, or by a design that leaves them out with a reason.
async fn answered(db: &Db) -> std::result::Result<FxHashMap<i64, i64>, sqlx::Error> {
    let mut answered: FxHashMap<i64, i64> = FxHashMap::default();
    let words = table::times(db).await?.into_iter().map(|row| (row.proposal, row.at));
    for (proposal, at) in words.chain(designs::left_out(db, None).await?) {
        let last = answered.entry(proposal).or_insert(at);
        *last = at.max(*last);
    }
    Ok(answered)
}

struct Waits {
    proposal: ProposalId,
    turn: Turn,
    since: Timestamp,
    words: usize,
}

/// What was said beside a proposal: the company's last word, and when customers wrote.
#[derive(Default)]
struct Said {
    company: Option<Timestamp>,
    customers: Vec<Timestamp>,
}

fn owed(
    world: &World,
    which: impl Fn(&World, &RoundMemory) -> bool,
    answered: &FxHashMap<i64, i64>,
) -> Vec<Waits> {
    let said = said(world, |_| true);
    let public = |round: &'_ RoundMemory| -> Vec<_> {
        round.proposals().filter(|one| one.status.is_public()).cloned().collect()
    };
    let waits = |proposal: &ProposalMemory| {
        let answer = answered.get(&proposal.id.0).copied().map(Timestamp);
        waits(proposal, world.is_by_staff(proposal.author), said.get(&proposal.id.0), answer)
    };
    let rounds = world.rounds().filter(|round| !round.round.sample && which(world, round));
    rounds.flat_map(public).filter_map(|proposal| waits(&proposal)).collect()
}

/// What was said beside some proposals.
fn said(world: &World, which: impl Fn(ProposalId) -> bool) -> FxHashMap<i64, Said> {
    let mut said: FxHashMap<i64, Said> = FxHashMap::default();
    for comment in world.talk.comments().filter(|comment| published(world, comment)) {
        let round = world.round_of(comment.proposal);
        // What was said beside a wording that was merged is said beside what remains.
        let Some(beside) = round.and_then(|round| round.remaining(comment.proposal)) else { continue };
        if !which(beside.id) {
            continue;
        }
        let said = said.entry(beside.id.0).or_default();
        if world.is_by_staff(comment.author) {
            said.company = said.company.max(Some(comment.at));
        } else {
            said.customers.push(comment.at);
        }
    }
    said
}

/// Whether somebody waits beside a proposal, and since when.
fn waits(
    proposal: &ProposalMemory,
    by_staff: bool,
    said: Option<&Said>,
    answer: Option<Timestamp>,
) -> Option<Waits> {
    let last = answer.max(said.and_then(|said| said.company));
    let since: Vec<Timestamp> = said.map_or(Vec::new(), |said| {
        said.customers.iter().copied().filter(|at| last.is_none_or(|last| *at > last)).collect()
    });
    let (turn, waits) = match last {
        Some(_) => (Turn::WrittenSince, *since.iter().min()?),
        // A signed design answers what it takes up, and what its draft leaves out is answered with it.
        None if proposal.status == Status::Adopted || proposal.left_out.is_some() => return None,
        // What the company asks customers itself, as whether to keep what is promised, it owes no word to.
        None if by_staff && since.is_empty() => return None,
        None => (Turn::Unanswered, proposal.at),
    };
    Some(Waits { proposal: proposal.id, turn, since: waits, words: since.len() })
}

fn shown(site: &Site, waits: Waits, moderator: bool) -> Option<Owed> {
    let (round, title, author) = {
        let world = site.memory.read();
        let proposal = world.round_of(waits.proposal)?.proposal(waits.proposal)?.clone();
        let author = proposal.author.filter(|_| moderator).and_then(|author| world.person(author));
        (proposal.round, proposal.text.title.clone(), author.map(|author| author.name.clone()))
    };
    let support = site.memory.board(round)?.support(waits.proposal);
    let Waits { proposal, turn, since, words } = waits;
    Some(Owed { proposal, round, title, turn, since, support, words, author })
}

pub async fn answer(site: Site, who: Answerer, request: AnswerMany) -> Result<Done> {
    let refuse = |message: &str| Err(Problem::field("proposals", message).into());
    if request.proposals.is_empty() {
        return refuse("Choose at least one.");
    }
    if request.proposals.len() > FollowUp::MOST {
        return refuse("At most 50 can be answered at once.");
    }
    let mut proposals = Vec::new();
    let mut once = BTreeSet::new();
    for id in request.proposals {
        let memory = visible(&site, &as_who(&who.0), id)?;
        if once.insert(memory.id) {
            proposals.push(memory);
        }
    }
    answers::say(&site, who.id, proposals, request.text).await
}
