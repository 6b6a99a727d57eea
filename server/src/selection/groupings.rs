//! Proposals that could become one practice, of what a breakdown may be given of: what fewer than five accounts want is not
//! compared by who wants it, since that would tell who else they agree with.

use super::Selected;
use crate::memory::Board;
use engine::groupings::{self, Proposal};
use engine::suppression::may_show;
use model::ProposalId;
use model::integrity::Grouping;
use model::selection::Key;

/// Most that are worth looking at.
const MOST: usize = 12;

/// Of the proposals that are in no practice, the most alike first.
#[must_use]
pub fn suggested(selected: &Selected, board: &Board) -> Vec<Grouping> {
    let gathered = &selected.gathered;
    let left = gathered.matter.candidates.iter().filter_map(|candidate| match candidate.key {
        Key::Proposal(id) => Some(id),
        Key::Practice(_) => None,
    });
    let left: Vec<(ProposalId, String, Vec<u32>)> = left
        .filter_map(|id| {
            let text = &board.find(id)?.memory.text;
            let votes = gathered.inputs.votes.iter().find(|votes| votes.proposal == id.0)?;
            let account =
                |voter: &u32| gathered.inputs.voters.get(*voter as usize).map(|voter| voter.account);
            let mut accounts: Vec<u32> = votes.agree.iter().filter_map(account).collect();
            accounts.sort_unstable();
            accounts.dedup();
            let enough = may_show(u32::try_from(accounts.len()).unwrap_or(u32::MAX));
            enough.then(|| (id, [text.title.as_str(), " ", text.why.as_str()].concat(), accounts))
        })
        .collect();
    let proposals: Vec<Proposal> =
        left.iter().map(|(id, text, supporters)| Proposal { id: id.0, text, supporters }).collect();
    let found = groupings::groupings(&proposals).into_iter().take(MOST);
    found
        .map(|grouping| Grouping {
            proposals: grouping.proposals.into_iter().map(ProposalId).collect(),
            words: grouping.words,
        })
        .collect()
}
