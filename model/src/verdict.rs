//! A verdict: a moderator's decision on a proposal, with its reason.

use crate::{Name, Reason, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Publish,
    /// Needs a reason, which the author sees.
    Decline,
}

impl Decision {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Decline => "decline",
        }
    }
}

/// As the author and staff see it. The moderator's name is for staff alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    pub decision: Decision,
    pub reason: Option<Reason>,
    pub at: Timestamp,
    pub by: Option<Name>,
}
