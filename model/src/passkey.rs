//! Passkeys: keys that a device or a password manager keeps for somebody, and that sign them in without an address, a code or a
//! password. Here is only what their owner sees of them.

use crate::{Name, PasskeyId, Timestamp};
use serde::{Deserialize, Serialize};

/// Most passkeys of one person.
pub const MOST: usize = 10;

/// As its owner sees it listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkey {
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: Name,
    pub since: Timestamp,
    /// When it last signed them in.
    pub used: Option<Timestamp>,
}
