//! Accounts and the company's segments, for staff.

use super::Done;
use crate::account::{Account, AccountSheet, AccountText, Segment, WhichAccount};
use crate::endpoint::endpoint;
use crate::{AccountId, Name, SegmentId};
use serde::{Deserialize, Serialize};

/// Accounts by name, a page at a time; with words, those whose name, mail domain, segments or names in a CRM have them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAccounts {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// From 1.
    #[serde(
        default,
        deserialize_with = "crate::text::blank_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub page: Option<usize>,
}
endpoint!(Get "/accounts" ListAccounts => AccountList);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountList {
    /// Those of this page.
    pub accounts: Vec<Account>,
    /// How many there are on all pages.
    pub total: usize,
    /// From 1.
    pub page: usize,
    pub segments: Vec<Segment>,
    /// What accounts say of each segment, over all of them.
    pub values: Vec<SegmentValue>,
}

/// How many accounts have a value of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SegmentValue {
    pub segment: SegmentId,
    pub value: Name,
    pub accounts: usize,
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
    /// What it is part of, instead of `parent`.
    #[serde(
        default,
        deserialize_with = "crate::account::which_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub part_of: Option<WhichAccount>,
}
endpoint!(Post "/accounts" AddAccount => Account);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeAccount {
    pub account: AccountId,
    #[serde(flatten)]
    pub text: AccountText,
    /// What it is part of, instead of `parent`.
    #[serde(
        default,
        deserialize_with = "crate::account::which_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub part_of: Option<WhichAccount>,
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

/// Gives a segment attribute another name. Rounds that are for certain segments follow; a provider's settings name it themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenameSegment {
    pub segment: SegmentId,
    pub name: Name,
}
endpoint!(Post "/segments/{segment}/rename" RenameSegment => SegmentTouched);

/// Removes a segment attribute with every account's value of it. Refused while a round is for customers of one of its values.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveSegment {
    pub segment: SegmentId,
}
endpoint!(Post "/segments/{segment}/remove" RemoveSegment => SegmentTouched);

/// Gives a value of a segment attribute another name, for every account that has it; a name that another value has makes one of the
/// two. Refused while a round is for customers of this value.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenameSegmentValue {
    pub segment: SegmentId,
    pub value: Name,
    pub name: Name,
}
endpoint!(Post "/segments/{segment}/values/rename" RenameSegmentValue => SegmentTouched);

/// Takes a value of a segment attribute away from every account that has it. Refused while a round is for customers of this value.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveSegmentValue {
    pub segment: SegmentId,
    pub value: Name,
}
endpoint!(Post "/segments/{segment}/values/remove" RemoveSegmentValue => SegmentTouched);

/// What a change of a segment attribute did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SegmentTouched {
    /// Accounts whose attributes read differently now.
    pub accounts: usize,
}

/// Adds and updates accounts from CSV. Columns: `name` (needed; an account of this name is updated), `parent` (a
/// name), `tier`, `tier_reason`, `domains` (separated by spaces), `crm_ids` (`salesforce:0015e00000ABCDE`, separated by
/// spaces), or as the CRM itself exports them `AccountId` or `Id` (Salesforce) and `hs_object_id` (HubSpot), and every column named as
/// a segment attribute that the company has. Any other column is left out and named in the answer, unless `segments` says that such columns
/// become segment attributes; those in which a CRM keeps its own affairs, such as `OwnerId`, never do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportAccounts {
    pub csv: String,
    /// Whether columns that are nothing else become segment attributes.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub segments: bool,
    /// Only says what it would do, and changes nothing.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub preview: bool,
}
endpoint!(Post "/accounts/import" ImportAccounts => Imported, told: true);

/// Where what a plain form did is left for the next page; no field of a form has a space.
pub const IMPORTED: &str = "what was imported";

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub faults: Vec<LineFault>,
    /// Of accounts: columns that were read as segment attributes.
    #[serde(default)]
    pub segments: Vec<Name>,
    /// Those among them that the company had no attribute for.
    #[serde(default)]
    pub new_segments: Vec<Name>,
    /// Of accounts: columns that were left out, since they are nothing that is known here.
    #[serde(default)]
    pub left_out: Vec<Name>,
    /// Nothing has been changed: it is what would be done.
    #[serde(default)]
    pub preview: bool,
}

/// A row that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineFault {
    /// From 1, the heading included.
    pub line: u64,
    pub message: String,
}
