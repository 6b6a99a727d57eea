//! What is to be looked at in a draft, and what the company's functions can carry.

use super::Done;
use crate::endpoint::endpoint;
use crate::integrity::Integrity;
use crate::{EntryId, RoundId};
use serde::{Deserialize, Serialize};

/// For designers and signatories. Suggestions from votes are renewed with reasons and breakdowns: when five more accounts have
/// voted or voting has closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetIntegrity {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/integrity" GetIntegrity => Integrity);

/// A capacity as a number that tells it from others, and from what nobody has said.
#[must_use]
pub fn stated(capacity: Option<i64>) -> i64 {
    capacity.unwrap_or(-1)
}

/// States what a function can carry. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetCapacity {
    /// A function of the company's list.
    pub entry: EntryId,
    /// In hours a month, from 0; missing: nobody has said.
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub capacity: Option<i64>,
    /// What the writer has read, by [`stated`]. Refused when it is another by now, under `seen`; missing: written over whatever is there.
    #[serde(
        default,
        deserialize_with = "crate::text::blank_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seen: Option<i64>,
}
endpoint!(Put "/functions/{entry}/capacity" SetCapacity => Done);
