//! The scorecard: promises by cell and quarter, what the company says beside what customers say, and where the two part. Every
//! figure of a cell is the sum of figures of promises that are told themselves, so that none gives away more than those do.

use crate::design::HoldsToo;
use crate::promise::{Progress, Promise, Quarter, Told};
use crate::proposal::Card;
use crate::round::{Culture, Stage, Totals};
use crate::text::TextProblem;
use crate::value::Series;
use crate::{Name, Page, PracticeId, Question, Reason, RoundId, Timestamp, Title, Version};
use serde::{Deserialize, Serialize};

/// Kept by fewer than so many thousandths, with the whole interval, is a gap.
pub const KEPT_BELOW: u16 = 600;
/// Where the company says "in place", fewer than so many thousandths is one too.
pub const IN_PLACE_BELOW: u32 = 500;

/// Whether what customers say parts from what the company says. Fewer than ten voices never do.
#[must_use]
pub fn is_gap(progress: Progress, told: Told) -> bool {
    let Told::Measured { voices, kept, high, .. } = told else { return false };
    let mostly_not = u64::from(kept) * 10 < u64::from(IN_PLACE_BELOW) * u64::from(voices);
    match progress {
        Progress::InPlace => high < KEPT_BELOW || mostly_not,
        Progress::Paused => high < KEPT_BELOW,
        // What has not begun or is over cannot be kept.
        Progress::Planned | Progress::Dropped => false,
    }
}

/// How a quarter compares with the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// One of the two is not measured.
    #[default]
    Unknown,
    Better,
    Worse,
    /// The intervals overlap: no difference that could not be chance.
    Same,
}

impl Trend {
    #[must_use]
    pub fn between(before: Told, now: Told) -> Self {
        let bounds = |told: Told| match told {
            Told::Measured { low, high, .. } => Some((low, high)),
            Told::Counted { .. } => None,
        };
        match (bounds(before), bounds(now)) {
            (Some((_, high)), Some((low, _))) if low > high => Self::Better,
            (Some((low, _)), Some((_, high))) if high < low => Self::Worse,
            (Some(_), Some(_)) => Self::Same,
            _ => Self::Unknown,
        }
    }

    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Better => "better than in the quarter before",
            Self::Worse => "worse than in the quarter before",
            Self::Same => "no clear change from the quarter before",
        }
    }
}

/// That customers of a quarter say that a promise is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    pub quarter: Quarter,
    pub at: Timestamp,
    /// When the company looked at it and closed it, and what it says to that.
    pub closed: Option<Closed>,
}

impl Gap {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closed {
    pub at: Timestamp,
    pub reason: Reason,
}

/// Which promises a page of the scorecard shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Only {
    /// Those that customers say are not kept.
    Gap,
    /// Those whose review, or whose values, should have come.
    Overdue,
}

impl Only {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Overdue => "overdue",
        }
    }
}

impl std::str::FromStr for Only {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = [Self::Gap, Self::Overdue].into_iter().find(|only| only.word() == word);
        found.ok_or_else(|| TextProblem(format!("{word:?} is not one of gap, overdue.")))
    }
}

/// A page of the scorecard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScorecardPage {
    pub version: Version,
    pub adopted: Timestamp,
    pub sample: bool,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    /// The quarter that runs.
    pub quarter: Quarter,
    /// The one that the cells are told for.
    pub period: Quarter,
    /// Those that are looked back on, the latest first.
    pub periods: Vec<Quarter>,
    /// Cells with promises, in reading order.
    pub cells: Vec<CellKept>,
    pub promises: Page<Promise>,
    /// How many customers say are not kept, and how many reviews or values should have come.
    pub gaps: usize,
    pub overdue: usize,
    /// What is promised beside these, in other designs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds_too: Vec<HoldsToo>,
}

/// How the promises of a cell are kept, all together. Whoever reported of several counts for each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CellKept {
    pub stage: usize,
    pub culture: usize,
    pub promises: u32,
    pub gaps: u32,
    /// Nothing where no promise of it is told.
    pub told: Option<Told>,
}

