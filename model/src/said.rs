//! "You said, we did": what the company adopted, started, changed and dropped of what customers asked for, in the team's own words. An
//! entry begins as a suggestion from what happened to a promise, is written, and then published.

use crate::text::TextProblem;
use crate::{PracticeId, ProposalId, Reason, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// What came of what customers said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Did {
    Adopted,
    Started,
    Changed,
    Dropped,
}

impl Did {
    pub const ALL: [Self; 4] = [Self::Adopted, Self::Started, Self::Changed, Self::Dropped];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Started => "started",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
        }
    }
}

impl std::str::FromStr for Did {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|did| did.word() == word);
        found
            .ok_or_else(|| TextProblem(format!("{word:?} is not one of adopted, started, changed, dropped.")))
    }
}

/// What the team writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaidText {
    pub did: Did,
    pub title: Title,
    pub words: Reason,
}

/// A proposal behind an entry, as everybody may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asked {
    pub proposal: ProposalId,
    pub title: Title,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    pub id: crate::SaidId,
    pub text: SaidText,
    /// The promise that it is about, and the public proposals that it came from.
    pub practice: PracticeId,
    pub asked: Vec<Asked>,
    /// When it happened.
    pub at: Timestamp,
    /// Nothing while it is being written.
    pub published: Option<Timestamp>,
    /// Whether it is about a promise of the sample round, which is made up.
    pub sample: bool,
    /// When its words were changed last.
    pub changed: Timestamp,
}

/// Something that happened to a promise, which nobody has written about yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggested {
    /// The number of the event; nothing for what was adopted with all of its design.
    pub event: Option<i64>,
    pub did: Did,
    pub practice: PracticeId,
    pub title: Title,
    /// What could be said, to begin with.
    pub words: String,
    pub at: Timestamp,
}

/// What the team works on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Desk {
    /// Newest first.
    pub suggested: Vec<Suggested>,
    pub drafts: Vec<Said>,
}
