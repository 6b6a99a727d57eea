//! How firm a selection is.

use super::Key;
use serde::{Deserialize, Serialize};

/// How firm the selection is, of the votes that breakdowns are counted of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Firmnesses {
    /// While it is being counted anew, that of earlier votes, if there is one.
    pub found: Option<Firmness>,
    pub counting: bool,
}

/// How often each candidate comes in when accounts are drawn anew, as many as there are and some more than once; and what
/// changes when one account leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Firmness {
    /// Accounts that had voted.
    pub voices: u32,
    pub draws: u32,
    /// What came in at least once; without what fewer than five accounts ask for.
    pub chosen: Vec<Firm>,
    /// At most so many come in or go out when one account leaves.
    pub most_change: u32,
    /// Accounts of which that was tried, or that vote like one of which it was.
    pub left_out: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Firm {
    pub key: Key,
    /// In so many draws it came in.
    pub times: u32,
    /// In 40 to 80 of 100.
    pub fragile: bool,
}

impl Firmness {
    #[must_use]
    pub fn of(&self, key: Key) -> Option<Firm> {
        self.chosen.iter().find(|firm| firm.key == key).copied()
    }
}
