//! What else is known of a practice: where and how it meets the customer, what in it could go, and its documents.

use crate::text::{TextProblem, blank_is_none};
use crate::{Name, Particular};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// All of it optional. What is not said leaves no trace in a signed design, so that designs from before it verify as they did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PracticeDetails))]
#[serde(default)]
pub struct Details {
    /// Where the customer meets it: a stand at a fair, a call, the portal.
    #[serde(deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub touchpoints: Option<Particular>,
    #[serde(deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
    #[serde(deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// What in it is redundant, or could be automated.
    #[serde(deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub redundant: Option<Particular>,
    /// At most [`Details::MOST_DOCUMENTS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

impl Details {
    pub const MOST_DOCUMENTS: usize = 10;

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// "in person, one to one"; empty where neither is said.
    #[must_use]
    pub fn channel(&self) -> String {
        let words = [self.setting.map(Setting::words), self.audience.map(Audience::words)];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Declares one of the two sides of a channel.
macro_rules! channel {
    ($(#[$doc:meta])* $name:ident, $problem:literal: $($(#[$case_doc:meta])* $case:ident $word:literal $words:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$case_doc])* $case),+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$case),+];

            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$case => $word),+ }
            }

            /// As people read it.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$case => $words),+ }
            }
        }

        impl FromStr for $name {
            type Err = TextProblem;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().copied().find(|one| one.word() == word);
                found.ok_or_else(|| TextProblem($problem.into()))
            }
        }
    };
}

channel! {
    /// How near one another they are.
    Setting, "Choose remote, in_person or either.":
    Remote "remote" "remote", InPerson "in_person" "in person", Either "either" "remote or in person"
}

channel! {
    /// How many customers there are at a time.
    Audience, "Choose one_to_one or many.":
    OneToOne "one_to_one" "one to one", Many "many" "many customers together"
}

/// Something written that belongs to a practice: a form, a price list, a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "Given")]
pub struct Document {
    pub title: Name,
    /// Where it is: `http` or `https`, at most [`Document::LONGEST`] characters.
    pub address: String,
}

/// A form sends a line, a program both parts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Line(String),
    Both { title: Name, address: String },
}

impl TryFrom<Given> for Document {
    type Error = TextProblem;
    fn try_from(given: Given) -> Result<Self, TextProblem> {
        match given {
            Given::Line(line) => line.parse(),
            Given::Both { title, address } => Self::new(title, &address),
        }
    }
}

impl Document {
    pub const LONGEST: usize = 500;

    /// # Errors
    /// A sentence for whoever typed the address.
    pub fn new(title: Name, address: &str) -> Result<Self, TextProblem> {
        let lower = address.to_ascii_lowercase();
        let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        let odd = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\`{}|^".contains(c);
        // No names or passwords in it: "https://example.com@elsewhere.example" leads elsewhere.
        let sound = !host.is_empty() && !host.contains('@') && !address.contains(odd);
        if !sound {
            return Err(TextProblem(
                "Give the document's address as it stands in a browser, such as https://example.com/prices.pdf.".into(),
            ));
        }
        if address.chars().count() > Self::LONGEST {
            return Err(TextProblem(format!("An address has at most {} characters.", Self::LONGEST)));
        }
        Ok(Self { title, address: address.to_owned() })
    }
}

/// "Price list https://example.com/prices.pdf", or the address alone.
impl FromStr for Document {
    type Err = TextProblem;
    fn from_str(line: &str) -> Result<Self, TextProblem> {
        let line = line.trim();
        let (title, address) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
        let title = title.trim().trim_end_matches(':').trim_end();
        let shown: String = address.chars().take(Name::MAX).collect();
        Self::new(Name::parse(if title.is_empty() { &shown } else { title })?, address)
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.title, self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_a_title_and_an_address() {
        let read = |line: &str| line.parse::<Document>().map(|one| (one.title.to_string(), one.address));
        let is = |title: &str, address: &str| Ok((title.to_owned(), address.to_owned()));
        assert_eq!(
            read(" Price list: https://x.example/a.pdf "),
            is("Price list", "https://x.example/a.pdf")
        );
        assert_eq!(read("http://x.example"), is("http://x.example", "http://x.example"));
        for wrong in [
            "",
            "Prices",
            "javascript:alert(1)",
            "Prices ftp://x",
            "https://",
            "A https://a@b",
            "A https://x/\"",
            "A HTTPS:///x",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let long = |length: usize| format!("A https://x/{}", "a".repeat(length - "https://x/".len()));
        assert!(read(&long(Document::LONGEST)).is_ok() && read(&long(Document::LONGEST + 1)).is_err());
    }

    #[test]
    fn it_comes_as_a_line_or_in_parts_and_goes_in_parts() {
        let both = r#"{"title":"A","address":"https://x.example"}"#;
        let one: Document = serde_json::from_str(both).unwrap();
        assert_eq!(serde_json::from_str::<Document>(r#""A https://x.example""#).unwrap(), one);
        assert_eq!(serde_json::to_string(&one).unwrap(), both);
        assert!(serde_json::from_str::<Document>(r#"{"title":"A","address":"data:x"}"#).is_err());
    }

    #[test]
    fn what_is_not_said_leaves_no_trace() {
        assert_eq!(serde_json::to_string(&Details::default()).unwrap(), "{}");
        let blank = r#"{"touchpoints":"","setting":"","audience":" ","redundant":"","documents":[]}"#;
        assert!(serde_json::from_str::<Details>(blank).unwrap().is_empty());
        let said: Details = serde_json::from_str(r#"{"setting":"in_person","audience":"many"}"#).unwrap();
        assert_eq!(said.channel(), "in person, many customers together");
    }
}
