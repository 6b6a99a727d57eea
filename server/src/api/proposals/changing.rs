//! Changing a proposal's text: by its author and those who write it with them. Whoever has voted is asked again once the new words
//! are public: what they said was said of other words, so it counts no more until they say it of these. Case, punctuation and
//! spacing are no other words.

use super::asking::{self, Heard};
use super::{as_who, fits, rewording, settle, show, stale};
use crate::api::{pictures, queue::acts};
use crate::auth::Customer;
use crate::db::events::{self, What};
use crate::db::proposals as table;
use crate::db::{Tx, mentions as named, pictures as picture_table, queue as desk, writing};
use crate::error::Result;
use crate::intake;
use crate::limits::Limit;
use crate::memory::{ProposalMemory, RoundMemory};
use crate::mentions::{self, Place};
use crate::site::Site;
use futures::FutureExt;
use model::access::Act;
use model::api::proposals::ChangeProposal;
use model::intake::Held;
use model::picture::{Picture, Pictures, With};
use model::proposal::{Proposal, ProposalText, Status};
use model::queue::Written;
use model::round::{Phase, Round};
use model::stale::Stale;
use model::{PersonId, Problem, Timestamp};
use std::sync::Arc;

/// What a change is made to.
struct Before {
    /// Up to which number of the log it is as it was read.
    seen: i64,
    memory: Arc<ProposalMemory>,
    round: Round,
    own: bool,
    heard: Heard,
}

pub async fn change(site: Site, who: Customer, request: With<ChangeProposal>) -> Result<Proposal> {
    let With { request, pictures } = request;
    pictures::few_enough(pictures.as_ref())?;
    let (now, id, by) = (site.clock.now(), request.proposal, who.id);
    let before = before(&site, &who, &request, now)?;
    let memory = before.memory.clone();
    acts::may_write(&site, &who)?;
    let names = mentions::names(&site, &as_who(&who.0), [memory.marked.as_str()]).await?;
    let place = Place { round: memory.round, beside: Some(id), before: memory.marked.as_str() };
    let typed = request.text.clone();
    let (text, people) = settle(&site, &who, request.text, place).await?;
    let there = picture_table::of_proposal(&site.db, id).await?;
    let old = ProposalText { why: memory.marked.clone(), ..memory.text.clone() };
    let same = text == old && is_same_to_see(&there, pictures.as_ref(), |one, other| one == other);
    if same && memory.status.is_public() {
        return show(&site, &as_who(&who.0), id).await;
    }
    if let Some(stale) = Stale::of(request.seen, memory.changed.0).filter(|_| !same) {
        return Err(stale::beside(stale, &memory, &before.round, &typed, &names).problem().into());
    }
    // Each is news for everybody who has voted.
    site.limits.check(Limit::Comment, &by.to_string())?;
    let words = pictures::with_words(&intake::whole(&text), pictures.as_ref());
    let (waits, held) = intake::fate(&site, &who, memory.round, &words, Some(Written::Proposal(id))).await?;
    // Whoever was asked to wait does not get round it by writing something else.
    let waits = waits || !memory.status.is_public();
    let fate = (if waits { Status::Waiting } else { Status::Published }, held.or(memory.held));
    let to_see = !is_same_to_see(&there, pictures.as_ref(), rewording::is_same_words);
    let says_else = to_see || !rewording::is_same(&old, &text);
    let change = Change { text, people, pictures, fate, to_see, says_else, by, at: now };
    site.db.write(move |tx| async move { put(tx, &before, &change).await }.boxed()).await?;
    site.memory.catch_up().await?;
    show(&site, &as_who(&who.0), id).await
}

/// Whether the pictures stay, and what is said of each is the `same`.
fn is_same_to_see(there: &[Picture], wanted: Option<&Pictures>, same: impl Fn(&str, &str) -> bool) -> bool {
    let Some(Pictures(wanted)) = wanted else { return true };
    let stays = |picture: &Picture| {
        let alt = picture.alt.as_ref().map_or("", |alt| alt.as_str());
        wanted.get(&picture.id).is_some_and(|wanted| same(alt, wanted.as_str()))
    };
    wanted.len() == there.len() && there.iter().all(stays)
}

/// A change that was found to fit.
struct Change {
    text: ProposalText,
    people: Vec<PersonId>,
    pictures: Option<Pictures>,
    fate: (Status, Option<Held>),
    /// Whether there is something else to see.
    to_see: bool,
    /// Whether it says something else.
    says_else: bool,
    by: PersonId,
    at: Timestamp,
}

async fn put(tx: &mut Tx, before: &Before, change: &Change) -> Result<()> {
    let (memory, at, by) = (&before.memory, change.at, change.by);
    let id = memory.id;
    // No vote and no other change comes in between.
    events::take(tx, 0).await?;
    // Nor was anything else decided on it since it was read: merged, parted, declined.
    if writing::version(tx, id).await? != memory.changed
        || events::touched(tx, before.seen, memory.round, id).await?
    {
        let message = "Somebody else has just changed this. Load the page again to see both.";
        return Err(Problem::conflict(message).into());
    }
    // Words that were never public are replaced, and nobody is asked about them.
    if memory.worded.is_some() {
        writing::keep(tx, id, at, !memory.status.is_public(), change.to_see).await?;
    } else if change.to_see {
        writing::pictures_too(tx, id).await?;
    }
    table::change(tx, id, &change.text, change.fate, at).await?;
    table::set_worded(tx, id, None).await?;
    writing::set_hand(tx, id, Some(by).filter(|_| !before.own)).await?;
    named::set(tx, Written::Proposal(id), &change.people, at).await?;
    pictures::give(tx, Written::Proposal(id), by, change.pictures.as_ref()).await?;
    // Who was asked something has answered by writing it anew.
    desk::close(tx, Written::Proposal(id), None, at).await?;
    if change.fate.0.is_public() {
        asking::published(tx, &before.heard, at).await?;
    }
    let what = if change.says_else { "proposal.changed" } else { "proposal.corrected" };
    let what = What::of_round(what, memory.round, id.0);
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
    let heard = Heard::of(&world, id);
    Ok(Before { seen: world.seq(), memory, round: round.round.clone(), own, heard })
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
    round.open_at(now).iter().any(|phase| matches!(phase, Phase::Propose | Phase::Refine))
}
