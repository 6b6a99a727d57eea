//! A design: the matrix of stages and cultures with its practices; a draft while it is made, frozen once adopted.

use crate::cells::{CultureSet, StageSet};
use crate::integrity::{Beside, Counts};
use crate::practice::{CostChange, Entry, Practice, PracticeText};
use crate::proposal::{Card, Support};
use crate::round::{Culture, Resource, Stage};
use crate::selection::{Firmness, Outcome, PaidFor, Rules, TookPart, Unflagged};
use crate::sign_off::AdoptedSignOff;
use crate::{Name, PracticeId, ProposalId, Question, Reason, RoundId, Timestamp, Title, Version};
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
    /// Raised whenever the reason is written; 0 where none was. For staff.
    #[serde(default)]
    pub revision: i64,
}

impl Left {
    /// Whether staff have decided on this one: a reason alone may be the general one of a version that was adopted.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.revision > 0 && self.reason.is_some()
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Need {
    pub resource: Resource,
    /// The sum of the costs above zero; savings are shown, not spent.
    pub spent: i64,
    /// The sum of what is saved, as a positive number.
    pub saved: i64,
}

/// How much of a version was changed in its first period: how nearly right it was the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstPeriod {
    /// Practices of it that a version adopted within [`FirstPeriod::DAYS`] days changed or took out.
    pub changed: u32,
    /// Whether those days are over.
    pub over: bool,
}

impl FirstPeriod {
    /// A quarter.
    pub const DAYS: i64 = 91;
}

/// What a design is that is read. Only an adopted one was signed: of others nothing is true that is about signing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DesignState {
    #[default]
    Adopted,
    /// The draft, as it was sent to those who sign.
    InReview,
    /// The draft, as it stands.
    Draft,
    /// Version 0: how the company engages today.
    Today,
}

impl DesignState {
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        *self == Self::Adopted
    }
}

/// An adopted design. Nothing in it changes after adoption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Design {
    pub version: Version,
    #[serde(default, skip_serializing_if = "DesignState::is_adopted")]
    pub state: DesignState,
    pub round: RoundId,
    pub question: Question,
    pub adopted: Timestamp,
    /// The signatory's name as signed, and in what capacity.
    pub signed_by: Name,
    pub capacity: Name,
    /// The signatory's words to customers.
    pub statement: Reason,
    /// SHA-256 of the frozen text, in hexadecimal.
    pub digest: String,
    /// Whether a later version has taken its place.
    pub superseded: bool,
    pub sample: bool,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<Resource>,
    pub practices: Vec<AdoptedPractice>,
    pub left_out: Vec<LeftOut>,
    /// Every number of an adopted version, oldest first.
    pub versions: Vec<Version>,
    /// What changed since the version before; empty for version 1.
    pub difference: Vec<Difference>,
    pub counts: Counts,
    /// The version before, counted likewise.
    pub beside: Vec<Beside>,
    /// How much of it was changed in its first period.
    pub first: FirstPeriod,
    /// The round's totals at adoption.
    pub totals: crate::round::Totals,
    /// What the votes chose; nothing in designs that were adopted before that was kept.
    pub selection: Option<AdoptedSelection>,
    /// The functions that signed it before; nothing where none had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_off: Option<AdoptedSignOff>,
}

/// What the votes chose when a design was adopted, with what proves it. Candidates that fewer than five accounts asked for have
/// no figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdoptedSelection {
    pub rules: Rules,
    pub outcome: Outcome,
    pub segments: Vec<String>,
    /// SHA-256 of the canonical JSON of everything that it was computed from, in hexadecimal.
    pub ballots: String,
    /// The version of the engine that computed it.
    pub engine: String,
    /// Why practices were adopted that the votes did not choose.
    pub against: Option<Reason>,
    /// How firm it was; nothing in designs that were adopted before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firmness: Option<Firmness>,
    /// Whether it would have been another without what looked arranged; likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unflagged: Option<Unflagged>,
    /// Who had taken part, and who has something in what the votes chose, as it was told; likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub took_part: Vec<TookPart>,
    /// Who paid for what, of the votes that breakdowns are counted of; likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid: Vec<PaidFor>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdoptedPractice {
    pub id: PracticeId,
    pub text: PracticeText,
    pub from: Vec<Evidence>,
    /// Costs that were changed after voting had opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_changes: Vec<CostChange>,
}

/// Stands where somebody has taken their words or name back.
pub const WITHDRAWN: &str = "withdrawn";

/// A proposal behind a practice, in the customer's words, with its support when the design was adopted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    pub proposal: ProposalId,
    /// [`WITHDRAWN`] where its author has taken the words back since.
    pub title: String,
    pub support: Support,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOut {
    pub proposal: ProposalId,
    pub title: String,
    pub support: Support,
    /// Nothing in designs that were adopted before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<LeftDecision>,
    pub reason: String,
    pub stages: StageSet,
    pub cultures: CultureSet,
}

/// What became of a practice between two versions. Practices are the same where they carry the same number, or,
/// made anew in a later round, the same title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Difference {
    Added {
        title: Title,
    },
    Removed {
        title: Title,
    },
    /// The names of the fields that differ.
    Changed {
        title: Title,
        fields: Vec<String>,
    },
}

/// Two versions side by side: adopted ones, how it is today, and a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    pub from: Version,
    pub to: Version,
    /// Whether the later one is not adopted: its number is the one that it would get.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Of the later one.
    pub counts: Counts,
    /// The earlier one.
    pub beside: Beside,
    pub difference: Vec<Difference>,
    /// The stages and cultures of both, by name.
    pub stages: Vec<Name>,
    pub cultures: Vec<Name>,
    /// The cells in which there was or is anything.
    pub cells: Vec<CellChange>,
}

/// What became of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CellChange {
    pub stage: Name,
    pub culture: Name,
    pub came: Vec<Title>,
    pub stayed: Vec<Title>,
    pub went: Vec<Title>,
}
