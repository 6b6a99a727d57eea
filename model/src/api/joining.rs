//! Joining an account by a link, and what its coordinator and staff do so that people can.

use super::Done;
use super::accounts::Imported;
use crate::endpoint::endpoint;
use crate::joining::{AccountInvitation, Joining, Opening};
use crate::{AccountId, AccountInvitationId, Email, LinkId, Name, PersonId, Reason};
use serde::{Deserialize, Serialize};

crate::untold!(GetOpening, Join, MadeLink);

/// Who speaks for an account, and the links to join it with. Its coordinator; moderators, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetJoining {
    pub account: AccountId,
}
endpoint!(Get "/accounts/{account}/joining" GetJoining => Joining);

/// Makes a link that lets whoever has it join the account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MakeLink {
    pub account: AccountId,
    /// How long it works.
    #[serde(deserialize_with = "crate::id::whole")]
    pub days: i64,
    /// For how many people.
    #[serde(deserialize_with = "crate::id::whole")]
    pub most: i64,
}
endpoint!(Post "/accounts/{account}/links" MakeLink => MadeLink, lands: |made| made.next.clone());

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeLink {
    pub id: LinkId,
    /// The whole address. It is not told again.
    pub link: String,
    /// The page that shows it.
    pub next: String,
}

/// Lets nobody in with it any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeLink {
    pub link: LinkId,
}
endpoint!(Post "/links/{link}/revoke" RevokeLink => Done);

/// Asks somebody by mail to speak for the account. The answer is the same for every address; they do once they accept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteColleague {
    pub account: AccountId,
    pub name: Name,
    pub email: Email,
}
endpoint!(Post "/accounts/{account}/people" InviteColleague => Done);

/// Who asks me to speak for their account, and waits for an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAccountInvitations {}
endpoint!(Get "/me/account-invitations" ListAccountInvitations => Vec<AccountInvitation>);

/// Takes back an invitation that nobody has answered: its letter lets nobody in any more. Whoever may invite.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeBackAccountInvitation {
    pub account: AccountId,
    pub invitation: AccountInvitationId,
}
endpoint!(Post "/accounts/{account}/invitations/{invitation}/take-back" TakeBackAccountInvitation => Done);

/// Accepts such an invitation, or declines it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerAccountInvitation {
    pub invitation: AccountInvitationId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub accept: bool,
}
endpoint!(Post "/me/account-invitations/{invitation}" AnswerAccountInvitation => Done);

/// Names somebody of the account who may invite others, or no longer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetCoordinator {
    pub account: AccountId,
    pub person: PersonId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub coordinator: bool,
}
endpoint!(Post "/accounts/{account}/coordinators" SetCoordinator => Done);

/// What a link leads to. Known to whoever holds it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetOpening {
    pub key: String,
}
endpoint!(Get "/join/{key}" GetOpening => Opening);

/// Joins the account.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Join {
    pub key: String,
}
endpoint!(Post "/join/{key}" Join => Done, lands: |_| "/account".into());

/// Answers somebody who asked to speak for an account that they do not. They are told why. Moderators, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclineMember {
    pub person: PersonId,
    pub reason: Reason,
}
endpoint!(Post "/people/{person}/decline" DeclineMember => Done);

/// Somebody speaks for their account no longer. Moderators, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartMember {
    pub person: PersonId,
}
endpoint!(Post "/people/{person}/part" PartMember => Done);

/// Invites many by mail. Columns: `name`, `email`, `account` (the name of one that is there). Who speaks for it already gets no
/// letter. Moderators, account managers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitePeople {
    pub csv: String,
    /// Only says what it would do: nobody is invited and no letter leaves.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub preview: bool,
}
endpoint!(Post "/people/import" InvitePeople => Imported, told: true);
