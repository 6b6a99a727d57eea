//! People, for staff: inviting, confirming an account, giving roles.

use super::Done;
use crate::account::WhichAccount;
use crate::endpoint::endpoint;
use crate::person::{Person, Role};
use crate::{Email, Name, Page, PersonId, Reason};
use serde::{Deserialize, Serialize};

/// Who can sign in, a page at a time, those whose account waits to be confirmed first. Moderators, account managers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListPeople {
    /// Part of a name, an address, an account's name or a role.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Only those whose account waits to be confirmed.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
    /// From 1.
    #[serde(
        default,
        deserialize_with = "crate::text::blank_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub page: Option<usize>,
}
endpoint!(Get "/people" ListPeople => Page<Person>);

/// Invites a person to speak for an account, or, without one, as staff; the mail carries a link to sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invite {
    pub email: Email,
    pub name: Name,
    #[serde(default, deserialize_with = "crate::account::which_or_none")]
    pub account: Option<WhichAccount>,
}
endpoint!(Post "/people" Invite => Person);

/// Confirms that a person belongs to an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmMember {
    pub person: PersonId,
    pub account: WhichAccount,
}
endpoint!(Post "/people/{person}/account" ConfirmMember => Done);

/// Gives a person exactly these roles. Admins; the last admin cannot be taken away.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetRoles {
    pub person: PersonId,
    #[serde(default)]
    pub roles: Vec<Role>,
}
endpoint!(Post "/people/{person}/roles" SetRoles => Done);

/// Lets what a person writes pass the rules on intake, or takes that back. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetTrust {
    pub person: PersonId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub trusted: bool,
}
endpoint!(Post "/people/{person}/trust" SetTrust => Done);

/// Lets somebody write nothing from now on; they read and vote as before, and are told why. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlockPerson {
    pub person: PersonId,
    /// They read it, and customers in the log of verdicts, without a name.
    pub reason: Reason,
}
endpoint!(Post "/people/{person}/block" BlockPerson => Done);

/// Lets them write again; they are told. Moderators.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnblockPerson {
    pub person: PersonId,
}
endpoint!(Post "/people/{person}/unblock" UnblockPerson => Done);
