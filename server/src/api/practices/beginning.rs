//! Beginning a round's draft with what is promised now, so that the next round starts from there: each practice of the design that
//! holds, made from a proposal to keep it, which customers vote on as on any other.

use super::{Design, links, rounds, table, write};
use crate::api::designs::{self, Sight};
use crate::api::proposals::proposing;
use crate::auth::Designer;
use crate::db::events::{self, What};
use crate::db::proposals::{self, NewProposal};
use crate::db::{Tx, gaps};
use crate::error::{Error, Result};
use crate::memory::Member;
use crate::site::Site;
use futures::FutureExt;
use model::access::Audience;
use model::api::practices::{BeginFromDesign, BegunFromDesign};
use model::cells::{CultureSet, StageSet};
use model::design::{AdoptedPractice, BeginsFrom, Design as Adopted};
use model::practice::{Cost, PracticeText};
use model::proposal::{Kind, ProposalText, Status};
use model::round::Round;
use model::text::TextProblem;
use model::{PersonId, PracticeId, Problem, RoundId, Timestamp, Version};
use std::collections::BTreeMap;

/// A practice in the places of the new round, with the proposal to keep it.
pub struct Placed {
    before: PracticeId,
    text: PracticeText,
    keep: ProposalText,
}

impl Placed {
    #[must_use]
    pub fn at_no_cost(mut self) -> Self {
        self.text.costs.clear();
        self
    }
}

pub async fn begin(site: Site, who: Designer, request: BeginFromDesign) -> Result<BegunFromDesign> {
    let round = rounds::going_on(&site, request.round)?;
    let conflict = |message: &str| Error::from(Problem::conflict(message));
    let holds = holds(&site, &who, &round).await?;
    let design = holds
        .ok_or_else(|| conflict("There is no design of another round that this one could begin from."))?;
    let shut = {
        let world = site.memory.read();
        let memory = world.round(round.id).ok_or_else(|| Problem::not_found("round"))?;
        proposing::shut(memory, site.clock.now())
    };
    if let Some(shut) = shut {
        return Err(conflict(shut));
    }
    let places: Vec<(&AdoptedPractice, Option<Placed>)> = design
        .practices
        .iter()
        .map(|one| Ok((one, placed(one, &design, &round).map_err(fits)?)))
        .collect::<Result<_>>()?;
    let without_place = places.iter().filter(|(_, placed)| placed.is_none());
    let without_place = without_place.map(|(one, _)| one.text.title.clone()).collect();
    let placed: Vec<Placed> = places.into_iter().filter_map(|(_, placed)| placed).collect();
    if placed.is_empty() {
        return Err(conflict("None of its practices has a stage and a culture of this round."));
    }
    let (begun, by, now) = (placed.len(), who.id, site.clock.now());
    write(&site, move |tx| async move { put(tx, round.id, placed, by, now).await }.boxed()).await?;
    Ok(BegunFromDesign { version: design.version, practices: begun, without_place })
}

fn fits(refused: TextProblem) -> Error {
    anyhow::anyhow!("a practice of an adopted design as a proposal: {refused}").into()
}

/// The design that holds, where it was made in another round.
async fn holds(site: &Site, who: &Member, round: &Round) -> Result<Option<Adopted>> {
    let sight = Sight::Of(Some(who));
    let seen = designs::versions(site, sight, false);
    let version = holding(site, round, seen).filter(|_| !round.sample);
    let Some(version) = version else { return Ok(None) };
    // The vote on a part has begun from it when it was opened.
    if gaps::voted_on(&site.db, round.id).await?.is_some() {
        return Ok(None);
    }
    let design = designs::nameless(site, sight, version).await?;
    Ok(Some(design).filter(|design| design.round != round.id))
}

/// The version that holds for all who may see a round.
pub fn version_that_holds(site: &Site, round: &Round) -> Option<Version> {
    holding(site, round, designs::versions(site, Sight::All, round.sample))
}

/// What only some may see is not put before others by it; what was made for the same people comes before what was made for all.
fn holding(site: &Site, round: &Round, versions: Vec<Version>) -> Option<Version> {
    let own = designs::line_of_round(site, Sight::All, round);
    let world = site.memory.read();
    let for_all_of_it = |version: &Version| {
        let made = world.designs().iter().find(|(one, _)| one == version).map(|(_, made)| *made);
        let made = made.and_then(|made| world.round(made)).map(|memory| &memory.round.access.see);
        made.is_some_and(|see| *see == Audience::Public || *see == round.access.see)
    };
    let fit: Vec<Version> = versions.into_iter().filter(for_all_of_it).collect();
    fit.iter().rfind(|version| own.contains(version)).or(fit.last()).copied()
}

