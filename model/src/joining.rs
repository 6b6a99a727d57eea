//! Joining an account: its people, who of them invites others, and the links that let people in.

use crate::{AccountId, Email, LinkId, Name, PersonId, Timestamp};
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
