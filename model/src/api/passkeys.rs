//! Signing in with passkeys, and one's own passkeys. What the browser and its authenticator say to the server is as
//! [WebAuthn](https://www.w3.org/TR/webauthn-3/) has it, in its JSON forms; neither is read on the way.

use super::Done;
use crate::api::session::SignedIn;
use crate::endpoint::endpoint;
use crate::passkey::Passkey;
use crate::{Name, PasskeyId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

crate::untold!(SignInWithPasskey, AddPasskey);

/// Begins a sign-in with a passkey: the answer is what the browser hands to its authenticator. It says nothing of anybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginPasskeySignIn {}
endpoint!(Post "/sign-in/passkey/begin" BeginPasskeySignIn => PasskeyOptions);

/// What a browser hands to its authenticator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyOptions {
    /// `PublicKeyCredentialCreationOptionsJSON`, or `PublicKeyCredentialRequestOptionsJSON`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub options: Value,
}

/// Signs in whoever has this passkey, in the browser that began it: once, within a few minutes.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWithPasskey {
    /// `AuthenticationResponseJSON`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: Value,
    /// The page to go to afterwards; within this site.
    #[serde(default)]
    pub next: String,
    /// Whether what was begun in this browser belongs to this sign-in. If not, it is dropped.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub begun: bool,
}
endpoint!(Post "/sign-in/passkey" SignInWithPasskey => SignedIn, lands: |signed_in| signed_in.next.clone());

/// My passkeys, the newest first, and whether there may be more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListPasskeys {}
endpoint!(Get "/me/passkeys" ListPasskeys => Passkeys);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkeys {
    pub passkeys: Vec<Passkey>,
    /// Whether they sign me in: this way is open to me, and this site's address lets browsers keep passkeys for it.
    pub open: bool,
    /// Most that I may have.
    pub most: usize,
}

/// Begins to add a passkey.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginPasskey {}
endpoint!(Post "/me/passkeys/begin" BeginPasskey => PasskeyOptions);

/// Adds the passkey that the browser has made, under a name of one's own.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddPasskey {
    pub name: Name,
    /// `RegistrationResponseJSON`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: Value,
}
endpoint!(Post "/me/passkeys" AddPasskey => Passkey);

/// Takes one of my passkeys away: it signs nobody in any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemovePasskey {
    pub passkey: PasskeyId,
}
endpoint!(Post "/me/passkeys/{passkey}/remove" RemovePasskey => Done);
