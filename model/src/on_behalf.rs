//! What staff noted that a customer said. It counts apart until that customer says that it is so, and staff learn that they
//! answered, never how.

use crate::text::TextProblem;
use crate::time::Day;
use crate::vote::Vote;
use crate::{Name, PersonId, ProposalId, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// Where the customer said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Call,
    Mail,
    Meeting,
    Workshop,
    Interview,
    Event,
}

impl Source {
    pub const ALL: [Self; 6] =
        [Self::Call, Self::Mail, Self::Meeting, Self::Workshop, Self::Interview, Self::Event];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Mail => "mail",
            Self::Meeting => "meeting",
            Self::Workshop => "workshop",
            Self::Interview => "interview",
            Self::Event => "event",
        }
    }

    /// As people read it after "said".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Call => "on the phone",
            Self::Mail => "by mail",
            Self::Meeting => "in a meeting",
            Self::Workshop => "in a workshop",
            Self::Interview => "in an interview",
            Self::Event => "at an event",
        }
    }
}

impl std::str::FromStr for Source {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|source| source.word() == word);
        found.ok_or_else(|| TextProblem("Choose where they said it.".into()))
    }
}

/// What a customer does about what was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is so.
    Confirm,
    /// I agree; this and the next two replace what was noted.
    Agree,
    Disagree,
    Pass,
    /// I have not said it, or no longer want it to stand.
    Withdraw,
}

impl Answer {
    pub const ALL: [Self; 5] = [Self::Confirm, Self::Agree, Self::Disagree, Self::Pass, Self::Withdraw];
}

/// What was noted, as the customer reads it behind the link in their letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Noted {
    pub proposal: ProposalId,
    pub title: Title,
    pub vote: Vote,
    /// Who noted it.
    pub by: Name,
    pub source: Source,
    pub said: Day,
    /// Until when the link works.
    pub expires: Timestamp,
    /// Whether the customer has answered: by the link, once, or with a vote of their own since.
    pub answered: bool,
    /// Whether the proposal has other words since, so that it can only be said anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reworded: bool,
    /// Why it cannot be confirmed or changed any more, if so, as a sentence.
    pub shut: Option<String>,
}

/// What was noted, as the customer reads it on the proposal's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotedForMe {
    pub vote: Vote,
    pub by: Name,
    pub source: Source,
    pub said: Day,
}

/// What staff noted, as they and moderators follow it up. It says nothing of what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Record {
    pub proposal: ProposalId,
    pub title: Title,
    /// For whom.
    pub person: PersonId,
    pub name: Name,
    /// Who noted it.
    pub by: Name,
    pub source: Source,
    pub said: Day,
    /// Whether the customer had answered when the day began, not how: were it told at once, the figures of that moment would tell.
    pub answered: bool,
    /// Whether it was taken back today; from tomorrow on it is here no more, unless they had answered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Whether no letter asked them: they take none like it, and find it under News and beside the proposal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unasked: bool,
}
