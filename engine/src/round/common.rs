//! Common ground among a round's segments and cultures, and who took part: breakdowns, to be renewed seldom (see
//! [`crate::suppression`]).
//!
//! A group's share of agreement is `(A + 1) / (n + 2)` of the voices that take a side, as Polis has it; groups of fewer than
//! five accounts are not heard. What is common and what divides is [`crate::consensus`]'s.

use serde::{Deserialize, Serialize};

use super::gate::Stances;
use super::{Inputs, Key};
use crate::consensus::{Consensus, Share, bridging, consensus, dividing};
use crate::entitlement::ORDINARY;
use crate::suppression::may_show;
use crate::suppression::tables::Table;

/// Where a group stands on a proposal; finer figures would give away single accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    For,
    Against,
    Between,
}

/// What the groups say of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub proposal: i64,
    /// By segment; `None` for a group that is not heard.
    pub segments: Vec<Option<Side>>,
    pub cultures: Vec<Option<Side>>,
}

/// What is common and what divides, the clearest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommonGround {
    pub bridges: Vec<Ground>,
    pub divides: Vec<Ground>,
}

/// So far from one half is "between".
const BETWEEN: f64 = 0.05;

/// Looks for common ground. O(votes · log).
#[must_use]
pub fn common_ground(inputs: &Inputs) -> CommonGround {
    let all = grounds(inputs);
    let found: Vec<(i64, Consensus)> = all.iter().map(|(ground, of)| (ground.proposal, *of)).collect();
    let grounds: std::collections::BTreeMap<i64, Ground> =
        all.into_iter().map(|(ground, _)| (ground.proposal, ground)).collect();
    let grounds = |ids: Vec<i64>| ids.iter().filter_map(|id| grounds.get(id).cloned()).collect();
    CommonGround { bridges: grounds(bridging(&found)), divides: grounds(dividing(&found)) }
}

/// What the groups say of every proposal on which several are heard, and how far they agree. In the order of the votes.
#[must_use]
pub fn grounds(inputs: &Inputs) -> Vec<(Ground, Consensus)> {
    let mut stances = Stances::new(inputs);
    let ground = |votes: &super::Votes| {
        stances.take(std::iter::once(votes));
        let shares: Vec<Option<Share>> = stances.groups().iter().map(|heard| heard.share()).collect();
        let heard: Vec<Share> = shares.iter().copied().flatten().collect();
        let consensus = consensus(&heard)?;
        let sides: Vec<Option<Side>> = shares.iter().map(|share| share.map(side_of)).collect();
        let (segments, cultures) = sides.split_at(inputs.segments.len());
        let (proposal, segments, cultures) = (votes.proposal, segments.to_vec(), cultures.to_vec());
        Some((Ground { proposal, segments, cultures }, consensus))
    };
    inputs.votes.iter().filter_map(ground).collect()
}

pub(super) fn side_of(share: Share) -> Side {
    match share.mean - 0.5 {
        more if more > BETWEEN => Side::For,
        less if less < -BETWEEN => Side::Against,
        _ => Side::Between,
    }
}

/// What one group says of one proposal, its accounts' voices in thousandths shared by those who take a stance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Heard {
    pub accounts: u32,
    pub agree: f64,
    pub disagree: f64,
    /// Sums of the accounts' parts here and of their squares.
    pub weight: f64,
    pub squares: f64,
}

impl Heard {
    fn share(&self) -> Option<Share> {
        let voices = f64::from(ORDINARY);
        let (agree, decided) = (self.agree / voices, (self.agree + self.disagree) / voices);
        let n_eff = if self.squares > 0.0 { self.weight * self.weight / self.squares } else { 0.0 };
        may_show(self.accounts).then(|| Share { mean: (agree + 1.0) / (decided + 2.0), n_eff })
    }
}

/// How many accounts of a group there are and how many voted, as far as that may be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TookPart {
    /// The value of the attribute; empty for all the others together.
    pub value: String,
    pub base: Option<u32>,
    pub voted: Option<u32>,
    /// Of those who voted, accounts with somebody who supports something that is in.
    pub covered: Option<u32>,
}

