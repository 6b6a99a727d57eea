//! Customers who wish to be found by other customers, and how they get in touch: through Accord, which shows no address.

use crate::{ContactId, Name, Particular, PersonId, Remark, Timestamp};
use serde::{Deserialize, Serialize};

/// Whether others find me, and what I say of myself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Findable {
    pub found: bool,
    pub line: Option<Particular>,
}

/// Somebody who wishes to be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FoundCustomer))]
pub struct Customer {
    pub person: PersonId,
    pub name: Name,
    pub account: Name,
    /// The place of the culture that they speak from in the round.
    pub culture: Option<usize>,
    pub line: Option<Particular>,
    /// Whether I may ask them now: not myself, nor twice before they have answered.
    pub open: bool,
}

/// What one customer wrote to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: ContactId,
    /// The other one, as far as they are still here.
    pub name: Option<Name>,
    pub account: Option<Name>,
    /// Whether they wrote to me.
    pub to_me: bool,
    pub words: Remark,
    pub at: Timestamp,
    pub answered: Option<Timestamp>,
    /// What was answered; nothing where they would rather not.
    pub reply: Option<Remark>,
}

/// Who of a round can be found, and what was written to and by me, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    pub mine: Findable,
    pub customers: Vec<Customer>,
    pub contacts: Vec<Contact>,
}
