//! What the server tells open pages as it happens: that something changed and where, never what it says. Pages
//! then read it the ordinary way, with the ordinary checks.

use crate::RoundId;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// Votes. Not on which proposals: with few voices that would say too much.
    Votes { round: RoundId },
    /// A proposal came, was published, declined or edited.
    Proposals { round: RoundId },
    /// The round's texts, phases, practices or design.
    Round { round: RoundId },
    /// Too much was missed to name it, or it belongs to no round: read everything again.
    Everything,
}

impl Change {
    /// Where it happened; `None` stands for anywhere.
    #[must_use]
    pub fn round(&self) -> Option<RoundId> {
        match self {
            Self::Votes { round } | Self::Proposals { round } | Self::Round { round } => Some(*round),
            Self::Everything => None,
        }
    }
}
