//! Views to explore a round's votes with, which decide nothing: opinion groups, and the result had every segment taken part in
//! proportion. Of the votes that breakdowns are counted of, computed aside.

use super::common::side;
use super::inputs::{key, of_engine};
use super::{Selected, Selections};
use crate::error::Result;
use crate::memory::Board;
use crate::site::Site;
use engine::round::{self, opinion_groups, weighted};
use model::proposal::Card;
use model::selection::{
    Candidate, Exploration, Explored, Moved, OpinionGroup, OpinionGroups, Standing, Weighted,
};
use model::{Problem, ProposalId, RoundId};

/// What the engine found.
pub struct Found {
    groups: round::OpinionGroups,
    weighted: round::Weighted,
}

impl Selections {
    /// `None` while fewer than five accounts have voted.
    ///
    /// # Errors
    /// As [`Selections::steady`].
    pub async fn explored(&self, site: &Site, of: RoundId) -> Result<Option<Exploration>> {
        let Some(selected) = self.steady(site, of).await? else { return Ok(None) };
        let known = self.explored.known(site, selected, compute);
        let board = site.memory.board(of).ok_or_else(|| Problem::not_found("round"))?;
        let found = known.found.map(|(selected, found)| shown(&selected, &found, &board));
        Ok(Some(Exploration { found, counting: known.counting }))
    }
}

fn compute(selected: &Selected) -> anyhow::Result<Found> {
    let gathered = &selected.gathered;
    let chosen: Vec<round::Key> = selected.outcome.chosen.iter().map(|chosen| key(chosen.key)).collect();
    Ok(Found {
        groups: opinion_groups(&gathered.inputs),
        weighted: weighted(&gathered.inputs, &chosen, &gathered.base, gathered.base_total)?,
    })
}

fn shown(selected: &Selected, found: &Found, board: &Board) -> Explored {
    let card = |id: i64| -> Option<Card> { board.find(ProposalId(id)).map(|listed| listed.card.clone()) };
    let group = |group: &round::OpinionGroup| OpinionGroup {
        accounts: group.accounts,
        apart: group
            .apart
            .iter()
            .filter_map(|&(proposal, of)| Some(Standing { card: card(proposal)?, side: side(of) }))
            .collect(),
    };
    let groups = match &found.groups {
        round::OpinionGroups::TooFew => OpinionGroups::TooFew,
        round::OpinionGroups::Unstable => OpinionGroups::Unstable,
        round::OpinionGroups::TooSmall => OpinionGroups::TooSmall,
        round::OpinionGroups::Shown { groups, bridges } => OpinionGroups::Shown {
            groups: groups.iter().map(group).collect(),
            bridges: bridges.iter().filter_map(|&id| card(id)).collect(),
        },
    };
    let candidates = &selected.gathered.matter.candidates;
    let named = |keys: &[round::Key]| -> Vec<Candidate> {
        let find = |key: &round::Key| candidates.iter().find(|one| one.key == of_engine(*key)).cloned();
        keys.iter().filter_map(find).collect()
    };
    let weighted = match &found.weighted {
        round::Weighted::NoSegments => Weighted::NoSegments,
        round::Weighted::Conflict => Weighted::Conflict,
        round::Weighted::Uneven => Weighted::Uneven,
        round::Weighted::Found { effective, empty, came_in, went_out, moved } => Weighted::Found {
            effective: *effective,
            empty: *empty,
            came_in: named(came_in),
            went_out: named(went_out),
            moved: moved
                .iter()
                .filter_map(|&(id, now, then)| {
                    Some(Moved { card: card(id)?, now: side(now), then: side(then) })
                })
                .collect(),
        },
    };
    Explored { voices: selected.outcome.voices, groups, weighted }
}
