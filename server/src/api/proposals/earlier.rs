//! The earlier wordings of a proposal, as they may be read, and whose each was.

use crate::db::proposals::VerdictRow;
use crate::db::writing::WordingRow;
use crate::markdown::render_with;
use crate::memory::{ProposalMemory, World};
use crate::mentions::Names;
use model::proposal::ProposalText;
use model::verdict::Decision;
use model::writing::{Earlier, Hand};
use model::{PersonId, Timestamp};

/// Those that were read last, oldest first; but for those from before a moderator declined.
pub(super) fn shown(
    world: &World,
    memory: &ProposalMemory,
    rows: &[WordingRow],
    verdicts: &[VerdictRow],
    names: &Names,
) -> Vec<Earlier> {
    let declined = verdicts.iter().filter(|row| row.decision == Decision::Decline.word());
    let declined = declined.filter(|row| row.undone.is_none()).map(|row| row.at).max();
    let seen = rows.iter().filter(|row| !row.hidden && declined.is_none_or(|declined| row.until > declined));
    let earlier = |row: &WordingRow| {
        Some(Earlier {
            text: text(row, names)?,
            why_html: render_with(&row.why, names),
            by: hand(world, memory, row.by_person.map(PersonId)),
            at: Timestamp(row.at),
            until: Timestamp(row.until),
        })
    };
    seen.filter_map(earlier).collect()
}

/// Whose a wording is: only who writes it is named.
pub(super) fn hand(world: &World, memory: &ProposalMemory, by: Option<PersonId>) -> Hand {
    match by {
        None => Hand::Author,
        Some(by) if memory.author == Some(by) => Hand::Author,
        Some(by) => {
            let one = world.person(by).filter(|_| world.writes(by, memory.id));
            one.map_or(Hand::Former, |one| Hand::Writer(one.name.clone()))
        }
    }
}

fn text(row: &WordingRow, names: &Names) -> Option<ProposalText> {
    let text = row.text().ok()?;
    Some(ProposalText { why: names.to_read(text.why.as_str())?, ..text })
}
