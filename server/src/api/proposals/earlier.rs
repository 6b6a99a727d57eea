//! The earlier wordings of a proposal, as they may be read, and whose each was.

use crate::db::proposals::VerdictRow;
use crate::db::writing::WordingRow;
use crate::markdown::render_with;
use crate::memory::{ProposalMemory, World};
use crate::mentions::Names;
use model::cells::{CultureSet, StageSet};
use model::proposal::ProposalText;
use model::verdict::Decision;
use model::writing::{Earlier, Hand};
use model::{PersonId, Timestamp};

/// Those that were published, oldest first; but for those that stood when a moderator declined.
pub(super) fn shown(
    world: &World,
    memory: &ProposalMemory,
    rows: &[WordingRow],
    verdicts: &[VerdictRow],
    names: &Names,
) -> Vec<Earlier> {
    let declined = verdicts.iter().filter(|row| row.decision == Decision::Decline.word());
    let declined = declined.filter(|row| row.undone.is_none()).map(|row| row.at).max();
    let seen = rows.iter().filter(|row| declined.is_none_or(|declined| row.until > declined));
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
    let particular = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    Some(ProposalText {
        kind: row.kind.parse().ok()?,
        title: row.title.parse().ok()?,
        why: names.to_read(&row.why)?,
        stages: StageSet(u32::try_from(row.stages).unwrap_or(0)),
        cultures: CultureSet(u32::try_from(row.cultures).unwrap_or(0)),
        who: particular(&row.who),
        how: particular(&row.how),
        tool: particular(&row.tool),
        measure: particular(&row.measure),
    })
}
