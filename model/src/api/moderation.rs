//! How things are moderated: what the company says of it, and what was decided.

use super::Done;
use crate::endpoint::endpoint;
use crate::text::blank_is_none;
use crate::verdict::{Decided, Judged};
use crate::{Explanation, Html, Page};
use serde::{Deserialize, Serialize};

/// How the company moderates.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetPolicy {}
endpoint!(Get "/moderation" GetPolicy => Policy);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Markdown.
    pub text: Explanation,
    pub html: Html,
    /// What makes a text wait for a moderator by itself, in sentences.
    pub rules: Vec<String>,
    /// How long what is kept, as the site is set.
    #[serde(default)]
    pub keeps: Vec<Keeping>,
}

/// Something that is kept, and how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keeping {
    pub what: String,
    pub long: String,
}

/// Puts the company's own words in place; empty for the ready-made ones. Admins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPolicy {
    pub text: Explanation,
}
endpoint!(Post "/moderation" SetPolicy => Done);

/// What was decided, the newest first, without names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListVerdicts {
    /// From 1.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}
endpoint!(Get "/verdicts" ListVerdicts => Page<Judged>);

/// Every verdict, the oldest first, with who decided and why. Staff.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportVerdicts {}
endpoint!(Get "/verdicts/all" ExportVerdicts => Vec<Decided>);
