//! Views to explore the votes with, which decide nothing.

use super::{Candidate, Side};
use crate::proposal::Card;
use serde::{Deserialize, Serialize};

/// Views to explore a round's votes with, of the votes that breakdowns are counted of. They decide nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exploration {
    /// While it is being computed anew, that of earlier votes, if there is one.
    pub found: Option<Explored>,
    pub counting: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explored {
    /// Accounts that had voted.
    pub voices: u32,
    pub groups: OpinionGroups,
    pub weighted: Weighted,
}

/// Groups of people who voted alike, or why there is nothing to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OpinionGroups {
    /// Fewer than a hundred people voted on enough.
    TooFew,
    /// Halves of the same people would not find them again.
    Unstable,
    /// One of them would be fewer than five accounts.
    TooSmall,
    Shown {
        /// The heaviest first.
        groups: Vec<OpinionGroup>,
        /// What even the least convinced group wants, the clearest first.
        bridges: Vec<Card>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpinionGroup {
    /// Missing where it would tell of fewer than five.
    pub accounts: Option<u32>,
    /// What it is for or against more than the others are.
    pub apart: Vec<Standing>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    pub card: Card,
    pub side: Side,
}

/// What would be otherwise had every segment taken part in proportion to the accounts that there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weighted {
    /// Accounts have no attributes to be weighed by.
    NoSegments,
    /// No weights fit all segments.
    Conflict,
    /// The weights would leave less than a third of the votes' worth.
    Uneven,
    Found {
        /// What the votes are worth so weighted, as a number of accounts of equal weight, in steps of five.
        effective: u32,
        /// Whether nobody of some segment voted: its part is spread over the others.
        empty: bool,
        came_in: Vec<Candidate>,
        went_out: Vec<Candidate>,
        moved: Vec<Moved>,
    },
}

/// A proposal that stands otherwise when weighted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moved {
    pub card: Card,
    pub now: Side,
    pub then: Side,
}
