//! The scorecard page by page, one promise by itself, and what is done where customers say that it is not kept.

use super::Done;
use crate::endpoint::endpoint;
use crate::promise::Quarter;
use crate::round::Round;
use crate::scorecard::{Only, PastPromise, PromisePage, Reopened, ScorecardPage};
use crate::text::blank_is_none;
use crate::time::Day;
use crate::{PracticeId, Question, Reason, RoundId, Version};
use serde::{Deserialize, Serialize};

/// A page of the scorecard: what the company says of each promise, beside what customers say, by cell and quarter. The whole of it as
/// CSV: `/api/v1/scorecard.csv`; as JSON: `/api/v1/promises`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindPromises {
    /// Stage and culture by their places, as `2-1`.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub cell: Option<String>,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub only: Option<Only>,
    /// For which the cells are told; the one that runs, unless said.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub quarter: Option<Quarter>,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub page: Option<usize>,
    /// Of which design, where more than one holds; unless said, of the one that pages open on.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub version: Option<Version>,
}
endpoint!(Get "/scorecard" FindPromises => ScorecardPage);

/// One promise, with its indicators' values.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetPromise {
    pub practice: PracticeId,
}
endpoint!(Get "/promises/{practice}" GetPromise => PromisePage);

/// What became of a promise of an earlier design.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetPastPromise {
    pub practice: PracticeId,
}
endpoint!(Get "/promises/{practice}/past" GetPastPromise => PastPromise);

/// Closes what customers opened by saying that a promise is not kept; they read the reason, and when it is looked at again. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CloseGap {
    pub practice: PracticeId,
    pub reason: Reason,
    /// In a quarter of a year, unless it is said here.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub review: Option<Day>,
}
endpoint!(Post "/promises/{practice}/gap/close" CloseGap => Done);

/// Opens again what was closed. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReopenGap {
    pub practice: PracticeId,
}
endpoint!(Post "/promises/{practice}/gap/reopen" ReopenGap => Done);

/// Lets customers vote anew on a cell that a gap has opened again: a small round of that cell alone, under the rules of the round that
/// the design came from. It begins with what is promised there, and they propose and vote until it closes; adopted, it is the next version, in
/// which the practices of the other cells go on. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenGapVote {
    pub practice: PracticeId,
    /// A stage and a culture of the promise, by position, such as `2-1`; of a promise with several of both, the stage for all its cultures.
    pub cell: String,
    /// Without one: what they would rather have.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub question: Option<Question>,
    /// The last day; in two weeks, unless it is said here.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub until: Option<Day>,
}
endpoint!(Post "/promises/{practice}/gap/vote" OpenGapVote => Round);

/// The promises that customers say are not kept, in the places of a round: what would they rather have?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListReopened {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/reopened" ListReopened => Vec<Reopened>);
