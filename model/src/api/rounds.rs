//! Rounds: reading them, and, for moderators and admins, making and steering them.

use super::Done;
use crate::endpoint::endpoint;
use crate::round::{Culture, Moderation, Phase, Resource, Round, RoundLine, Scheme, Stage};
use crate::selection::Rules;
use crate::{Explanation, Name, Question, RoundId, Timestamp, Unit};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListRounds {}
endpoint!(Get "/rounds" ListRounds => Vec<RoundLine>);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetRound {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}" GetRound => Round);

/// Opens a round with the ready texts; propose, refine and vote are open at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddRound {
    pub question: Question,
    #[serde(default)]
    pub scheme: Scheme,
}
endpoint!(Post "/rounds" AddRound => Round);

/// Changes a round's texts and rules. Rules that votes rest on cannot change once there are votes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRound {
    pub round: RoundId,
    pub question: Question,
    pub introduction: Explanation,
    pub how_votes_count: Explanation,
    pub selection: Explanation,
    /// Missing: as they are.
    #[serde(default)]
    pub rules: Option<Rules>,
    pub moderation: Moderation,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<ResourceText>,
}
endpoint!(Put "/rounds/{round}" ChangeRound => Round);

/// A resource as it is written; one of the same name is changed, a missing one removed if nothing uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResourceText {
    pub name: Name,
    pub unit: Unit,
    pub capacity: i64,
    #[serde(default)]
    pub default_cost: i64,
}

impl From<&Resource> for ResourceText {
    fn from(resource: &Resource) -> Self {
        Self {
            name: resource.name.clone(),
            unit: resource.unit.clone(),
            capacity: resource.capacity,
            default_cost: resource.default_cost,
        }
    }
}

/// Opens and closes a phase, by date; `OpenPhase` and `ClosePhase` do it now.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetWindow {
    pub round: RoundId,
    pub phase: Phase,
    #[serde(default)]
    pub opens: Option<Timestamp>,
    #[serde(default)]
    pub closes: Option<Timestamp>,
}
endpoint!(Put "/rounds/{round}/phases/{phase}" SetWindow => Done);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenPhase {
    pub round: RoundId,
    pub phase: Phase,
}
endpoint!(Post "/rounds/{round}/phases/{phase}/open" OpenPhase => Done);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosePhase {
    pub round: RoundId,
    pub phase: Phase,
}
endpoint!(Post "/rounds/{round}/phases/{phase}/close" ClosePhase => Done);

/// The culture I speak from in this round.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclareCulture {
    pub round: RoundId,
    /// Its position in the round's list.
    #[serde(deserialize_with = "crate::id::whole")]
    pub culture: usize,
}
endpoint!(Post "/rounds/{round}/culture" DeclareCulture => Done);

/// Removes the sample round with everything in it. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveSample {
    pub round: RoundId,
}
endpoint!(Post "/rounds/{round}/remove-sample" RemoveSample => Done);
