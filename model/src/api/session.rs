//! Signing in and out.

use super::Done;
use crate::endpoint::endpoint;
use crate::person::{Session, Viewer};
use crate::{Email, Name, SessionId};
use serde::{Deserialize, Serialize};

/// Who is looking.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetViewer {}
endpoint!(Get "/viewer" GetViewer => Viewer);

/// Sends a mail with a six-digit code and a link. The answer is the same whether or not the address is known.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartSignIn {
    pub email: Email,
    /// The page to go to afterwards; within this site.
    #[serde(default)]
    pub next: String,
}
endpoint!(Post "/sign-in" StartSignIn => SignInStarted, lands: |started| started.next.clone());

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStarted {
    /// Where a form without scripts goes on.
    pub next: String,
}

/// Signs in with the code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWithCode {
    pub email: Email,
    pub code: String,
    #[serde(default)]
    pub next: String,
}
endpoint!(Post "/sign-in/code" SignInWithCode => SignedIn, lands: |signed_in| signed_in.next.clone());

/// Signs in with the link; the page behind the link only shows the button that sends this.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWithLink {
    pub token: String,
}
endpoint!(Post "/sign-in/link" SignInWithLink => SignedIn, lands: |signed_in| signed_in.next.clone());

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The page to go to.
    pub next: String,
    /// What was begun before signing in and has now been done, as a sentence.
    pub completed: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignOut {}
endpoint!(Post "/sign-out" SignOut => Done);

/// Where I am signed in, the latest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListSessions {}
endpoint!(Get "/me/sessions" ListSessions => Vec<Session>);

/// Signs one of my devices out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeSession {
    pub session: SessionId,
}
endpoint!(Post "/me/sessions/{session}/revoke" RevokeSession => Done);

/// My name, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetMyName {
    pub name: Name,
}
endpoint!(Post "/me/name" SetMyName => Done);

/// The account I say I belong to. It counts once staff have confirmed it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclareAccount {
    pub account: Name,
}
endpoint!(Post "/me/account" DeclareAccount => Done);

/// Light, dark, or as the device prefers; kept in a cookie.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetTheme {
    /// `light`, `dark` or empty.
    #[serde(default)]
    pub theme: String,
}
endpoint!(Post "/theme" SetTheme => Done);
