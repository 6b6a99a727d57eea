//! What is mine: what came of it, and all of it to take along.

use crate::effect::RoundEffect;
use crate::endpoint::endpoint;
use serde::{Deserialize, Serialize};

/// What I asked for, how I voted, and what came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMyEffect {}
endpoint!(Get "/me/effect" GetMyEffect => Vec<RoundEffect>);

/// Everything that is kept about me, and nothing of others: profile, devices, proposals with what moderators told me, every vote I
/// cast, reports, letters, and what the log says I did.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMyData {}
endpoint!(Get "/me/data" GetMyData => serde_json::Value);
