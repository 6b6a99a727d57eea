//! Promises of the adopted design, and what customers report of them.

use super::Done;
use crate::endpoint::endpoint;
use crate::promise::{Feeling, Progress, Reported, Scorecard, Words};
use crate::text::blank_is_none;
use crate::time::Day;
use crate::{Name, PracticeId, Reason, Version};
use serde::{Deserialize, Serialize};

/// The promises of the latest adopted design: what the company says of each, beside what customers say. Figures of a promise move
/// once five more accounts have reported, and when the quarter has ended, so that nobody reads in them what one has just answered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetScorecard {
    /// Of which version, where more than one holds for me.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
}
endpoint!(Get "/promises" GetScorecard => Scorecard);

/// Whether a promise was kept towards me, in this quarter of the year. One report a person and quarter: the last one counts.
/// A CRM's feedback submission (HubSpot `0-19`; HubSpot alone has such a thing).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    pub practice: PracticeId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub kept: bool,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub feeling: Option<Feeling>,
    /// For the company to read, without the name.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub words: Option<Reason>,
    /// Whether whoever looks after my account may read it, as my account's.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub readable: bool,
    /// And with my name.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub named: bool,
}
endpoint!(Post "/promises/{practice}/report" Report => Reported);

/// Takes my report of this quarter back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeBackReport {
    pub practice: PracticeId,
}
endpoint!(Post "/promises/{practice}/report/take-back" TakeBackReport => Done);

/// Lets nobody read any longer what I reported of a promise, in whichever quarter. It counts as before.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CloseReports {
    pub practice: PracticeId,
}
endpoint!(Post "/promises/{practice}/report/close" CloseReports => Done);

/// Says how far a promise has come. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPromise {
    pub practice: PracticeId,
    pub progress: Progress,
    /// Needed where it is paused or dropped; customers read it.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub reason: Option<Reason>,
    /// Who answers for it, where that is not the function of the design.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub owner: Option<Name>,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub starts: Option<Day>,
    /// The day on which it is looked at again. What is in place has one: in a quarter of a year, unless it is said here. Once there is
    /// one it can be moved, and only what is dropped goes without.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub review: Option<Day>,
    /// The `since` that was read, 0 where there was none. Refused when somebody has said something else meanwhile; missing: said whatever
    /// is there.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}
endpoint!(Post "/promises/{practice}" SetPromise => Done);

/// What customers wrote with their reports, without names and in the order of the alphabet, the latest quarter first. It comes and
/// goes with the figures of the promise: once five more accounts have reported, and when the quarter has ended. Designers and
/// signatories.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListReportedWords {}
endpoint!(Get "/promises/words" ListReportedWords => Vec<Words>);
