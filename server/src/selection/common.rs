//! Common ground and who took part, as the wire has it.

use super::Selected;
use super::inputs::key;
use crate::memory::Board;
use engine::round::{self, Ground, Key, Side, common_ground};
use engine::suppression::may_show;
use model::ProposalId;
use model::selection::{self, CommonGround, Part, Sides};

/// So many of each are told.
const MOST: usize = 20;

#[must_use]
pub fn shown(selected: &Selected, board: &Board) -> CommonGround {
    let gathered = &selected.gathered;
    let inputs = &gathered.inputs;
    let found = common_ground(inputs);
    let told = |of: &Option<Side>| of.map(side);
    let sides = |ground: &Ground| {
        let card = board.find(ProposalId(ground.proposal))?.card.clone();
        let segments = ground.segments.iter().map(told).collect();
        Some(Sides { card, segments, cultures: ground.cultures.iter().map(told).collect() })
    };
    let sides = |grounds: &[Ground]| grounds.iter().filter_map(sides).take(MOST).collect();
    CommonGround {
        round: gathered.round,
        voices: selected.outcome.voices,
        base: Some(gathered.base_total).filter(|base| {
            let silent = base.saturating_sub(selected.outcome.voices);
            silent == 0 || may_show(silent)
        }),
        segments: inputs.segments.clone(),
        bridges: sides(&found.bridges),
        divides: sides(&found.divides),
        took_part: took_part(selected),
    }
}

/// Who took part, and who has something in what the votes chose, by attribute.
#[must_use]
pub fn took_part(selected: &Selected) -> Vec<selection::TookPart> {
    let gathered = &selected.gathered;
    let chosen: Vec<Key> = selected.outcome.chosen.iter().map(|chosen| key(chosen.key)).collect();
    let part = |part: round::TookPart| Part {
        value: part.value,
        base: part.base,
        voted: part.voted,
        covered: part.covered,
    };
    let found = round::took_part(&gathered.inputs, &chosen, &gathered.base, gathered.base_total);
    let table = |(attribute, rows): (String, Vec<round::TookPart>)| selection::TookPart {
        attribute,
        rows: rows.into_iter().map(part).collect(),
    };
    found.into_iter().map(table).collect()
}

#[must_use]
pub fn side(side: Side) -> selection::Side {
    match side {
        Side::For => selection::Side::For,
        Side::Against => selection::Side::Against,
        Side::Between => selection::Side::Between,
    }
}
