//! Whom one may name in what one writes, offered while one types.

use crate::endpoint::endpoint;
use crate::mention::Mentionable;
use crate::text::blank_is_none;
use crate::{ProposalId, RoundId};
use serde::{Deserialize, Serialize};

/// Whom the caller may name in a round, whose names have a word that begins so: customers who wish to be found, staff who are shown
/// by name, and, for moderators, whoever wrote a proposal or beside it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindMentionable {
    pub round: RoundId,
    /// As far as it is typed.
    #[serde(default)]
    pub q: String,
    /// What it is written in or beside.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalId>,
}
endpoint!(Get "/rounds/{round}/mentionable" FindMentionable => Vec<Mentionable>);
