//! The follow-up queue: who waits for an answer, and answering many at once.

use super::Done;
use crate::endpoint::endpoint;
use crate::follow_up::FollowUp;
use crate::{ProposalId, Remark};
use serde::{Deserialize, Serialize};

/// The proposals to which the company owes a word, the longest wait first. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetFollowUp {}
endpoint!(Get "/follow-up" GetFollowUp => FollowUp);

/// Says the same to several proposals in the company's name: to all of them or to none. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerMany {
    #[serde(default, deserialize_with = "crate::id::several")]
    pub proposals: Vec<ProposalId>,
    pub text: Remark,
}
endpoint!(Post "/follow-up/answers" AnswerMany => Done);
