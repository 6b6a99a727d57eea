//! What looks arranged in the votes, and the result without it.

use super::{Candidate, Key};
use crate::proposal::Card;
use crate::{RoundId, Timestamp};
use serde::{Deserialize, Serialize};

/// What looks arranged in the votes that breakdowns are counted of, for a person to look at, and what they would choose without
/// it. Nothing is deleted; what fewer than five accounts did is neither listed nor left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoteIntegrity {
    pub round: RoundId,
    /// Accounts that had voted.
    pub voices: u32,
    pub bursts: Vec<Burst>,
    pub alike: Vec<Alike>,
    pub rings: Vec<Ring>,
    /// Accounts entered less than a week before a burst that they are part of, and after voting began.
    pub fresh: Option<u32>,
    /// Without what is listed.
    pub came_in: Vec<Candidate>,
    pub went_out: Vec<Candidate>,
}

/// How many are behind something; missing below five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Behind {
    pub accounts: Option<u32>,
    /// People whose account nobody has confirmed: their votes carry no weight.
    pub apart: Option<u32>,
}

/// More votes on a proposal within an hour than it usually has, of people who came for it alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Burst {
    pub card: Card,
    pub from: Timestamp,
    pub until: Timestamp,
    pub behind: Behind,
}

/// Ballots that are nearly the same, more so than chance explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alike {
    pub behind: Behind,
    /// Votes that all of them have.
    pub common: usize,
}

/// People who hardly vote on anything but the same few proposals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ring {
    pub behind: Behind,
    pub proposals: Vec<Card>,
}

/// Whether the votes would have chosen something else without what looked arranged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unflagged {
    /// How many bursts, sets of ballots nearly the same, and rings there were.
    pub flags: u32,
    pub came_in: Vec<Key>,
    pub went_out: Vec<Key>,
}