/// A promise by itself, with how its indicators fare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromisePage {
    pub promise: Promise,
    pub version: Version,
    pub sample: bool,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub quarter: Quarter,
    pub series: Vec<Series>,
    /// Since when it has been worded as it is, where it was worded otherwise before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reworded: Option<Reworded>,
    /// What comes of the vote on it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<GapVote>,
}

/// With which version a promise came to be worded as it is. Reports from before that day are about the former wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reworded {
    pub version: Version,
    pub since: Timestamp,
    /// The last version that had the former wording.
    pub before: Version,
}

/// A small round of one cell, which a gap has opened again: what customers would rather have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GapVote {
    pub round: RoundId,
    pub question: Question,
    /// The name of the stage, and those of the cultures.
    pub stage: Name,
    pub cultures: Vec<Name>,
    /// Whether votes are taken now, and until when.
    pub open: bool,
    pub closes: Option<Timestamp>,
    pub totals: Totals,
    /// What is supported best, of at most [`GapVote::LEADING`].
    pub leading: Vec<Card>,
    /// The last version of the design that took up what was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_up: Option<Version>,
}

impl GapVote {
    /// Proposals shown beside the promise.
    pub const LEADING: usize = 3;
    /// Days that it takes, unless somebody says otherwise, and at most.
    pub const DAYS: i64 = 14;
    pub const MOST_DAYS: i64 = 92;

    /// What is asked of a promise, unless somebody asks otherwise.
    #[must_use]
    pub fn question(title: &Title) -> String {
        ["What would you rather have than “", title.as_str(), "”?"].concat()
    }
}

/// A promise of an earlier design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PastPromise {
    pub title: Title,
    /// The last version that had it.
    pub version: Version,
    /// The promise as which it goes on, in the design that holds now.
    pub goes_on: Option<PracticeId>,
    /// The version with which it ended, and when that was adopted.
    pub ended: Version,
    pub at: Timestamp,
    /// What that version says of the proposals that it came from, where it leaves them out.
    pub reasons: Vec<String>,
    /// What came of the last vote on it, where there was one and the caller may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<GapVote>,
}

/// A promise whose cells are open again, in the places of a round.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reopened {
    pub practice: PracticeId,
    pub title: Title,
    /// By their names; empty where the round knows none of them.
    pub stages: crate::cells::StageSet,
    pub cultures: crate::cells::CultureSet,
    /// The small round in which it is voted on, where there is one and the caller may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<RoundId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(voices: u32, kept: u32, low: u16, high: u16) -> Told {
        Told::Measured { voices, kept: kept * 100, low, high }
    }

    #[test]
    fn a_gap_is_measured_and_is_what_the_company_does_not_say() {
        // 2 of 10: 57 to 510 thousandths.
        let bad = measured(10, 2, 57, 510);
        assert!(is_gap(Progress::InPlace, bad) && is_gap(Progress::Paused, bad));
        assert!(!is_gap(Progress::Planned, bad) && !is_gap(Progress::Dropped, bad));
        assert!(is_gap(Progress::Paused, measured(10, 2, 57, KEPT_BELOW - 1)));
        assert!(!is_gap(Progress::Paused, measured(10, 2, 57, KEPT_BELOW)));
        // In place, and fewer than half say so.
        let wide = |kept| Told::Measured { voices: 10, kept, low: 200, high: 700 };
        assert!(is_gap(Progress::InPlace, wide(499)) && !is_gap(Progress::InPlace, wide(500)));
        assert!(!is_gap(Progress::InPlace, Told::Counted { voices: 9, kept: 0 }));
    }

    #[test]
    fn a_trend_is_more_than_chance() {
        let (low, high) = (measured(10, 2, 57, 510), measured(40, 38, 835, 986));
        assert_eq!(Trend::between(low, high), Trend::Better);
        assert_eq!(Trend::between(high, low), Trend::Worse);
        assert_eq!(Trend::between(low, low), Trend::Same);
        assert_eq!(Trend::between(Told::Counted { voices: 9, kept: 900 }, high), Trend::Unknown);
    }
}