/// Who took part and who is served by what was chosen, by attribute ("Region") and value. `base`: topmost accounts by segment,
/// and altogether. A figure under five accounts, or one that would give such a one away, is held back; so is an attribute whose
/// totals would have to be.
#[must_use]
pub fn took_part(inputs: &Inputs, chosen: &[Key], base: &[u32], all: u32) -> Vec<(String, Vec<TookPart>)> {
    let (voted, covered) = (voted(inputs), covered(inputs, chosen));
    let table = |(attribute, values): (&str, Vec<(&str, usize)>)| {
        let count = |flags: &[bool], segment: Option<usize>| {
            let here = |account: &&super::Account| match segment {
                Some(segment) => account.segments.contains(&(segment as u32)),
                None => !values.iter().any(|(_, segment)| account.segments.contains(&(*segment as u32))),
            };
            let flagged =
                inputs.accounts.iter().zip(flags).filter(|(_, flag)| **flag).map(|(account, _)| account);
            u32::try_from(flagged.filter(here).count()).unwrap_or(u32::MAX)
        };
        let mut rows: Vec<(&str, u32, Option<usize>)> = values
            .iter()
            .map(|&(value, segment)| (value, base.get(segment).copied().unwrap_or(0), Some(segment)))
            .collect();
        let others = all.saturating_sub(rows.iter().map(|row| row.1).sum());
        if others > 0 {
            rows.push(("", others, None));
        }
        let count = |&(value, base, segment): &(&'_ str, u32, Option<usize>)| Row {
            value: value.to_owned(),
            covered: count(&covered, segment),
            voted: count(&voted, segment),
            base,
        };
        let rows: Vec<Row> = rows.iter().map(count).collect();
        // As much as can be told: where all but a few have voted, say, nothing is told of those who have not.
        let found =
            [Told::All, Told::Base, Told::Covered, Told::Voted].iter().find_map(|told| told.of(&rows))?;
        Some((attribute.to_owned(), found))
    };
    attributes(inputs).into_iter().filter_map(table).collect()
}

/// Each attribute with its values and their segments.
pub(super) fn attributes(inputs: &Inputs) -> Vec<(&str, Vec<(&str, usize)>)> {
    let mut attributes: Vec<(&str, Vec<(&str, usize)>)> = Vec::new();
    for (segment, name) in inputs.segments.iter().enumerate() {
        let (attribute, value) = name.split_once(": ").unwrap_or((name, ""));
        match attributes.last_mut().filter(|last| last.0 == attribute) {
            Some(last) => last.1.push((value, segment)),
            None => attributes.push((attribute, vec![(value, segment)])),
        }
    }
    attributes
}

/// Accounts of one value: those with something in it, of those that voted, of those that there are.
struct Row {
    value: String,
    covered: u32,
    voted: u32,
    base: u32,
}

/// What is told of an attribute's values.
enum Told {
    All,
    /// Who voted, of those that there are.
    Base,
    /// Who has something in it, of those who voted.
    Covered,
    Voted,
}

impl Told {
    /// `None` where a total would have to be held back.
    fn of(&self, rows: &[Row]) -> Option<Vec<TookPart>> {
        let parts = |row: &Row| {
            let (rest, silent) = (row.voted - row.covered, row.base.saturating_sub(row.voted));
            match self {
                Self::All => vec![row.covered, rest, silent],
                Self::Base => vec![row.voted, silent],
                Self::Covered => vec![row.covered, rest],
                Self::Voted => vec![row.voted],
            }
        };
        let cells: Vec<u32> = rows.iter().flat_map(parts).collect();
        let columns = cells.len() / rows.len().max(1);
        let hidden = Table::new(rows.len(), columns, cells)?.suppress();
        if hidden.total || hidden.column_totals.iter().any(|hidden| *hidden) {
            return None;
        }
        let shown = |(at, row): (usize, &Row)| {
            let cell = |column: usize| !hidden.cell(at, column);
            let whole = !hidden.row_totals[at];
            let (base, voted, covered) = match self {
                Self::All => (whole, cell(0) && cell(1), cell(0)),
                Self::Base => (whole, cell(0), false),
                Self::Covered => (false, whole, cell(0)),
                Self::Voted => (false, cell(0), false),
            };
            TookPart {
                value: row.value.clone(),
                base: base.then_some(row.base),
                voted: voted.then_some(row.voted),
                covered: covered.then_some(row.covered),
            }
        };
        Some(rows.iter().enumerate().map(shown).collect())
    }
}

/// By account.
pub(super) fn voted(inputs: &Inputs) -> Vec<bool> {
    let mut voted = vec![false; inputs.accounts.len()];
    for votes in &inputs.votes {
        for voter in votes.voters() {
            voted[inputs.voters[voter as usize].account as usize] = true;
        }
    }
    voted
}

/// By account, whether somebody of it supports something that was chosen.
fn covered(inputs: &Inputs, chosen: &[Key]) -> Vec<bool> {
    let mut covered = vec![false; inputs.accounts.len()];
    let mut stances = Stances::new(inputs);
    for candidate in inputs.candidates.iter().filter(|candidate| chosen.contains(&candidate.key)) {
        stances.take(inputs.votes.iter().filter(|votes| candidate.proposals.contains(&votes.proposal)));
        for voter in stances.supporters() {
            covered[inputs.voters[voter as usize].account as usize] = true;
        }
    }
    covered
}
