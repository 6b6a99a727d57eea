//! Signing in and out.

use super::Done;
use crate::endpoint::endpoint;
use crate::person::{Session, Viewer};
use crate::text::blank_is_none;
use crate::{Email, Name, SessionId, Title};
use serde::{Deserialize, Serialize};

crate::untold!(ListBegun, SignInWithCode, SignInWithLink);

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
    /// Whether what was begun in this browser belongs to this sign-in. If not, it is dropped.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub begun: bool,
}
endpoint!(Post "/sign-in" StartSignIn => SignInStarted, lands: |started| started.next.clone());

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStarted {
    /// Where a form without scripts goes on.
    pub next: String,
}

/// What was begun in this browser and is done after signing in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListBegun {
    /// Only what belongs to the sign-in that this address was asked for.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Only what belongs to the sign-in with this link.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token: String,
}
endpoint!(Get "/sign-in/begun" ListBegun => Vec<Begun>);

/// What waits for its author to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "begun")]
pub enum Begun {
    Vote {
        on: Title,
    },
    /// A comment or a story.
    Comment {
        on: Title,
    },
    Proposal {
        title: Title,
    },
}

/// Drops what was begun in this browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DropBegun {}
endpoint!(Post "/sign-in/begun/drop" DropBegun => Done);

/// Signs in with the code, in the browser that asked for it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWithCode {
    pub email: Email,
    pub code: String,
    #[serde(default)]
    pub next: String,
}
endpoint!(Post "/sign-in/code" SignInWithCode => SignedIn, lands: |signed_in| signed_in.next.clone());

/// Signs in with the link; the page behind the link only shows the button that sends this.
#[derive(Clone, Serialize, Deserialize)]
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
