//! Stage gates: what is to be so before a phase of a round is opened; and a round that is discontinued.

use crate::round::Phase;
use crate::{Name, Particular, Reason, Timestamp};
use serde::{Deserialize, Serialize};

/// So many criteria a gate has at most.
pub const MOST_CRITERIA: usize = 12;

/// What is to be so before a phase is opened; no criteria: it has no gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gate {
    pub phase: Phase,
    pub criteria: Vec<Particular>,
    /// When it was last passed, if ever.
    pub passed: Option<GatePass>,
}

/// That a phase was opened through its gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GatePass {
    pub at: Timestamp,
    pub by: Name,
    /// As the criteria were then.
    pub criteria: Vec<CheckedCriterion>,
    /// Why those that were not met did not matter.
    pub reason: Option<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedCriterion {
    pub text: Particular,
    pub met: bool,
}

/// That a round was discontinued, and why; it can be taken up again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Discontinued {
    pub reason: Reason,
    pub at: Timestamp,
}
