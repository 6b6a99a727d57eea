//! What came of what one asked and voted for.

use crate::proposal::{Status, Support};
use crate::vote::Vote;
use crate::{ProposalId, Question, RoundId, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// A person's own, round by round, the latest first; rounds without anything of theirs are missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoundEffect {
    pub round: RoundId,
    pub question: Question,
    /// What I asked for, the latest first.
    pub asked: Vec<Fate>,
    /// What others asked for and I voted on, in the order of its numbers.
    pub voted: Vec<Fate>,
}

/// A proposal, and what came of it so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fate {
    pub proposal: ProposalId,
    pub title: Title,
    pub status: Status,
    pub at: Timestamp,
    pub support: Support,
    pub mine: Option<Vote>,
    /// The practices that it became part of, in the latest design that speaks of it.
    pub practices: Vec<Title>,
    /// Why it was left out there.
    pub left_out: Option<String>,
}

impl Fate {
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        !self.practices.is_empty()
    }

    #[must_use]
    pub fn path(&self) -> String {
        crate::proposal::path(self.proposal, &self.title)
    }
}
