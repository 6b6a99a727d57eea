//! The purchases of an account: for moderators and account managers, and for the account's own people. Others know of none.

use super::Done;
use super::accounts::Imported;
use crate::endpoint::endpoint;
use crate::purchase::{BuyingRole, Purchase, PurchaseText};
use crate::text::blank_is_none;
use crate::time::Day;
use crate::{AccountId, PersonId, PurchaseId};
use serde::{Deserialize, Serialize};

/// Those of an account, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListPurchases {
    pub account: AccountId,
}
endpoint!(Get "/accounts/{account}/purchases" ListPurchases => Vec<Purchase>);

/// Something that the account is about to buy.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddPurchase {
    pub account: AccountId,
    #[serde(flatten)]
    pub text: PurchaseText,
    /// Since when it stands so, as a CRM knows; missing: from now on.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
}
endpoint!(Post "/accounts/{account}/purchases" AddPurchase => Purchase);

/// How it stands now. What was said before stays to be read. Staff do not change a culture that the account declared itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePurchase {
    pub purchase: PurchaseId,
    #[serde(flatten)]
    pub text: PurchaseText,
    /// As above; never before what was said last, since what is said later holds.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
}
endpoint!(Post "/purchases/{purchase}" ChangePurchase => Purchase);

/// Adds purchases and says what is new of them, from CSV, as often as one likes: those that a CRM has a name for are found again by it, others by
/// account and name. Columns: `account` (its name, or what a CRM calls it, as `salesforce:0015e00000ABCDE`), `name`, `stage`, `culture`,
/// `state`, `since` (a day; otherwise from now on), `crm_id`; or as Salesforce exports its `Opportunity`: `Id` or `OpportunityId`, `AccountId`,
/// `Name`, `StageName`, `IsClosed`, `IsWon`, `LastStageChangeDate`; or HubSpot its deals (`0-3`): `hs_object_id`, `dealname`, `dealstage`. A
/// culture that the account declared itself stays. At most 2,000 lines at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportPurchases {
    pub csv: String,
    /// Which stage a word of the list stands for, one a line, as `Prospecting = Idea`.
    #[serde(default)]
    pub stages: String,
}
endpoint!(Post "/purchases/import" ImportPurchases => Imported, told: true);

/// Says that somebody of the account has a part in a purchase, or has it no longer. The account's people say it of themselves alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPart {
    pub purchase: PurchaseId,
    pub person: PersonId,
    pub role: BuyingRole,
    #[serde(deserialize_with = "crate::id::flag")]
    pub part: bool,
}
endpoint!(Post "/purchases/{purchase}/people" SetPart => Done);
