//! Ways of signing in: which are open to customers and which to staff. Whoever runs the server is let in by a link that it
//! prints, whatever is open.

use serde::{Deserialize, Serialize};

/// Whom a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = SignInParty))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Customers,
    Staff,
}

impl Party {
    pub const ALL: [Self; 2] = [Self::Customers, Self::Staff];

    /// As it is written in the database and on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Staff => "staff",
        }
    }

    /// Whoever has a role is staff.
    #[must_use]
    pub fn of(is_staff: bool) -> Self {
        if is_staff { Self::Staff } else { Self::Customers }
    }
}

/// The ways that are open to one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OpenWays))]
pub struct Open {
    /// A mail with a code and a link.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub mail: bool,
    /// Providers of OpenID Connect, those of the settings' file that are for them.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub providers: bool,
    /// The company's own product hands them over.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub hand_over: bool,
    /// A passkey that they have added once they were in. By itself it leads nobody in for the first time.
    #[serde(default, deserialize_with = "crate::id::flag")]
    pub passkeys: bool,
}

impl Default for Open {
    fn default() -> Self {
        Self { mail: true, providers: true, hand_over: true, passkeys: true }
    }
}

impl Open {
    /// As the log says it.
    #[must_use]
    pub fn words(&self) -> String {
        let ways = [
            (self.mail, "mail"),
            (self.providers, "providers"),
            (self.hand_over, "hand-over"),
            (self.passkeys, "passkeys"),
        ];
        ways.into_iter().filter(|(open, _)| *open).map(|(_, word)| word).collect::<Vec<_>>().join(", ")
    }
}

/// What is open to whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = SignInRules))]
pub struct Rules {
    pub customers: Open,
    pub staff: Open,
}

impl Rules {
    #[must_use]
    pub fn of(&self, party: Party) -> Open {
        match party {
            Party::Customers => self.customers,
            Party::Staff => self.staff,
        }
    }

    pub fn set(&mut self, party: Party, open: Open) {
        match party {
            Party::Customers => self.customers = open,
            Party::Staff => self.staff = open,
        }
    }

    /// Whether a way is open to anybody.
    #[must_use]
    pub fn any(&self, way: impl Fn(&Open) -> bool) -> bool {
        way(&self.customers) || way(&self.staff)
    }
}
