//! The draft design as the votes choose it.

use crate::endpoint::endpoint;
use crate::selection::{
    CommonGround, Compared, Explanation, Exploration, Firmnesses, Rules, Selection, VoteIntegrity, Weighting,
    Weightings, WorkingList,
};
use crate::{PracticeId, ProposalId, RoundId};
use serde::{Deserialize, Serialize};

/// What the votes choose this moment. Everybody sees it while voting or adoption is open, designers and signatories always.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetSelection {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/selection" GetSelection => Selection);

/// Why a practice of the draft is in or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExplainPractice {
    pub practice: PracticeId,
}
endpoint!(Get "/practices/{practice}/why" ExplainPractice => Explanation);

/// Why a proposal that is in no practice is in or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExplainProposal {
    pub proposal: ProposalId,
}
endpoint!(Get "/proposals/{proposal}/why" ExplainProposal => Explanation);

/// How firm the selection is. For whom the selection is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetFirmness {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/firmness" GetFirmness => Firmnesses);

/// What looks arranged in the votes, and what they would choose without it. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetVoteIntegrity {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/vote-integrity" GetVoteIntegrity => VoteIntegrity);

/// Common ground, what divides, and who took part. For whom the selection is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetCommonGround {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/common-ground" GetCommonGround => CommonGround);

/// What is known of the proposals that are in no practice, the best supported first. Designers and signatories.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetWorkingList {
    pub round: RoundId,
    /// All of them, and not only the first.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub all: bool,
}
endpoint!(Get "/rounds/{round}/working-list" GetWorkingList => WorkingList);

/// Opinion groups, and what would be had every segment taken part in proportion. For whom the selection is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explore {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/exploration" Explore => Exploration);

/// What the votes would choose under other rules, with another capacity or if accounts weighed otherwise, of the votes that
/// breakdowns are counted of. Changes nothing. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatIf {
    pub round: RoundId,
    #[serde(default)]
    pub rules: Option<Rules>,
    /// By resource, in the round's order; empty: as they are.
    #[serde(default)]
    pub capacities: Vec<i64>,
    /// One of those that [`GetWeightings`] says may be tried; the answer is then without voices.
    #[serde(default)]
    pub weighting: Option<Weighting>,
}
endpoint!(Post "/rounds/{round}/what-if" WhatIf => Compared);

/// In which other ways accounts could be weighed under "what if", and which of them may be tried. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetWeightings {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/weightings" GetWeightings => Weightings);

/// The pseudonymous ballots of a round with everything else that its selection depends on, as text: for `accord verify`, and
/// for computing it again in any language. For whom the round's rule names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetBallots {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/ballots" GetBallots => serde_json::Value);
