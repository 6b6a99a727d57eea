//! The designers' working list: what the groups say of each proposal that is in no practice, who asks for it, and what is like it.

use super::Selected;
use super::common::side;
use engine::round::{self, Asked, Ground, asked, grounds};
use model::ProposalId;
use model::round::Round;
use model::selection::{
    AskedOf, Explored, OpinionGroups, Side, SimilarLine, WorkingAsked, WorkingGround, WorkingLine,
    WorkingList,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is found out of the votes once for a selection, by proposal.
#[derive(Debug, Default)]
pub struct Worked {
    grounds: BTreeMap<i64, (Ground, WorkingGround)>,
    asked: BTreeMap<i64, Asked>,
}

impl Worked {
    pub(super) fn new(selected: &Selected) -> Self {
        let inputs = &selected.gathered.inputs;
        let ground = |(ground, of): (Ground, engine::consensus::Consensus)| {
            let how = match (of.bridges(), of.divides()) {
                (true, _) => WorkingGround::Common,
                (false, true) => WorkingGround::Divides,
                (false, false) => WorkingGround::Between,
            };
            (ground.proposal, (ground, how))
        };
        Self {
            grounds: grounds(inputs).into_iter().map(ground).collect(),
            asked: asked(inputs).into_iter().map(|one| (one.proposal, one)).collect(),
        }
    }
}

/// A proposal of the list, with what is like it.
pub type Line = (ProposalId, Vec<SimilarLine>);

/// The list; without a selection nothing is said of groups.
#[must_use]
pub fn shown(
    round: &Round,
    selected: Option<&Arc<Selected>>,
    explored: Option<&Explored>,
    lines: Vec<Line>,
) -> WorkingList {
    let worked = selected.map(|selected| selected.worked());
    let groups = explored.map(|explored| &explored.groups);
    let line = |(proposal, similar): Line| {
        let ground = worked.and_then(|worked| worked.grounds.get(&proposal.0));
        let sides = |of: fn(&Ground) -> &Vec<Option<round::Side>>| {
            ground.map_or_else(Vec::new, |(ground, _)| of(ground).iter().map(|one| one.map(side)).collect())
        };
        WorkingLine {
            proposal,
            ground: ground.map(|(_, how)| *how).unwrap_or_default(),
            segments: sides(|ground| &ground.segments),
            cultures: sides(|ground| &ground.cultures),
            groups: groups.map(|groups| of_groups(groups, proposal)).unwrap_or_default(),
            asked: worked
                .and_then(|worked| worked.asked.get(&proposal.0))
                .map(|asked| who(asked, round))
                .unwrap_or_default(),
            similar,
        }
    };
    WorkingList {
        round: round.id,
        voices: selected.map(|selected| selected.outcome.voices),
        segments: selected.map(|selected| selected.gathered.inputs.segments.clone()).unwrap_or_default(),
        lines: lines.into_iter().map(line).collect(),
    }
}

/// Where the opinion groups stand on a proposal, as far as that is told of them.
fn of_groups(groups: &OpinionGroups, proposal: ProposalId) -> Vec<Option<Side>> {
    let OpinionGroups::Shown { groups, bridges } = groups else { return Vec::new() };
    let common = bridges.iter().any(|card| card.id == proposal).then_some(Side::For);
    let apart = |group: &model::selection::OpinionGroup| {
        group.apart.iter().find(|one| one.card.id == proposal).map(|one| one.side).or(common)
    };
    groups.iter().map(apart).collect()
}

fn who(asked: &Asked, round: &Round) -> Vec<WorkingAsked> {
    let culture = |at: u32| {
        let culture = round.cultures.get(at as usize);
        culture.map_or_else(String::new, |culture| culture.name.to_string())
    };
    let cultures = asked
        .cultures
        .iter()
        .map(|part| AskedOf { value: part.value.map(culture).unwrap_or_default(), accounts: part.accounts });
    let cultures = WorkingAsked { by: "Culture".into(), parts: cultures.collect() };
    let attribute = |(by, parts): &(String, Vec<round::AskedPart<String>>)| {
        let part = |part: &round::AskedPart<String>| AskedOf {
            value: part.value.clone().unwrap_or_default(),
            accounts: part.accounts,
        };
        WorkingAsked { by: by.clone(), parts: parts.iter().map(part).collect() }
    };
    let attributes = asked.attributes.iter().map(attribute);
    attributes.chain(std::iter::once(cultures)).filter(|by| !by.parts.is_empty()).collect()
}
