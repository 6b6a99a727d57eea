//! A practice: what the company would do, made from one or more proposals.

mod details;

pub use details::{Audience, Details, Document, Setting};

use crate::cells::{BehaviourSet, CultureSet, StageSet};
use crate::comment::Found;
use crate::proposal::Card;
use crate::{
    EntryId, Name, Particular, PersonId, PracticeId, ProposalId, ResourceId, RoundId, Timestamp, Title, Unit,
};
use serde::{Deserialize, Serialize};

/// The company's lists, so that two practices can be seen to share an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    Activity,
    Function,
    Tool,
}

impl ListKind {
    pub const ALL: [Self; 3] = [Self::Activity, Self::Function, Self::Tool];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Function => "function",
            Self::Tool => "tool",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    pub id: EntryId,
    pub list: ListKind,
    pub name: Name,
    /// Of a function: what it can carry, in hours a month; nothing where nobody has said.
    pub capacity: Option<i64>,
}

/// An entry with what uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listed {
    pub entry: Entry,
    /// In so many practices of drafts and of version 0, also of those that were taken out.
    pub practices: usize,
    /// In so many rounds it must sign, or has signed.
    pub signs: usize,
    /// Names that stand for it, since it was renamed or others were merged into it.
    pub former: Vec<Name>,
}

impl Listed {
    /// Whether it can be taken away.
    #[must_use]
    pub fn is_unused(&self) -> bool {
        self.practices == 0 && self.signs == 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
}

/// How a practice is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Indicator {
    pub name: Name,
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// In the unit.
    pub target: i64,
}

/// A cost in one resource, in whole units; below zero it saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cost {
    pub resource: ResourceId,
    pub amount: i64,
}

/// What a practice takes from a function, in hours a month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Load {
    pub function: Name,
    /// From 0.
    pub hours: i64,
}

/// Functions that have a part in a practice beside the one that answers for it, at most.
pub const MOST_INVOLVED: usize = 30;

/// What a designer writes. Activity, functions and tool are names: an entry of the company's list is used where
/// one has the name, and made where none has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PracticeText {
    pub title: Title,
    pub activity: Name,
    /// The one function that answers for it from end to end; left out, or empty, nobody does, which can be said of version 0 alone.
    #[serde(default = "Name::nobody", deserialize_with = "nobody_if_blank")]
    pub accountable: Name,
    #[serde(default)]
    /// At most [`MOST_INVOLVED`].
    pub involved: Vec<Name>,
    /// What it takes from each of these functions, as far as somebody has said.
    #[serde(default)]
    pub loads: Vec<Load>,
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub how: Option<Particular>,
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub tool: Option<Name>,
    /// The strategic aim it serves.
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub aim: Option<Particular>,
    #[serde(default, skip_serializing_if = "Details::is_empty")]
    pub details: Details,
    #[serde(default)]
    pub lead: Option<Indicator>,
    #[serde(default)]
    pub lag: Option<Indicator>,
    #[serde(default)]
    pub behaviours: BehaviourSet,
    pub stages: StageSet,
    pub cultures: CultureSet,
    /// The proposals it is made from; at least one, but for those of version 0, which have none.
    #[serde(default)]
    pub proposals: Vec<ProposalId>,
    /// Resources not named cost nothing.
    #[serde(default)]
    pub costs: Vec<Cost>,
    /// Practices of the same draft that cannot be done together with this one: they name it too. Rising.
    #[serde(default)]
    pub opposites: Vec<PracticeId>,
    /// Practices of the same draft without which this one cannot be. Rising.
    #[serde(default)]
    pub needs: Vec<PracticeId>,
}

fn nobody_if_blank<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Name, D::Error> {
    Ok(crate::text::blank_is_none(from)?.unwrap_or_else(Name::nobody))
}

/// A story that was told beside a proposal that a practice is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryBehind {
    pub story: Found,
    /// Whether it stands beside the practice.
    pub chosen: bool,
}

/// Stories that stand beside a practice at most.
pub const MOST_STORIES: usize = 5;

/// A change of a cost: who, when, from what to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostChange {
    pub resource: ResourceId,
    pub before: Option<i64>,
    pub after: i64,
    /// Staff's names are for staff; others read [`STAFF`].
    pub by: Name,
    pub at: Timestamp,
}

impl CostChange {
    /// For whoever is not to read by whom.
    #[must_use]
    pub fn nameless(mut self) -> Self {
        if let Ok(staff) = Name::parse(STAFF) {
            self.by = staff;
        }
        self
    }
}

/// Stands for a member of staff where their name is not shown.
pub const STAFF: &str = "staff";

/// A practice with the proposals it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Practice {
    pub id: PracticeId,
    pub round: RoundId,
    pub text: PracticeText,
    pub from: Vec<Card>,
    /// Oldest first.
    pub cost_changes: Vec<CostChange>,
    /// Raised by every change.
    #[serde(default)]
    pub revision: i64,
    /// Who changed it last; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<PracticeChange>,
}

/// The last change of a practice. Whoever made it can take it back while nobody has changed it since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PracticeChange {
    pub person: PersonId,
    pub by: Name,
    pub at: Timestamp,
}
