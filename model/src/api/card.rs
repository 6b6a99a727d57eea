//! The engagement card, finding the account that it is of, and finding accounts by profile. Moderators, account managers.

use crate::card::{EngagementCard, Fits, Found};
use crate::endpoint::endpoint;
use crate::text::blank_is_none;
use crate::{AccountId, Name, SegmentId};
use serde::{Deserialize, Serialize};

/// What to know before talking with an account. Its fields only grow: `schema_version` says when one means something else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetCard {
    pub account: AccountId,
}
endpoint!(Get "/accounts/{account}/card" GetCard => EngagementCard);

/// Accounts by a part of their name, by mail domain or address, or by what a CRM calls them, with the system or without; at most
/// twenty.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindAccounts {
    pub q: String,
}
endpoint!(Get "/accounts/find" FindAccounts => Vec<Found>);

/// Accounts that fit all that is said; what is empty fits all. By name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindByProfile {
    /// An attribute, of which `value` is looked for.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub segment: Option<SegmentId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Of an open purchase, and so is `culture`; both of the same one.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub stage: Option<Name>,
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub culture: Option<Name>,
    /// Words of a public proposal that its people made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Or that they are for, in rounds that announced before voting that staff are told.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub supported: bool,
}
endpoint!(Get "/accounts/profile" FindByProfile => Vec<Fits>);

impl FindByProfile {
    /// Whether nothing is said, and so nothing looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.trim().is_empty()
            && self.stage.is_none()
            && self.culture.is_none()
            && self.q.trim().is_empty()
    }
}
