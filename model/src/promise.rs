//! Promises: the practices of the adopted design as they are to be kept, and what customers report of them.

use crate::cells::{CultureSet, StageSet};
use crate::design::HoldsToo;
use crate::practice::Indicator;
use crate::scorecard::{Gap, Trend};
use crate::text::TextProblem;
use crate::time::Day;
use crate::{Name, PracticeId, Reason, RoundId, Timestamp, Title, Version};
use serde::{Deserialize, Serialize};

/// How far a promise has come, as the company says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    #[default]
    Planned,
    InPlace,
    /// With a reason.
    Paused,
    /// With a reason.
    Dropped,
}

impl Progress {
    pub const ALL: [Self; 4] = [Self::Planned, Self::InPlace, Self::Paused, Self::Dropped];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InPlace => "in_place",
            Self::Paused => "paused",
            Self::Dropped => "dropped",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::InPlace => "in place",
            other => other.word(),
        }
    }

    /// Whether it needs a reason that customers read.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Paused | Self::Dropped)
    }
}

impl std::str::FromStr for Progress {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|progress| progress.word() == word);
        found
            .ok_or_else(|| TextProblem(format!("{word:?} is not one of planned, in_place, paused, dropped.")))
    }
}

/// How it felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Feeling {
    Well,
    Neither,
    Badly,
}

impl Feeling {
    pub const ALL: [Self; 3] = [Self::Well, Self::Neither, Self::Badly];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Neither => "neither",
            Self::Badly => "badly",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Well => "It felt good",
            Self::Neither => "It was all right",
            Self::Badly => "It felt bad",
        }
    }
}

impl std::str::FromStr for Feeling {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|feeling| feeling.word() == word);
        found.ok_or_else(|| TextProblem(format!("{word:?} is not one of well, neither, badly.")))
    }
}

/// A quarter of a year in UTC, counted from the first one of the year 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Quarter(pub i64);

impl std::str::FromStr for Quarter {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Quarter {
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let (year, month, _) = at.date();
        Self(4 * year + i64::from((month - 1) / 3))
    }

    /// Its first moment.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        let (year, month) = (self.0.div_euclid(4), 3 * self.0.rem_euclid(4) + 1);
        // Years that no clock of ours shows begin with the first day there is.
        format!("{year:04}-{month:02}-01").parse::<Day>().map_or(Timestamp(0), Day::begins)
    }

    /// "4th quarter of 2026".
    #[must_use]
    pub fn words(self) -> String {
        const NTH: [&str; 4] = ["1st", "2nd", "3rd", "4th"];
        let (year, quarter) = (self.0.div_euclid(4), self.0.rem_euclid(4) as usize);
        format!("{} quarter of {year}", NTH[quarter])
    }
}

/// Every promise of the latest adopted design, with how it was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scorecard {
    pub version: Version,
    pub adopted: Timestamp,
    pub sample: bool,
    pub stages: Vec<crate::round::Stage>,
    pub cultures: Vec<crate::round::Culture>,
    pub quarter: Quarter,
    /// In the order of the design.
    pub promises: Vec<Promise>,
    /// What holds for its reader beside this version.
    pub holds_too: Vec<HoldsToo>,
}

/// A practice of the adopted design as it is to be kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Promise {
    pub practice: PracticeId,
    pub title: Title,
    pub stages: StageSet,
    pub cultures: CultureSet,
    /// Who answers for it: the practice's function, unless somebody was named.
    pub owner: Name,
    pub progress: Progress,
    /// Why it is paused or dropped.
    pub reason: Option<Reason>,
    /// Since when the company says all this; nothing while it has said nothing.
    #[serde(default)]
    pub since: Option<Timestamp>,
    pub starts: Option<Day>,
    pub review: Option<Day>,
    /// Its review should have been held.
    pub overdue: bool,
    /// A value of one of its indicators should have come.
    #[serde(default)]
    pub wants_values: bool,
    pub lead: Option<Indicator>,
    pub lag: Option<Indicator>,
    /// What customers report, the latest quarter first, of at most [`QUARTERS`]; nothing of a quarter in which fewer than five accounts
    /// have reported. It moves once five more accounts have reported, and when the quarter has ended.
    pub kept: Vec<Kept>,
    /// The latest quarter beside the one before.
    #[serde(default)]
    pub trend: Trend,
    /// The last time that customers said it is not kept, if that is no longer ago than the quarters above.
    #[serde(default)]
    pub gap: Option<Gap>,
    /// The small round in which customers vote anew on a cell of it, where there is one and the caller may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<RoundId>,
    /// What the caller has reported in this quarter.
    pub mine: Option<Reported>,
}

/// Quarters that a scorecard looks back.
pub const QUARTERS: i64 = 4;
/// In so many days, a quarter of a year, a promise is looked at again unless somebody says when.
pub const REVIEW_AFTER: i64 = 91;

/// What customers of a quarter say of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kept {
    pub quarter: Quarter,
    pub told: Told,
}

/// In voices, and never of fewer than five accounts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "told")]
pub enum Told {
    /// Five to nine: "7 of 9 voices". `kept` is in hundredths.
    Counted { voices: u32, kept: u32 },
    /// Ten or more: with the bounds of Wilson's 95 % interval, in thousandths.
    Measured { voices: u32, kept: u32, low: u16, high: u16 },
}

/// A customer's own report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reported {
    pub kept: bool,
    pub feeling: Option<Feeling>,
    pub words: Option<Reason>,
    /// Whether they let whoever looks after their account read it, as their account's. Nobody may unless they say so.
    #[serde(default)]
    pub readable: bool,
    /// And with their name; only where it is readable.
    #[serde(default)]
    pub named: bool,
}

/// A customer's words, for staff: nobody's in particular.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Words {
    pub practice: PracticeId,
    pub title: Title,
    pub quarter: Quarter,
    pub words: Reason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_the_calendar() {
        let at = |day: &str| Quarter::of(day.parse::<Day>().unwrap().begins());
        assert_eq!(at("2026-05-03").words(), "2nd quarter of 2026");
        assert_eq!(at("2025-12-31").words(), "4th quarter of 2025");
        assert_eq!(at("2026-01-01").0, at("2025-12-31").0 + 1);
        assert_eq!(at("2026-03-31"), at("2026-01-01"));
        assert_eq!(at("2026-05-03").begins().iso(), "2026-04-01T00:00:00Z");
        assert_eq!(Quarter::of(at("2025-12-31").begins()), at("2025-12-31"));
    }

    #[test]
    fn words_come_back() {
        for progress in Progress::ALL {
            assert_eq!(progress.word().parse(), Ok(progress));
        }
        assert!("kept".parse::<Progress>().is_err());
        assert!(Feeling::ALL.into_iter().all(|one| one.word().parse() == Ok(one)));
    }
}
