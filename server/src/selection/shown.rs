//! A selection and its reasons as the wire has them.

use super::Selected;
use super::inputs::{key, of_engine};
use crate::design::needs;
use crate::error::Result;
use crate::memory::Board;
use engine::round;
use model::Problem;
use model::practice::Cost;
use model::round::Round;
use model::selection::{Candidate, Explanation, Key, PaidBy, PaidFor, PaidPart, Selection, Spent};
use rustc_hash::FxHashMap;

/// `ballots`: whether the asker is given them.
#[must_use]
pub fn selection(selected: &Selected, ballots: bool) -> Selection {
    let gathered = &selected.gathered;
    let matter = &gathered.matter;
    let costs: FxHashMap<Key, &[Cost]> =
        matter.candidates.iter().map(|candidate| (candidate.key, candidate.costs.as_slice())).collect();
    let chosen = selected.outcome.chosen.iter().filter_map(|chosen| costs.get(&chosen.key));
    let spent = chosen.flat_map(|costs| costs.iter());
    Selection {
        round: gathered.round,
        candidates: matter.candidates.clone(),
        outcome: selected.outcome.clone(),
        needs: needs(&matter.resources, spent),
        segments: gathered.inputs.segments.clone(),
        rules: matter.rules,
        ballots,
    }
}

/// Why one candidate is in or not.
///
/// # Errors
/// When there is no such candidate.
pub fn explanation(selected: &Selected, of: &Round, board: &Board, wanted: Key) -> Result<Explanation> {
    let gathered = &selected.gathered;
    let candidates = &gathered.matter.candidates;
    let find = |key: Key| candidates.iter().find(|candidate| candidate.key == key);
    let title = |key: round::Key| find(of_engine(key)).map(|found| found.title.clone()).unwrap_or_default();
    let cell = |cell: u32| {
        let (stage, culture) =
            (cell as usize / of.cultures.len().max(1), cell as usize % of.cultures.len().max(1));
        let stage = of.stages.get(stage).map(|stage| stage.name.as_str()).unwrap_or_default();
        let culture = of.cultures.get(culture).map(|culture| culture.name.as_str()).unwrap_or_default();
        format!("{stage} for {culture}")
    };
    let gone = || Problem::not_found("practice or proposal in the draft");
    let candidate: Candidate = find(wanted).cloned().ok_or_else(gone)?;
    let found = round::explain(&gathered.inputs, key(wanted), &title, &cell).map_err(super::refused)?;
    let found = found.ok_or_else(gone)?;
    let figures = found.figures;
    let spent =
        figures.spent.into_iter().map(|(key, part)| Spent { key: of_engine(key), title: title(key), part });
    let made_from = gathered.matter.made_from(wanted);
    let from = made_from.iter().filter_map(|id| board.find(*id)).map(|listed| listed.card.clone());
    Ok(Explanation {
        round: of.id,
        voices: selected.outcome.voices,
        candidate,
        from: from.collect(),
        is_in: found.is_in,
        sentences: found.sentences,
        accounts: figures.accounts,
        votes: figures.votes,
        effective_votes: figures.effective_votes,
        paid: figures.paid.into_iter().map(paid_by).collect(),
        largest_payment: figures.largest_payment,
        left: figures.left,
        missing: figures.missing,
        spent: spent.collect(),
        more_voices: figures.more_voices,
    })
}

/// Who paid for what was bought.
///
/// # Errors
/// Capacities that cannot be compared exactly.
pub fn paid(selected: &Selected) -> Result<Vec<PaidFor>> {
    let found = round::paid(&selected.gathered.inputs).map_err(super::refused)?;
    let of = |one: round::PaidFor| PaidFor {
        key: of_engine(one.key),
        attributes: one.attributes.into_iter().map(paid_by).collect(),
    };
    Ok(found.into_iter().map(of).collect())
}

fn paid_by(paid: round::PaidBy) -> PaidBy {
    let part = |part: round::PaidPart| PaidPart { value: part.value, percent: part.percent };
    PaidBy { attribute: paid.attribute, parts: paid.parts.into_iter().map(part).collect() }
}
