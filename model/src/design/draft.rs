//! The draft of a design: what designers work on.

use super::Need;
use crate::practice::{Entry, Practice};
use crate::proposal::Card;
use crate::{Name, PersonId, PracticeId, Reason, RoundId, Timestamp, Title, Version};
use serde::{Deserialize, Serialize};

/// The draft, as it stands this moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    pub round: RoundId,
    /// In reading order: stage by stage, in each culture by culture. All of them, the empty ones too.
    pub cells: Vec<Cell>,
    /// Staff see them always, others while voting or adoption is open; likewise what is left and what is needed.
    pub practices: Vec<Practice>,
    /// Public proposals that are in no practice, best first.
    pub left: Vec<Left>,
    /// The company's lists: for staff.
    pub entries: Vec<Entry>,
    /// What the practices need together, for each resource of the round.
    pub needs: Vec<Need>,
    /// What was taken out last, and can be put back: for staff.
    #[serde(default)]
    pub removed: Vec<RemovedPractice>,
    /// The design that holds, where this draft has nothing yet and can begin from it: for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<BeginsFrom>,
    /// What goes on beside it, where a gap's vote decides one part of the design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<GoesOn>,
}

/// The rest of a design, of which a vote decides one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoesOn {
    pub version: Version,
    /// The practices that go on as they are promised.
    pub practices: Vec<Title>,
    /// Why it cannot be adopted so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A design that the draft of another round can begin from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginsFrom {
    pub version: Version,
    /// Its practices that have a stage and a culture of this round.
    pub practices: usize,
}

/// A practice that was taken out of the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemovedPractice {
    pub practice: PracticeId,
    pub title: Title,
    pub at: Timestamp,
    /// Who took it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cell {
    pub stage: usize,
    pub culture: usize,
    pub practices: Vec<PracticeId>,
    /// The leading proposals, at most [`LEADING`].
    pub leading: Vec<Card>,
    /// How many proposals belong here.
    pub proposals: usize,
}

/// Leading proposals shown in a cell of the draft.
pub const LEADING: usize = 3;

/// A proposal that is in no practice, with the reason if one was written; others than staff see it once it is
/// published with an adopted design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Left {
    pub card: Card,
    /// Nothing while nobody has decided: it then becomes "not now", with the reason that the signatory gives for all such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<LeftDecision>,
    pub reason: Option<Reason>,
    /// Raised whenever the reason is written, and whenever that is taken back; 0 where none was. For staff.
    #[serde(default)]
    pub revision: i64,
    /// Whose decision it is. For staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// The adopted version that said so, where nobody has decided on it since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
}

impl Left {
    /// Whether staff have decided on this one: what a version that was adopted said of it may be what it said of all such.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.reason.is_some() && self.version.is_none()
    }
}

/// What becomes of a proposal that is in no practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeftDecision {
    /// It may come in another version.
    #[default]
    NotNow,
    No,
}

impl LeftDecision {
    pub const ALL: [Self; 2] = [Self::NotNow, Self::No];

    /// As it is stored and travels.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotNow => "not_now",
            Self::No => "no",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotNow => "Not now",
            Self::No => "No",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.word() == word)
    }
}
