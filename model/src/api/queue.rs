//! The moderators' queue, and what people add to it by reporting something.

use super::Done;
use crate::endpoint::endpoint;
use crate::queue::{Item, Key, Queue};
use crate::text::blank_is_none;
use crate::{CommentId, ProposalId, Reason};
use serde::{Deserialize, Serialize};

/// What waits for a moderator, oldest first, the first [`Queue::MOST`] of it. Moderators.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetQueue {
    /// Only what comes after this item.
    #[serde(
        default,
        deserialize_with = "blank_is_none",
        serialize_with = "as_address",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "proposals/5"))]
    pub after: Option<Key>,
}
endpoint!(Get "/queue" GetQueue => Queue);

/// In the words of its address, which is how it is read.
fn as_address<S: serde::Serializer>(key: &Option<Key>, serializer: S) -> Result<S::Ok, S::Error> {
    match key {
        Some(key) => serializer.collect_str(key),
        None => serializer.serialize_none(),
    }
}

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
