//! What people write beside a proposal: comments with one level of replies, and stories, "a time you were engaged well or
//! badly". Both are moderated as proposals are.

use crate::intake::Held;
use crate::picture::Picture;
use crate::verdict::Verdict;
use crate::{CommentId, Html, Name, ProposalId, Remark, RoundId, Timestamp, Title};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CommentKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Comment,
    /// Something that happened to the customer who tells it.
    Story,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Comment, Self::Story];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Story => "story",
        }
    }
}

/// How the customer of a story was engaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Well,
    Badly,
}

impl Tone {
    pub const ALL: [Self; 2] = [Self::Well, Self::Badly];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Badly => "badly",
        }
    }
}

/// Where a comment or story stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CommentStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Seen by its author and moderators alone.
    Waiting,
    Published,
    /// Seen by its author and moderators alone, with the reason.
    Declined,
    /// Deleted by its author: its words are gone, and its place stays for the replies to it.
    Withdrawn,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Published, Self::Declined, Self::Withdrawn];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Declares how words become values again.
macro_rules! from_word {
    ($($name:ident: $refusal:literal;)+) => {$(
        impl std::str::FromStr for $name {
            type Err = crate::text::TextProblem;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.into_iter().find(|one| one.word() == word);
                found.ok_or_else(|| crate::text::TextProblem($refusal.into()))
            }
        }
    )+};
}

from_word! {
    Kind: "Choose comment or story.";
    Tone: "Choose well or badly.";
    Status: "There is no such status.";
}

/// Who wrote something, as far as everybody may know it: customers are not named to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    Customer,
    /// Whose proposal it is.
    Proposer,
    /// One of the company's staff.
    Company,
}

/// An earlier wording, once published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wording {
    pub html: Html,
    /// When it was replaced.
    pub until: Timestamp,
}

/// A comment or story, as this viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    pub id: CommentId,
    pub round: RoundId,
    pub proposal: ProposalId,
    /// What it replies to; replies have none themselves.
    pub parent: Option<CommentId>,
    pub kind: Kind,
    /// Of stories.
    pub tone: Option<Tone>,
    /// As it was typed; `None` once withdrawn.
    pub text: Option<Remark>,
    pub html: Html,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    pub by: By,
    /// Whether the viewer wrote it.
    pub own: bool,
    pub status: Status,
    /// For the author and moderators: what made it wait, besides the round's rule that everything is read first.
    pub held: Option<Held>,
    pub at: Timestamp,
    /// When it got its present wording, if it had another before.
    pub edited: Option<Timestamp>,
    /// Earlier wordings, oldest first.
    pub before: Vec<Wording>,
    /// For the author and moderators.
    pub verdicts: Vec<Verdict>,
    /// For the author and moderators: what a moderator asked the author last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<crate::queue::Question>,
    /// Who wrote it: for moderators.
    pub author: Option<Name>,
}

impl Comment {
    /// Where it stands on its proposal's page.
    #[must_use]
    pub fn path(&self) -> String {
        path(self.proposal, self.id)
    }
}

/// A comment or story that was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    pub id: CommentId,
    pub proposal: ProposalId,
    /// The proposal that it stands beside.
    pub on: Title,
    pub kind: Kind,
    pub tone: Option<Tone>,
    /// The beginning of its text, as it was typed.
    pub begins: String,
    pub at: Timestamp,
}

/// Most characters of [`Found::begins`].
pub const BEGINNING: usize = 200;

impl Found {
    #[must_use]
    pub fn path(&self) -> String {
        path(self.proposal, self.id)
    }
}

/// Where a comment or story stands on its proposal's page.
fn path(proposal: ProposalId, id: CommentId) -> String {
    format!("/proposals/{proposal}#comment-{id}")
}

/// What is written beside a proposal, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Talk {
    pub comments: Vec<Comment>,
    /// Why nothing can be added now, if so, as a sentence.
    pub shut: Option<String>,
}
