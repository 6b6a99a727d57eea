//! What the letters to sign in with say.

use super::{Invitation, Letter, fill, site};

const SIGN_IN: &str = "Hello,

somebody, most likely you, wants to sign in to {site} with this address.

Your code is {code}

Or open this link and press the button there:
{link}

Either works once, for {minutes} minutes. If it was not you, there is nothing to do: nobody can sign in without this mail.
";

/// After many wrong codes an address gets the link alone, which cannot be guessed.
const SIGN_IN_BY_LINK: &str = "Hello,

somebody, most likely you, wants to sign in to {site} with this address. As many wrong codes have been typed for it lately, \
this mail carries no code. Open this link and press the button there:
{link}

It works once, for {minutes} minutes. If it was not you, there is nothing to do: nobody can sign in without this mail.
";

/// Where signing in by mail is closed to whoever has the address.
const SIGN_IN_OTHERWISE: &str = "Hello,

somebody, most likely you, wants to sign in to {site} with this address. That is not done by mail for you any more. \
Please sign in on this page, in one of the ways that it offers:
{home}

If it was not you, there is nothing to do.
";

/// The code and the link to sign in with.
#[must_use]
pub fn sign_in(to: &str, company: &str, code: Option<&str>, link: &str, minutes: i64) -> Letter {
    let site = site(company);
    let minutes = minutes.to_string();
    let values =
        [("site", site.as_str()), ("code", code.unwrap_or("")), ("link", link), ("minutes", &minutes)];
    let (subject, text) = match code {
        Some(code) => (format!("{code} is your code for {site}"), SIGN_IN),
        None => (format!("Your link for {site}"), SIGN_IN_BY_LINK),
    };
    let kept = code.map(|_| format!("Your code for {site}"));
    Letter { to: to.to_owned(), subject, text: fill(text, &values), kept, ..Letter::default() }
}

/// What whoever may not sign in by mail gets instead of a code.
#[must_use]
pub fn sign_in_otherwise(to: &str, company: &str, home: &str) -> Letter {
    let site = site(company);
    let values = [("site", site.as_str()), ("home", home)];
    Letter {
        to: to.to_owned(),
        subject: format!("How you sign in to {site}"),
        text: fill(SIGN_IN_OTHERWISE, &values),
        ..Letter::default()
    }
}

/// To somebody who is here already: they are asked, and nothing changes until they answer. `speaks`: whoever speaks for another can
/// only decline.
#[must_use]
pub fn asked_to_speak(about: &Invitation<'_>, speaks: bool) -> Letter {
    let site = site(about.company);
    let days = about.days.to_string();
    let values = [
        ("site", site.as_str()),
        ("name", about.name),
        ("host", about.host),
        ("account", about.account.unwrap_or_default()),
        ("link", about.link.unwrap_or_default()),
        ("days", &days),
    ];
    let subject = format!("{} asks you to speak for {}", about.host, about.account.unwrap_or_default());
    Letter {
        to: about.to.to_owned(),
        subject,
        text: fill(if speaks { ASKED_WHO_SPEAKS } else { ASKED_TO_SPEAK }, &values),
        ..Letter::default()
    }
}

const ASKED_WHO_SPEAKS: &str = "Hello {name},

{host} asks you to speak for {account} on {site}. You speak for another organisation there, and nobody speaks for two. \
If you speak for {account} now, please tell us, so that we can change it; if you do not, decline on this page, within {days} days:
{link}

If you do nothing, nothing changes.
";

const ASKED_TO_SPEAK: &str = "Hello {name},

{host} asks you to speak for {account} on {site}. If you accept, your votes count with its voice.

Accept or decline on this page, within {days} days:
{link}

If you do nothing, nothing changes.
";
