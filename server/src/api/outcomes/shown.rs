//! What came out of an activity as it is listed: what was confirmed, without names, and what waits for its answer.

use crate::api::comments;
use crate::db::outcomes::OutcomeRow;
use crate::memory::World;
use model::activity::outcome::{Came, Pending, Said, What as Which};
use model::{CommentId, PersonId, ProposalId, Timestamp, Title};

/// What others can read of what was confirmed, oldest first; and how much more there is that they cannot.
#[must_use]
pub fn read(world: &World, rows: &[OutcomeRow]) -> (Vec<Came>, usize) {
    let confirmed = || rows.iter().filter(|row| row.proposal.is_some() || row.comment.is_some());
    let came: Vec<Came> = confirmed().filter_map(|row| one(world, row)).collect();
    let unread = confirmed().count() - came.len();
    (came, unread)
}

fn one(world: &World, row: &OutcomeRow) -> Option<Came> {
    let comment = row.comment.and_then(|id| world.talk.comment(CommentId(id)));
    if row.comment.is_some() && !comment.is_some_and(|comment| comments::published(world, comment)) {
        return None;
    }
    let id = comment.map_or(ProposalId(row.proposal.unwrap_or(0)), |comment| comment.proposal);
    // What was merged is read where it was merged into.
    let proposal = world.round_of(id)?.remaining(id).filter(|one| one.status.is_public())?;
    Some(Came {
        what: if comment.is_some() { Which::Story } else { Which::Proposal },
        proposal: proposal.id,
        title: proposal.text.title.clone(),
        status: proposal.status,
        comment: comment.map(|comment| comment.id),
    })
}

/// What waits for its answer.
#[must_use]
pub fn pending(world: &World, rows: &[OutcomeRow], now: Timestamp) -> Vec<Pending> {
    let waits = |row: &OutcomeRow| {
        let said = row.said().filter(|_| row.expires > now.0)?;
        Some(Pending {
            what: said.what(),
            name: world.person(PersonId(row.person?))?.name.clone(),
            title: title(world, &said)?,
            at: Timestamp(row.at),
            expires: Timestamp(row.expires),
            unasked: !row.letter,
        })
    };
    rows.iter().filter_map(waits).collect()
}

/// The proposal's title, or that of the one that a story is to stand beside.
pub(super) fn title(world: &World, said: &Said) -> Option<Title> {
    match said {
        Said::Proposal(text) => Some(text.title.clone()),
        Said::Story(story) => {
            world.round_of(story.beside)?.proposal(story.beside).map(|one| one.text.title.clone())
        }
    }
}
