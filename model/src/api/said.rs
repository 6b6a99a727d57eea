//! "You said, we did": reading it, and writing it.

use super::Done;
use crate::endpoint::endpoint;
use crate::said::{Desk, Said, SaidText};
use crate::text::blank_is_none;
use crate::{Page, PracticeId, SaidId};
use serde::{Deserialize, Serialize};

/// What is published, newest first. As an Atom feed: `/you-said-we-did.atom`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListSaid {
    #[serde(default, deserialize_with = "blank_is_none")]
    pub page: Option<usize>,
}
endpoint!(Get "/said" ListSaid => Page<Said>);

/// What could be written about, and what is being written. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetDesk {}
endpoint!(Get "/said/desk" GetDesk => Desk);

/// Begins an entry; nobody else sees it until it is published. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddSaid {
    pub practice: PracticeId,
    /// The suggestion that it takes up.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub event: Option<i64>,
    #[serde(flatten)]
    pub text: SaidText,
}
endpoint!(Post "/said" AddSaid => Said);

/// Changes an entry's words; readers see when. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeSaid {
    pub said: SaidId,
    /// The `changed` that was read. Refused when somebody has changed it since, with what it says now; missing: done whatever it says.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
    #[serde(flatten)]
    pub text: SaidText,
}
endpoint!(Post "/said/{said}" ChangeSaid => Said);

/// Publishes an entry, or takes it out of sight again. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishSaid {
    pub said: SaidId,
    #[serde(deserialize_with = "crate::id::flag")]
    pub published: bool,
    /// The `changed` that was read. Refused when somebody has changed it since, with what it says now; missing: done whatever it says.
    #[serde(default, deserialize_with = "blank_is_none", skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}
endpoint!(Post "/said/{said}/publish" PublishSaid => Done);

/// Throws a draft away. Moderators and designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveSaid {
    pub said: SaidId,
}
endpoint!(Post "/said/{said}/remove" RemoveSaid => Done);
