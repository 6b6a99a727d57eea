//! Merging proposals that ask for the same, and stepping out of that.

use super::Done;
use crate::ProposalId;
use crate::endpoint::endpoint;
use serde::{Deserialize, Serialize};

/// Takes a proposal up into another of the same round. Both wordings are kept, votes are united person by person, and whoever
/// voted is told and may step out. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeProposal {
    pub proposal: ProposalId,
    /// The one that remains.
    pub into: ProposalId,
}
endpoint!(Post "/proposals/{proposal}/merge" MergeProposal => Done);

/// Takes a merged proposal apart again: every vote goes back to where it was given. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnmergeProposal {
    pub proposal: ProposalId,
}
endpoint!(Post "/proposals/{proposal}/unmerge" UnmergeProposal => Done);

/// Says that what I said on a wording is not to count for what it was merged into, or is to again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepOut {
    /// The wording that was merged.
    pub proposal: ProposalId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub out: bool,
}
endpoint!(Post "/proposals/{proposal}/step-out" StepOut => Done);
