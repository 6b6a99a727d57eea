//! A proposal: one way of being engaged that a customer asks for, in the shape of a practice.

use crate::cells::{CultureSet, StageSet};
use crate::intake::Held;
use crate::merging::Wording;
use crate::on_behalf::NotedForMe;
use crate::picture::Picture;
use crate::text::slug;
use crate::verdict::Verdict;
use crate::vote::Vote;
use crate::writing::{Earlier, Hand};
use crate::{Html, Name, Particular, ProposalId, RoundId, Timestamp, Title, Why};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Start,
    Stop,
    Keep,
    Change,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Start, Self::Stop, Self::Keep, Self::Change];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Keep => "keep",
            Self::Change => "change",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = crate::text::TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| crate::text::TextProblem("Choose start, stop, keep or change.".into()))
    }
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Seen by its author and moderators alone.
    Waiting,
    Published,
    /// Seen by its author and moderators alone, with the reason.
    Declined,
    /// Published, and taken up into a practice of an adopted design.
    Adopted,
    /// Published, and merged into another, where it is read.
    Merged,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Published, Self::Declined, Self::Adopted, Self::Merged];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::Declined => "declined",
            Self::Adopted => "adopted",
            Self::Merged => "merged",
        }
    }

    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Adopted)
    }
}

impl std::str::FromStr for Status {
    type Err = crate::text::TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|status| status.word() == word)
            .ok_or_else(|| crate::text::TextProblem("There is no such status.".into()))
    }
}

/// What its author writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalText {
    pub kind: Kind,
    pub title: Title,
    /// What is asked for, and why.
    pub why: Why,
    /// At least one.
    #[serde(default)]
    pub stages: StageSet,
    /// At least one.
    #[serde(default)]
    pub cultures: CultureSet,
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub who: Option<Particular>,
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub how: Option<Particular>,
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub tool: Option<Particular>,
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub measure: Option<Particular>,
}

/// Where a proposal is to hold has to be said.
pub const PLACES: &[(&str, &str)] =
    &[("stages", "Choose at least one stage."), ("cultures", "Choose at least one culture.")];

/// What a proposal's votes say, as far as it may be said: in voices, and nothing that rests on fewer than five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum Support {
    /// Fewer than five voices: no figure is given.
    Few,
    /// Five to nine voices: "7 of 9 voices", no rank.
    Counted { tally: Tally },
    /// Ten voices or more.
    Ranked {
        tally: Tally,
        /// From 1, among the ranked proposals of the round.
        rank: usize,
        /// The 5 % quantile of the posterior share of agreement, in thousandths.
        low: u16,
    },
}

impl Support {
    #[must_use]
    pub fn tally(&self) -> Option<Tally> {
        match self {
            Self::Few => None,
            Self::Counted { tally } | Self::Ranked { tally, .. } => Some(*tally),
        }
    }
}

/// Voices in hundredths, since the people of one account may differ and then share its voice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Accounts with a confirmed vote on it.
    pub voices: usize,
    pub agree: u32,
    pub disagree: u32,
    pub pass: u32,
    /// Accounts that this would make leave; `None` while fewer than five say so.
    pub red_lines: Option<usize>,
}

/// A proposal in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    pub id: ProposalId,
    pub kind: Kind,
    pub title: Title,
    /// The beginning of what and why, as plain text.
    pub why: String,
    pub stages: StageSet,
    pub cultures: CultureSet,
    pub status: Status,
    pub at: Timestamp,
    /// Since when it has had these words; a vote names it as `seen`.
    pub worded: Timestamp,
    pub support: Support,
    /// For how many accounts, and people without one, staff noted something on it that they have not confirmed: in no figure; `None`
    /// while fewer than five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noted: Option<usize>,
}

/// Most characters of a card's `why`.
pub const CARD_WHY: usize = 300;

impl Card {
    #[must_use]
    pub fn path(&self) -> String {
        path(self.id, &self.title)
    }
}

/// Where a proposal's page is.
#[must_use]
pub fn path(id: ProposalId, title: &Title) -> String {
    format!("/proposals/{id}/{}", slug(title.as_str()))
}

/// A proposal in full, as this viewer may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proposal {
    pub id: ProposalId,
    pub round: RoundId,
    pub text: ProposalText,
    /// What is asked for and why, as it is shown.
    pub why_html: Html,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    pub status: Status,
    /// For the author and moderators: what made it wait, besides the round's rule that everything is read first.
    pub held: Option<Held>,
    pub at: Timestamp,
    /// When it got its present wording.
    pub changed: Timestamp,
    /// Since when it has had the words that votes are for, but for case and punctuation; a vote names it as `seen`.
    pub worded: Timestamp,
    /// Whose that is.
    pub by: Hand,
    /// Earlier wordings that were published, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Earlier>,
    pub support: Support,
    /// The viewer's own vote.
    pub mine: Option<Vote>,
    /// Whether the viewer wrote it.
    pub own: bool,
    /// Whether the viewer writes it with its author.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub writes: bool,
    /// What the viewer said of an earlier wording, and has not said again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_before: Option<Vote>,
    /// For those who write it: when a change of theirs last asked everybody again who had voted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_since: Option<Timestamp>,
    /// Why this viewer cannot vote, if so, as a sentence.
    pub shut: Option<String>,
    /// For the author and moderators.
    pub verdicts: Vec<Verdict>,
    /// For the author and moderators: what a moderator asked the author last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<crate::queue::Question>,
    /// Who wrote it: for moderators.
    pub author: Option<Name>,
    /// Practices it has become part of, in adopted designs.
    pub practices: Vec<Title>,
    /// The company's answer, when it was left out of an adopted design.
    pub left_out: Option<String>,
    /// Whether for now or for good; nothing where that was not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_decision: Option<crate::design::LeftDecision>,
    /// What the company officially says to it.
    pub answer: Option<OfficialAnswer>,
    /// What was merged into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<Wording>,
    /// Whether the viewer said yes to one of the wordings and no to another, and counts for neither until they say which.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// What staff noted that the viewer said, for as long as the viewer has not said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noted_for_me: Option<NotedForMe>,
    /// For how many accounts, and people without one, staff noted something here that they have not confirmed; `None` while
    /// fewer than five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noted: Option<usize>,
}

/// What the company officially says to a proposal, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficialAnswer {
    pub html: Html,
    pub at: Timestamp,
}

impl Proposal {
    #[must_use]
    pub fn path(&self) -> String {
        path(self.id, &self.text.title)
    }
}

/// How a list of proposals is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By the low quantile of support.
    #[default]
    Best,
    Trending,
    New,
    /// Those that would learn most from one more vote.
    NeedsVotes,
    /// Large and divided.
    Contested,
}

impl Sort {
    pub const ALL: [Self; 5] = [Self::Best, Self::Trending, Self::New, Self::NeedsVotes, Self::Contested];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Trending => "trending",
            Self::New => "new",
            Self::NeedsVotes => "needs_votes",
            Self::Contested => "contested",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NeedsVotes => "needs votes",
            sort => sort.word(),
        }
    }
}

impl std::str::FromStr for Sort {
    type Err = crate::text::TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|sort| sort.word() == word)
            .ok_or_else(|| crate::text::TextProblem("There is no such order.".into()))
    }
}
