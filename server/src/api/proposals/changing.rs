//! Changing a proposal's text: by its author and those who write it with them. Whoever has voted is asked again: what they said was
//! said of other words, so it counts no more until they say it of these.

use super::shown::text;
use super::{as_who, fits, settle, show};
use crate::auth::Customer;
use crate::db::batch::{self, NewVote};
use crate::db::events::{self, What};
use crate::db::proposals as table;
use crate::db::writing::{self, SaidRow};
use crate::db::{Tx, mentions as named, queue as desk};
use crate::error::Result;
use crate::intake;
use crate::limits::Limit;
use crate::memory::{ProposalMemory, RoundMemory};
use crate::mentions::{self, Names, Place};
use crate::site::Site;
use futures::FutureExt;
use model::access::Act;
use model::api::proposals::ChangeProposal;
use model::intake::Held;
use model::proposal::{Proposal, ProposalText, Status};
use model::queue::Key;
use model::round::{Phase, Round};
use model::vote::{Stance, Vote};
use model::{FieldProblem, PersonId, Problem, ProblemKind, ProposalId, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a change is made to.
struct Before {
    memory: Arc<ProposalMemory>,
    round: Round,
    own: bool,
    /// Whoever counts on it by what they said on a wording that was merged into it.
    through: BTreeSet<PersonId>,
    wordings: Vec<ProposalId>,
}

pub async fn change(site: Site, who: Customer, request: ChangeProposal) -> Result<Proposal> {
    let (now, id, by) = (site.clock.now(), request.proposal, who.id);
    let before = before(&site, &who, &request, now)?;
    let memory = before.memory.clone();
    crate::api::queue::acts::may_write(&site, &who)?;
    let names = mentions::names(&site, &as_who(&who.0), [memory.marked.as_str()]).await?;
    let place = Place { round: memory.round, beside: Some(id), before: memory.marked.as_str() };
    let typed = request.text.clone();
    let (new, people) = settle(&site, &who, request.text, place).await?;
    let same = new == ProposalText { why: memory.marked.clone(), ..memory.text.clone() };
    if same && memory.status.is_public() {
        return show(&site, &as_who(&who.0), id).await;
    }
    if request.seen.is_some_and(|seen| seen != memory.changed.0) && !same {
        return Err(stale(&before, &typed, &names).into());
    }
    // Each is news for everybody who has voted.
    site.limits.check(Limit::Comment, &by.to_string())?;
    let (waits, held) =
        intake::fate(&site, &who, memory.round, &intake::whole(&new), Some(Key::Proposal(id))).await?;
    // Whoever was asked to wait does not get round it by writing something else.
    let public = memory.status.is_public();
    let fate = (if waits || !public { Status::Waiting } else { Status::Published }, held.or(memory.held));
    let change = Change { text: new, people, fate, by, at: now };
    site.db.write(move |tx| async move { put(tx, &before, &change).await }.boxed()).await?;
    site.memory.catch_up().await?;
    show(&site, &as_who(&who.0), id).await
}

/// A change that was found to fit.
struct Change {
    text: ProposalText,
    people: Vec<PersonId>,
    fate: (Status, Option<Held>),
    by: PersonId,
    at: Timestamp,
}

async fn put(tx: &mut Tx, before: &Before, change: &Change) -> Result<()> {
    let (memory, at, by) = (&before.memory, change.at, change.by);
    let id = memory.id;
    // No vote and no other change comes in between.
    events::take(tx, 0).await?;
    if writing::version(tx, id).await? != memory.changed {
        let message = "Somebody else has just changed this. Load the page again to see both.";
        return Err(Problem::conflict(message).into());
    }
    if memory.status.is_public() {
        writing::keep(tx, id, at).await?;
    }
    table::change(tx, id, &change.text, change.fate, at).await?;
    writing::set_hand(tx, id, Some(by).filter(|_| !before.own)).await?;
    named::set(tx, Key::Proposal(id), &change.people, at).await?;
    // Who was asked something has answered by writing it anew.
    desk::close(tx, Key::Proposal(id), None, at).await?;
    ask_again(tx, before, by, at).await?;
    let what = What::of_round("proposal.changed", memory.round, id.0);
    Ok(events::record(tx, at, Some(by), what, None).await?)
}

/// A proposal that the caller may change now.
fn before(site: &Site, who: &Customer, request: &ChangeProposal, now: Timestamp) -> Result<Before> {
    let id = request.proposal;
    let world = site.memory.read();
    let round = world.seen_of(Some(who), id).ok_or_else(|| Problem::not_found("proposal"))?;
    let memory = round.proposal(id).ok_or_else(|| Problem::not_found("proposal"))?.clone();
    let own = memory.author == Some(who.id);
    let writes = own || world.writes(who.id, id);
    if !writes && !memory.status.is_public() && memory.status != Status::Merged {
        return Err(Problem::not_found("proposal").into());
    }
    may_change(round, &memory, writes, now)?;
    world.permit(Some(who), &round.round, Act::Propose, "proposal")?;
    fits(round, &request.text)?;
    let wordings: Vec<ProposalId> = round.wordings(id).map(|one| one.id).collect();
    let heard = wordings.iter().flat_map(|one| round.heard_on_wording(*one));
    let through = heard.filter(|voter| round.vote(*voter, id).is_some());
    let through = through.filter_map(|voter| world.voter_person(voter)).collect();
    Ok(Before { memory, round: round.round.clone(), own, through, wordings })
}

fn may_change(round: &RoundMemory, memory: &ProposalMemory, writes: bool, now: Timestamp) -> Result<()> {
    if !writes {
        let message = "Only its author, and who writes it with them, can change a proposal.";
        return Err(Problem::not_allowed(message).into());
    }
    if memory.status == Status::Merged {
        return Err(
            Problem::conflict("This is merged into another, and its wording is kept as it was.").into()
        );
    }
    if !is_open(&round.round, now) || memory.status == Status::Adopted {
        return Err(Problem::conflict("The texts of this round's proposals are frozen.").into());
    }
    Ok(())
}

/// Whether texts of proposals change in this round now.
pub fn is_open(round: &Round, now: Timestamp) -> bool {
    let mut windows = round.windows.iter();
    windows.any(|window| matches!(window.phase, Phase::Propose | Phase::Refine) && window.open_at(now))
}

/// Everybody's votes but that of whoever changes it are taken back, and what they said is kept to be asked about.
async fn ask_again(
    tx: &mut Tx,
    before: &Before,
    by: PersonId,
    at: Timestamp,
) -> std::result::Result<(), sqlx::Error> {
    let id = before.memory.id;
    let mut said: Vec<SaidRow> = writing::voted(tx, id).await?;
    for wording in &before.wordings {
        let there = writing::voted(tx, *wording).await?.into_iter();
        let heard = there.filter(|row| before.through.contains(&PersonId(row.person)));
        for row in heard.collect::<Vec<_>>() {
            if said.iter().all(|one| one.person != row.person) {
                said.push(row);
            }
        }
    }
    said.retain(|row| row.person != by.0);
    if said.is_empty() {
        return Ok(());
    }
    let back = |row: &SaidRow| NewVote {
        at,
        person: PersonId(row.person),
        proposal: id,
        vote: Vote::new(Stance::TakenBack),
        on_behalf: false,
        by: None,
        source: None,
    };
    let first = batch::write(tx, &said.iter().map(back).collect::<Vec<_>>()).await?;
    for (seq, row) in (first..).zip(&said) {
        writing::ask(tx, id, row, seq, at).await?;
    }
    Ok(())
}

/// Somebody else was faster: what they wrote, beside every field where it differs, and what to send along to put one's own in its
/// place.
fn stale(before: &Before, typed: &ProposalText, names: &Names) -> Problem {
    let (memory, round) = (&before.memory, &before.round);
    let now = text(memory, true, names);
    let stages =
        |text: &ProposalText| named_of(text.stages.iter(), |at| Some(round.stages.get(at)?.name.as_str()));
    let cultures = |text: &ProposalText| {
        named_of(text.cultures.iter(), |at| Some(round.cultures.get(at)?.name.as_str()))
    };
    let particular =
        |text: &Option<model::Particular>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = |text: &ProposalText| {
        [
            ("title", text.title.to_string()),
            ("why", text.why.to_string()),
            ("kind", text.kind.word().to_owned()),
            ("stages", stages(text)),
            ("cultures", cultures(text)),
            ("who", particular(&text.who)),
            ("how", particular(&text.how)),
            ("tool", particular(&text.tool)),
            ("measure", particular(&text.measure)),
        ]
    };
    let differs = words(typed).into_iter().zip(words(&now)).filter(|(typed, now)| typed.1 != now.1);
    let field = |field: &str, message: String| FieldProblem { field: field.to_owned(), message };
    let mut fields: Vec<FieldProblem> =
        differs.map(|(_, (name, now))| field(name, format!("Now it says: “{now}”"))).collect();
    fields.push(field("seen", memory.changed.0.to_string()));
    let message = "Somebody else has changed this since you began. What it says now stands beside what you wrote: put \
                   both together, and send it again.";
    Problem { kind: ProblemKind::Conflict, message: message.into(), fields }
}

fn named_of<'r>(places: impl Iterator<Item = usize>, name: impl Fn(usize) -> Option<&'r str>) -> String {
    places.filter_map(name).collect::<Vec<_>>().join(", ")
}
