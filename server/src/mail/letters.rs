//! What the letters say.

pub mod activities;
mod entering;

pub use entering::{asked_to_speak, sign_in, sign_in_otherwise};

use model::notice::Notice;
use model::on_behalf::Source;
use model::time::Day;
use model::vote::{Stance, Vote};

model::untold!(Letter, Invitation<'a>, OnBehalf<'a>, Question<'a>, News<'a>);

/// A mail to be sent to one address.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    /// The same for those who would rather see it so, made of the text when it leaves (`mail/html.rs`).
    pub html: Option<String>,
    /// Where one click stops letters like it; none where they have to come.
    pub unsubscribe: Option<String>,
    /// What is kept of its subject, where that lets somebody in.
    pub kept: Option<String>,
    /// The one thing that all of it is about, by which it is taken out again if that is undone before it leaves.
    pub about: Option<String>,
}

impl Letter {
    /// With what stops letters like it, at its foot and for mail programs.
    #[must_use]
    pub fn with_stop(mut self, stop: &str) -> Self {
        self.text.push_str(&["\n-- \nNo more letters like this: ", stop, "\n"].concat());
        self.unsubscribe = Some(stop.to_owned());
        self
    }
}

const INVITATION: &str = "Hello {name},

{host} invites you to {site}{account}. There you can say how you want to be sold to and looked after, \
and vote on what others say.

Open this link and press the button there; it signs you in:
{link}

It works once, for {days} days. Later you can sign in with this address at {home}
";

/// To whoever is to be one of the company's staff.
const TO_STAFF: &str = "Hello {name},

{host} invites you to {site} as one of its staff.

";
const ROLE: &str = "
At first you can read there and take part as everybody can. What you may do for the company comes with a role, which an admin \
gives you here:
{people}
";
const BY_LINK: &str = "Open this link and press the button there; it signs you in:
{link}

It works once, for {days} days. Later you can sign in with this address at {home}
";
const OTHERWISE: &str = "Sign in on this page, with this address, in one of the ways that it offers:
{home}
";

/// Replaces `{name}`s, each once and in one pass: what is filled in is never looked at again.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 200);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(values.iter().find(|(other, _)| *other == name).map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The site as letters call it, which before the set-up has no company.
fn site(company: &str) -> String {
    if company.is_empty() { "Accord".into() } else { format!("Accord at {company}") }
}

/// What an invitation says.
#[derive(Clone)]
pub struct Invitation<'a> {
    pub to: &'a str,
    pub name: &'a str,
    /// Who invites.
    pub host: &'a str,
    pub company: &'a str,
    /// The account to speak for; `None` for staff.
    pub account: Option<&'a str>,
    /// Signs them in; `None` where they have to sign in by other ways than mail.
    pub link: Option<&'a str>,
    pub home: &'a str,
    pub days: i64,
}

#[must_use]
pub fn invitation(about: &Invitation<'_>) -> Letter {
    let site = site(about.company);
    let account = about.account.map(|name| format!(", to speak for {name}")).unwrap_or_default();
    let people = about.home.replace("/sign-in", "/people");
    let days = about.days.to_string();
    let values = [
        ("site", site.as_str()),
        ("name", about.name),
        ("host", about.host),
        ("account", &account),
        ("link", about.link.unwrap_or_default()),
        ("home", about.home),
        ("people", &people),
        ("days", &days),
    ];
    let text = match (about.account, about.link.is_some()) {
        (None, true) => fill(&[TO_STAFF, BY_LINK, ROLE].concat(), &values),
        (None, false) => fill(&[TO_STAFF, OTHERWISE, ROLE].concat(), &values),
        (Some(_), true) => fill(INVITATION, &values),
        (Some(_), false) => fill(INVITATION_OTHERWISE, &values),
    };
    let subject = format!("{} invites you to {site}", about.host);
    Letter { to: about.to.to_owned(), subject, text, ..Letter::default() }
}

/// The same where signing in by mail is closed to whoever is invited.
const INVITATION_OTHERWISE: &str = "Hello {name},

{host} invites you to {site}{account}. There you can say how you want to be sold to and looked after, \
and vote on what others say.

Sign in on this page, with this address, in one of the ways that it offers:
{home}
";

const ON_BEHALF: &str = "Hello {name},

{by} noted on {site} what you said {source} on {said}:
you {stance}
  {title}

It is counted apart until you say that it is so. Open this link; there you can confirm it, change it or withdraw it, \
without signing in:
{link}

It works once, for {days} days. {by} sees that you answered, and not how.
";

/// What a letter about something that staff noted says.
#[derive(Clone)]
pub struct OnBehalf<'a> {
    pub to: &'a str,
    pub name: &'a str,
    /// Who noted it.
    pub by: &'a str,
    pub company: &'a str,
    /// The proposal's.
    pub title: &'a str,
    pub vote: Vote,
    pub source: Source,
    pub said: Day,
    pub link: &'a str,
    pub days: i64,
}

#[must_use]
pub fn on_behalf(about: &OnBehalf<'_>) -> Letter {
    let stance = match (about.vote.stance, about.vote.red_line) {
        (Stance::Agree, _) => "agree with",
        (Stance::Disagree, true) => "disagree so much that you would leave over",
        (Stance::Disagree, false) => "disagree with",
        (Stance::Pass | Stance::TakenBack, _) => "take no side on",
    };
    let (site, said, days) = (site(about.company), about.said.begins().day(), about.days.to_string());
    let values = [
        ("name", about.name),
        ("by", about.by),
        ("site", &site),
        ("source", about.source.words()),
        ("said", &said),
        ("stance", stance),
        ("title", about.title),
        ("link", about.link),
        ("days", &days),
    ];
    let subject = format!("Is this what you said? {}", about.title);
    Letter { to: about.to.to_owned(), subject, text: fill(ON_BEHALF, &values), ..Letter::default() }
}

