//! A design: the matrix of stages and cultures with its practices; a draft while it is made, frozen once adopted.

mod draft;

pub use draft::{BeginsFrom, Cell, Draft, GoesOn, LEADING, Left, LeftDecision, RemovedPractice};

use crate::cells::{CultureSet, StageSet};
use crate::comment::Found;
use crate::integrity::{Beside, Counts};
use crate::practice::{CostChange, PracticeText};
use crate::proposal::Support;
use crate::round::{Culture, Resource, Stage};
use crate::selection::{Firmness, Outcome, PaidFor, Rules, TookPart, Unflagged};
use crate::sign_off::AdoptedSignOff;
use crate::{Name, PracticeId, ProposalId, Question, Reason, RoundId, Timestamp, Title, Version};
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstPeriod {
    /// Practices of it that a version adopted within [`FirstPeriod::DAYS`] days changed or took out.
    pub changed: u32,
    /// Whether those days are over.
    pub over: bool,
    /// Whether it was adopted on this very day: nothing can be said of how it lasts.
    #[serde(default)]
    pub first_day: bool,
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
    /// Whether a later version for the same people has taken its place.
    pub superseded: bool,
    pub sample: bool,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<Resource>,
    pub practices: Vec<AdoptedPractice>,
    pub left_out: Vec<LeftOut>,
    /// Every number of an adopted version of its line, oldest first.
    pub versions: Vec<Version>,
    /// What holds beside it, for other customers or for all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds_too: Vec<HoldsToo>,
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
    /// The part that was decided, where it was not all of it: a vote that a gap had opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<DecidedPart>,
}

/// What a version decided, where all the rest goes on as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecidedPart {
    /// The version whose practices go on in the other cells.
    pub from: Version,
    pub stages: StageSet,
    pub cultures: CultureSet,
}

/// A design that holds beside another: none of the two takes the place of the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldsToo {
    pub version: Version,
    /// For whom, as it reads after "for".
    pub who: String,
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
    /// Stories that a designer has put beside it, as far as everybody may read them. They are not signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<Found>,
    /// The version with which it was chosen, where it only goes on in this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<Version>,
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
    /// The version with which it was counted, where that was an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Version>,
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
    /// Whether there is a version 0 for the reader to compare it with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub today: bool,
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
