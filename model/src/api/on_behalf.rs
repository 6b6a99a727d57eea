//! Noting what a customer said, and the customer's answer to it.

use super::Done;
use crate::account::WhichAccount;
use crate::endpoint::endpoint;
use crate::on_behalf::{Answer, Noted, Record, Source};
use crate::text::blank_is_none;
use crate::time::Day;
use crate::vote::{Stance, Strength, Vote};
use crate::{Email, Name, PersonId, ProposalId};
use serde::{Deserialize, Serialize};

crate::untold!(GetNoted, AnswerNoted);

/// Notes a vote that a customer gave elsewhere; they are asked by a letter whether it is so. Moderators, designers, account
/// managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteVote {
    pub proposal: ProposalId,
    /// The customer's.
    pub email: Email,
    /// Who they are and whom they speak for, where nobody here has that address yet: they are here from then on, as if they had been
    /// invited. Moderators and account managers.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    #[serde(
        default,
        deserialize_with = "crate::account::which_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub account: Option<WhichAccount>,
    pub stance: Stance,
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub red_line: bool,
    pub source: Source,
    pub said: Day,
}
endpoint!(Post "/proposals/{proposal}/on-behalf" NoteVote => Done);

impl NoteVote {
    #[must_use]
    pub fn vote(&self) -> Vote {
        Vote { stance: self.stance, strength: self.strength, red_line: self.red_line }
    }
}

/// Takes back what was noted, as long as nobody has answered it. Whoever noted it, and moderators. It is gone from what counts as
/// noted when the day is over.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawNoted {
    pub proposal: ProposalId,
    /// For whom it was noted.
    pub person: PersonId,
}
endpoint!(Post "/proposals/{proposal}/on-behalf/withdraw" WithdrawNoted => Done);

/// What I noted, and for moderators what everybody did, newest first, and whether it has been answered; never how.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListNoted {}
endpoint!(Get "/on-behalf" ListNoted => Vec<Record>);

/// What a letter asks its reader to confirm. Known to whoever holds the letter.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetNoted {
    pub key: String,
}
endpoint!(Get "/on-behalf/{key}" GetNoted => Noted);

/// The answer of whoever holds the letter. It works once and does not sign in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerNoted {
    pub key: String,
    pub answer: Answer,
}
endpoint!(Post "/on-behalf/{key}" AnswerNoted => Noted);
