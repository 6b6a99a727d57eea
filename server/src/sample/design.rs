//! The design that the sample's company made of it: its practices are written into the draft, what it left out gets its
//! reasons, and then it is adopted as any other design is.

mod practices;

use super::asks;
use crate::api::{designs, rounds};
use crate::auth::{Moderator, Signatory};
use crate::db::events::{self, What};
use crate::db::practices::{self as table, Design};
use crate::db::{Tx, proposals};
use crate::error::{Error, Result};
use crate::site::Site;
use crate::transfer::practices as list;
use anyhow::Context;
use futures::FutureExt;
use model::api::designs::Adopt;
use model::api::rounds::ClosePhase;
use model::design::LeftDecision;
use model::practice::PracticeText;
use model::round::Phase;
use model::text::TextProblem;
use model::{PersonId, Problem, ProposalId, RoundId, Timestamp};
use std::collections::HashMap;

/// Published for single proposals, by title.
const LEFT_OUT: [(&str, LeftDecision, &str); 4] = [
    (
        "Offer a contract in which you are paid from the energy that we save",
        LeftDecision::NotNow,
        "You are divided over it, and for three of you it is a red line. We cannot yet carry the risk of a price of energy \
         that we do not set. Two customers will try it with us until summer, and we shall report here how it went.",
    ),
    (
        "Make remote monitoring part of every new pump",
        LeftDecision::No,
        "Several of you would leave over it. It stays something that you can order, and we shall not switch it on for \
         anybody who has not.",
    ),
    (
        "Hold half a day's workshop at our site before any offer",
        LeftDecision::No,
        "Half a day helps some of you and costs others more than it brings. Whoever wants one can ask the account engineer \
         for it from now on; it is not a condition for an offer.",
    ),
    (
        "Let our purchasing system order spares directly from yours",
        LeftDecision::NotNow,
        "We want this too, and cannot do it well this year: our catalogue of parts has to be put in order first. It comes \
         back in the next round with a date.",
    ),
];

/// How the sample's company engaged before it asked.
const TODAY: &str = include_str!("today.csv");

const REST: &str = "Not in this version. We took up what most of you asked for and what 400 hours a month can carry. It \
stays on the list for the next round.";

const AGAINST: &str = "By the votes alone the pumps that we have to lend would not go round. We adopt the loan all the same, for four \
plants at a time: seventeen of you ask for it, and nothing else convinces an engineer like a pump that runs.";

const STATEMENT: &str = "You told us plainly that we make you explain your plant five times, and that we call when it \
suits us. With this design one of us knows your site, prices stand where you can read them, and nobody rings you \
unasked. It has fewer practices and hand-overs than what we do today. Hold us to it.";

/// # Errors
/// Those of the database.
pub async fn adopt(site: &Site, by: PersonId, round: RoundId, proposals: &[ProposalId]) -> Result<()> {
    let now = site.clock.now();
    let by_title: HashMap<&str, ProposalId> =
        asks::all().iter().map(|ask| ask.title).zip(proposals.iter().copied()).collect();
    let (signer, shown) = {
        let world = site.memory.read();
        let memory = world.round(round).ok_or_else(|| Problem::not_found("round"))?;
        (world.person(by).ok_or_else(|| Problem::not_found("person"))?, memory.round.clone())
    };
    let texts = practices::texts(&by_title, &shown.resources).map_err(fits)?;
    let today = list::read(TODAY, &shown)?;
    let (by_whom, none) = (by, Vec::new());
    site.db.write(move |tx| list::put(tx, round, today, none, by_whom, now).boxed()).await?;
    site.db
        .write(move |tx| async move { draft(tx, round, &texts, &by_title, by, now).await }.boxed())
        .await?;
    site.memory.catch_up().await?;
    designs::adopt(site.clone(), Signatory(signer.clone()), signature(round).map_err(fits)?).await?;
    // Whoever looks around is to try voting too.
    rounds::close_phase(site.clone(), Moderator(signer), ClosePhase { round, phase: Phase::Adopt }).await?;
    Ok(())
}

fn fits(refused: TextProblem) -> Error {
    anyhow::anyhow!("the sample's design: {refused}").into()
}

fn signature(round: RoundId) -> std::result::Result<Adopt, TextProblem> {
    Ok(Adopt {
        round,
        signed_by: "Ingrid Solberg".parse()?,
        capacity: "Managing director, Halden Pumps (made up)".parse()?,
        statement: STATEMENT.parse()?,
        reason_for_the_rest: REST.parse()?,
        against: Some(AGAINST.parse()?),
        overrule: None,
    })
}

async fn draft(
    tx: &mut Tx,
    round: RoundId,
    texts: &[PracticeText],
    by_title: &HashMap<&str, ProposalId>,
    by: PersonId,
    now: Timestamp,
) -> Result<()> {
    for text in texts {
        let id = table::add(tx, (round, Design::Draft), text, by, now).await?;
        events::record(tx, now, Some(by), What::of_round("practice.added", round, id.0), None).await?;
    }
    for (title, decision, reason) in LEFT_OUT {
        let id = by_title.get(title).with_context(|| format!("nobody asks {title:?}"))?;
        proposals::leave_out(tx, *id, (decision, reason), by, now).await?;
    }
    // A subject of 0 would be every proposal of no round: the whole round is read again instead.
    events::record(tx, now, Some(by), What::of_round("round.imported", round, round.0), None).await?;
    Ok(())
}
