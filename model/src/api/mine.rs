//! What is mine: what came of it, and all of it to take along.

use super::Done;
use crate::effect::{OpenReport, RoundEffect};
use crate::endpoint::endpoint;
use serde::{Deserialize, Serialize};

/// What I asked for, how I voted, and what came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMyEffect {}
endpoint!(Get "/me/effect" GetMyEffect => Vec<RoundEffect>);

/// What I reported of promises and let whoever looks after my account read, by practice, the latest quarter first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListOpenReports {}
endpoint!(Get "/me/open-reports" ListOpenReports => Vec<OpenReport>);

/// Everything that is kept about me, and nothing of others: profile, devices, proposals with what moderators told me, every vote I
/// cast, reports, letters, and what the log says I did.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetMyData {}
endpoint!(Get "/me/data" GetMyData => serde_json::Value);

/// I leave for good: my name, address, account, comments, reports and letters go at once, and so do my votes where nothing is
/// adopted yet. What was adopted stands as it was signed, without my name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Leave {
    /// That I mean it: nobody can bring it back.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub sure: bool,
    /// Whether the words of my proposals go too, from adopted designs as well. Otherwise they stay, without me.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub words: bool,
}
endpoint!(Post "/me/leave" Leave => Done);
