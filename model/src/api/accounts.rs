//! Accounts and the company's segments, for staff.

use super::Done;
use crate::account::{Account, AccountSheet, AccountText, Segment};
use crate::endpoint::endpoint;
use crate::{AccountId, Name};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAccounts {}
endpoint!(Get "/accounts" ListAccounts => AccountList);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountList {
    pub accounts: Vec<Account>,
    pub segments: Vec<Segment>,
}

/// One account with its people and purchases.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetAccount {
    pub account: AccountId,
}
endpoint!(Get "/accounts/{account}" GetAccount => AccountSheet);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddAccount {
    #[serde(flatten)]
    pub text: AccountText,
}
endpoint!(Post "/accounts" AddAccount => Account);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeAccount {
    pub account: AccountId,
    #[serde(flatten)]
    pub text: AccountText,
}
endpoint!(Put "/accounts/{account}" ChangeAccount => Done);

/// What the company sorts its accounts by.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListSegments {}
endpoint!(Get "/segments" ListSegments => Vec<Segment>);

/// Adds a segment attribute, such as industry.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddSegment {
    pub name: Name,
}
endpoint!(Post "/segments" AddSegment => Segment);

/// Adds and updates accounts from CSV. Columns: `name` (needed; an account of this name is updated), `parent` (a
/// name), `tier`, `tier_reason`, `domains` (separated by spaces), `crm_ids` (`salesforce:0015e00000ABCDE`, separated by
/// spaces), or as the CRM itself exports them `AccountId` or `Id` (Salesforce) and `hs_object_id` (HubSpot); every further column is a
/// segment attribute, but for those in which a CRM keeps its own affairs, such as `OwnerId`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportAccounts {
    pub csv: String,
}
endpoint!(Post "/accounts/import" ImportAccounts => Imported);

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub faults: Vec<LineFault>,
}

/// A row that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineFault {
    /// From 1, the heading included.
    pub line: u64,
    pub message: String,
}
