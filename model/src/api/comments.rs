//! Comments and stories beside proposals: reading, writing, changing, withdrawing and judging them.

use super::Done;
use crate::comment::{Comment, Found, Kind, Talk, Tone};
use crate::endpoint::endpoint;
use crate::text::blank_is_none;
use crate::verdict::Decision;
use crate::{CommentId, ProposalId, Reason, Remark, RoundId};
use serde::{Deserialize, Serialize};

/// What is written beside a proposal: what is published, and what the caller wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetTalk {
    pub proposal: ProposalId,
}
endpoint!(Get "/proposals/{proposal}/comments" GetTalk => Talk);

/// Comments and stories with these words, those with most of them first, and of those the newest: what is published, and what
/// the caller wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindComments {
    pub round: RoundId,
    pub q: String,
}
endpoint!(Get "/rounds/{round}/comments" FindComments => Vec<Found>);

/// Writes a comment, a reply or a story. In a review-first round, or where a rule of intake holds it, a moderator reads it
/// before others do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddComment {
    pub proposal: ProposalId,
    /// What it replies to: a comment or story that is no reply itself.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub parent: Option<CommentId>,
    #[serde(default)]
    pub kind: Kind,
    /// Needed for a story, and for nothing else.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub tone: Option<Tone>,
    pub text: Remark,
    /// From now on its writer gets news of the proposal.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub follow: bool,
}
endpoint!(Post "/proposals/{proposal}/comments" AddComment => Comment, lands: |comment| comment.path());

/// The author's new wording; the one before stays to be read. What was declined waits for a moderator again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeComment {
    pub comment: CommentId,
    pub text: Remark,
}
endpoint!(Post "/comments/{comment}" ChangeComment => Comment, lands: |comment| comment.path());

/// Deletes the author's own words, earlier wordings included.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawComment {
    pub comment: CommentId,
}
endpoint!(Post "/comments/{comment}/withdraw" WithdrawComment => Done);

/// Publishes or declines. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JudgeComment {
    pub comment: CommentId,
    pub decision: Decision,
    /// Needed when declining; the author sees it.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub reason: Option<Reason>,
    /// From now on what its author writes is published without being read first.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub trust: bool,
}
endpoint!(Post "/comments/{comment}/verdict" JudgeComment => Done);
