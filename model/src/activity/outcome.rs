//! What came out of an activity: a proposal or a story that staff noted for somebody who was present. It is nobody's until they say
//! that it is so, and then theirs like any other.

use crate::comment::Tone;
use crate::proposal::{ProposalText, Status};
use crate::text::TextProblem;
use crate::{ActivityId, CommentId, Html, Name, OutcomeId, ProposalId, Remark, RoundId, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// What they said there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OutcomeWords))]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Said {
    Proposal(ProposalText),
    Story(StoryText),
}

/// A story, and beside which proposal it is to stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryText {
    pub beside: ProposalId,
    pub tone: Tone,
    pub text: Remark,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OutcomeKind))]
#[serde(rename_all = "snake_case")]
pub enum What {
    Proposal,
    Story,
}

impl What {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::Story => "story",
        }
    }
}

impl Said {
    #[must_use]
    pub fn what(&self) -> What {
        match self {
            Self::Proposal(_) => What::Proposal,
            Self::Story(_) => What::Story,
        }
    }
}

/// What somebody does about what was noted for them, besides changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OutcomeAnswer))]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// It is so: it becomes mine.
    Confirm,
    /// I have not said it, or do not want it to stand.
    Withdraw,
}

impl Reply {
    pub const ALL: [Self; 2] = [Self::Confirm, Self::Withdraw];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Withdraw => "withdraw",
        }
    }
}

impl std::str::FromStr for Reply {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|one| one.word() == word);
        found.ok_or_else(|| TextProblem("Choose whether it is so.".into()))
    }
}

/// What was noted and waits for its answer, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OutcomePending))]
pub struct Pending {
    pub what: What,
    /// For whom it was noted.
    pub name: Name,
    /// The proposal's title, or that of the one that the story is to stand beside.
    pub title: Title,
    pub at: Timestamp,
    pub expires: Timestamp,
    /// Whether no letter asked them: they take none like it, and find it under News and on their own page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unasked: bool,
}

/// What was confirmed and can be read. Whose it is is said to nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OutcomeCame))]
pub struct Came {
    pub what: What,
    pub proposal: ProposalId,
    /// The proposal's; of a story, that of the one it stands beside.
    pub title: Title,
    /// How the proposal fared.
    pub status: Status,
    /// The story.
    pub comment: Option<CommentId>,
}

impl Came {
    #[must_use]
    pub fn path(&self) -> String {
        match self.comment {
            Some(comment) => format!("/proposals/{}#comment-{comment}", self.proposal),
            None => crate::proposal::path(self.proposal, &self.title),
        }
    }
}

/// What was noted, as its reader finds it behind the link in their letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = NotedOutcome))]
pub struct Outcome {
    pub activity: ActivityId,
    /// The activity's.
    pub title: Title,
    pub round: RoundId,
    /// Who noted it.
    pub by: Name,
    /// Nothing once it has been answered.
    pub said: Option<Said>,
    /// As it will be shown: why it is asked for, or the story.
    pub html: Html,
    /// The proposal that a story is to stand beside.
    pub beside: Option<Title>,
    /// Until when the link works.
    pub expires: Timestamp,
    pub answered: bool,
    /// Why it cannot become theirs any more, if so, as a sentence.
    pub shut: Option<String>,
}

/// What was noted for somebody, by the number under which they answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyOutcome {
    pub id: OutcomeId,
    pub outcome: Outcome,
}

impl MyOutcome {
    /// The page that asks whether it is so.
    #[must_use]
    pub fn path(&self) -> String {
        ["/me/outcomes/", &self.id.to_string()].concat()
    }
}
