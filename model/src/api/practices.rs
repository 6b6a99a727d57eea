//! Practices and the draft design, for designers.

use super::Done;
use crate::design::Draft;
use crate::endpoint::endpoint;
use crate::practice::{Practice, PracticeText};
use crate::{PracticeId, ProposalId, Reason, RoundId};
use serde::{Deserialize, Serialize};

/// The draft: the matrix with leading proposals, practices and empty cells. Shown live to everybody while voting
/// is open; practices only once the round is in adoption, or to designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetDraft {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/draft" GetDraft => Draft);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddPractice {
    pub round: RoundId,
    #[serde(flatten)]
    pub text: PracticeText,
}
endpoint!(Post "/rounds/{round}/practices" AddPractice => Practice);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePractice {
    pub practice: PracticeId,
    #[serde(flatten)]
    pub text: PracticeText,
}
endpoint!(Put "/practices/{practice}" ChangePractice => Practice);

/// Takes a practice out of the draft.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemovePractice {
    pub practice: PracticeId,
}
endpoint!(Delete "/practices/{practice}" RemovePractice => Done);

/// Why a proposal is left out of the design; published with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeaveOut {
    pub proposal: ProposalId,
    pub reason: Reason,
}
endpoint!(Post "/proposals/{proposal}/left-out" LeaveOut => Done);
