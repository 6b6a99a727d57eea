//! What is written beside proposals, as far as every request needs it: which there is and where it stands, with the words to
//! search in. The texts themselves are read when a page shows them.

use super::search;
use crate::db::comments::CommentRow;
use crate::mentions::Names;
use model::comment::{Kind, Status};
use model::intake::Held;
use model::queue::Key;
use model::{CommentId, PersonId, ProposalId, Reason, RoundId, Timestamp};
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
    /// The rule of intake that holds it, besides the round's own.
    pub held: Option<Held>,
    pub at: Timestamp,
    /// To search in.
    pub words: String,
}

/// What moderators are about: whose authors are asked something, what was handed to whom, and who may write nothing.
#[derive(Default)]
pub struct Desk {
    pub asked: FxHashSet<Key>,
    pub handed: FxHashMap<Key, i64>,
    pub barred: FxHashMap<i64, Reason>,
}

#[derive(Default)]
pub struct Talk {
    comments: BTreeMap<i64, CommentMemory>,
    /// How many there are beside a proposal, whatever their status.
    beside: FxHashMap<i64, usize>,
    /// What somebody has reported and nobody decided on.
    reported: FxHashMap<Key, Timestamp>,
    trusted: FxHashSet<i64>,
    blocked: Vec<String>,
    desk: Desk,
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
                held: row.held.as_deref().and_then(|held| held.parse().ok()),
                at: Timestamp(row.changed.unwrap_or(row.created)),
                words: search::index(&Names::default().plain(&row.text)),
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

    pub(super) fn set_reported(&mut self, reported: Vec<(Key, Timestamp)>) {
        self.reported = reported.into_iter().collect();
    }

    pub(super) fn set_intake(&mut self, trusted: Vec<i64>, blocked: Vec<String>) {
        self.trusted = trusted.into_iter().collect();
        self.blocked = blocked;
    }

    pub(super) fn set_desk(&mut self, desk: Desk) {
        self.desk = desk;
    }

    /// Whether its author is asked something.
    #[must_use]
    pub fn is_asked(&self, key: Key) -> bool {
        self.desk.asked.contains(&key)
    }

    /// The moderator to whom it was handed.
    #[must_use]
    pub fn handed(&self, key: Key) -> Option<PersonId> {
        self.desk.handed.get(&key).copied().map(PersonId)
    }

    /// Why somebody may write nothing for now, if so.
    #[must_use]
    pub fn barred(&self, person: PersonId) -> Option<&Reason> {
        self.desk.barred.get(&person.0)
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
        self.reported.contains_key(&key)
    }

    /// Since when something has stood in the queue that came at `at`: what was reported later, since then.
    #[must_use]
    pub fn stands_since(&self, key: Key, at: Timestamp) -> Timestamp {
        self.reported.get(&key).map_or(at, |since| at.max(*since))
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
