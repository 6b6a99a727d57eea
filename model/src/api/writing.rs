//! Writing a proposal together: who does, inviting, offering, and stepping out.

use super::Done;
use crate::endpoint::endpoint;
use crate::text::blank_is_none;
use crate::writing::{Act, AskedAgain, Writing};
use crate::{PersonId, ProposalId};
use serde::{Deserialize, Serialize};

/// Who writes a proposal with its author.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetWriting {
    pub proposal: ProposalId,
}
endpoint!(Get "/proposals/{proposal}/writers" GetWriting => Writing);

/// The author invites, admits, refuses or parts with `person`; others accept or decline an invitation, offer to write what they
/// support, or step out, for themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActOnWriting {
    pub proposal: ProposalId,
    pub act: Act,
    /// Whom the author means.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}
endpoint!(Post "/proposals/{proposal}/writers" ActOnWriting => Done);

/// What I said on proposals whose words have been changed since, and have not said again: it counts no more until I do, by voting.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAskedAgain {}
endpoint!(Get "/me/asked-again" ListAskedAgain => Vec<AskedAgain>);
