//! Whether somebody lets staff who look after their organisation be told how they vote (domain rule 7).

use super::Done;
use crate::endpoint::endpoint;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetTelling {}
endpoint!(Get "/me/telling" GetTelling => Telling);

/// How those of an organisation stand on a proposal who have chosen so is told to staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Telling {
    pub told: bool,
}

/// Lets it be told, of whatever I have voted and shall vote; or no longer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetTelling {
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub told: bool,
}
endpoint!(Post "/me/telling" SetTelling => Done);
