//! Moments, as whole microseconds since 1970 in UTC. Formatting for people is the pages' business; reading the
//! clock is the server's, through its state.

use crate::text::TextProblem;
use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub const SECOND: i64 = 1_000_000;
    pub const MINUTE: i64 = 60 * Self::SECOND;
    pub const HOUR: i64 = 60 * Self::MINUTE;
    pub const DAY: i64 = 24 * Self::HOUR;

    /// This moment and `micros` more (or, below zero, fewer).
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Microseconds from `earlier` to this moment.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Year, month 1 to 12 and day 1 to 31 in UTC (Howard Hinnant's `civil_from_days`).
    #[must_use]
    pub fn date(self) -> (i64, u32, u32) {
        let days = self.0.div_euclid(Self::DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// As machines read it: `2026-05-03T14:07:00Z`.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month, day) = self.date();
        let seconds = self.0.rem_euclid(Self::DAY) / Self::SECOND;
        format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    }

    /// As people read a day: `3 May 2026`.
    #[must_use]
    pub fn day(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (year, month, day) = self.date();
        format!("{day} {} {year}", MONTHS[(month - 1) as usize])
    }
}

/// A day of the calendar in UTC, counted from 1970-01-01. As text: `2026-05-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// The day in which a moment lies.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(at.0.div_euclid(Timestamp::DAY))
    }

    /// Its first moment.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        Timestamp(self.0.saturating_mul(Timestamp::DAY))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.begins().date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl std::str::FromStr for Day {
    type Err = TextProblem;

    /// Years 1970 to 9999 (Howard Hinnant's `days_from_civil`).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || TextProblem(format!("{text:?} is not a day as 2026-05-03 is."));
        let mut parts = text.split('-').map(str::parse::<i64>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refused());
        };
        if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(refused());
        }
        let year = year - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let found = Self(era * 146_097 + day_of_era - 719_468);
        // The 31st of a month that has thirty days is none.
        let (_, month_of, day_of) = found.begins().date();
        if (i64::from(month_of), i64::from(day_of)) != (month, day) {
            return Err(refused());
        }
        Ok(found)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Day {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Day {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_people_and_machines_expect() {
        let moment = Timestamp(1_777_817_220 * Timestamp::SECOND);
        assert_eq!(moment.iso(), "2026-05-03T14:07:00Z");
        assert_eq!(moment.day(), "3 May 2026");
        assert_eq!(Timestamp(0).iso(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp(-1).iso(), "1969-12-31T23:59:59Z");
        assert_eq!(Timestamp(951_782_400 * Timestamp::SECOND).day(), "29 February 2000");
    }

    #[test]
    fn days_come_back_and_others_are_refused() {
        for day in (0..60_000).step_by(7).map(Day) {
            assert_eq!(day.to_string().parse(), Ok(day));
            assert_eq!((Day::of(day.begins()), Day::of(day.begins().plus(Timestamp::DAY - 1))), (day, day));
        }
        assert_eq!("2026-05-03".parse::<Day>().unwrap().begins().iso(), "2026-05-03T00:00:00Z");
        for wrong in [
            "",
            "2026-5",
            "2026-02-30",
            "2026-13-01",
            "1969-12-31",
            "10000-01-01",
            "3 May 2026",
            "2026-05-03-1",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
