//! A verdict: a moderator's decision on a proposal, with its reason.

use crate::{Name, Reason, Timestamp, Title};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Publish,
    /// Needs a reason, which the author sees.
    Decline,
}

impl Decision {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Decline => "decline",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Self {
        if word == "publish" { Self::Publish } else { Self::Decline }
    }
}

/// As the author and staff see it. The moderator's name is for staff alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    pub decision: Decision,
    pub reason: Option<Reason>,
    pub at: Timestamp,
    pub by: Option<Name>,
    /// When the moderator took it back, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Timestamp>,
}

/// What a line of the log tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = VerdictAct))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Publish,
    Decline,
    /// Somebody may not write for now.
    Block,
    /// Somebody may write again.
    Unblock,
}

impl Act {
    pub const ALL: [Self; 4] = [Self::Publish, Self::Decline, Self::Block, Self::Unblock];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Decline => "decline",
            Self::Block => "block",
            Self::Unblock => "unblock",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|act| act.word() == word).unwrap_or(Self::Decline)
    }
}

/// A verdict in the log that customers read: never who decided or who wrote it, and of what is hidden no word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Judged {
    pub at: Timestamp,
    pub decision: Act,
    /// Whether it was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// `proposal`, `comment`, `story` or `person`.
    pub what: String,
    /// Of the proposal, or of the one beside which it stood; `None` where the reader may not see it.
    pub title: Option<Title>,
    /// The page that shows it, where it can be read.
    pub path: Option<String>,
    /// `None` where there was none, or where it was written for the author alone.
    pub reason: Option<Reason>,
}

/// A verdict as staff keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decided {
    pub at: Timestamp,
    pub decision: Act,
    /// When it was taken back, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Timestamp>,
    /// `proposal`, `comment`, `story` or `person`.
    pub what: String,
    pub number: i64,
    pub reason: Option<String>,
    /// Who decided.
    pub by: Option<String>,
}
