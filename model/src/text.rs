//! What people type, parsed: trimmed, of a length that has a name, without characters that nobody can see. Once a
//! value has one of these types nothing further in needs to check it.

mod visible;

use serde::de::{Deserialize, Deserializer, Error};
use std::fmt;
use visible::{clean, is_seen};

/// Why a text was refused, as a sentence that goes beside the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextProblem(pub String);

impl fmt::Display for TextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Length is counted in characters after cleaning and trimming; control characters other than line breaks are refused, and
/// line breaks too where `lines` is false.
fn parse(text: &str, min: usize, max: usize, lines: bool) -> Result<String, TextProblem> {
    let text = clean(text);
    let text = text.trim();
    let length = text.chars().count();
    if length < min {
        return Err(TextProblem(match length {
            0 => "Please fill this in.".into(),
            _ => format!("Please write at least {min} characters; this has {length}."),
        }));
    }
    if length > max {
        return Err(TextProblem(format!("Please keep this to {max} characters; this has {length}.")));
    }
    if !lines && text.contains('\n') {
        return Err(TextProblem("Please keep this to one line.".into()));
    }
    if min > 0 && !text.chars().any(is_seen) {
        return Err(TextProblem("Please write something that can be seen.".into()));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(TextProblem("This has a character that cannot be shown; please type it again.".into()));
    }
    Ok(text.to_owned())
}

/// Declares text types: name, fewest and most characters, whether line breaks are welcome.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $min:literal ..= $max:literal, lines: $lines:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Fewest characters.
            pub const MIN: usize = $min;
            /// Most characters.
            pub const MAX: usize = $max;

            /// # Errors
            /// A sentence for the person who typed it.
            pub fn parse(text: &str) -> Result<Self, TextProblem> {
                parse(text, Self::MIN, Self::MAX, $lines).map(Self)
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = TextProblem;
            fn from_str(text: &str) -> Result<Self, TextProblem> {
                Self::parse(text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(from)?).map_err(D::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .min_length(Some($min))
                    .max_length(Some($max))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+};
}

texts! {
    /// The one sentence a proposal or a practice goes by.
    Title: 3 ..= 120, lines: false;
    /// What a customer asks for, and why.
    Why: 3 ..= 4_000, lines: true;
    /// A comment or a story.
    Remark: 2 ..= 4_000, lines: true;
    /// A short particular: who, how, tool, measure, aim.
    Particular: 1 ..= 300, lines: true;
    /// What is to be seen in a picture, for whoever cannot see it.
    Alt: 1 ..= 300, lines: false;
    /// A name of a person, company, account, stage, resource or list entry.
    Name: 1 ..= 100, lines: false;
    /// A round's question.
    Question: 5 ..= 200, lines: false;
    /// A longer explanation: an introduction, "how your votes will be used".
    Explanation: 0 ..= 10_000, lines: true;
    /// A reason that somebody will read: of a verdict, of leaving a proposal out, of a tier.
    Reason: 3 ..= 2_000, lines: true;
    /// What is measured in: hours, people, euro.
    Unit: 1 ..= 30, lines: false;
}

/// Markup that the server has made of what somebody typed: the one kind of text that pages show as it is. Only the
/// server's renderer makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Html(pub String);

/// An e-mail address, in lower case. Checked for shape only: the code sent to it is the proof.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    pub const MAX: usize = 254;

    /// # Errors
    /// A sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, TextProblem> {
        let text = clean(text).trim().to_lowercase();
        let problem = || TextProblem("Please give an e-mail address, such as ada@example.com.".into());
        let (local, domain) = text.rsplit_once('@').ok_or_else(problem)?;
        let sound = !local.is_empty()
            && local.len() <= 64
            && text.len() <= Self::MAX
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
            && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
            && !local.chars().any(|c| !is_seen(c) || "<>,;:\"()[]\\@".contains(c));
        if sound { Ok(Self(text)) } else { Err(problem()) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the @.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Email {
    type Err = TextProblem;
    fn from_str(text: &str) -> Result<Self, TextProblem> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Email {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::Custom("email".into())))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Email {}

/// For optional fields: a form sends an empty string where nothing was typed, and that is nothing.
/// `#[serde(default, deserialize_with = "blank_is_none")]`
pub fn blank_is_none<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr,
    T::Err: fmt::Display,
{
    // Numbers come as numbers in JSON and as digits in forms and queries.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Scalar {
        Number(i64),
        Text(String),
    }
    match Option::<Scalar>::deserialize(from)? {
        None => Ok(None),
        Some(Scalar::Text(text)) if text.trim().is_empty() => Ok(None),
        Some(Scalar::Text(text)) => text.parse().map(Some).map_err(D::Error::custom),
        Some(Scalar::Number(number)) => number.to_string().parse().map(Some).map_err(D::Error::custom),
    }
}

/// The readable part of an address: lower-case letters and digits with hyphens between, at most 60 characters.
#[must_use]
pub fn slug(title: &str) -> String {
    const MAX: usize = 60;
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() >= MAX {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// In place of a function where none answers.
const NOBODY: &str = "nobody";

impl Name {
    /// In place of a function where none answers.
    #[must_use]
    pub fn nobody() -> Self {
        Self(NOBODY.to_owned())
    }

    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.0.eq_ignore_ascii_case(NOBODY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_at_their_edges() {
        assert!(Title::parse("ab").is_err());
        assert!(Title::parse(" abc ").is_ok_and(|title| title.as_str() == "abc"));
        assert!(Title::parse(&"é".repeat(Title::MAX)).is_ok());
        assert!(Title::parse(&"é".repeat(Title::MAX + 1)).is_err());
        assert!(Why::parse(&"a".repeat(Why::MAX)).is_ok());
        assert!(Why::parse(&"a".repeat(Why::MAX + 1)).is_err());
        assert!(Remark::parse("a").is_err() && Remark::parse(" ok ").is_ok());
        assert!(Remark::parse(&"é".repeat(Remark::MAX)).is_ok());
        assert!(Remark::parse(&"é".repeat(Remark::MAX + 1)).is_err());
        assert!(Title::parse("two\nlines").is_err());
        assert!(Title::parse("nul\0l").is_err());
        assert!(Title::parse("\u{200b}\u{200b}\u{2060}").is_err());
        assert!(Title::parse("\u{2800}\u{2800}\u{2800}").is_err());
        assert!(Title::parse("ab\u{202e}\u{2066}").is_err(), "counted without what goes");
        assert_eq!(
            Title::parse("\u{feff} ok, \u{202e}then\u{2069} ").map(String::from),
            Ok("ok, then".into())
        );
        assert!(Title::parse("two\u{2028}lines").is_err());
        assert!(Title::parse("👩\u{200d}🔧 at our plant").is_ok());
        assert_eq!(Why::parse("one\r\ntwo").map(String::from), Ok("one\ntwo".into()));
    }

    #[test]
    fn addresses_are_checked_for_shape() {
        for good in ["ada@example.com", " Ada.L+x@Sub.Example.COM ", "\u{feff}ada@example.com\u{200b}"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "a b@example.com",
            "ada@exa mple.com",
            "a@b..c",
            "<a@b.c>",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn slugs_are_readable() {
        assert_eq!(
            slug("Send one person, who knows our site – not five!"),
            "send-one-person-who-knows-our-site-not-five"
        );
        assert_eq!(slug("Ärger & Öl"), "ärger-öl");
        assert_eq!(slug("***"), "");
        assert!(slug(&"long ".repeat(50)).chars().count() <= 60);
    }
}
