//! Who may do what in a round: reading the rule, and setting it. Moderators.

use super::Done;
use crate::access::{Access, Act, Audience};
use crate::account::Attribute;
use crate::endpoint::endpoint;
use crate::person::Role;
use crate::{Name, RoundId, SegmentId};
use serde::{Deserialize, Serialize};

/// An audience without its accounts and roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Public,
    Customers,
    Confirmed,
    Chosen,
    Staff,
    Roles,
}

impl Who {
    pub const ALL: [Self; 6] =
        [Self::Public, Self::Customers, Self::Confirmed, Self::Chosen, Self::Staff, Self::Roles];

    /// As it is written on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Customers => "customers",
            Self::Confirmed => "confirmed",
            Self::Chosen => "chosen",
            Self::Staff => "staff",
            Self::Roles => "roles",
        }
    }

    /// Proposals and comments have an author who can be answered.
    #[must_use]
    pub fn fits(self, act: Act) -> bool {
        self != Self::Public || matches!(act, Act::See | Act::Vote)
    }
}

impl From<&Audience> for Who {
    fn from(audience: &Audience) -> Self {
        match audience {
            Audience::Public => Self::Public,
            Audience::Customers => Self::Customers,
            Audience::Confirmed => Self::Confirmed,
            Audience::Chosen(_) => Self::Chosen,
            Audience::Staff => Self::Staff,
            Audience::Roles { .. } => Self::Roles,
        }
    }
}

/// An audience as it is written: accounts by name. Segments and accounts are for `chosen` alone, roles for
/// `roles`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wanted {
    pub who: Who,
    #[serde(default)]
    pub segments: Vec<Attribute>,
    #[serde(default)]
    pub accounts: Vec<Name>,
    #[serde(default, deserialize_with = "crate::id::several")]
    pub roles: Vec<Role>,
}

impl From<Who> for Wanted {
    fn from(who: Who) -> Self {
        Self { who, segments: Vec::new(), accounts: Vec::new(), roles: Vec::new() }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetAccess {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/access" GetAccess => AccessSheet);

/// Sets who may do what. Who may vote stays as it is once there are votes; and who sees it grows no narrower than customers,
/// or than all of them, once a design was adopted for these.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAccess {
    pub round: RoundId,
    pub see: Wanted,
    pub propose: Wanted,
    pub vote: Wanted,
    pub comment: Wanted,
}
endpoint!(Put "/rounds/{round}/access" SetAccess => Done);

impl SetAccess {
    #[must_use]
    pub fn of(&self, act: Act) -> &Wanted {
        match act {
            Act::See => &self.see,
            Act::Propose => &self.propose,
            Act::Vote => &self.vote,
            Act::Comment => &self.comment,
        }
    }
}

/// Most segments or accounts that one audience may name.
pub const MOST_CHOSEN: usize = 200;

/// The rule as it stands, with what can be chosen from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessSheet {
    pub see: Wanted,
    pub propose: Wanted,
    pub vote: Wanted,
    pub comment: Wanted,
    pub offered: Vec<Offered>,
    /// Who may vote can no longer change, since somebody has.
    pub voted: bool,
    /// A version of the design was adopted in it, which stays in sight of those whom it was adopted for.
    #[serde(default)]
    pub adopted: bool,
}

impl AccessSheet {
    /// `name`: of an account.
    #[must_use]
    pub fn new(
        access: &Access,
        offered: Vec<Offered>,
        (voted, adopted): (bool, bool),
        name: impl Fn(crate::AccountId) -> Option<Name>,
    ) -> Self {
        let wanted = |act| {
            let audience = access.of(act);
            let circle = match audience {
                Audience::Chosen(circle) => circle.clone(),
                _ => crate::access::Circle::default(),
            };
            let roles = match audience {
                Audience::Roles { roles } => roles.clone(),
                _ => Vec::new(),
            };
            let accounts = circle.accounts.iter().filter_map(|account| name(*account)).collect();
            Wanted { who: audience.into(), segments: circle.segments, accounts, roles }
        };
        Self {
            see: wanted(Act::See),
            propose: wanted(Act::Propose),
            vote: wanted(Act::Vote),
            comment: wanted(Act::Comment),
            offered,
            voted,
            adopted,
        }
    }

    #[must_use]
    pub fn of(&self, act: Act) -> &Wanted {
        match act {
            Act::See => &self.see,
            Act::Propose => &self.propose,
            Act::Vote => &self.vote,
            Act::Comment => &self.comment,
        }
    }
}

impl AccessSheet {
    /// Whether it can come to be seen by these alone.
    #[must_use]
    pub fn may_be_seen_by(&self, who: Who) -> bool {
        !self.adopted || who.breadth() >= self.see.who.breadth()
    }
}

impl Who {
    /// All customers, certain ones, or none.
    fn breadth(self) -> u8 {
        match self {
            Self::Public | Self::Customers | Self::Confirmed => 2,
            Self::Chosen => 1,
            Self::Staff | Self::Roles => 0,
        }
    }
}

/// A value of a segment attribute that accounts have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offered {
    pub segment: SegmentId,
    pub name: Name,
    pub value: Name,
    pub accounts: usize,
}
