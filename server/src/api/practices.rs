//! The draft of a round, and the practices that designers make in it.

pub mod back;
pub mod beginning;
pub mod finding;
pub mod join;
mod leaving_out;
pub mod moving;
pub mod split;
mod stale;
pub mod stories;
mod undo;

pub use leaving_out::{leave_out, take_back};
pub use undo::undo;

use super::designs::goes_on;
use super::rounds;
use crate::auth::{Anyone, Designer, Who};
use crate::db::events::{self, What};
use crate::db::practices::changes::{self, NewChange};
use crate::db::practices::{self as table, Design, Stored, links};
use crate::db::{Tx, designs};
use crate::design::check;
use crate::design::draft::{self, Parts, Sight};
use crate::error::{Error, Result};
use crate::memory::Member;
use crate::site::Site;
use crate::transfer::practices as list;
use futures::FutureExt;
use futures::future::BoxFuture;
use model::api::Done;
use model::api::accounts::Imported;
use model::api::practices::{
    AddInsideOut, AddPractice, ChangePractice, GetDraft, GetInsideOut, ImportInsideOut, InsideOut,
    RemovePractice,
};
use model::design::{Draft, GoesOn};
use model::person::Role;
use model::practice::{Entry, Practice, PracticeText};
use model::round::{Phase, Round};
use model::stale::Stale;
use model::{PracticeId, Problem, ProblemKind, RoundId, Timestamp};
use stale::{as_read, beside};
use std::collections::BTreeMap;

pub async fn draft(site: Site, who: Anyone, request: GetDraft) -> Result<Draft> {
    let round = rounds::seen(&site, &who, request.round)?;
    let sight = sight(&who, &round);
    let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
    let practices = match sight {
        Sight::Matrix => Vec::new(),
        Sight::Practices | Sight::Staff => table::of_round(&site.db, round.id).await?,
    };
    let entries = if sight == Sight::Staff { entries(&site, &who).await? } else { Vec::new() };
    let removed = if sight == Sight::Staff {
        back::taken_out(&site, (round.id, Design::Draft)).await?
    } else {
        Vec::new()
    };
    let published = designs::reasons(&site.db, round.id).await?;
    let begins = match (sight, practices.is_empty(), &who.person) {
        (Sight::Staff, true, Some(person)) => beginning::offer(&site, person, &round).await?,
        _ => None,
    };
    // Those who may see a draft's practices read what goes on beside them.
    let goes_on = match sight {
        Sight::Matrix => None,
        Sight::Practices | Sight::Staff => goes_on(&site, &round, &practices).await?,
    };
    // What stands against it is for those who can mend it.
    let goes_on =
        goes_on.map(|one| GoesOn { refused: one.refused.clone().filter(|_| sight == Sight::Staff), ..one });
    let parts = Parts { round: &round, board: &board, practices, entries, published, removed, sight };
    Ok(Draft { begins, goes_on, ..draft::assemble(parts) })
}

/// The company's lists, as far as they come from rounds that there are for whoever asks.
pub async fn entries(site: &Site, who: &Who) -> Result<Vec<Entry>> {
    entries_seen(site, who.person.as_deref()).await
}

/// The same for a person, or for a stranger.
pub async fn entries_seen(site: &Site, person: Option<&Member>) -> Result<Vec<Entry>> {
    let hidden = site.memory.read().hidden_from(person);
    Ok(table::entries(&site.db, &hidden).await?)
}

/// Those who make and sign the design always see all of it; others see practices while they are voted on or signed.
fn sight(who: &Who, round: &Round) -> Sight {
    if who.may(Role::Designer) || who.may(Role::Signatory) {
        Sight::Staff
    } else if round.is_open(Phase::Vote) || round.is_open(Phase::Adopt) {
        Sight::Practices
    } else {
        Sight::Matrix
    }
}

pub async fn add(site: Site, who: Designer, request: AddPractice) -> Result<Practice> {
    put_in(&site, &who, (request.round, Design::Draft), request.text).await
}

pub async fn add_inside_out(site: Site, who: Designer, request: AddInsideOut) -> Result<Practice> {
    put_in(&site, &who, (request.round, Design::InsideOut), request.text).await
}

async fn put_in(
    site: &Site,
    who: &Designer,
    (round, design): (RoundId, Design),
    text: PracticeText,
) -> Result<Practice> {
    let (by, now) = (who.id, site.clock.now());
    rounds::going_on(site, round)?;
    fits(site, round, design, &text)?;
    let id = write(site, move |tx| {
        async move {
            check::links::fit(&links::of_round(tx, round).await?, None, &text)?;
            let id = table::add(tx, (round, design), &text, by, now).await?;
            let kind = if design == Design::Draft { "practice.added" } else { "practice.added_inside_out" };
            events::record(tx, now, Some(by), What::of_round(kind, round, id.0), None).await?;
            Ok(id)
        }
        .boxed()
    })
    .await?;
    show(site, id).await
}

pub async fn import_inside_out(site: Site, who: Designer, request: ImportInsideOut) -> Result<Imported> {
    let (round, by, now) = (request.round, who.id, site.clock.now());
    let list = list::read(&request.csv, &rounds::read(&site, round)?)?;
    let known = table::inside_out(&site.db, round).await?;
    let done = site.db.write(move |tx| list::put(tx, round, list, known, by, now).boxed()).await?;
    site.memory.catch_up().await?;
    Ok(done)
}

