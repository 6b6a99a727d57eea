//! Whoever is named in something that others can read now is told, once.

use super::herald::Plan;
use crate::api::comments::published;
use crate::db::mentions as table;
use crate::db::notices::EventRow;
use crate::memory::World;
use crate::site::Site;
use model::notice::NoticeKind;
use model::queue::Written;
use model::{CommentId, ProposalId};

/// What an event is about, if it may have named somebody anew or shown others what does.
pub(super) fn item(kind: &str, subject: i64) -> Option<Written> {
    match kind {
        "proposal.proposed" | "proposal.changed" | "proposal.corrected" | "proposal.published" => {
            Some(Written::Proposal(ProposalId(subject)))
        }
        "comment.written" | "comment.changed" | "comment.published" => {
            Some(Written::Comment(CommentId(subject)))
        }
        _ => None,
    }
}

/// Adds them to those whom the event is news to; to be named is more than to follow.
pub(super) async fn add(site: &Site, event: &EventRow, subject: i64, plan: &mut Plan) -> anyhow::Result<()> {
    let Some(item) = item(&event.kind, subject) else { return Ok(()) };
    if !is_public(&site.memory.read(), item) {
        return Ok(());
    }
    for person in table::untold(&site.db, item).await? {
        plan.people.insert(person, (NoticeKind::Mention, None));
    }
    Ok(())
}

fn is_public(world: &World, item: Written) -> bool {
    match item {
        Written::Proposal(id) => {
            let proposal = world.round_of(id).and_then(|round| round.proposal(id));
            proposal.is_some_and(|proposal| proposal.status.is_public())
        }
        Written::Comment(id) => world.talk.comment(id).is_some_and(|comment| published(world, comment)),
    }
}
