//! Votes.

use crate::endpoint::endpoint;
use crate::proposal::Support;
use crate::text::blank_is_none;
use crate::vote::{Stance, Strength, Vote};
use crate::{ProposalId, RoundId};
use serde::{Deserialize, Serialize};

/// My stance on a proposal. The last one counts; `taken_back` takes it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CastVote {
    pub proposal: ProposalId,
    pub stance: Stance,
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub red_line: bool,
    /// Since when the words that were read have stood (`worded`). If there are others by now the vote is refused.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}
endpoint!(Post "/proposals/{proposal}/vote" CastVote => VoteCast);

impl CastVote {
    /// Whatever its words are by now.
    #[must_use]
    pub fn new(proposal: ProposalId, stance: Stance) -> Self {
        Self { proposal, stance, strength: None, red_line: false, seen: None }
    }

    #[must_use]
    pub fn vote(&self) -> Vote {
        Vote { stance: self.stance, strength: self.strength, red_line: self.red_line }
    }
}

/// Kept: it will survive a power cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoteCast {
    /// `None` when it was taken back.
    pub mine: Option<Vote>,
    pub support: Support,
    /// Whether it is followed with that, as its voter wants what they vote on to be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub followed: bool,
}

/// My votes in a round.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListMyVotes {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/votes/mine" ListMyVotes => Vec<MyVote>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyVote {
    pub proposal: ProposalId,
    #[serde(flatten)]
    pub vote: Vote,
}
