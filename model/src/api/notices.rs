//! News: reading it, following what brings it, and choosing how it comes.

use super::Done;
use crate::endpoint::endpoint;
use crate::notice::{LetterStop, News, NoticeKind, NoticeWay};
use crate::{NoticeId, ProposalId, RoundId};
use serde::{Deserialize, Serialize};

crate::untold!(GetLetterStop, StopLetters, ResumeLetters);

/// My news, and how it reaches me.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetNews {}
endpoint!(Get "/me/notices" GetNews => News);

/// I have seen this one; leads to what it is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeeNotice {
    pub notice: NoticeId,
}
endpoint!(Post "/me/notices/{notice}/seen" SeeNotice => SeenNotice, lands: |seen| seen.path.clone());

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenNotice {
    pub path: String,
}

/// I have seen all up to this one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeeNews {
    pub last: NoticeId,
}
endpoint!(Post "/me/notices/seen" SeeNews => Done);

/// How news of a kind is to reach me.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChooseWay {
    pub kind: NoticeKind,
    pub way: NoticeWay,
}
endpoint!(Post "/me/notices/ways" ChooseWay => Done);

/// Whether I get news of a proposal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetFollowed {
    pub proposal: ProposalId,
}
endpoint!(Get "/proposals/{proposal}/follow" GetFollowed => Followed);

/// Of which proposals of a round I get news: those that I said so of, and my own unless I said otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListFollowed {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/followed" ListFollowed => FollowedProposals);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowedProposals {
    pub proposals: Vec<ProposalId>,
}

/// I want news of a proposal, or no longer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Follow {
    pub proposal: ProposalId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub wanted: bool,
    /// Said where one votes: what I vote on from now on is to be as this.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub voting: bool,
}
endpoint!(Post "/proposals/{proposal}/follow" Follow => Followed);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Followed {
    pub wanted: bool,
}

/// What a letter's own key lets its reader stop. Known to whoever holds the letter; says nothing of who they are.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetLetterStop {
    pub key: String,
    /// A kind of news; `proposal-` or `promise-` with a number for letters about that one; `all` for every kind.
    pub what: String,
}
endpoint!(Get "/letters/{key}/{what}" GetLetterStop => LetterStop);

/// No more letters of a kind, or none at all. Mail programs send it in one click (RFC 8058).
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StopLetters {
    pub key: String,
    /// A kind of news; `proposal-` or `promise-` with a number for letters about that one; `all` for every kind.
    pub what: String,
}
endpoint!(Post "/letters/{key}/{what}" StopLetters => LetterStop);

/// Letters about one proposal or one promise may come again, as news of their kind does. Whoever followed the proposal says so anew.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResumeLetters {
    pub key: String,
    /// `proposal-` or `promise-` with a number.
    pub what: String,
}
endpoint!(Post "/letters/{key}/{what}/again" ResumeLetters => LetterStop);

/// Whether I follow what I vote on from now on, where I say nothing else of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowVotes {
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub wanted: bool,
}
endpoint!(Post "/me/following" FollowVotes => Done);
