//! Which ways of signing in are open.

use crate::api::session::SignedIn;
use crate::endpoint::endpoint;
use crate::ways::{Open, Party, Rules};
use crate::{Email, Name};
use serde::{Deserialize, Serialize};

crate::untold!(GetHandOver, SignInHandedOver);

/// The ways of signing in that are open here, to customers or to staff.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetWays {}
endpoint!(Get "/sign-in/ways" GetWays => Ways);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ways {
    /// A mail with a code and a link.
    pub mail: bool,
    /// Providers of OpenID Connect: their pages are at `/sign-in/with/{key}`.
    pub providers: Vec<ProviderName>,
    /// The company's own product, which hands people over.
    pub product: Option<Product>,
    /// A passkey.
    pub passkeys: bool,
}

/// The company's own product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    pub name: Name,
    /// Where in it people begin.
    pub start: Option<String>,
}

/// A provider, as the button names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderName {
    pub key: String,
    pub name: Name,
}

/// What is open to whom, and what there is to open. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetWayRules {}
endpoint!(Get "/ways" GetWayRules => WayRules);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WayRules {
    pub rules: Rules,
    /// The providers that the settings' file names.
    pub providers: Vec<ProviderFor>,
    /// The product that it names.
    pub product: Option<ProviderFor>,
    /// Whether this site's address lets browsers keep passkeys for it: it needs HTTPS and a name, or `localhost`.
    pub passkeys: bool,
}

/// A provider, or the company's own product, and whom it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderFor {
    pub name: Name,
    pub customers: bool,
    pub staff: bool,
}

/// Opens these ways to customers or to staff, and closes the others. Whoever is signed in stays so. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetWays {
    pub party: Party,
    #[serde(flatten)]
    pub open: Open,
}
endpoint!(Post "/ways/{party}" SetWays => WayRules);

/// As whom somebody is handed over. Uses nothing up.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetHandOver {
    pub token: String,
}
endpoint!(Get "/sign-in/hand-over" GetHandOver => HandedOver);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandedOver {
    /// What the product is called.
    pub from: String,
    pub email: Email,
}

/// Signs in whoever the company's own product hands over: once, within a minute.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInHandedOver {
    pub token: String,
    /// The page to go to afterwards; within this site.
    #[serde(default)]
    pub next: String,
    /// Whether what was begun in this browser belongs to this sign-in. If not, it is dropped.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub begun: bool,
}
endpoint!(Post "/sign-in/hand-over" SignInHandedOver => SignedIn, lands: |signed_in| signed_in.next.clone());
