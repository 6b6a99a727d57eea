//! Proposals: listing, reading, proposing, and the moderators' queue.

use super::Done;
use crate::endpoint::endpoint;
use crate::page::Page;
use crate::proposal::{Card, Kind, PLACES, Proposal, ProposalText, Sort, Status};
use crate::text::blank_is_none;
use crate::verdict::Decision;
use crate::{ProposalId, Reason, Remark, RoundId};
use serde::{Deserialize, Serialize};

/// A round's proposals. Everybody sees the public ones; `mine` adds what only its author sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListProposals {
    pub round: RoundId,
    /// A stage's position.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub stage: Option<usize>,
    /// A culture's position.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub culture: Option<usize>,
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only what I wrote.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub mine: bool,
    /// Only what I have not voted on.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub unvoted: bool,
    /// Words to look for in title and text, from their beginnings; those with most of them come first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// From 1.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}
endpoint!(Get "/rounds/{round}/proposals" ListProposals => Page<Card>);

/// What has been asked for already in much the same words, the most alike first; typing errors and another order do not hide
/// it. Everybody finds what is public, and moderators what waits as well.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindSimilar {
    pub round: RoundId,
    /// As far as it is typed.
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The proposal that these words are of.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub except: Option<ProposalId>,
}
endpoint!(Get "/rounds/{round}/similar" FindSimilar => Vec<Card>);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetProposal {
    pub proposal: ProposalId,
}
endpoint!(Get "/proposals/{proposal}" GetProposal => Proposal);

/// Proposes. In a review-first round a moderator reads it before others do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Propose {
    pub round: RoundId,
    #[serde(flatten)]
    pub text: ProposalText,
}
endpoint!(Post "/rounds/{round}/proposals" Propose => Proposal, lands: |proposal| proposal.path(), chosen: PLACES);

/// A new text, by the author or somebody who writes it with them, while texts change. The one before stays to be read; whoever has
/// voted is asked again, and counts no more until they answer. A declined proposal waits for a moderator again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeProposal {
    pub proposal: ProposalId,
    /// When the wording was written that it was begun from (`changed`). If there is another by now the change is refused, with
    /// what it says now.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub seen: Option<i64>,
    #[serde(flatten)]
    pub text: ProposalText,
}
endpoint!(Post "/proposals/{proposal}" ChangeProposal => Proposal, lands: |proposal| proposal.path(), chosen: PLACES);

/// Publishes or declines. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Judge {
    pub proposal: ProposalId,
    pub decision: Decision,
    /// Needed when declining; the author sees it.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub reason: Option<Reason>,
    /// From now on what its author writes is published without being read first.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub trust: bool,
}
endpoint!(Post "/proposals/{proposal}/verdict" Judge => Done);

/// Moves a proposal on which nobody has voted to another round that takes proposals. Its author is told. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveProposal {
    pub proposal: ProposalId,
    pub to: RoundId,
}
endpoint!(Post "/proposals/{proposal}/move" MoveProposal => Done);

/// Says something officially, in the company's name; it takes the place of what was said before. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerProposal {
    pub proposal: ProposalId,
    pub text: Remark,
}
endpoint!(Post "/proposals/{proposal}/answer" AnswerProposal => Done);
