//! News for a person: what it is about, and how it reaches them.

use crate::text::TextProblem;
use crate::{Explanation, Timestamp};
use serde::{Deserialize, Serialize};

/// What news is about; how it reaches somebody is chosen by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// What was decided on something that I wrote, or on whom I speak for.
    Verdict,
    /// A reply to what I wrote.
    Reply,
    /// Somebody named me in what they wrote.
    Mention,
    /// Writing a proposal together; and new words of something that I voted on, which ask me again.
    Writing,
    /// Comments and stories beside proposals that I follow.
    Comment,
    /// Something that I wrote, follow or voted on was merged with another that asks for the same.
    Merging,
    /// The company answered something that I wrote or follow.
    Answer,
    /// A draft waits for my signature, was sent back, or is signed by all who must.
    Review,
    /// A design was adopted: what came of what I asked and voted for.
    Adoption,
    /// A promise that came of a proposal that I follow has changed.
    Promise,
    /// Whether a promise was kept towards me: the one kind that asks.
    Ask,
    /// Customers say that a promise is not kept. For staff.
    Gap,
    /// The week: what changed, who waits, what is overdue. For staff.
    Digest,
    /// Another customer wrote to me, or answered me.
    Contact,
    /// A phase of a round has opened or closed.
    Phase,
    /// I am invited to an activity, and what becomes of it.
    Activity,
    /// Staff noted something that I said elsewhere: whether it is so.
    Noted,
    /// I am invited, or asked to speak for an account.
    Invitation,
    /// A colleague handed me something to decide, or its author answered what I asked. For staff.
    Desk,
}

impl NoticeKind {
    pub const ALL: [Self; 19] = [
        Self::Verdict,
        Self::Reply,
        Self::Mention,
        Self::Writing,
        Self::Merging,
        Self::Answer,
        Self::Comment,
        Self::Review,
        Self::Adoption,
        Self::Promise,
        Self::Ask,
        Self::Gap,
        Self::Digest,
        Self::Contact,
        Self::Phase,
        Self::Activity,
        Self::Noted,
        Self::Invitation,
        Self::Desk,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Reply => "reply",
            Self::Mention => "mention",
            Self::Writing => "writing",
            Self::Merging => "merging",
            Self::Answer => "answer",
            Self::Comment => "comment",
            Self::Review => "review",
            Self::Adoption => "adoption",
            Self::Promise => "promise",
            Self::Ask => "ask",
            Self::Gap => "gap",
            Self::Digest => "digest",
            Self::Contact => "contact",
            Self::Phase => "phase",
            Self::Activity => "activity",
            Self::Noted => "noted",
            Self::Invitation => "invitation",
            Self::Desk => "desk",
        }
    }

    /// As people read it, where they choose how it reaches them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Verdict => "Decisions on what I wrote or asked for",
            Self::Reply => "Replies to what I wrote",
            Self::Mention => "Somebody names me in what they write",
            Self::Writing => "Writing a proposal together, and new words of what I voted on",
            Self::Merging => "Mergings of what I wrote, follow or voted on",
            Self::Answer => "The company's answers to what I wrote or follow",
            Self::Comment => "Comments and stories beside proposals that I follow",
            Self::Review => "Signing off: what waits for my signature, and what came of a review",
            Self::Adoption => "A design is adopted: what came of what I asked and voted for",
            Self::Promise => "How far the company is with what came of proposals that I follow",
            Self::Ask => "Being asked whether a promise was kept towards me",
            Self::Gap => "Customers say that a promise is not kept",
            Self::Digest => "The week: what changed, who waits, what is overdue",
            Self::Contact => "Another customer writes to me, or answers me",
            Self::Phase => "A phase of a round opens or closes",
            Self::Activity => "I am invited to an activity, and what becomes of it",
            Self::Noted => "Whether it is so what staff noted that I said",
            Self::Invitation => "I am invited, or asked to speak for an account",
            Self::Desk => {
                "What colleagues hand to me in the queue, answers to what I asked, and what waits too long"
            }
        }
    }

    /// Whether it reaches the company's own people alone.
    #[must_use]
    pub fn is_for_staff(self) -> bool {
        matches!(self, Self::Gap | Self::Digest | Self::Desk)
    }

    /// How it can reach somebody. What lets one in for a week does not wait for one.
    #[must_use]
    pub fn ways(self) -> &'static [NoticeWay] {
        match self {
            Self::Invitation => &[NoticeWay::Now, NoticeWay::Here],
            _ => &NoticeWay::ALL,
        }
    }

    /// How it reaches those who have not chosen.
    #[must_use]
    pub fn ordinary(self) -> NoticeWay {
        match self {
            Self::Verdict
            | Self::Reply
            | Self::Mention
            | Self::Writing
            | Self::Merging
            | Self::Answer
            | Self::Review
            | Self::Adoption
            | Self::Ask
            | Self::Gap
            | Self::Contact
            | Self::Activity
            | Self::Noted
            | Self::Invitation
            | Self::Desk => NoticeWay::Now,
            Self::Comment | Self::Promise | Self::Digest | Self::Phase => NoticeWay::Weekly,
        }
    }
}

impl std::str::FromStr for NoticeKind {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|kind| kind.word() == word);
        found.ok_or_else(|| TextProblem(format!("{word:?} is no kind of news.")))
    }
}

/// How news reaches somebody besides standing under "News".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeWay {
    /// By mail, minutes later, with whatever else came meanwhile.
    Now,
    /// By mail, once a week in one letter.
    Weekly,
    /// Not by mail.
    Here,
}

impl NoticeWay {
    pub const ALL: [Self; 3] = [Self::Now, Self::Weekly, Self::Here];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Weekly => "weekly",
            Self::Here => "here",
        }
    }

    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Now => "by mail, soon",
            Self::Weekly => "by mail, once a week",
            Self::Here => "only here",
        }
    }
}

impl std::str::FromStr for NoticeWay {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|way| way.word() == word);
        found.ok_or_else(|| TextProblem(format!("{word:?} is not one of now, weekly, here.")))
    }
}

/// One piece of news, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    pub id: crate::NoticeId,
    pub kind: NoticeKind,
    /// A sentence.
    pub what: String,
    /// What was said about it: a moderator's reason, or what became of my proposals.
    pub words: Option<Explanation>,
    /// The page that shows it; within this site.
    pub path: String,
    pub at: Timestamp,
    pub seen: bool,
}

/// How news of a kind reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenWay {
    pub kind: NoticeKind,
    pub way: NoticeWay,
}

/// My news, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct News {
    pub notices: Vec<Notice>,
    /// Every kind with how it reaches me.
    pub ways: Vec<ChosenWay>,
    /// Whether mail can reach me at all.
    pub address: bool,
}

/// Who holds a letter, as far as the letter's own key says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetterStop {
    /// The kind that is to come no more by mail; `None` for all, and for letters about one proposal or one promise.
    pub kind: Option<NoticeKind>,
    /// The one proposal that no letter is to be about any more, and that is not followed any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<crate::ProposalId>,
    /// The one promise that no letter is to be about any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<crate::PracticeId>,
    /// Whether that is so already.
    pub stopped: bool,
}
