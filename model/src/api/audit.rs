//! The audit log.

use super::Done;
use crate::audit::Entry;
use crate::endpoint::endpoint;
use crate::text::blank_is_none;
use crate::{Page, Timestamp, Version};
use serde::{Deserialize, Serialize};

/// What happened, the newest first. Admins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAudit {
    /// What it happened to, such as `proposal`; empty for anything.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub noun: String,
    /// Part of who did it, of what was done, of what it was done to is called, or of what was said with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// From 1.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}
endpoint!(Get "/audit" ListAudit => Page<Entry>);

/// How letters fare. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMailHealth {}
endpoint!(Get "/mail" GetMailHealth => MailHealth);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHealth {
    /// Whether an SMTP server is set; otherwise letters are written to a folder.
    pub smtp: bool,
    /// Letters that have yet to leave.
    pub waiting: usize,
    /// Since when the oldest of them waits.
    pub oldest: Option<Timestamp>,
    /// Letters that nobody tries to send any more, in the last thirty days.
    pub given_up: usize,
    /// Of those, the ones that can be sent again.
    pub kept: usize,
    pub last_sent: Option<Timestamp>,
    /// What the mail server said of the last that did not leave.
    pub problem: Option<String>,
}

/// Lets the letters that were given up leave once more. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendMailAgain {}
endpoint!(Post "/mail/again" SendMailAgain => Done);

/// Checks every adopted version against its digest. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckDesigns {}
endpoint!(Get "/audit/designs" CheckDesigns => DesignCheck);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DesignCheck {
    /// How many there are.
    pub versions: usize,
    /// Those that are not what was signed.
    pub altered: Vec<AlteredDesign>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlteredDesign {
    pub version: Version,
    pub what: String,
}
