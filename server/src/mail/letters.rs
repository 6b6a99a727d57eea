//! What the letters say.

/// A mail to be sent: plain text to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
}

const SIGN_IN: &str = "Hello,

somebody, most likely you, wants to sign in to {site} with this address.

Your code is {code}

Or open this link and press the button there:
{link}

Either works once, for {minutes} minutes. If it was not you, there is nothing to do: nobody
can sign in without this mail.
";

/// After many wrong codes an address gets the link alone, which cannot be guessed.
const SIGN_IN_BY_LINK: &str = "Hello,

somebody, most likely you, wants to sign in to {site} with this address. As many wrong codes
have been typed for it lately, this mail carries no code. Open this link and press the button
there:
{link}

It works once, for {minutes} minutes. If it was not you, there is nothing to do: nobody can
sign in without this mail.
";

const INVITATION: &str = "Hello {name},

{host} invites you to {site}{account}. There you can say how you
want to be sold to and looked after, and vote on what others say.

Open this link and press the button there; it signs you in:
{link}

It works once, for {days} days. Later you can sign in with this address at
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
    Letter { to: to.to_owned(), subject, text: fill(text, &values) }
}

/// What an invitation says.
#[derive(Clone, Debug)]
pub struct Invitation<'a> {
    pub to: &'a str,
    pub name: &'a str,
    /// Who invites.
    pub host: &'a str,
    pub company: &'a str,
    /// The account to speak for; `None` for staff.
    pub account: Option<&'a str>,
    pub link: &'a str,
    pub home: &'a str,
    pub days: i64,
}

#[must_use]
pub fn invitation(about: &Invitation<'_>) -> Letter {
    let site = site(about.company);
    let account = about.account.map(|name| format!(", to speak for {name}")).unwrap_or_default();
    let days = about.days.to_string();
    let values = [
        ("site", site.as_str()),
        ("name", about.name),
        ("host", about.host),
        ("account", &account),
        ("link", about.link),
        ("home", about.home),
        ("days", &days),
    ];
    let text = fill(INVITATION, &values);
    Letter { to: about.to.to_owned(), subject: format!("{} invites you to {site}", about.host), text }
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
            link: "https://a.example/x",
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
