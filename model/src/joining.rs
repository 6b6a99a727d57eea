//! Joining an account: its people, who of them invites others, and the links that let people in.

use crate::{AccountId, AccountInvitationId, Email, LinkId, Name, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// Most days that a link to join with works, and most people who may join with it.
pub const MOST_DAYS: i64 = 30;
pub const MOST_USES: i64 = 100;

/// Who speaks for an account, as its coordinator and staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Joining {
    pub account: AccountId,
    pub name: Name,
    /// What a link's own key is put behind.
    pub join: String,
    pub people: Vec<Colleague>,
    /// Who was asked to and has not answered, as whoever asked them wrote it.
    pub invited: Vec<InvitedColleague>,
    /// Those that work, and those that did until lately; the newest first.
    pub links: Vec<JoinLink>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    pub id: PersonId,
    pub name: Name,
    pub email: Option<Email>,
    /// Whether they invite others. Where nobody was named, whoever was there first does.
    pub coordinator: bool,
    /// Whether they do because they were there first: they go on until another is named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
}

/// Somebody who was asked to speak for an account. Nothing here tells whether anybody has that address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitedColleague {
    pub id: AccountInvitationId,
    pub name: Name,
    pub email: Email,
    pub at: Timestamp,
    pub expires: Timestamp,
}

/// What somebody who is asked to speak for an account reads before they answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountInvitation {
    pub id: AccountInvitationId,
    pub account: Name,
    /// Who invites.
    pub by: Option<Name>,
    pub at: Timestamp,
    pub expires: Timestamp,
}

/// A link to join with; the link itself is shown once and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinLink {
    pub id: LinkId,
    pub by: Option<Name>,
    pub at: Timestamp,
    pub expires: Timestamp,
    pub most: i64,
    pub used: i64,
    pub revoked: bool,
    /// Whether it lets somebody in now.
    pub works: bool,
}

/// What somebody who holds a link reads before they join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opening {
    pub account: Name,
    /// Who invites.
    pub by: Option<Name>,
    pub expires: Timestamp,
}
