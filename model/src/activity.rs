//! An activity: staff and customers at work together, remote or in person, one to one or many at once. What comes out of it is entered
//! as proposals and stories on behalf of those present, who confirm it; its result is presented back to all who were invited.

mod kind;
pub mod outcome;
pub mod when;

pub use kind::{Coming, Due, Kind, State};

use crate::note::Note;
use crate::text::blank_is_none;
use crate::{
    ActivityId, Explanation, Html, Name, Particular, PersonId, Question, Reason, Remark, RoundId, Timestamp,
    Title,
};
use outcome::{Came, Pending};
use serde::{Deserialize, Serialize};
use when::{LocalTime, Offset, When};

/// An activity takes no longer than this.
pub const MOST_DAYS: i64 = 31;
/// More people than this are not invited at once.
pub const MOST_AT_ONCE: usize = 200;
/// No activity has room for more.
pub const MOST_PEOPLE: u32 = 10_000;

/// What staff write of an activity. It is remote where it has a link, in person where it has a place, and may be both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivityText {
    pub kind: Kind,
    pub title: Title,
    /// Markdown.
    pub description: Explanation,
    /// On the clock of where it is held; so is `ends`.
    pub starts: LocalTime,
    pub ends: LocalTime,
    /// How far that clock is ahead of UTC.
    pub offset: Offset,
    /// For one customer, and nobody else.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub one_to_one: bool,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub link: Option<Particular>,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub place: Option<Particular>,
    /// So many people can come.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub most: Option<u32>,
}

impl ActivityText {
    #[must_use]
    pub fn when(&self) -> When {
        When { starts: self.starts, ends: self.ends, offset: self.offset }
    }

    /// For how many there is room, if not for any number.
    #[must_use]
    pub fn room(&self) -> Option<u32> {
        if self.one_to_one { Some(1) } else { self.most }
    }

    /// What cannot be as it is written: the field, and a sentence.
    #[must_use]
    pub fn fault(&self) -> Option<(&'static str, String)> {
        let when = self.when();
        if when.end() <= when.start() {
            return Some(("ends", "It must end after it starts.".into()));
        }
        if when.end().since(when.start()) > MOST_DAYS * Timestamp::DAY {
            return Some(("ends", format!("It takes {MOST_DAYS} days at most.")));
        }
        if self.link.is_none() && self.place.is_none() {
            return Some(("link", "Say where: give a link, or a place, or both.".into()));
        }
        if self.link.as_ref().is_some_and(|link| !is_address(link.as_str())) {
            return Some(("link", "Give an address that begins with https://.".into()));
        }
        let crowd = self.most.is_some_and(|most| !(1..=MOST_PEOPLE).contains(&most));
        crowd.then(|| ("most", format!("1 to {MOST_PEOPLE}, or nothing.")))
    }
}

/// What a page may link to: text that begins as an address does, and has nothing in it that ends one.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"'\\".contains(c))
}

/// An activity in a list of staff's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivityLine {
    pub id: ActivityId,
    pub round: RoundId,
    pub kind: Kind,
    pub title: Title,
    pub when: When,
    pub state: State,
    pub due: Option<Due>,
    pub invited: usize,
    /// Who said that they come.
    pub coming: usize,
}

/// Somebody who is invited, as staff know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ActivityGuest))]
pub struct Guest {
    pub person: PersonId,
    pub name: Name,
    pub account: Option<Name>,
    pub answer: Option<Coming>,
    pub present: bool,
}

/// How many are invited, have said that they come, and were present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ActivityAttendance))]
pub struct Attendance {
    pub invited: usize,
    pub coming: usize,
    pub present: usize,
}

/// All that staff know of an activity. A CRM's event or meeting (Salesforce `Event`, HubSpot `0-47`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivitySheet {
    pub id: ActivityId,
    pub round: RoundId,
    pub question: Question,
    pub text: ActivityText,
    /// Raised by every change of it.
    #[serde(default)]
    pub revision: i64,
    /// The description, as it is shown.
    pub html: Html,
    pub state: State,
    pub due: Option<Due>,
    /// Whether it has begun, and so who is present can be said.
    pub begun: bool,
    /// Who planned it.
    pub by: Name,
    /// Why it was cancelled.
    pub reason: Option<Reason>,
    pub result: Option<Remark>,
    pub result_html: Html,
    pub attendance: Attendance,
    /// By name. Programs are given none, but their numbers.
    pub people: Vec<Guest>,
    /// Of staff alone, oldest first. Programs are given none.
    pub notes: Vec<Note>,
    /// What was noted and not answered yet; counted apart. Programs are not told whose it is, and given none.
    pub pending: Vec<Pending>,
    /// What was confirmed and can be read, oldest first.
    pub came: Vec<Came>,
    /// What was confirmed and others cannot read: a moderator reads it first, or has declined it.
    pub unread: usize,
    /// Why no proposal can be noted now, if so, as a sentence.
    pub shut: Option<String>,
}

