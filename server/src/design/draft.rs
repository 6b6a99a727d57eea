//! The draft of a round as it stands this moment: every cell with the proposals that lead in it, the practices, and
//! what is left.

use crate::db::practices::Stored;
use crate::memory::{Board, ProposalMemory, Wanted};
use model::design::{Cell, Draft, LEADING, Left, LeftDecision, RemovedPractice};
use model::practice::{CostChange, Entry, Practice};
use model::proposal::{Card, Sort};
use model::round::Round;
use model::{PracticeId, ProposalId, Version};
use std::collections::{BTreeMap, BTreeSet};

/// How much of a draft its reader may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The matrix and what leads in it.
    Matrix,
    /// The practices too, without the names of staff.
    Practices,
    /// Everything.
    Staff,
}

/// What an adopted design has published of a proposal that it leaves out.
#[derive(Clone, Debug)]
pub struct Published {
    pub version: Version,
    pub decision: Option<LeftDecision>,
    pub reason: String,
}

/// What a draft is put together from.
pub struct Parts<'a> {
    pub round: &'a Round,
    pub board: &'a Board,
    pub practices: Vec<Stored>,
    /// The company's lists.
    pub entries: Vec<Entry>,
    /// Reasons that an adopted design of this round has published.
    pub published: BTreeMap<ProposalId, Published>,
    /// What was taken out.
    pub removed: Vec<RemovedPractice>,
    pub sight: Sight,
}

#[must_use]
pub fn assemble(parts: Parts<'_>) -> Draft {
    let Parts { round, board, practices, entries, published, removed, sight } = parts;
    let practices = if sight == Sight::Matrix { Vec::new() } else { practices };
    let left = if sight == Sight::Matrix { Vec::new() } else { left(board, &practices, &published, sight) };
    let costs = practices.iter().flat_map(|practice| &practice.text.costs);
    let needs =
        if sight == Sight::Matrix { Vec::new() } else { super::needs(&round.resources, costs.clone()) };
    Draft {
        round: round.id,
        cells: cells(round, board, &practices),
        left,
        needs,
        practices: practices.into_iter().map(|practice| shown(practice, board, sight)).collect(),
        entries: if sight == Sight::Staff { entries } else { Vec::new() },
        removed: if sight == Sight::Staff { removed } else { Vec::new() },
        begins: None,
        goes_on: None,
    }
}

/// What is there without having been asked for: the matrix with its practices alone.
#[must_use]
pub fn without_proposals(mut draft: Draft) -> Draft {
    draft.left.clear();
    for cell in &mut draft.cells {
        cell.leading.clear();
        cell.proposals = 0;
    }
    draft
}

/// Every public proposal, best first.
fn public(board: &Board) -> impl Iterator<Item = (&ProposalMemory, &Card)> {
    const ALL: &Wanted<'static> =
        &Wanted { stage: None, culture: None, kind: None, status: None, author: None, without: None, q: "" };
    board.select(ALL, Sort::Best).map(|listed| (&*listed.memory, &listed.card))
}

fn cells(round: &Round, board: &Board, practices: &[Stored]) -> Vec<Cell> {
    let cultures = round.cultures.len();
    let mut cells: Vec<Cell> = (0..round.stages.len() * cultures)
        .map(|place| Cell {
            stage: place / cultures,
            culture: place % cultures,
            practices: Vec::new(),
            leading: Vec::new(),
            proposals: 0,
        })
        .collect();
    for (_, card) in public(board) {
        for stage in card.stages.iter() {
            for culture in card.cultures.iter().filter(|culture| *culture < cultures) {
                let Some(cell) = cells.get_mut(stage * cultures + culture) else { continue };
                cell.proposals += 1;
                if cell.leading.len() < LEADING {
                    cell.leading.push(card.clone());
                }
            }
        }
    }
    for cell in &mut cells {
        let here = |one: &&Stored| one.text.stages.has(cell.stage) && one.text.cultures.has(cell.culture);
        cell.practices = practices.iter().filter(here).map(|one| one.id).collect::<Vec<PracticeId>>();
    }
    cells
}

/// Proposals that were declined after they had become part of a practice are not shown with it.
#[must_use]
pub fn shown(practice: Stored, board: &Board, sight: Sight) -> Practice {
    let Stored { id, round, mut text, mut cost_changes, revision, changed, .. } = practice;
    let changed = changed.filter(|_| sight == Sight::Staff);
    let is_public = |id: &ProposalId| board.find(*id).is_some_and(|listed| listed.memory.status.is_public());
    let from = text.proposals.iter().filter(|id| is_public(id)).filter_map(|id| board.find(*id));
    let from = from.map(|listed| listed.card.clone()).collect();
    if sight != Sight::Staff {
        text.proposals.retain(is_public);
        cost_changes = cost_changes.into_iter().map(CostChange::nameless).collect();
    }
    Practice { id, round, text, from, cost_changes, revision, changed }
}

fn left(
    board: &Board,
    practices: &[Stored],
    published: &BTreeMap<ProposalId, Published>,
    sight: Sight,
) -> Vec<Left> {
    let staff = sight == Sight::Staff;
    in_no_practice(board, practices)
        .map(|(memory, card)| {
            let revision = if staff { memory.left_revision } else { 0 };
            let none =
                Left { card: card.clone(), decision: None, reason: None, revision, by: None, version: None };
            let own = memory.left_out.as_ref().filter(|_| staff).and_then(|(decision, reason)| {
                let (decision, reason) = (Some(*decision), Some(reason.parse().ok()?));
                Some(Left { decision, reason, by: memory.left_by, ..none.clone() })
            });
            let said = || {
                let Published { version, decision, reason } = published.get(&memory.id)?;
                let (decision, reason) = (*decision, Some(reason.parse().ok()?));
                Some(Left { decision, reason, version: Some(*version), ..none.clone() })
            };
            own.or_else(said).unwrap_or(none)
        })
        .collect()
}

/// The public proposals that are in no practice, best first.
pub fn left_over<'b>(board: &'b Board, practices: &[Stored]) -> impl Iterator<Item = &'b ProposalMemory> {
    in_no_practice(board, practices).map(|(memory, _)| memory)
}

fn in_no_practice<'b>(
    board: &'b Board,
    practices: &[Stored],
) -> impl Iterator<Item = (&'b ProposalMemory, &'b Card)> {
    let taken: BTreeSet<ProposalId> =
        practices.iter().flat_map(|practice| practice.text.proposals.iter().copied()).collect();
    public(board).filter(move |(memory, _)| !taken.contains(&memory.id))
}
