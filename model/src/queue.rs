//! The moderators' queue: whatever waits to be read, of every kind, what people have reported, and who asks to speak for an account.

use crate::comment::{self, Comment};
use crate::complaint::Complaint;
use crate::endpoint::encoded;
use crate::joining::JoinRequest;
use crate::proposal::{self, Proposal};
use crate::verdict::{Decision, Verdict};
use crate::{CommentId, JoinRequestId, Name, PersonId, ProposalId, Reason, RoundId, Timestamp, Title};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an item is, in the words of its address: `proposals/5`, `comments/7`, `join-requests/3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = QueueKey))]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Proposal(ProposalId),
    Comment(CommentId),
    JoinRequest(JoinRequestId),
}

/// Something that somebody wrote for others to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Written {
    Proposal(ProposalId),
    Comment(CommentId),
}

impl From<Written> for Key {
    fn from(written: Written) -> Self {
        match written {
            Written::Proposal(id) => Self::Proposal(id),
            Written::Comment(id) => Self::Comment(id),
        }
    }
}

impl Key {
    /// What somebody wrote to be read.
    ///
    /// # Errors
    /// The request, where somebody asks to speak for an account.
    pub fn written(self) -> Result<Written, JoinRequestId> {
        match self {
            Self::Proposal(id) => Ok(Written::Proposal(id)),
            Self::Comment(id) => Ok(Written::Comment(id)),
            Self::JoinRequest(id) => Err(id),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proposal(id) => write!(f, "proposals/{id}"),
            Self::Comment(id) => write!(f, "comments/{id}"),
            Self::JoinRequest(id) => write!(f, "join-requests/{id}"),
        }
    }
}

impl std::str::FromStr for Key {
    type Err = crate::text::TextProblem;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = match text.split_once('/') {
            Some(("proposals", id)) => id.parse().map(Self::Proposal).ok(),
            Some(("comments", id)) => id.parse().map(Self::Comment).ok(),
            Some(("join-requests", id)) => id.parse().map(Self::JoinRequest).ok(),
            _ => None,
        };
        found.ok_or_else(|| crate::text::TextProblem("There is no such item.".into()))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    Proposal(Box<Proposal>),
    Comment {
        comment: Box<Comment>,
        /// The proposal that it stands beside.
        on: Title,
    },
    JoinRequest(Box<JoinRequest>),
}

/// What waits, as much of it as is looked at in one go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Queue {
    /// Oldest first.
    pub items: Vec<Item>,
    /// How many wait to be read in all; of what was asked for, where only a part of it was.
    pub waiting: usize,
    /// Since when the oldest of all has waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Timestamp>,
    /// How many wait for their authors, who were asked something.
    #[serde(default)]
    pub asked: usize,
    /// How many colleagues have handed to whoever asks.
    #[serde(default)]
    pub mine: usize,
}

impl Queue {
    /// Most items in one answer.
    pub const MOST: usize = 50;
}

/// Something for a moderator to decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    pub what: What,
    /// What people say against it, oldest first, as far as nobody has decided yet.
    pub complaints: Vec<Complaint>,
    /// Since when it has stood in the queue, by which the queue is sorted.
    #[serde(default)]
    pub since: Timestamp,
    /// To whom it was handed, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
}

/// A colleague who is to decide something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handed {
    pub to: PersonId,
    pub name: Name,
}

/// Somebody to whom things can be handed, with how many have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    pub id: PersonId,
    pub name: Name,
    pub has: usize,
}

/// What a moderator asked the author of something, and what they said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AuthorQuestion))]
pub struct Question {
    pub text: Reason,
    pub at: Timestamp,
    /// Who asked: for moderators.
    pub by: Option<Name>,
    pub answer: Option<Reason>,
    /// Whether the author is still asked.
    pub open: bool,
}

/// What became of several things that were to be done together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Batch {
    /// When it was done, which says what is to be undone.
    pub at: Timestamp,
    pub done: Vec<Key>,
    pub refused: Vec<Refusal>,
}

/// One of several that was not done, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusal {
    pub item: Key,
    pub why: String,
}

/// Most characters of a comment's text that stand for a title.
const SHORT: usize = 80;

impl Item {
    #[must_use]
    pub fn key(&self) -> Key {
        match &self.what {
            What::Proposal(proposal) => Key::Proposal(proposal.id),
            What::Comment { comment, .. } => Key::Comment(comment.id),
            What::JoinRequest(asks) => Key::JoinRequest(asks.id),
        }
    }

    /// None for what belongs to no round.
    #[must_use]
    pub fn round(&self) -> Option<RoundId> {
        match &self.what {
            What::Proposal(proposal) => Some(proposal.round),
            What::Comment { comment, .. } => Some(comment.round),
            What::JoinRequest(_) => None,
        }
    }

    #[must_use]
    pub fn title(&self) -> String {
        match &self.what {
            What::Proposal(proposal) => proposal.text.title.to_string(),
            What::Comment { comment, .. } => {
                let text = comment.text.as_ref().map_or("", |text| text.as_str());
                let line = text.lines().next().unwrap_or_default();
                let short: String = line.chars().take(SHORT).collect();
                if short.len() < text.len() { short + "…" } else { short }
            }
            What::JoinRequest(asks) => [asks.name.as_str(), ", for ", asks.account.as_str()].concat(),
        }
    }

    /// "proposal", "reply", "comment", "story" or "request to join".
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match &self.what {
            What::Proposal(_) => "proposal",
            What::Comment { comment, .. } if comment.parent.is_some() => "reply",
            What::Comment { comment, .. } => comment.kind.word(),
            What::JoinRequest(_) => "request to join",
        }
    }

    /// Where it is to be seen once it is published, or its person once they are answered.
    #[must_use]
    pub fn path(&self) -> String {
        match &self.what {
            What::Proposal(proposal) => proposal.path(),
            What::Comment { comment, .. } => comment.path(),
            What::JoinRequest(asks) => ["/people?q=", &encoded(asks.email.as_str())].concat(),
        }
    }

    /// Who wrote it to be read.
    #[must_use]
    pub fn author(&self) -> Option<&Name> {
        match &self.what {
            What::Proposal(proposal) => proposal.author.as_ref(),
            What::Comment { comment, .. } => comment.author.as_ref(),
            What::JoinRequest(_) => None,
        }
    }

    #[must_use]
    pub fn verdicts(&self) -> &[Verdict] {
        match &self.what {
            What::Proposal(proposal) => &proposal.verdicts,
            What::Comment { comment, .. } => &comment.verdicts,
            What::JoinRequest(asks) => &asks.verdicts,
        }
    }

    /// What its author was asked last.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match &self.what {
            What::Proposal(proposal) => proposal.question.as_ref(),
            What::Comment { comment, .. } => comment.question.as_ref(),
            What::JoinRequest(_) => None,
        }
    }

    /// What made it wait, besides the round's rule that everything is read first.
    #[must_use]
    pub fn held(&self) -> Option<crate::intake::Held> {
        match &self.what {
            What::Proposal(proposal) => proposal.held,
            What::Comment { comment, .. } => comment.held,
            What::JoinRequest(_) => None,
        }
    }

    /// What was decided, if something was.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        match &self.what {
            What::Proposal(proposal) => match proposal.status {
                proposal::Status::Published => Some(Decision::Publish),
                proposal::Status::Declined => Some(Decision::Decline),
                proposal::Status::Waiting | proposal::Status::Adopted | proposal::Status::Merged => None,
            },
            What::Comment { comment, .. } => match comment.status {
                comment::Status::Published => Some(Decision::Publish),
                comment::Status::Declined => Some(Decision::Decline),
                comment::Status::Waiting | comment::Status::Withdrawn => None,
            },
            What::JoinRequest(asks) => asks.answered.as_ref().map(|answered| answered.decision),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for key in
            [Key::Proposal(ProposalId(5)), Key::Comment(CommentId(7)), Key::JoinRequest(JoinRequestId(3))]
        {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for wrong in ["", "5", "proposals/", "votes/5", "comments/x", "join-requests/"] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }
}
