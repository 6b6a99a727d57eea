//! The audit log.

use crate::Page;
use crate::audit::Entry;
use crate::endpoint::endpoint;
use crate::text::blank_is_none;
use serde::{Deserialize, Serialize};

/// What happened, the newest first. Admins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAudit {
    /// What it happened to, such as `proposal`; empty for anything.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub noun: String,
    /// Part of who did it, of what was done, or of what was said with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// From 1.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}
endpoint!(Get "/audit" ListAudit => Page<Entry>);
