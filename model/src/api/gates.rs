//! Stage gates, and discontinuing a round.

use super::Done;
use crate::cells::CriterionSet;
use crate::endpoint::endpoint;
use crate::gate::Gate;
use crate::round::Phase;
use crate::text::blank_is_none;
use crate::{Explanation, Reason, RoundId};
use serde::{Deserialize, Serialize};

/// The gates of a round, one for each phase, in order. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetGates {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/gates" GetGates => Vec<Gate>);

/// Says what is to be so before a phase is opened, a line each; none: the phase has no gate. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetGate {
    pub round: RoundId,
    pub phase: Phase,
    pub criteria: Explanation,
}
endpoint!(Post "/rounds/{round}/gates/{phase}" SetGate => Done);

/// Opens a phase through its gate: every criterion is met, or it is said why that does not matter. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassGate {
    pub round: RoundId,
    pub phase: Phase,
    /// The places of the criteria that are met.
    #[serde(default)]
    pub met: CriterionSet,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub overrule: Option<Reason>,
}
endpoint!(Post "/rounds/{round}/phases/{phase}/pass" PassGate => Done);

/// Ends a round before its time: nothing can be done in it any more, everything stays to be read, and the reason is published.
/// Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Discontinue {
    pub round: RoundId,
    pub reason: Reason,
}
endpoint!(Post "/rounds/{round}/discontinue" Discontinue => Done);

/// Takes a discontinued round up again, with its phases as they were. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeUpAgain {
    pub round: RoundId,
}
endpoint!(Post "/rounds/{round}/take-up" TakeUpAgain => Done);
