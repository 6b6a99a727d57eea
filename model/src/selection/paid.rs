//! Who paid for what the votes chose: segments, never persons.

use super::Key;
use serde::{Deserialize, Serialize};

/// Who paid for one practice or proposal, by what accounts are grouped by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaidFor {
    pub key: Key,
    pub attributes: Vec<PaidBy>,
}

/// Who paid, by the values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaidBy {
    pub attribute: String,
    pub parts: Vec<PaidPart>,
}

/// What the accounts of one value paid together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaidPart {
    /// Empty for all the others together.
    pub value: String,
    /// Of the price, rounded.
    pub percent: u32,
}
