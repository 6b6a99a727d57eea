//! What customers wait for the company to answer.

use crate::proposal::Support;
use crate::{Name, ProposalId, RoundId, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// Why it is the company's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// The company has said nothing to it yet.
    Unanswered,
    /// Customers have written since the company's last word.
    WrittenSince,
}

/// A proposal to which the company owes a word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owed {
    pub proposal: ProposalId,
    pub round: RoundId,
    pub title: Title,
    pub turn: Turn,
    /// Since when customers wait.
    pub since: Timestamp,
    pub support: Support,
    /// What customers wrote beside it since the company's last word.
    pub words: usize,
    /// Who asked for it: for moderators.
    pub author: Option<Name>,
}

/// What the company owes a word to, as much of it as is looked at in one go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// Who has waited longest first.
    pub items: Vec<Owed>,
    /// How many there are in all.
    pub waiting: usize,
}

impl FollowUp {
    /// Most in one list, and most that are answered at once.
    pub const MOST: usize = 50;
}
