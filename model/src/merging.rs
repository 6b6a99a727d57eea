//! Proposals that were merged: each wording is kept beside the one that remains.

use crate::picture::Picture;
use crate::vote::Vote;
use crate::{Html, ProposalId, Title};
use serde::{Deserialize, Serialize};

/// What was merged into a proposal, in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MergedWording))]
pub struct Wording {
    pub proposal: ProposalId,
    pub title: Title,
    pub why_html: Html,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// What the viewer said on this wording, before it was merged.
    pub mine: Option<Vote>,
    /// Whether the viewer stepped out: then what they said on this wording stays with it and does not count here.
    pub out: bool,
    /// Whether it was merged into this very proposal, and not into another of the wordings.
    pub direct: bool,
}
