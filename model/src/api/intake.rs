//! What the company sets of the rules on intake: its list of words, and the pace.

use crate::endpoint::endpoint;
use crate::{Explanation, Name};
use serde::{Deserialize, Serialize};

/// What the rules on intake go by, besides what is the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Intake {
    /// In their order.
    pub words: Vec<Name>,
    /// What one author may write within ten minutes.
    pub pace: usize,
}

/// The list. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListBlockedWords {}
endpoint!(Get "/intake/words" ListBlockedWords => Intake);

/// Puts these in the place of all words before; several in one line count where they stand in a row. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetBlockedWords {
    /// One in each line.
    pub words: Explanation,
}
endpoint!(Post "/intake/words" SetBlockedWords => Intake);

/// Sets what one author may write within ten minutes before a moderator reads it first. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPace {
    /// From 1.
    #[serde(deserialize_with = "crate::id::whole")]
    pub pace: i64,
}
endpoint!(Post "/intake/pace" SetPace => Intake);
