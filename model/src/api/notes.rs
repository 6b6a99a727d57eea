//! Notes of staff on proposals and accounts. Customers are not told that there are any.

use crate::endpoint::endpoint;
use crate::note::Note;
use crate::{AccountId, ProposalId, Remark};
use serde::{Deserialize, Serialize};

/// What staff noted on a proposal, oldest first. Staff.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListNotes {
    pub proposal: ProposalId,
}
endpoint!(Get "/proposals/{proposal}/notes" ListNotes => Vec<Note>);

/// Notes something on a proposal. Staff.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddNote {
    pub proposal: ProposalId,
    pub text: Remark,
}
endpoint!(Post "/proposals/{proposal}/notes" AddNote => Vec<Note>);

/// What staff noted on an account, oldest first. Staff.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAccountNotes {
    pub account: AccountId,
}
endpoint!(Get "/accounts/{account}/notes" ListAccountNotes => Vec<Note>);

/// Notes something on an account. Staff.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddAccountNote {
    pub account: AccountId,
    pub text: Remark,
}
endpoint!(Post "/accounts/{account}/notes" AddAccountNote => Vec<Note>);
