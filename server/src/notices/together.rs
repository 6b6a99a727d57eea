//! News of writing a proposal together, and for those who voted on words that it no longer has.

use super::herald::Plan;
use super::words::{address, proposal};
use crate::db::notices::EventRow;
use crate::db::writing as table;
use crate::memory::World;
use crate::site::Site;
use model::notice::NoticeKind;
use model::{PersonId, ProposalId, Timestamp};
use std::collections::BTreeSet;

pub(super) async fn add(site: &Site, event: &EventRow, subject: i64, plan: &mut Plan) -> anyhow::Result<()> {
    let id = ProposalId(subject);
    let people: BTreeSet<i64> = match event.kind.as_str() {
        "proposal.changed" => {
            let asked = table::asked_at(&site.db, id, Timestamp(event.at)).await?;
            let world = site.memory.read();
            let writers = world.writers(id).iter().map(|person| person.0);
            // Its author knows of no change but those of others.
            asked.into_iter().chain(writers).chain(author(&world, id)).collect()
        }
        // New words that had waited for a moderator.
        "proposal.published" | "proposal.merged" => {
            table::asked_at(&site.db, id, Timestamp(event.at)).await?.into_iter().collect()
        }
        // Whom the author means.
        "writer.invited" | "writer.admitted" | "writer.refused" | "writer.ended" => {
            event.detail.as_deref().and_then(|person| person.parse().ok()).into_iter().collect()
        }
        // Whoever would rather not says so to nobody.
        "writer.offered" | "writer.accepted" | "writer.left" => {
            author(&site.memory.read(), id).into_iter().collect()
        }
        _ => return Ok(()),
    };
    for person in people {
        // To its author that it is published is the greater news.
        plan.people.entry(person).or_insert((NoticeKind::Writing, None));
    }
    Ok(())
}

fn author(world: &World, proposal: ProposalId) -> Option<i64> {
    Some(world.round_of(proposal)?.proposal(proposal)?.author?.0)
}

/// What it says and where it leads.
pub(super) fn words(
    world: &World,
    reader: PersonId,
    what: &str,
    subject: i64,
) -> Option<(String, String, String)> {
    let id = ProposalId(subject);
    let found = proposal(world, reader, id)?;
    let title = &found.text.title;
    let hand_in_it = found.author == Some(reader) || world.writes(reader, id);
    let (sentence, at) = match what {
        "proposal.changed" if hand_in_it => {
            let words = "has new words by somebody who writes it with you. If you had voted on it, say whether your vote stands.";
            (format!("“{title}” {words}"), "#your-vote")
        }
        "proposal.changed" | "proposal.published" | "proposal.merged" => {
            let words = "has new words since you voted, so your vote counts no more: read them, and say whether it stands.";
            (format!("“{title}” {words}"), "#your-vote")
        }
        "writer.invited" => {
            (format!("You are invited to write the proposal “{title}” with its author."), "#writers")
        }
        "writer.offered" => {
            (format!("Somebody who supports “{title}” offers to write it with you."), "#writers")
        }
        "writer.accepted" => {
            (format!("Somebody whom you invited writes “{title}” with you now."), "#writers")
        }
        "writer.left" => (format!("Somebody does not write “{title}” with you any more."), "#writers"),
        "writer.admitted" => (format!("You write “{title}” with its author now."), "#writers"),
        "writer.refused" => (format!("The author of “{title}” would rather write it without you."), ""),
        "writer.ended" => (format!("You do not write “{title}” with its author any more."), ""),
        _ => return None,
    };
    Some((sentence, String::new(), address(&found) + at))
}
