//! Moments, as whole microseconds since 1970 in UTC. Formatting for people is the pages' business; reading the
//! clock is the server's, through its state.

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
}