/// Who is noted as present, in one number: another where it is somebody else, and 0 where it is nobody. In any order.
#[must_use]
pub fn presence(people: impl IntoIterator<Item = PersonId>) -> i64 {
    // Steps of a number's own (SplitMix64), so that no two lists that people tick have the same sum. Positive, as forms send it.
    let step = |PersonId(id): PersonId| {
        let mut mixed = id.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let sum = people.into_iter().map(step).fold(0_u64, u64::wrapping_add);
    // Browsers read numbers exactly up to 2^53.
    (sum >> 11).cast_signed()
}

/// An activity as somebody reads it who is invited: neither who else is, nor what staff note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    pub activity: ActivityId,
    /// Who is invited.
    pub name: Name,
    pub kind: Kind,
    pub title: Title,
    pub html: Html,
    pub when: When,
    pub one_to_one: bool,
    pub link: Option<Particular>,
    pub place: Option<Particular>,
    pub state: State,
    pub reason: Option<Reason>,
    pub answer: Option<Coming>,
    /// Why nothing can be answered any more, if so, as a sentence.
    pub shut: Option<String>,
    /// How many come; nothing while they are of fewer than five accounts.
    pub coming: Option<usize>,
    pub result: Option<Html>,
    /// The proposals and stories that came of it, once its result is presented.
    pub came: Vec<Came>,
    /// Where its calendar file is.
    pub calendar: String,
}

/// What came of inviting many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvitedMany))]
pub struct Invited {
    pub activity: ActivityId,
    pub invited: usize,
    /// Who was invited before.
    pub before: usize,
    /// Of those invited now, who takes no letters and reads it under "News".
    pub without_letter: usize,
}

/// An activity of an account's people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CardActivity))]
pub struct OfAccount {
    pub activity: ActivityId,
    pub kind: Kind,
    pub title: Title,
    pub when: When,
    pub state: State,
    /// How many of its people are invited, said that they come, and were present.
    pub invited: usize,
    pub coming: usize,
    pub present: usize,
}

impl OfAccount {
    #[must_use]
    pub fn path(&self) -> String {
        path(self.activity)
    }
}

/// The page of an activity.
#[must_use]
pub fn path(activity: ActivityId) -> String {
    format!("/activities/{activity}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> ActivityText {
        ActivityText {
            kind: Kind::Workshop,
            title: "How we meet".parse().unwrap(),
            description: Explanation::parse("").unwrap(),
            starts: "2026-05-12T14:00".parse().unwrap(),
            ends: "2026-05-12T16:00".parse().unwrap(),
            offset: Offset::default(),
            one_to_one: false,
            link: Some("https://meet.example/a".parse().unwrap()),
            place: None,
            most: None,
        }
    }

    fn fault(change: impl FnOnce(&mut ActivityText)) -> Option<&'static str> {
        let mut text = text();
        change(&mut text);
        text.fault().map(|(field, _)| field)
    }

    #[test]
    fn what_cannot_be_names_its_field() {
        assert_eq!(fault(|_| ()), None);
        assert_eq!(fault(|text| text.ends = text.starts), Some("ends"));
        assert_eq!(fault(|text| text.ends = LocalTime(text.starts.0 + MOST_DAYS * 24 * 60)), None);
        assert_eq!(
            fault(|text| text.ends = LocalTime(text.starts.0 + MOST_DAYS * 24 * 60 + 1)),
            Some("ends")
        );
        assert_eq!(fault(|text| text.link = None), Some("link"));
        for (place, link) in [("Hall 2", None), ("Hall 2", text().link)] {
            let at = move |text: &mut ActivityText| (text.place, text.link) = (place.parse().ok(), link);
            assert_eq!(fault(at), None);
        }
        for bad in ["meet.example", "http://meet.example", "javascript:alert(1)", "https://", "https://a b"] {
            assert_eq!(fault(|text| text.link = bad.parse().ok()), Some("link"), "{bad}");
        }
        for (most, named) in
            [(0, Some("most")), (1, None), (MOST_PEOPLE, None), (MOST_PEOPLE + 1, Some("most"))]
        {
            assert_eq!(fault(|text| text.most = Some(most)), named, "{most}");
        }
    }

    #[test]
    fn the_kinds_are_the_eleven_of_the_programme() {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.words()).collect();
        assert_eq!(
            words.join("; "),
            "hackathons; market analysis; seminars and courses; interviews with peers; customer case exploration; \
             design-thinking workshops; business case with existing customers; screening and contact; \
             workshops with customers; presentation of results; visualisation and communication"
        );
        assert!(Kind::ALL.into_iter().all(|kind| kind.word().parse() == Ok(kind)));
        assert!(Coming::ALL.into_iter().all(|answer| answer.word().parse() == Ok(answer)));
    }
}
