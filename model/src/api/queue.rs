//! The moderators' queue, and what people add to it by reporting something.

use super::Done;
use crate::account::WhichAccount;
use crate::endpoint::endpoint;
use crate::queue::{Batch, Colleague, Item, Key, Queue};
use crate::text::blank_is_none;
use crate::verdict::Decision;
use crate::{CommentId, JoinRequestId, PersonId, ProposalId, Reason};
use serde::{Deserialize, Serialize};

/// What waits for a moderator, oldest first, the first [`Queue::MOST`] of it. Moderators.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetQueue {
    /// Only what comes after this item.
    #[serde(
        default,
        deserialize_with = "blank_is_none",
        serialize_with = "as_address",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "proposals/5"))]
    pub after: Option<Key>,
    /// A part of it; none for all that waits for a moderator.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}
endpoint!(Get "/queue" GetQueue => Queue);

/// A part of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = QueuePart))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What colleagues handed to whoever asks.
    Mine,
    /// What waits for its author, who was asked something.
    Asked,
}

impl Part {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Asked => "asked",
        }
    }
}

impl std::str::FromStr for Part {
    type Err = crate::text::TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = [Self::Mine, Self::Asked].into_iter().find(|part| part.word() == word);
        found.ok_or_else(|| crate::text::TextProblem("Choose mine or asked.".into()))
    }
}

/// In the words of its address, which is how it is read.
fn as_address<S: serde::Serializer>(key: &Option<Key>, serializer: S) -> Result<S::Ok, S::Error> {
    match key {
        Some(key) => serializer.collect_str(key),
        None => serializer.serialize_none(),
    }
}

/// Keys in the words of their addresses; a form that has one sends no list.
mod addresses {
    use crate::queue::Key;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(keys: &[Key], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(keys.iter().map(Key::to_string))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Key>, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Said {
            Many(Vec<String>),
            One(String),
        }
        let said = match Said::deserialize(from)? {
            Said::Many(many) => many,
            Said::One(one) => vec![one],
        };
        said.iter().map(|one| one.parse().map_err(D::Error::custom)).collect()
    }
}

/// One key in the words of its address.
mod address {
    use crate::queue::Key;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(key: &Key, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(key)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Key, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// Decides the same on several items, each for itself: what cannot be decided is said of each. Who asks to speak for an account does from
/// then on, when it is to publish. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JudgeMany {
    #[serde(default, with = "addresses")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["proposals/5", "comments/7"])))]
    pub items: Vec<Key>,
    pub decision: Decision,
    /// Needed when declining; the authors see it.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub reason: Option<Reason>,
    /// From now on what their authors write is published without being read first.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub trust: bool,
    /// From now on their authors may write nothing, for the same reason, which they are told. When declining.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub block: bool,
    /// Only what still waits, or is reported: what somebody else has decided on meanwhile is refused.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub waits: bool,
    /// For which account somebody speaks who asks for it; none for the one of the name that they wrote. For one alone.
    #[serde(default, deserialize_with = "crate::account::which_or_none")]
    pub account: Option<WhichAccount>,
}
endpoint!(Post "/queue/verdicts" JudgeMany => Batch);

/// Takes back what the caller decided on these at that moment: they stand as they stood before it. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoVerdicts {
    #[serde(default, with = "addresses")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["proposals/5"])))]
    pub items: Vec<Key>,
    /// [`Batch::at`] of the answer to it.
    #[serde(deserialize_with = "crate::id::whole")]
    pub at: i64,
}
endpoint!(Post "/queue/undo" UndoVerdicts => Batch);

/// Asks the author of something that waits. It leaves the queue until they have answered or changed it. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskAuthor {
    #[serde(with = "address")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "proposals/5"))]
    pub item: Key,
    pub question: Reason,
}
endpoint!(Post "/queue/ask" AskAuthor => Done);

/// Asks no longer: it is back in the queue. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeQuestionBack {
    #[serde(with = "address")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "proposals/5"))]
    pub item: Key,
}
endpoint!(Post "/queue/ask/take-back" TakeQuestionBack => Done);

/// Says something to a moderator's question on what one wrote; moderators alone read it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplyToQuestion {
    #[serde(with = "address")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "proposals/5"))]
    pub item: Key,
    pub reply: Reason,
}
endpoint!(Post "/questions/reply" ReplyToQuestion => Done);

/// Hands something that waits to a colleague, who is told; to nobody in particular without one. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandOver {
    #[serde(with = "address")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "proposals/5"))]
    pub item: Key,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub to: Option<PersonId>,
}
endpoint!(Post "/queue/hand" HandOver => Done);

/// To whom things can be handed. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListColleagues {}
endpoint!(Get "/queue/colleagues" ListColleagues => Vec<Colleague>);

/// One item as the queue shows it, whether or not it still waits. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetQueuedComment {
    pub comment: CommentId,
}
endpoint!(Get "/queue/comments/{comment}" GetQueuedComment => Item);

/// The same of somebody who asks, or asked, to speak for an account. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetQueuedJoinRequest {
    pub request: JoinRequestId,
}
endpoint!(Get "/queue/join-requests/{request}" GetQueuedJoinRequest => Item);

/// Says that a proposal should not stand there. A moderator decides; nobody is told who reported it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportProposal {
    pub proposal: ProposalId,
    pub reason: Reason,
}
endpoint!(Post "/proposals/{proposal}/report" ReportProposal => Done);

/// The same of a comment or story.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportComment {
    pub comment: CommentId,
    pub reason: Reason,
}
endpoint!(Post "/comments/{comment}/report" ReportComment => Done);
