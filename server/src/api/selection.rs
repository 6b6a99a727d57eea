//! The draft design as the votes choose it: what is in, why, and what would be under other rules.

use super::rounds;
use crate::auth::{Anyone, Designer, Watcher, Who};
use crate::design::draft;
use crate::error::{Error, Result};
use crate::memory::{Board, ProposalMemory, RoundMemory};
use crate::selection::{ballots as ballots_of, common, inputs, shown, working};
use crate::site::Site;
use crate::watch;
use engine::round::Change;
use model::api::selection::{
    ExplainPractice, ExplainProposal, Explore, GetBallots, GetCommonGround, GetFirmness, GetSelection,
    GetVoteIntegrity, GetWeightings, GetWorkingList, WhatIf,
};
use model::person::Role;
use model::round::{MOST_UNITS, Phase, Round};
use model::selection::{
    Ballots, CommonGround, Compared, Explanation, Exploration, Firmnesses, Key, MOST_SIMILAR_LINES,
    Selection, SimilarLine, VoteIntegrity, WORKING_LINES, Weightings, WorkingList,
};
use model::{Problem, ProposalId, RoundId};

pub async fn get(site: Site, who: Anyone, request: GetSelection) -> Result<Selection> {
    let round = seen(&site, &who, request.round)?;
    let selected = site.selections.of(&site, round.id).await?;
    Ok(shown::selection(&selected, may_have(round.rules.ballots, &who)))
}

/// A round whose selection this caller may see.
fn seen(site: &Site, who: &Who, round: RoundId) -> Result<Round> {
    let round = rounds::seen(site, who, round)?;
    if makes(who) || round.is_open(Phase::Vote) || round.is_open(Phase::Adopt) {
        return Ok(round);
    }
    Err(Problem::not_allowed("What the votes choose is shown while voting or adoption is open.").into())
}

fn makes(who: &Who) -> bool {
    who.may(Role::Designer) || who.may(Role::Signatory)
}

/// Whether the round's rule gives this caller the ballots.
#[must_use]
pub fn may_have(rule: Ballots, who: &Who) -> bool {
    match rule {
        Ballots::Nobody => false,
        Ballots::Designers => makes(who),
        Ballots::Participants => who.person.is_some(),
        Ballots::Everybody => true,
    }
}

pub async fn explain_practice(site: Site, who: Anyone, request: ExplainPractice) -> Result<Explanation> {
    let practice = crate::db::practices::find(&site.db, request.practice).await?;
    let gone = || Problem::not_found("practice");
    let round = practice.ok_or_else(gone)?.round;
    site.memory.read().seen(who.person.as_deref(), round).ok_or_else(gone)?;
    explain(&site, &who, round, Key::Practice(request.practice)).await
}

pub async fn explain_proposal(site: Site, who: Anyone, request: ExplainProposal) -> Result<Explanation> {
    // What is not public is no more to be found than what is not there.
    let round = {
        let world = site.memory.read();
        let memory = world.seen_of(who.person.as_deref(), request.proposal);
        let public = |memory: &&RoundMemory| {
            memory.proposal(request.proposal).is_some_and(|proposal| proposal.status.is_public())
        };
        memory.filter(public).map(|memory| memory.round.id)
    };
    let round = round.ok_or_else(|| Problem::not_found("proposal"))?;
    explain(&site, &who, round, Key::Proposal(request.proposal)).await
}

async fn explain(site: &Site, who: &Who, round: RoundId, key: Key) -> Result<Explanation> {
    let round = seen(site, who, round)?;
    let selected = site.selections.steady(site, round.id).await?.ok_or_else(too_early)?;
    let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
    let told = tokio::task::spawn_blocking(move || shown::explanation(&selected, &round, &board, key));
    told.await.map_err(anyhow::Error::from)?
}

fn too_early() -> Problem {
    Problem::conflict(
        "Reasons and breakdowns are given once five accounts have voted, so that nobody's vote can be worked out.",
    )
}

pub async fn firmness(site: Site, who: Anyone, request: GetFirmness) -> Result<Firmnesses> {
    let round = seen(&site, &who, request.round)?;
    Ok(site.selections.firmness(&site, round.id).await?.ok_or_else(too_early)?)
}

pub async fn integrity(site: Site, _who: Watcher, request: GetVoteIntegrity) -> Result<VoteIntegrity> {
    let round = rounds::read(&site, request.round)?;
    let checked = site.selections.integrity(&site, round.id).await?.ok_or_else(too_early)?;
    let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
    Ok(checked.shown(&board))
}

pub async fn common_ground(site: Site, who: Anyone, request: GetCommonGround) -> Result<CommonGround> {
    let round = seen(&site, &who, request.round)?;
    let selected = site.selections.steady(&site, round.id).await?.ok_or_else(too_early)?;
    let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
    let told = tokio::task::spawn_blocking(move || common::shown(&selected, &board));
    Ok(told.await.map_err(anyhow::Error::from)?)
}

