//! The first run: open while there is no admin.

use super::session::SignedIn;
use crate::endpoint::endpoint;
use crate::{Email, Name, Question};
use serde::{Deserialize, Serialize};

crate::untold!(SetUp);

/// Makes the first admin, the company and the first round, and signs the admin in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetUp {
    /// The one-time key that the server printed when it started.
    pub key: String,
    pub company: Name,
    pub name: Name,
    pub email: Email,
    pub question: Question,
    /// Whether to add the sample round as well.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub sample: bool,
}
endpoint!(Post "/setup" SetUp => SignedIn, lands: |signed_in| signed_in.next.clone());