const QUESTION: &str = "Hello {name},

{why} one of the promises of {site}:

  {title}

Was it kept towards you? Open this link and press one button; you need not sign in:
{link}

The link works until {until}. What you say counts for your account, without your name. {often}

-- 
You get this because you take part in {site}.
No more about this promise: {item}
No more questions like this: {stop}
";

/// What a letter that asks whether a promise was kept says.
#[derive(Clone)]
pub struct Question<'a> {
    pub to: &'a str,
    pub name: &'a str,
    /// Who was in contact with its reader; nobody where it is their turn.
    pub by: Option<&'a str>,
    pub company: &'a str,
    /// The promise's.
    pub title: &'a str,
    pub link: &'a str,
    pub until: Day,
    /// How often anybody is asked in a quarter, at most.
    pub cap: u32,
    /// The page that stops such letters.
    /// The page that stops such letters, and the one that stops those about this promise.
    pub stop: &'a str,
    pub item: &'a str,
}

#[must_use]
pub fn question(about: &Question<'_>) -> Letter {
    let (site, until) = (site(about.company), about.until.begins().day());
    let why = match about.by {
        Some(by) => format!("{by} says that you were in contact, and that it was about"),
        None => "we ask a few customers at a time, and this time you, about".to_owned(),
    };
    let often = match about.cap {
        1 => "We ask you once in a quarter at most.".to_owned(),
        2 => "We ask you twice in a quarter at most.".to_owned(),
        cap => format!("We ask you {cap} times in a quarter at most."),
    };
    let values = [
        ("name", about.name),
        ("why", &why),
        ("site", &site),
        ("title", about.title),
        ("link", about.link),
        ("until", &until),
        ("often", &often),
        ("stop", about.stop),
        ("item", about.item),
    ];
    let subject = format!("Was it kept? {}", about.title);
    let unsubscribe = Some(about.item.to_owned());
    Letter {
        to: about.to.to_owned(),
        subject,
        text: fill(QUESTION, &values),
        unsubscribe,
        ..Letter::default()
    }
}

/// What a letter with news says.
#[derive(Clone)]
pub struct News<'a> {
    pub to: &'a str,
    pub name: &'a str,
    pub company: &'a str,
    /// Where the site is, without a slash at the end.
    pub home: &'a str,
    pub notices: &'a [Notice],
    /// The page that stops letters about the one proposal that this one is about, if it is about one.
    pub stop_item: Option<&'a str>,
    /// The page that stops such letters.
    pub stop: &'a str,
}

const NEWS: &str = "Hello {name},

{news}-- 
You get this because you take part in {site}.
What reaches you by mail, and when: {home}/notices
{item}No more letters like this: {stop}
";

#[must_use]
pub fn news(about: &News<'_>) -> Letter {
    let site = site(about.company);
    let subject = match about.notices {
        [one] => one.what.clone(),
        many => format!("{} pieces of news from {site}", many.len()),
    };
    let item = about.stop_item.map(|stop| {
        let noun = if stop.contains("/promise-") { "promise" } else { "proposal" };
        ["No more about this ", noun, ": ", stop, "\n"].concat()
    });
    let unsubscribe = Some(about.stop_item.unwrap_or(about.stop).to_owned());
    let mut lines = String::new();
    for notice in about.notices {
        let words = notice.words.as_ref().map(ToString::to_string).unwrap_or_default();
        lines.push_str(&notice.what);
        for line in words.lines().filter(|line| !line.trim().is_empty()) {
            lines.push_str("\n  ");
            lines.push_str(line);
        }
        lines.push_str(&["\n  ", about.home, &notice.path, "\n\n"].concat());
    }
    let text = fill(
        NEWS,
        &[
            ("name", about.name),
            ("news", &lines),
            ("site", &site),
            ("home", about.home),
            ("item", item.as_deref().unwrap_or_default()),
            ("stop", about.stop),
        ],
    );
    Letter { to: about.to.to_owned(), subject, text, unsubscribe, ..Letter::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_braces_stay_as_they_are() {
        let about = Invitation {
            to: "ada@example.com",
            name: "{link}",
            host: "Eve",
            company: "{days}",
            account: Some("{home}"),
            link: Some("https://a.example/x"),
            home: "https://a.example",
            days: 7,
        };
        let letter = invitation(&about);
        assert!(
            letter
                .text
                .starts_with("Hello {link},\n\nEve invites you to Accord at {days}, to speak for {home}.")
        );
        assert_eq!(letter.text.matches("https://a.example/x").count(), 1);
    }

    #[test]
    fn a_mail_without_a_code_does_not_speak_of_typing_one() {
        let with = sign_in("a@example.com", "", Some("012345"), "https://a.example/x", 15);
        assert!(with.text.contains("Your code is 012345\n") && with.subject.starts_with("012345 "));
        let without = sign_in("a@example.com", "Acme", None, "https://a.example/x", 15);
        assert!(!without.text.contains("Your code is"));
        assert_eq!(without.subject, "Your link for Accord at Acme");
    }
}
