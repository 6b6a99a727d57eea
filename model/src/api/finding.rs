//! Finding other customers of a round who wish to be found, and getting in touch with them. For customers whose account is confirmed.

use super::Done;
use crate::endpoint::endpoint;
use crate::finding::{Findable, Finding};
use crate::text::blank_is_none;
use crate::{ContactId, Particular, PersonId, Remark, RoundId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindCustomers {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/customers" FindCustomers => Finding);

/// Whether others find me, or, of staff, whether I am shown by name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetFindable {}
endpoint!(Get "/me/findable" GetFindable => Findable);

/// Lets other customers find me by name, account, culture and this line, and name me in what they write; or no longer. Staff let
/// themselves be named alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetFindable {
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub found: bool,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub line: Option<Particular>,
}
endpoint!(Post "/me/findable" SetFindable => Done);

/// Writes to somebody who wishes to be found. They read it here and by mail, with my name and account, and without my address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetInTouch {
    pub person: PersonId,
    pub words: Remark,
}
endpoint!(Post "/customers/{person}/contact" GetInTouch => Done);

/// Answers whoever wrote to me; without words I would rather not, and am not asked by them again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerContact {
    pub contact: ContactId,
    #[serde(default, deserialize_with = "blank_is_none")]
    pub reply: Option<Remark>,
}
endpoint!(Post "/contacts/{contact}" AnswerContact => Done);
