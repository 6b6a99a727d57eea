//! Mentions: who a text names with `@`. What is kept of one is the number alone, so that the name is always the present one,
//! and none once its bearer has left; what is typed carries the name as well, to be read by whoever writes.

use crate::{Name, PersonId};
use serde::{Deserialize, Serialize};

/// Most people whom one text may name.
pub const MOST: usize = 10;
/// As many are offered at once, while one types.
pub const OFFERED: usize = 8;
/// Stands for whoever may not be named to whoever reads.
pub const SOMEBODY: &str = "somebody";
/// What a mention points to begins with this, before the number.
pub const SCHEME: &str = "person:";

/// Somebody whom I may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mentionable {
    pub person: PersonId,
    pub name: Name,
    /// For whom they speak: an account, or the company.
    pub of: Option<Name>,
}

/// As it is typed: `@[Ada](person:5)`. Signs that would end the name too early become spaces.
#[must_use]
pub fn typed(name: &str, person: PersonId) -> String {
    let name: String = name.chars().map(|c| if "[]()\\<>`".contains(c) { ' ' } else { c }).collect();
    format!("@[{}]({SCHEME}{person})", name.trim())
}

/// As it is kept: `@[](person:5)`.
#[must_use]
pub fn kept(person: PersonId) -> String {
    format!("@[]({SCHEME}{person})")
}

/// A text with something else in place of every mention; `instead` is given the name that is typed there, if any, and the number.
#[must_use]
pub fn replaced(text: &str, mut instead: impl FnMut(&str, PersonId) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("@[") {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        match read(here) {
            Some((name, person, length)) => {
                out.push_str(&instead(name, person));
                rest = here.get(length..).unwrap_or_default();
            }
            None => {
                out.push_str("@[");
                rest = here.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The name, the number and the length of a mention at the beginning of a text.
fn read(text: &str) -> Option<(&str, PersonId, usize)> {
    let (name, after) = text.strip_prefix("@[")?.split_once(']')?;
    let number = after.strip_prefix('(')?.strip_prefix(SCHEME)?;
    let (digits, _) = number.split_once(')')?;
    let sound = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let person = digits.parse().ok().filter(|_| sound)?;
    let length = "@[](".len() + name.len() + SCHEME.len() + digits.len() + ")".len();
    (!name.contains(['\n', '['])).then_some((name, PersonId(person), length))
}

/// A text as it reads while it is typed: names without numbers.
#[must_use]
pub fn readable(text: &str) -> String {
    replaced(text, |name, _| ["@", name].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_again() {
        let text = format!("Ask {} or {}.", typed("Ada [x]", PersonId(5)), kept(PersonId(7)));
        assert_eq!(text, "Ask @[Ada  x](person:5) or @[](person:7).");
        let mut seen = Vec::new();
        let said = replaced(&text, |name, person| {
            seen.push((name.to_owned(), person.0));
            "@x".to_owned()
        });
        assert_eq!(said, "Ask @x or @x.");
        assert_eq!(seen, [("Ada  x".to_owned(), 5), (String::new(), 7)]);
        assert_eq!(readable("Hi @[Ada](person:5)!"), "Hi @Ada!");
    }

    #[test]
    fn what_is_none_stays_as_it_is() {
        for text in [
            "@[",
            "@[]",
            "@[](person:)",
            "@[](person:5",
            "@[a](person:-5)",
            "@[a](person:5x)",
            "@[a](https://x)",
            "[a](person:5)",
        ] {
            assert_eq!(replaced(text, |_, _| "no".to_owned()), text);
        }
        assert_eq!(replaced("@[a @[b](person:5)", |name, _| name.to_owned()), "@[a b");
    }
}
