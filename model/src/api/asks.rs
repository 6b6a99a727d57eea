//! Asking customers whether a promise was kept, and what they answer.

use super::Done;
use crate::account::{WhichAccount, which_or_none};
use crate::ask::{Asked, Asks};
use crate::endpoint::endpoint;
use crate::promise::Feeling;
use crate::text::blank_is_none;
use crate::{Email, PracticeId, Reason};
use serde::{Deserialize, Serialize};

crate::untold!(GetAsked, AnswerAsked, TakeBackAsked, CloseAsked);

/// Says that I was in contact with a customer about a promise: they are asked by letter whether it was kept. Moderators, designers,
/// account managers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskAfterContact {
    /// With whom; or else `account`.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub email: Option<Email>,
    /// The account by its name, its number, or what a CRM calls it, as `salesforce:0015e00000ABCDE`: whoever of it has been asked
    /// least is asked.
    #[serde(default, deserialize_with = "which_or_none")]
    pub account: Option<WhichAccount>,
    /// About which promise; or else `cell`.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub practice: Option<PracticeId>,
    /// Stage and culture by their places, as `2-1`, or, where more than one version holds, with the version before them, as `4/2-1`:
    /// whichever promise of the cell has been asked about least.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub cell: Option<String>,
}
endpoint!(Post "/asks" AskAfterContact => Done);

/// Whom I had asked; never what they said.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAsked {}
endpoint!(Get "/asks" ListAsked => Asks);

/// Switches asking in turn on or off, and says how often one person is asked in a quarter at most. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetTurns {
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub turns: bool,
    #[serde(deserialize_with = "crate::id::whole")]
    pub cap: u32,
}
endpoint!(Post "/asks/turns" SetTurns => Done);

/// The question behind the link in a letter. Known to whoever holds the letter.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetAsked {
    pub key: String,
}
endpoint!(Get "/asks/{key}" GetAsked => Asked);

/// The answer of whoever holds the letter: a report like any other, which may be changed while the link works.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerAsked {
    pub key: String,
    #[serde(deserialize_with = "crate::id::flag")]
    pub kept: bool,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub feeling: Option<Feeling>,
    /// For the company to read, without the name.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub words: Option<Reason>,
    /// Whether whoever looks after my account may read it, as my account's.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub readable: bool,
    /// And with my name.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub named: bool,
}
endpoint!(Post "/asks/{key}" AnswerAsked => Asked);

/// Takes the report back.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeBackAsked {
    pub key: String,
}
endpoint!(Post "/asks/{key}/take-back" TakeBackAsked => Asked);

/// Lets nobody read any longer what they reported of the promise, in whichever quarter. It counts as before.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CloseAsked {
    pub key: String,
}
endpoint!(Post "/asks/{key}/close" CloseAsked => Asked);
