//! Joining an account: its people, who of them invites others, the links that let people in, and who asks to.

use crate::verdict::Verdict;
use crate::{AccountId, AccountInvitationId, Email, JoinRequestId, LinkId, Name, PersonId, Timestamp};
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

/// Somebody asks to speak for an account, as a moderator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinRequest {
    pub id: JoinRequestId,
    pub person: PersonId,
    pub name: Name,
    pub email: Email,
    /// Since when they have been here.
    pub here_since: Timestamp,
    pub at: Timestamp,
    /// The account that they say they speak for, as they wrote it.
    pub account: Name,
    /// The account of that name, if there is one.
    pub known: Option<NamedAccount>,
    /// The account that has the domain of their address on its list.
    pub domain_of: Option<NamedAccount>,
    /// What they were answered, if they were.
    pub answered: Option<Verdict>,
    /// What they were answered when they asked before.
    pub verdicts: Vec<Verdict>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedAccount {
    pub id: AccountId,
    pub name: Name,
}

impl JoinRequest {
    /// Whether their address is at a domain of the account that they name.
    #[must_use]
    pub fn domain_fits(&self) -> bool {
        self.known.is_some() && self.known == self.domain_of
    }
}