/// Version 0, as the studio works on it: the matrix with how the company engages today.
pub async fn inside_out(site: Site, who: Anyone, request: GetInsideOut) -> Result<InsideOut> {
    let round = rounds::seen(&site, &who, request.round)?;
    if sight(&who, &round) != Sight::Staff {
        return Err(Problem::not_allowed("How it is today is for designers and signatories.").into());
    }
    let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
    let practices = table::inside_out(&site.db, round.id).await?;
    let entries = entries(&site, &who).await?;
    let integrity = super::integrity::of_inside_out(&round, &practices, entries.clone());
    let parts = Parts {
        round: &round,
        board: &board,
        practices,
        entries,
        published: BTreeMap::new(),
        removed: back::taken_out(&site, (round.id, Design::InsideOut)).await?,
        sight: Sight::Staff,
    };
    Ok(InsideOut { draft: draft::without_proposals(draft::assemble(parts)), integrity })
}

pub async fn change(site: Site, who: Designer, request: ChangePractice) -> Result<Practice> {
    let id = request.practice;
    for _ in 0..TRIES {
        let stored = find(&site, id).await?;
        if let Some(stale) = Stale::of(request.seen, stored.revision) {
            return Err(beside(stale, &request.text, &stored.text).problem().into());
        }
        if replace(&site, &who, stored, (request.text.clone(), request.sitting)).await? {
            return show(&site, id).await;
        }
    }
    let busy = "Others are changing this practice at this moment. Send it again.";
    Err(Problem::conflict(busy).into())
}

/// How often a change begins again because another came in between, where its writer did not say what they had read.
const TRIES: usize = 5;

/// `false` where it is no longer what was read.
async fn replace(
    site: &Site,
    who: &Designer,
    stored: Stored,
    (text, sitting): (PracticeText, bool),
) -> Result<bool> {
    let (id, round, by, now) = (stored.id, stored.round, who.id, site.clock.now());
    let design = if stored.inside_out { Design::InsideOut } else { Design::Draft };
    rounds::going_on(site, round)?;
    fits(site, round, design, &text)?;
    write(site, move |tx| {
        async move {
            match changes::revision(tx, id).await? {
                None => return Err(gone()),
                Some(revision) if revision != stored.revision => return Ok(false),
                Some(_) => {}
            }
            check::links::fit(&links::of_round(tx, round).await?, Some(id), &text)?;
            if !table::change(tx, id, &text, by, now).await? {
                return Err(gone());
            }
            let revision = stored.revision + 1;
            let change = NewChange { practice: id, revision, was: stored.text.into(), sitting, by, at: now };
            changes::note(tx, &change).await?;
            events::record(tx, now, Some(by), What::of_round("practice.changed", round, id.0), None).await?;
            Ok(true)
        }
        .boxed()
    })
    .await
}

pub async fn remove(site: Site, who: Designer, request: RemovePractice) -> Result<Done> {
    let (id, read, by, now) = (request.practice, request.seen, who.id, site.clock.now());
    let round = find(&site, id).await?.round;
    rounds::going_on(&site, round)?;
    write(&site, move |tx| {
        async move {
            let revision = changes::revision(tx, id).await?.ok_or_else(gone)?;
            as_read(read, revision)?;
            check::links::may_go(&links::of_round(tx, round).await?, id)?;
            if !table::remove(tx, id, by, now).await? {
                return Err(gone());
            }
            record(tx, now, &who, What::of_round("practice.removed", round, id.0)).await
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

fn gone() -> Error {
    Problem::not_found("practice").into()
}

/// Whoever looks for one that was taken out is told by whom: it can be put back.
async fn find(site: &Site, id: PracticeId) -> Result<Stored> {
    if let Some(stored) = table::find(&site.db, id).await? {
        return Ok(stored);
    }
    let Some(by) = table::removed_by(&site.db, id).await? else { return Err(gone()) };
    let message = format!("{by} has taken this practice out of the draft. Put it back to go on with it.");
    Err(Problem { kind: ProblemKind::NotFound, message, ..Problem::not_found("practice") }.into())
}

async fn show(site: &Site, id: PracticeId) -> Result<Practice> {
    let practice = find(site, id).await?;
    let board = site.memory.board(practice.round).ok_or_else(gone)?;
    Ok(draft::shown(practice, &board, Sight::Staff))
}

fn fits(site: &Site, round: RoundId, design: Design, text: &PracticeText) -> Result<()> {
    let world = site.memory.read();
    let memory = world.round(round).ok_or_else(|| Problem::not_found("round"))?;
    match design {
        Design::Draft => check::fits(memory, text)?,
        Design::InsideOut => check::fits_inside_out(&memory.round, text)?,
    }
    Ok(())
}

async fn record(tx: &mut Tx, now: Timestamp, who: &Designer, what: What) -> Result<()> {
    Ok(events::record(tx, now, Some(who.id), what, None).await?)
}

/// Runs a change and waits until it can be seen.
async fn write<T, F>(site: &Site, work: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
{
    let value = site
        .db
        .write(move |tx| {
            async move {
                // Two that name the same entries of the lists in another order would wait for each other.
                events::take(tx, 0).await?;
                work(tx).await
            }
            .boxed()
        })
        .await
        .map_err(overtaken)?;
    site.memory.catch_up().await?;
    Ok(value)
}

/// What a practice points at was there a moment ago.
fn overtaken(error: Error) -> Error {
    let broken = |fault: &anyhow::Error| {
        let cause = fault.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error);
        cause.is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
    };
    match error {
        Error::Fault(fault) if broken(&fault) => {
            Problem::conflict("The round has just been changed. Please look at it again.").into()
        }
        error => error,
    }
}
