//! Tokens and hooks for other programs, and what programs read.

use super::Done;
use crate::account::{WhichAccount, which_or_none};
use crate::design::{AdoptedPractice, HoldsToo};
use crate::endpoint::endpoint;
use crate::program::{Hook, HookKind, NewHook, NewToken, Scope, Token, one_or_many};
use crate::round::{Culture, Stage};
use crate::text::blank_is_none;
use crate::{DeliveryId, HookId, Name, Timestamp, TokenId, Version};
use serde::{Deserialize, Serialize};

/// All tokens, newest first. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListTokens {}
endpoint!(Get "/tokens" ListTokens => Vec<Token>);

/// Makes a token: its text is in the answer, and nowhere else. It is sent as `Authorization: Bearer accord_…`. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddToken {
    pub name: Name,
    #[serde(deserialize_with = "one_or_many")]
    pub scopes: Vec<Scope>,
}
endpoint!(Post "/tokens" AddToken => NewToken);

/// Makes a token void at once. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeToken {
    pub token: TokenId,
}
endpoint!(Post "/tokens/{token}/revoke" RevokeToken => Done);

/// All hooks, newest first. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListHooks {}
endpoint!(Get "/hooks" ListHooks => Vec<Hook>);

/// Adds a hook: what happens from now on is sent there, signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`,
/// `webhook-signature`), again and again until it is taken. Its secret is in the answer, and nowhere else. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddHook {
    /// Begins with https://, and leads to no private address.
    pub url: String,
    #[serde(deserialize_with = "one_or_many")]
    pub kinds: Vec<HookKind>,
}
endpoint!(Post "/hooks" AddHook => NewHook);

/// Stops a hook, or lets it go on; what happens meanwhile is not sent. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StopHook {
    pub hook: HookId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub stopped: bool,
}
endpoint!(Post "/hooks/{hook}/stop" StopHook => Done);

/// Removes a hook with what waits for it. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveHook {
    pub hook: HookId,
}
endpoint!(Post "/hooks/{hook}/remove" RemoveHook => Done);

/// Sends something again, with the same id. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplayDelivery {
    pub delivery: DeliveryId,
}
endpoint!(Post "/deliveries/{delivery}/replay" ReplayDelivery => Done);

/// The practices of a design that holds now, by stage and culture: what to do, before a call. Anyone, and programs with a token for
/// practices. A sample's are made up, and only given where they are asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindPractices {
    /// Its name, its letter or its place from 0.
    #[serde(default)]
    pub stage: String,
    /// Its name or its place from 0.
    #[serde(default)]
    pub culture: String,
    /// Whether, as long as the company has adopted nothing, those of the sample round will do: to try things out.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Of which version, where more than one holds for whoever asks; or else of the one that pages open on.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// For which account, by its name, its number, or what a CRM calls it: what was made for it comes first, and what holds for it beside
    /// that is named. Staff, and its own people.
    #[serde(default, deserialize_with = "which_or_none", skip_serializing_if = "Option::is_none")]
    pub account: Option<WhichAccount>,
}
endpoint!(Get "/practices" FindPractices => AdoptedPractices);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdoptedPractices {
    pub version: Version,
    pub adopted: Timestamp,
    /// Whether they are the sample round's, made up.
    pub sample: bool,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub practices: Vec<AdoptedPractice>,
    /// What holds beside this version, for whoever asks or for the account that was asked about.
    pub holds_too: Vec<HoldsToo>,
}
