//! A note: what staff write down for each other about a proposal or an account. It never leaves staff.

use crate::{Html, Name, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    pub html: Html,
    pub by: Option<Name>,
    pub at: Timestamp,
}