/// Of the votes that breakdowns are counted of: who asks for what would tell, before and after a vote, how it was cast.
pub async fn working_list(site: Site, who: Anyone, request: GetWorkingList) -> Result<WorkingList> {
    let round = rounds::seen(&site, &who, request.round)?;
    if !makes(&who) {
        return Err(Problem::not_allowed("The working list is for designers and signatories.").into());
    }
    let selected = match site.selections.steady(&site, round.id).await {
        Ok(selected) => selected,
        // The round's capacities cannot be compared: that is told where it matters.
        Err(Error::Problem(_)) => None,
        Err(fault) => return Err(fault),
    };
    let explored = match selected {
        Some(_) => site.selections.explored(&site, round.id).await?.and_then(|one| one.found),
        None => None,
    };
    let board = site.memory.board(round.id).ok_or_else(|| Problem::not_found("round"))?;
    let practices = crate::db::practices::of_round(&site.db, round.id).await?;
    let most = if request.all { usize::MAX } else { WORKING_LINES };
    let told = tokio::task::spawn_blocking(move || {
        let left = draft::left_over(&board, &practices).take(most);
        let lines = left.map(|memory| (memory.id, like(&site, &board, memory))).collect();
        working::shown(&round, selected.as_ref(), explored.as_ref(), lines)
    });
    Ok(told.await.map_err(anyhow::Error::from)?)
}

/// Other public proposals in much the same words.
fn like(site: &Site, board: &Board, memory: &ProposalMemory) -> Vec<SimilarLine> {
    let world = site.memory.read();
    let Some(round) = world.round(memory.round) else { return Vec::new() };
    let other = |one: &ProposalMemory| one.status.is_public() && one.id != memory.id;
    let (title, why) = (memory.text.title.as_str(), memory.text.why.as_str());
    let found = round.similar(title, why, MOST_SIMILAR_LINES, other);
    let line = |id: ProposalId| Some(SimilarLine { proposal: id, title: board.find(id)?.card.title.clone() });
    found.into_iter().filter_map(line).collect()
}

pub async fn explore(site: Site, who: Anyone, request: Explore) -> Result<Exploration> {
    let round = seen(&site, &who, request.round)?;
    Ok(site.selections.explored(&site, round.id).await?.ok_or_else(too_early)?)
}

/// Of the votes that breakdowns are counted of: sliders moved before and after a vote would tell how it was cast.
pub async fn what_if(site: Site, who: Designer, request: WhatIf) -> Result<Compared> {
    let round = designed(&site, &who, request.round)?;
    if let Some(rules) = &request.rules {
        rounds::check_rules(rules)?;
    }
    if !request.capacities.is_empty() && request.capacities.len() != round.resources.len() {
        return Err(Problem::field("capacities", "Give one for each resource of the round.").into());
    }
    if let Some(place) = request.capacities.iter().position(|capacity| !(0..=MOST_UNITS).contains(capacity)) {
        let message = format!("Give a number from 0 to {MOST_UNITS}.");
        return Err(Problem::field(format!("capacities.{place}"), message).into());
    }
    // With sliders as well, step by step, weights would tell how few accounts of a segment ask for something.
    if request.weighting.is_some() && round.rules.ballots == Ballots::Nobody && !is_own(&request, &round) {
        let message = "Other weights are tried with the round’s own capacity and rules, where nobody is given the ballots.";
        return Err(Problem::field("weighting", message).into());
    }
    let selected = site.selections.steady(&site, round.id).await?.ok_or_else(too_early)?;
    let now = selected.outcome.clone();
    let then = tokio::task::spawn_blocking(move || {
        let capacities = Some(request.capacities).filter(|capacities| !capacities.is_empty());
        let weights = request.weighting.map(|weighting| selected.weights(&weighting)).transpose()?;
        selected.what_if(&Change { rules: request.rules.as_ref().map(inputs::rules), capacities, weights })
    });
    let then = then.await.map_err(anyhow::Error::from)??;
    Ok(Compared { now, then })
}

/// Whether capacity and rules are left as they are.
fn is_own(request: &WhatIf, round: &Round) -> bool {
    let capacities = round.resources.iter().map(|resource| resource.capacity);
    let same = request.capacities.is_empty() || request.capacities.iter().copied().eq(capacities);
    same && request.rules.as_ref().is_none_or(|rules| *rules == round.rules)
}

/// A round that this designer sees.
fn designed(site: &Site, designer: &Designer, round: RoundId) -> Result<Round> {
    site.memory.read().seen(Some(designer), round).ok_or_else(|| Problem::not_found("round"))?;
    rounds::read(site, round)
}

/// Of the votes that the asker tries changes on: the ballots that they are given, or those of breakdowns.
pub async fn weightings(site: Site, who: Designer, request: GetWeightings) -> Result<Weightings> {
    let round = designed(&site, &who, request.round)?;
    // Whoever else has them: designers do, unless nobody has.
    let given = round.rules.ballots != Ballots::Nobody;
    let selected = match given {
        true => Some(site.selections.of(&site, round.id).await?),
        false => site.selections.steady(&site, round.id).await?,
    };
    let Some(selected) = selected else { return Ok(Weightings::default()) };
    let told = tokio::task::spawn_blocking(move || selected.weightings(given));
    Ok(told.await.map_err(anyhow::Error::from)?)
}

pub async fn ballots(site: Site, who: Anyone, request: GetBallots) -> Result<serde_json::Value> {
    let round = seen(&site, &who, request.round)?;
    if !may_have(round.rules.ballots, &who) {
        return Err(Problem::not_allowed("The rules of this round do not give you its ballots.").into());
    }
    let selected = site.selections.of(&site, round.id).await?;
    let text = ballots_of(&selected.gathered.inputs, &site.dice)?;
    if let Some(staff) = who.person.as_ref().filter(|person| person.is_staff()) {
        watch::ballots(&site, staff.id, round.id).await;
    }
    Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
}
