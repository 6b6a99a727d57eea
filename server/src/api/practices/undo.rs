//! Taking back one's own last change of a practice, with all that it did: what a split or a move made practices of their own goes
//! again. It is a change itself, and can be taken back too: then they come again.

use super::{Design, check, find, fits, gone, links, rounds, show, write};
use crate::auth::Designer;
use crate::db::Tx;
use crate::db::events::{self, What};
use crate::db::practices::changes::{self, NewChange, Was};
use crate::db::practices::{self as table, Stored};
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::api::practices::UndoPractice;
use model::practice::Practice;
use model::{PersonId, PracticeId, Problem, RoundId, Timestamp};

/// The revision of a practice that nobody has touched since it was made.
const MADE: i64 = 1;

pub async fn undo(site: Site, who: Designer, request: UndoPractice) -> Result<Practice> {
    let (id, revision) = (request.practice, request.seen);
    let stored = find(&site, id).await?;
    let own = match stored.revision == revision {
        true => changes::own_last(&site.db, id, revision, who.id).await?,
        false => None,
    };
    let own = own.ok_or_else(none)?;
    rounds::going_on(&site, stored.round)?;
    let design = if stored.inside_out { Design::InsideOut } else { Design::Draft };
    fits(&site, stored.round, design, &own.text)?;
    for part in &own.gone {
        if let Some(part) = table::find_removed(&site.db, *part).await? {
            fits(&site, stored.round, design, &part.text)?;
        }
    }
    let hand = Hand { round: stored.round, by: who.id, at: site.clock.now() };
    write(&site, move |tx| take_back(tx, stored, own, hand).boxed()).await?;
    show(&site, id).await
}

fn none() -> Error {
    Problem::conflict("Your own last change can be taken back, as long as nobody has changed it since.")
        .into()
}

/// Who takes something back, where and when.
#[derive(Clone, Copy)]
struct Hand {
    round: RoundId,
    by: PersonId,
    at: Timestamp,
}

async fn take_back(tx: &mut Tx, stored: Stored, own: Was, hand: Hand) -> Result<()> {
    let Hand { round, by, at } = hand;
    let id = stored.id;
    if changes::revision(tx, id).await? != Some(stored.revision) {
        return Err(none());
    }
    let mut was = Was::from(stored.text);
    for part in own.made {
        if take_out(tx, part, hand).await? {
            was.gone.push(part);
        }
    }
    for part in own.gone {
        if table::put_back(tx, part).await? {
            events::record(tx, at, Some(by), What::of_round("practice.put_back", round, part.0), None)
                .await?;
            was.made.push(part);
        }
    }
    check::links::fit(&links::of_round(tx, round).await?, Some(id), &own.text)?;
    if !table::change(tx, id, &own.text, by, at).await? {
        return Err(gone());
    }
    let revision = stored.revision + 1;
    changes::note(tx, &NewChange { practice: id, revision, was, sitting: false, by, at }).await?;
    Ok(events::record(tx, at, Some(by), What::of_round("practice.undone", round, id.0), None).await?)
}

/// Takes out a part that the change made; `false` where that has gone already.
async fn take_out(tx: &mut Tx, part: PracticeId, Hand { round, by, at }: Hand) -> Result<bool> {
    match changes::revision(tx, part).await? {
        None => return Ok(false),
        Some(MADE) => {}
        Some(_) => {
            let message = "What your change made a practice of its own has been changed since. If that is to go, take it out first.";
            return Err(Problem::conflict(message).into());
        }
    }
    check::links::may_go(&links::of_round(tx, round).await?, part)?;
    table::remove(tx, part, by, at).await?;
    events::record(tx, at, Some(by), What::of_round("practice.removed", round, part.0), None).await?;
    Ok(true)
}
