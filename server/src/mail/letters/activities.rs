//! What the letters about activities say: the invitation, what becomes of it, and the question whether something was said there.

use super::{Letter, fill, site};
use crate::signed::Reader;

model::untold!(About<'a>, Noted<'a>);

/// What all letters about one activity say of it.
#[derive(Clone)]
pub struct About<'a> {
    pub title: &'a str,
    pub kind: &'a str,
    pub when: &'a str,
    /// Where it is held: a link, a place, or both.
    pub place: &'a str,
    /// The page that is answered on without signing in.
    pub link: &'a str,
    pub calendar: &'a str,
}

const FOOT: &str = "
-- 
You get this because you take part in {site}.
No more letters like this: {stop}
";

const INVITED: &str = "Hello {name},

{by} invites you:

  {title}
  {kind}
  {when}
  {place}

{words}Do you come? Open this link and press one button; you need not sign in:
{link}

For your calendar:
{calendar}
";

const CHANGED: &str = "Hello {name},

what you are invited to has changed. This is how it is now:

  {title}
  {kind}
  {when}
  {place}

{words}Do you come? Open this link and press one button; you need not sign in:
{link}

For your calendar, in place of the one before:
{calendar}
";

const CANCELLED: &str = "Hello {name},

what you were invited to is cancelled:

  {title}
  {when}

{words}This takes it out of your calendar:
{calendar}
";

const PRESENTED: &str = "Hello {name},

you were invited to this:

  {title}
  {when}

What came out of it:

{words}{came}All of it, and how it fares from now on:
{link}
";

/// What has happened, in the words that belong to it: a description, a reason, a result.
#[derive(Clone, Copy, Debug)]
pub enum Happened<'a> {
    Invited {
        by: &'a str,
        words: &'a str,
    },
    Changed {
        words: &'a str,
    },
    Cancelled {
        reason: &'a str,
    },
    /// With the titles and addresses of what came of it.
    Presented {
        result: &'a str,
        came: &'a [(String, String)],
    },
}

#[must_use]
pub fn letter(reader: &Reader<'_>, about: &About<'_>, happened: Happened<'_>) -> Letter {
    let (text, subject, by, words, came) = match happened {
        Happened::Invited { by, words } => (INVITED, "You are invited", by, words, &[][..]),
        Happened::Changed { words } => (CHANGED, "It has changed", "", words, &[][..]),
        Happened::Cancelled { reason } => (CANCELLED, "Cancelled", "", reason, &[][..]),
        Happened::Presented { result, came } => (PRESENTED, "What came out of it", "", result, came),
    };
    let site = site(reader.company);
    let words = if words.is_empty() { String::new() } else { format!("{words}\n\n") };
    let values = [
        ("name", reader.name),
        ("by", by),
        ("title", about.title),
        ("kind", about.kind),
        ("when", about.when),
        ("place", about.place),
        ("words", &words),
        ("came", &listed(came)),
        ("link", about.link),
        ("calendar", about.calendar),
        ("site", &site),
        ("stop", reader.stop),
    ];
    Letter {
        to: reader.to.to_owned(),
        subject: format!("{subject}: {}", about.title),
        text: fill(&[text, FOOT].concat(), &values),
        unsubscribe: Some(reader.stop.to_owned()),
        ..Letter::default()
    }
}

/// What came of it, a title and an address each.
fn listed(came: &[(String, String)]) -> String {
    let lines: String = came.iter().map(|(title, link)| format!("  {title}\n  {link}\n\n")).collect();
    if lines.is_empty() { lines } else { format!("You proposed and told, and it can be read:\n\n{lines}") }
}

const NOTED: &str = "Hello {name},

{by} noted on {site} what you {did} at “{activity}”:

{said}

It is nobody's until you say that it is so; then it is yours, like whatever you write there yourself.
Open this link; there you can confirm it, change it or withdraw it, without signing in:
{link}

It works once, for {days} days.
";

/// What a letter about something that staff noted at an activity says.
#[derive(Clone)]
pub struct Noted<'a> {
    pub to: &'a str,
    pub name: &'a str,
    /// Who noted it.
    pub by: &'a str,
    pub company: &'a str,
    /// The activity's title.
    pub activity: &'a str,
    /// "proposed" or "told".
    pub did: &'a str,
    pub title: &'a str,
    /// As it was noted.
    pub said: &'a str,
    pub link: &'a str,
    pub days: i64,
}

#[must_use]
pub fn noted(about: &Noted<'_>) -> Letter {
    let (site, days) = (site(about.company), about.days.to_string());
    let said: Vec<String> = about.said.lines().map(|line| format!("  {line}")).collect();
    let values = [
        ("name", about.name),
        ("by", about.by),
        ("site", site.as_str()),
        ("did", about.did),
        ("activity", about.activity),
        ("said", &said.join("\n")),
        ("link", about.link),
        ("days", &days),
    ];
    let subject = format!("Is this what you said? {}", about.title);
    Letter { to: about.to.to_owned(), subject, text: fill(NOTED, &values), ..Letter::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_says_what_has_happened_and_how_to_stop_it() {
        let reader = Reader {
            to: "a@b.example",
            name: "Ada",
            company: "Acme",
            stop: "https://x.example/stop",
            item: "https://x.example/stop",
        };
        let about = About {
            title: "How {link} meet",
            kind: "workshops with customers",
            when: "12 May 2026",
            place: "Hall 2",
            link: "https://x.example/invitations/k",
            calendar: "https://x.example/k.ics",
        };
        let came = [("Send one person".to_owned(), "https://x.example/proposals/1".to_owned())];
        for (happened, told) in [
            (Happened::Invited { by: "Grace", words: "" }, "Grace invites you:\n\n  How {link} meet\n"),
            (
                Happened::Changed { words: "Bring **one** wish." },
                "  Hall 2\n\nBring **one** wish.\n\nDo you come?",
            ),
            (Happened::Cancelled { reason: "Too few." }, "Too few.\n\nThis takes it out of your calendar"),
            (
                Happened::Presented { result: "Two wishes.", came: &came },
                "  Send one person\n  https://x.example/proposals/1\n",
            ),
        ] {
            let letter = letter(&reader, &about, happened);
            assert!(letter.text.contains(told), "{}", letter.text);
            assert!(letter.text.ends_with("No more letters like this: https://x.example/stop\n"));
            assert_eq!(letter.unsubscribe.as_deref(), Some("https://x.example/stop"));
        }
    }
}
