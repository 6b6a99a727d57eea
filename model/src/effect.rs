//! What came of what one asked and voted for.

use crate::promise::{Progress, Quarter};
use crate::proposal::{Status, Support};
use crate::vote::Vote;
use crate::{PracticeId, ProposalId, Question, Reason, RoundId, Timestamp, Title};
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
    /// What is promised of it now, and how it was kept towards me.
    #[serde(default)]
    pub promises: Vec<FatePromise>,
}

/// A promise of the design that holds now, made of a proposal of mine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FatePromise {
    pub practice: PracticeId,
    pub title: Title,
    pub progress: Progress,
    /// Why it is paused or dropped.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// What I reported of it, the latest first; nobody else's.
    pub mine: Vec<OwnReport>,
}

/// What I reported of a promise in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnReport {
    pub quarter: Quarter,
    pub kept: bool,
}

/// A report of mine that whoever looks after my account may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenReport {
    pub practice: PracticeId,
    /// Nothing where it holds no longer: then nobody reads the report either.
    pub title: Option<Title>,
    pub quarter: Quarter,
    pub kept: bool,
    /// Whether with my name.
    pub named: bool,
}

impl Fate {
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        !self.practices.is_empty()
    }

    /// Whether all that was promised of it has been dropped since.
    #[must_use]
    pub fn is_dropped(&self) -> bool {
        !self.promises.is_empty() && self.promises.iter().all(|one| one.progress == Progress::Dropped)
    }

    #[must_use]
    pub fn path(&self) -> String {
        crate::proposal::path(self.proposal, &self.title)
    }
}
