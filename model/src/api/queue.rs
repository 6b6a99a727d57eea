//! The moderators' queue, and what people add to it by reporting something.

use super::Done;
use crate::endpoint::endpoint;
use crate::queue::Item;
use crate::{CommentId, ProposalId, Reason};
use serde::{Deserialize, Serialize};

/// What waits for a moderator, oldest first. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetQueue {}
endpoint!(Get "/queue" GetQueue => Vec<Item>);

/// One item as the queue shows it, whether or not it still waits. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetQueuedComment {
    pub comment: CommentId,
}
endpoint!(Get "/queue/comments/{comment}" GetQueuedComment => Item);

/// Says that a proposal should not stand there. A moderator decides; nobody is told who reported it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportProposal {
    pub proposal: ProposalId,
    pub reason: Reason,
}
endpoint!(Post "/proposals/{proposal}/report" ReportProposal => Done);

/// The same of a comment or story.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportComment {
    pub comment: CommentId,
    pub reason: Reason,
}
endpoint!(Post "/comments/{comment}/report" ReportComment => Done);
