//! A person: somebody at an account, or staff; what they may do, and where they are signed in.

use crate::{AccountId, Email, Name, PersonId, SessionId, Timestamp};
use serde::{Deserialize, Serialize};

/// A permission of staff. Everybody who is signed in is a customer as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Moderator,
    Designer,
    Signatory,
    AccountManager,
    Admin,
}

impl Role {
    pub const ALL: [Self; 5] =
        [Self::Moderator, Self::Designer, Self::Signatory, Self::AccountManager, Self::Admin];

    /// As it is written in the database and on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Moderator => "moderator",
            Self::Designer => "designer",
            Self::Signatory => "signatory",
            Self::AccountManager => "account_manager",
            Self::Admin => "admin",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AccountManager => "account manager",
            role => role.word(),
        }
    }

    /// Several of them, as people read it.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Moderator => "moderators",
            Self::Designer => "designers",
            Self::Signatory => "signatories",
            Self::AccountManager => "account managers",
            Self::Admin => "admins",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether who has these may do what this one may. Admins may do what every role may.
    #[must_use]
    pub fn is_among(self, roles: &[Self]) -> bool {
        roles.contains(&self) || roles.contains(&Self::Admin)
    }
}

/// How a person came to stand for an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum Membership {
    /// Said nothing yet.
    #[default]
    None,
    /// Named an account that nobody entitled has confirmed: counted apart.
    Declared { name: Name },
    /// Confirmed by invitation, by the account's domain list, or by staff.
    Confirmed { account: AccountId, name: Name },
}

impl Membership {
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        matches!(self, Self::Confirmed { .. })
    }
}

/// Who is looking, as every page knows it. Carries nothing that the viewer may not see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Viewer {
    /// `None` for a stranger.
    pub person: Option<Myself>,
    /// Whether this browser has voted as a guest.
    #[serde(default)]
    pub guest: bool,
    /// The company's name; empty until set up.
    pub company: String,
    /// `light`, `dark`, or empty for what the device prefers.
    pub theme: String,
    /// The round that pages open on; zero until set up.
    pub round: crate::RoundId,
    /// What waits in the queue, for those who may moderate; with who asks to speak for an account.
    pub queue: usize,
    /// Since when the oldest of it has waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_since: Option<Timestamp>,
    /// Why this person may not write for now, if a moderator said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<crate::Reason>,
    /// Of those how many there are, for those who may answer them.
    #[serde(default)]
    pub joining: usize,
    /// News that I have not seen; counted anew every few seconds.
    pub news: usize,
    /// Whether there is no admin yet.
    pub needs_setup: bool,
    /// Whether an adopted design can be looked at.
    pub has_design: bool,
    /// Whether a round takes proposals of theirs now: else nothing leads to where one proposes.
    #[serde(default)]
    pub asked: bool,
    /// How much open pages had been told when this was said: `since` of the stream of changes.
    pub told: i64,
}

impl Viewer {
    /// How much waits for this person, among other staff.
    #[must_use]
    pub fn waits(&self) -> usize {
        if self.may(Role::Moderator) { self.queue } else { self.joining }
    }

    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.person.as_ref().is_some_and(|person| person.may(role))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Myself {
    pub id: PersonId,
    pub name: Name,
    pub email: Option<Email>,
    pub roles: Vec<Role>,
    pub membership: Membership,
    /// Whether I follow what I vote on, if I have said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<bool>,
    /// The position of the culture this person speaks from in the viewer's round.
    pub culture: Option<usize>,
}

impl Myself {
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        role.is_among(&self.roles)
    }
}

/// A person as staff see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    pub id: PersonId,
    pub name: Name,
    pub email: Option<Email>,
    pub roles: Vec<Role>,
    pub membership: Membership,
    /// Whether there is an account of the name that they declared.
    #[serde(default)]
    pub account_known: bool,
    pub since: Timestamp,
    /// Since when they ask to speak for an account, while nobody has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks_since: Option<Timestamp>,
    /// Whether no rule on intake holds what they write.
    pub trusted: bool,
    /// Why they may write nothing for now, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<crate::Reason>,
}

/// One place where a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    pub id: SessionId,
    /// By its browser and system: "Firefox on Linux".
    pub device: String,
    pub since: Timestamp,
    pub seen: Timestamp,
    /// The one this request came with.
    pub this: bool,
}
