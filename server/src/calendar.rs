//! An activity as a calendar file (iCalendar, RFC 5545). Its name for calendars never changes and its number grows with every change,
//! so that a file taken later takes the place of the one before, and that of a cancelled activity takes it away.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use model::Timestamp;

model::untold!(Entry<'a>);

/// What a calendar is told of an activity.
#[derive(Clone)]
pub struct Entry<'a> {
    /// The same as long as it is kept.
    pub uid: &'a str,
    pub sequence: u32,
    pub changed: Timestamp,
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub title: &'a str,
    pub words: &'a str,
    pub place: &'a str,
    pub link: &'a str,
    /// Whose it is, and the address that letters come from.
    pub company: &'a str,
    pub from: &'a str,
    pub cancelled: bool,
}

/// The file.
#[must_use]
pub fn file(entry: &Entry<'_>) -> String {
    let mut event = Event::new();
    event
        .uid(entry.uid)
        .sequence(entry.sequence)
        .timestamp(moment(entry.changed))
        .starts(moment(entry.starts))
        .ends(moment(entry.ends))
        .summary(entry.title)
        .status(if entry.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if !entry.words.is_empty() {
        event.description(entry.words);
    }
    if !entry.place.is_empty() {
        event.location(entry.place);
    }
    event.url(entry.link);
    let mut organizer = Property::new("ORGANIZER", format!("mailto:{}", entry.from));
    // In a parameter no quotation mark can stand, however it is written.
    organizer.add_parameter("CN", &entry.company.replace('"', "'"));
    event.append_property(organizer);
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Accord//Accord//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", if entry.cancelled { "CANCEL" } else { "PUBLISH" }),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.push(event.done());
    calendar.to_string()
}

fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry<'a>(words: &'a str, cancelled: bool) -> Entry<'a> {
        let day = |text: &str| text.parse::<model::time::Day>().unwrap().begins();
        Entry {
            uid: "activity-7@acme.example",
            sequence: 3,
            changed: day("2026-05-03"),
            starts: day("2026-05-12").plus(13 * Timestamp::HOUR),
            ends: day("2026-05-12").plus(15 * Timestamp::HOUR),
            title: "One person; not five, please",
            words,
            place: "Hall 2\nBehind the gate",
            link: "https://acme.example/invitations/k",
            company: "Acme \"Best\", Ltd",
            from: "accord@acme.example",
            cancelled,
        }
    }

    /// As a program reads it: lines that were folded are one again.
    fn lines(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_calendar_reads_what_it_is_told() {
        let file = file(&entry("Bring one wish, or two.", false));
        let lines = lines(&file);
        for line in [
            "BEGIN:VCALENDAR",
            "METHOD:PUBLISH",
            "UID:activity-7@acme.example",
            "SEQUENCE:3",
            "DTSTAMP:20260503T000000Z",
            "DTSTART:20260512T130000Z",
            "DTEND:20260512T150000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:One person\\; not five\\, please",
            "DESCRIPTION:Bring one wish\\, or two.",
            "LOCATION:Hall 2\\nBehind the gate",
            "ORGANIZER;CN=\"Acme 'Best', Ltd\":mailto:accord@acme.example",
            "END:VCALENDAR",
        ] {
            assert!(lines.iter().any(|other| other == line), "{line} is not in {file}");
        }
    }

    #[test]
    fn what_is_cancelled_takes_it_away() {
        let file = file(&entry("", true));
        assert!(file.contains("METHOD:CANCEL\r\n") && file.contains("STATUS:CANCELLED\r\n"));
        assert!(!file.contains("DESCRIPTION"));
    }

    #[test]
    fn no_line_is_longer_than_calendars_take_and_no_letter_is_cut() {
        let words = "Größe und Übermaß, “ganz genau” – 老虎 🐯; ".repeat(60);
        let file = file(&entry(words.trim(), false));
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
        let told = words.trim().replace(',', "\\,").replace(';', "\\;");
        assert!(lines(&file).iter().any(|line| *line == format!("DESCRIPTION:{told}")), "{file}");
    }
}
