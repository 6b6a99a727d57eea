//! Stage gates: what is to be so before a phase is opened. A phase that has one is opened by hand alone, so that somebody looks;
//! and to discontinue is one of the buttons.

use super::rounds::{self, change_round, window_of};
use crate::auth::Moderator;
use crate::db::events::{self, What};
use crate::db::gates::{self as table, NewPass};
use crate::db::rounds as round_table;
use crate::error::{Error, Result};
use crate::site::Site;
use futures::FutureExt;
use model::api::Done;
use model::api::gates::{Discontinue, GetGates, PassGate, SetGate, TakeUpAgain};
use model::gate::{CheckedCriterion, Gate, MOST_CRITERIA};
use model::round::{Phase, Window};
use model::{Particular, Problem, RoundId};

pub async fn list(site: Site, _who: Moderator, request: GetGates) -> Result<Vec<Gate>> {
    rounds::read(&site, request.round)?;
    Ok(table::of_round(&site.db, request.round).await?)
}

async fn gate(site: &Site, round: RoundId, phase: Phase) -> Result<Gate> {
    let gates = table::of_round(&site.db, round).await?;
    let found = gates.into_iter().find(|gate| gate.phase == phase);
    Ok(found.ok_or_else(|| Problem::not_found("phase"))?)
}

/// That a phase has no gate, and may be opened as it is.
pub async fn is_none(site: &Site, round: RoundId, phase: Phase, field: &str) -> Result<()> {
    if gate(site, round, phase).await?.criteria.is_empty() {
        return Ok(());
    }
    let message = "This phase has a gate: it is opened by hand, on the page of rounds, once its criteria are met or overruled.";
    // Where there is no such field it is read all the same.
    Err(Problem { message: message.into(), ..Problem::field(field, message) }.into())
}

pub async fn set(site: Site, who: Moderator, request: SetGate) -> Result<Done> {
    let (round, phase) = (request.round, request.phase);
    rounds::going_on(&site, round)?;
    let lines = request.criteria.as_str().lines().map(str::trim).filter(|line| !line.is_empty());
    let criteria: std::result::Result<Vec<Particular>, _> = lines.map(str::parse).collect();
    let criteria = criteria
        .map_err(|refused: model::text::TextProblem| Problem::field("criteria", refused.to_string()))?;
    if criteria.len() > MOST_CRITERIA {
        let message = format!("A gate has at most {MOST_CRITERIA} criteria, one to a line.");
        return Err(Problem::field("criteria", message).into());
    }
    let later = window_of(&site, round, phase).and_then(|window| window.opens);
    if !criteria.is_empty() && later.is_some_and(|opens| opens > site.clock.now()) {
        let message =
            "This phase opens by date, and with a gate it would not. Take its opening date away first.";
        return Err(Problem::field("criteria", message).into());
    }
    let what = What::of_round("round.gate_set", round, round.0);
    change_round(&site, who.id, what, Some(phase.word().to_owned()), move |tx| {
        async move { table::set(tx, round, phase, &criteria).await.map_err(Error::from) }.boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn pass(site: Site, who: Moderator, request: PassGate) -> Result<Done> {
    let (round, phase, now) = (request.round, request.phase, site.clock.now());
    rounds::going_on(&site, round)?;
    let gate = gate(&site, round, phase).await?;
    if !request.met.fits(gate.criteria.len()) {
        return Err(Problem::field("met", "This gate has no such criterion. Please look at it again.").into());
    }
    let criteria: Vec<CheckedCriterion> = gate
        .criteria
        .into_iter()
        .enumerate()
        .map(|(place, text)| CheckedCriterion { text, met: request.met.has(place) })
        .collect();
    let unmet = criteria.iter().filter(|one| !one.met).count();
    if unmet > 0 && request.overrule.is_none() {
        let message =
            format!("{unmet} of {} are not met. Say why the phase is opened all the same.", criteria.len());
        return Err(Problem::field("overrule", message).into());
    }
    let reason = request.overrule.filter(|_| unmet > 0);
    let detail = match &reason {
        None => phase.word().to_owned(),
        Some(reason) => format!("{}: {reason}", phase.word()),
    };
    let pass = NewPass { round, phase, criteria, reason, at: now, by: who.id };
    let what = What::of_round("round.gate_passed", round, round.0);
    let window = rounds::opened(&site, round, phase);
    change_round(&site, who.id, what, Some(detail), move |tx| {
        async move {
            table::pass(tx, &pass).await?;
            let what = What::of_round("round.phase_opened", round, round.0);
            events::record(tx, now, Some(pass.by), what, None).await?;
            Ok(round_table::put_window(tx, round, window).await?)
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn discontinue(site: Site, who: Moderator, request: Discontinue) -> Result<Done> {
    let (round, by, now) = (request.round, who.id, site.clock.now());
    let before = rounds::going_on(&site, round)?.windows;
    let reason = request.reason;
    let what = What::of_round("round.discontinued", round, round.0);
    change_round(&site, by, what, Some(reason.to_string()), move |tx| {
        async move {
            table::discontinue(tx, round, &reason, &before, (by, now)).await?;
            for window in before {
                // What is open is shut, and what would open later does not.
                let opens = window.opens.filter(|opens| *opens <= now);
                let closes = window.closes.filter(|closes| *closes <= now);
                let shut = Window { phase: window.phase, opens, closes: closes.or(opens.map(|_| now)) };
                round_table::put_window(tx, round, shut).await?;
            }
            Ok(())
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}

pub async fn take_up(site: Site, who: Moderator, request: TakeUpAgain) -> Result<Done> {
    let (round, by, now) = (request.round, who.id, site.clock.now());
    rounds::read(&site, round)?;
    let not = || Problem::conflict("This round is not discontinued.");
    let (_, windows) = table::discontinued(&site.db, round.0).await?.ok_or_else(not)?;
    let what = What::of_round("round.taken_up", round, round.0);
    change_round(&site, by, what, None, move |tx| {
        async move {
            if !table::resume(tx, round, by, now).await? {
                return Err(not().into());
            }
            for window in windows {
                round_table::put_window(tx, round, window).await?;
            }
            Ok(())
        }
        .boxed()
    })
    .await?;
    Ok(Done {})
}
