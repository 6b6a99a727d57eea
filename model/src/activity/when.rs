//! When something is held: on the clock of where it is, with how far that clock is ahead of UTC.

use crate::Timestamp;
use crate::text::TextProblem;
use crate::time::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;
use std::str::FromStr;

const DAY: i64 = 24 * 60;

/// Minutes since 1970 on some clock. As text: `2026-05-12T14:00`, as browsers send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(pub i64);

impl LocalTime {
    /// `14:00`
    #[must_use]
    pub fn clock(self) -> String {
        let minute = self.0.rem_euclid(DAY);
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }

    #[must_use]
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(DAY))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day(), self.clock())
    }
}

impl FromStr for LocalTime {
    type Err = TextProblem;

    /// Seconds, which some browsers send, are left out.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || TextProblem("Give a day and a time, as 2026-05-12T14:00.".into());
        let (day, clock) = text.trim().split_once(['T', ' ']).ok_or_else(refused)?;
        let day: Day = day.parse().map_err(|_| refused())?;
        let mut parts = clock.split(':').map(|part| match part.len() {
            2 if part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse::<i64>().ok(),
            _ => None,
        });
        let (hour, minute) = (parts.next().flatten(), parts.next().flatten());
        match (hour, minute) {
            (Some(hour @ 0..24), Some(minute @ 0..60)) => Ok(Self(day.0 * DAY + hour * 60 + minute)),
            _ => Err(refused()),
        }
    }
}

/// Minutes that a clock is ahead of UTC, in quarters of an hour. As text: `+01:00`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(pub i64);

impl Offset {
    const LEAST: i64 = -12 * 60;
    const MOST: i64 = 14 * 60;

    /// Those that clocks somewhere have.
    #[must_use]
    pub fn all() -> Vec<Self> {
        const PARTS: [i64; 12] = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765, -150];
        let mut all: Vec<Self> = (-12..=14).map(|hours| Self(hours * 60)).collect();
        all.extend(PARTS.map(Self));
        all.sort_unstable();
        all
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, minutes) = (if self.0 < 0 { '-' } else { '+' }, self.0.abs());
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl FromStr for Offset {
    type Err = TextProblem;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || TextProblem("Choose how far the clock there is ahead of UTC, as +01:00.".into());
        let (sign, rest) = match text.trim() {
            text if text.starts_with('-') => (-1, &text[1..]),
            // In an address a plus reads as a space.
            text => (1, text.trim_start_matches('+')),
        };
        let (hours, minutes) = rest.split_once(':').ok_or_else(refused)?;
        let number = |text: &str| text.parse::<u8>().map(i64::from).map_err(|_| refused());
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        let offset = sign * (hours * 60 + minutes);
        let known = minutes < 60 && minutes % 15 == 0 && (Self::LEAST..=Self::MOST).contains(&offset);
        if known { Ok(Self(offset)) } else { Err(refused()) }
    }
}

/// Declares types that are text on the wire.
macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(D::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+};
}

as_text!(LocalTime, Offset);

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ActivityTime))]
pub struct When {
    pub starts: LocalTime,
    pub ends: LocalTime,
    pub offset: Offset,
}

impl When {
    #[must_use]
    pub fn of(start: Timestamp, end: Timestamp, offset: Offset) -> Self {
        let local = |at: Timestamp| LocalTime(at.0.div_euclid(Timestamp::MINUTE) + offset.0);
        Self { starts: local(start), ends: local(end), offset }
    }

    #[must_use]
    pub fn start(self) -> Timestamp {
        self.moment(self.starts)
    }

    #[must_use]
    pub fn end(self) -> Timestamp {
        self.moment(self.ends)
    }

    fn moment(self, local: LocalTime) -> Timestamp {
        Timestamp((local.0 - self.offset.0).saturating_mul(Timestamp::MINUTE))
    }

    /// "12 May 2026, 14:00 to 16:00 (UTC+01:00)"
    #[must_use]
    pub fn words(self) -> String {
        let Self { starts, ends, offset } = self;
        let day = |at: LocalTime| at.day().begins().day();
        let until = match starts.day() == ends.day() {
            true => format!(" to {}", ends.clock()),
            false => format!(", to {}, {}", day(ends), ends.clock()),
        };
        let zone = if offset.0 == 0 { String::new() } else { offset.to_string() };
        format!("{}, {}{until} (UTC{zone})", day(starts), starts.clock())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_back_and_others_are_refused() {
        for text in ["2026-05-12T14:00", "1970-01-01T00:00", "2028-02-29T23:59"] {
            assert_eq!(text.parse::<LocalTime>().unwrap().to_string(), text);
        }
        assert_eq!("2026-05-12T14:00:30".parse::<LocalTime>(), "2026-05-12 14:00".parse());
        for wrong in
            ["", "2026-05-12", "2026-05-12T24:00", "2026-05-12T14:60", "2026-05-12T1:00", "2026-02-30T01:00"]
        {
            assert!(wrong.parse::<LocalTime>().is_err(), "{wrong}");
        }
        for offset in Offset::all() {
            assert_eq!(offset.to_string().parse(), Ok(offset));
        }
        for wrong in ["", "1", "+15:00", "-12:15", "+01:07", "+01:60", "UTC"] {
            assert!(wrong.parse::<Offset>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_clock_ahead_of_utc_shows_a_moment_later() {
        let when = When {
            starts: "2026-05-12T14:00".parse().unwrap(),
            ends: "2026-05-12T16:30".parse().unwrap(),
            offset: Offset(60),
        };
        assert_eq!(when.start().iso(), "2026-05-12T13:00:00Z");
        assert_eq!(when.words(), "12 May 2026, 14:00 to 16:30 (UTC+01:00)");
        assert_eq!(When::of(when.start(), when.end(), when.offset), when);
        let late = When { ends: "2026-05-13T01:00".parse().unwrap(), offset: Offset(0), ..when };
        assert_eq!(late.words(), "12 May 2026, 14:00, to 13 May 2026, 01:00 (UTC)");
    }
}
