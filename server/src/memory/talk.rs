//! What is written beside proposals, as far as every request needs it: which there is and where it stands, with the words to
//! search in. The texts themselves are read when a page shows them.

use super::search;
use crate::db::comments::CommentRow;
use model::comment::{Kind, Status};
use model::queue::Key;
use model::{CommentId, PersonId, ProposalId, RoundId, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A comment or story.
#[derive(Clone, Debug)]
pub struct CommentMemory {
    pub id: CommentId,
    pub round: RoundId,
    pub proposal: ProposalId,
    pub parent: Option<CommentId>,
    pub author: Option<PersonId>,
    pub kind: Kind,
    pub status: Status,
    pub at: Timestamp,
    /// To search in.
    pub words: String,
}

#[derive(Default)]
pub struct Talk {
    comments: BTreeMap<i64, CommentMemory>,
    /// How many there are beside a proposal, whatever their status.
    beside: FxHashMap<i64, usize>,
    /// What somebody has reported and nobody decided on.
    reported: FxHashSet<Key>,
    trusted: FxHashSet<i64>,
    blocked: Vec<String>,
}

impl Talk {
    pub(super) fn put(&mut self, rows: Vec<CommentRow>) {
        for row in rows {
            let memory = CommentMemory {
                id: CommentId(row.id),
                round: RoundId(row.round),
                proposal: ProposalId(row.proposal),
                parent: row.parent.map(CommentId),
                author: row.author.map(PersonId),
                kind: row.kind.parse().unwrap_or_default(),
                status: row.status.parse().unwrap_or(Status::Waiting),
                at: Timestamp(row.changed.unwrap_or(row.created)),
                words: search::index(&row.text),
            };
            if self.comments.insert(row.id, memory).is_none() {
                *self.beside.entry(row.proposal).or_default() += 1;
            }
        }
    }

    pub(super) fn forget_round(&mut self, round: RoundId) {
        let (comments, beside) = (&mut self.comments, &mut self.beside);
        comments.retain(|_, comment| {
            let stays = comment.round != round;
            if !stays {
                beside.remove(&comment.proposal.0);
            }
            stays
        });
    }

    pub(super) fn set_reported(&mut self, reported: Vec<Key>) {
        self.reported = reported.into_iter().collect();
    }

    pub(super) fn set_intake(&mut self, trusted: Vec<i64>, blocked: Vec<String>) {
        self.trusted = trusted.into_iter().collect();
        self.blocked = blocked;
    }

    #[must_use]
    pub fn comment(&self, id: CommentId) -> Option<&CommentMemory> {
        self.comments.get(&id.0)
    }

    /// In the order in which they came.
    pub fn comments(&self) -> impl Iterator<Item = &CommentMemory> {
        self.comments.values()
    }

    /// Whether anything at all is written beside a proposal.
    #[must_use]
    pub fn is_beside(&self, proposal: ProposalId) -> bool {
        self.beside.contains_key(&proposal.0)
    }

    #[must_use]
    pub fn is_reported(&self, key: Key) -> bool {
        self.reported.contains(&key)
    }

    /// Whether a moderator trusts somebody.
    #[must_use]
    pub fn trusts(&self, person: PersonId) -> bool {
        self.trusted.contains(&person.0)
    }

    /// The company's list of words that hold a text.
    #[must_use]
    pub fn blocked(&self) -> &[String] {
        &self.blocked
    }
}