/// What a draft in which there is nothing can begin from.
pub async fn offer(site: &Site, who: &Member, round: &Round) -> Result<Option<BeginsFrom>> {
    let Some(design) = holds(site, who, round).await? else { return Ok(None) };
    let practices = design.practices.iter().filter(|one| place(one, &design, round).is_some()).count();
    Ok((practices > 0).then_some(BeginsFrom { version: design.version, practices }))
}

/// Its stages and cultures, by their names, where the round has any of both.
fn place(one: &AdoptedPractice, design: &Adopted, round: &Round) -> Option<(StageSet, CultureSet)> {
    let stages: Vec<usize> = one
        .text
        .stages
        .iter()
        .filter_map(|at| design.stages.get(at))
        .filter_map(|stage| round.stages.iter().position(|other| other.name == stage.name))
        .collect();
    let cultures: Vec<usize> = one
        .text
        .cultures
        .iter()
        .filter_map(|at| design.cultures.get(at))
        .filter_map(|culture| round.cultures.iter().position(|other| other.name == culture.name))
        .collect();
    let places = (StageSet::of(&stages), CultureSet::of(&cultures));
    (!places.0.is_empty() && !places.1.is_empty()).then_some(places)
}

/// As it is promised; proposals, costs and what it excludes and needs are those of the new round.
pub fn placed(
    one: &AdoptedPractice,
    design: &Adopted,
    round: &Round,
) -> std::result::Result<Option<Placed>, TextProblem> {
    let Some((stages, cultures)) = place(one, design, round) else { return Ok(None) };
    let text = &one.text;
    let cost = |cost: &Cost| {
        let resource = design.resources.iter().find(|one| one.id == cost.resource)?;
        let same = round.resources.iter().find(|one| one.name == resource.name)?;
        Some(Cost { resource: same.id, amount: cost.amount })
    };
    let keep = ProposalText {
        kind: Kind::Keep,
        title: text.title.clone(),
        why: format!("Version {} of our engagement design promises this. Shall we keep it?", design.version)
            .parse()?,
        stages,
        cultures,
        who: Some(text.accountable.as_str().parse()?),
        how: text.how.clone(),
        tool: text.tool.as_ref().map(|tool| tool.as_str().parse()).transpose()?,
        measure: None,
    };
    let text = PracticeText {
        stages,
        cultures,
        costs: text.costs.iter().filter_map(cost).collect(),
        ..text.clone()
    };
    Ok(Some(Placed { before: one.id, text, keep }))
}

/// Puts them into the draft, and each before customers with the question whether to keep it.
pub async fn put(
    tx: &mut Tx,
    round: RoundId,
    placed: Vec<Placed>,
    by: PersonId,
    now: Timestamp,
) -> Result<()> {
    if !links::of_round(tx, round).await?.is_empty() {
        return Err(Problem::conflict("There are practices in this draft already.").into());
    }
    let mut now_is: BTreeMap<PracticeId, PracticeId> = BTreeMap::new();
    let mut made = Vec::with_capacity(placed.len());
    for Placed { before, text, keep } in placed {
        let author = Some(by);
        let new = NewProposal {
            round,
            text: keep,
            author,
            status: Status::Published,
            held: None,
            at: now,
            source: None,
        };
        let proposal = proposals::add(tx, &new).await?;
        events::record(tx, now, Some(by), What::of_round("proposal.proposed", round, proposal.0), None)
            .await?;
        // What it excludes and needs is there only when all are.
        let alone = PracticeText {
            proposals: vec![proposal],
            opposites: Vec::new(),
            needs: Vec::new(),
            ..text.clone()
        };
        let id = table::add(tx, (round, Design::Draft), &alone, by, now).await?;
        events::record(tx, now, Some(by), What::of_round("practice.added", round, id.0), None).await?;
        now_is.insert(before, id);
        made.push((id, text, alone));
    }
    for (id, before, alone) in made {
        let to_now = |ids: &[PracticeId]| ids.iter().filter_map(|id| now_is.get(id).copied()).collect();
        let text =
            PracticeText { opposites: to_now(&before.opposites), needs: to_now(&before.needs), ..alone };
        links::put(tx, id, &text).await?;
    }
    Ok(())
}
