//! Who may do what in a round: one policy, pure, which API, pages, feeds and search all ask. What a person may not see
//! does not exist for them: it is not counted, listed, linked or told apart from what never was.
//!
//! Staff see every round, since they have to work on it, and may propose and comment in it in the company's name; they
//! vote where customers of theirs might. What is for certain roles is for these of the staff alone; a round that is stays in
//! sight of moderators, who look after it and say of whom it is. Whoever may not see a round may do nothing in it, whatever
//! else is said.

use crate::account::Attribute;
use crate::person::Role;
use crate::{AccountId, Name, SegmentId};
use serde::{Deserialize, Serialize};

/// What people do in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    See,
    Propose,
    Vote,
    Comment,
}

impl Act {
    pub const ALL: [Self; 4] = [Self::See, Self::Propose, Self::Vote, Self::Comment];

    /// As it is written on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Propose => "propose",
            Self::Vote => "vote",
            Self::Comment => "comment",
        }
    }
}

/// Of whom an act is, from the widest to the narrowest.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "who")]
pub enum Audience {
    /// Everybody, signed in or not.
    Public,
    /// Everybody who is signed in.
    Customers,
    /// Whoever speaks for an account, as somebody entitled has confirmed.
    Confirmed,
    /// The same, of these accounts.
    Chosen(Circle),
    /// The company's own people.
    Staff,
    /// Those of them who have one of these roles. Admins have every role.
    Roles { roles: Vec<Role> },
}

/// Certain accounts: those with one of these attributes, and those named, each with the accounts below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Circle {
    #[serde(default)]
    pub segments: Vec<Attribute>,
    #[serde(default)]
    pub accounts: Vec<AccountId>,
}

impl Circle {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty() && self.accounts.is_empty()
    }
}

/// A round's rule: of whom each act is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Access {
    pub see: Audience,
    pub propose: Audience,
    /// Of the public: guests too, who take part without an account.
    pub vote: Audience,
    pub comment: Audience,
}

/// Everybody sees it, and whoever is signed in takes part.
impl Default for Access {
    fn default() -> Self {
        Self {
            see: Audience::Public,
            propose: Audience::Customers,
            vote: Audience::Customers,
            comment: Audience::Customers,
        }
    }
}

/// Who asks, as far as the policy needs to know.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    pub signed_in: bool,
    /// Those of staff; customers have none.
    pub roles: &'a [Role],
    /// Speaks for an account, as somebody entitled has confirmed.
    pub confirmed: bool,
    /// Whether that account is one of these, or below one of them. Only asked of who is confirmed.
    pub within: &'a dyn Fn(&Circle) -> bool,
}

impl Asker<'_> {
    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.roles.is_empty()
    }

    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        role.is_among(self.roles)
    }
}

/// What the policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    /// Perhaps, once they have said who they are.
    SignIn,
    /// They know of it, but it is not theirs.
    No,
    /// For them there is no such round.
    Hidden,
}

impl Audience {
    #[must_use]
    pub fn takes_in(&self, asker: &Asker) -> bool {
        match self {
            Self::Public => true,
            Self::Customers => asker.signed_in,
            Self::Confirmed => asker.confirmed,
            Self::Chosen(circle) => asker.confirmed && (asker.within)(circle),
            Self::Staff => asker.is_staff(),
            Self::Roles { roles } => roles.iter().any(|role| asker.has(*role)),
        }
    }

    /// Whether customers are among them.
    #[must_use]
    pub fn has_customers(&self) -> bool {
        !matches!(self, Self::Staff | Self::Roles { .. })
    }

    /// Whether it is for customers as such, and not for certain ones.
    #[must_use]
    pub fn is_for_all(&self) -> bool {
        matches!(self, Self::Public | Self::Customers | Self::Confirmed)
    }

    /// Whether a design for one takes the place of a design for the other: what is for certain people stands beside what is for
    /// all, and beside what is for others.
    #[must_use]
    pub fn is_of_one_line_with(&self, other: &Self) -> bool {
        self == other || self.is_for_all() && other.is_for_all()
    }

    /// After "by" and "for": "everybody", "our own people".
    #[must_use]
    pub fn in_words(&self, name: impl Fn(SegmentId) -> Option<Name>) -> String {
        match self {
            Self::Public => "everybody".into(),
            Self::Customers => "everybody who has signed in".into(),
            Self::Confirmed => "customers whose account is confirmed".into(),
            Self::Chosen(circle) => circle.in_words(name),
            Self::Staff => "our own people".into(),
            Self::Roles { roles } => ["our ", &plural(roles)].concat(),
        }
    }
}

/// "moderators, designers and signatories".
fn plural(roles: &[Role]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.plural()).collect();
    match names.split_last() {
        None => String::new(),
        Some((one, [])) => (*one).to_owned(),
        Some((last, rest)) => [&rest.join(", "), " and ", last].concat(),
    }
}

impl Circle {
    /// Accounts are not named: customers are not told of each other.
    fn in_words(&self, name: impl Fn(SegmentId) -> Option<Name>) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut last = None;
        for Attribute { segment, value } in &self.segments {
            match parts.last_mut().filter(|_| last == Some(*segment)) {
                Some(part) => {
                    part.push_str(" or ");
                    part.push_str(value.as_str());
                }
                None => {
                    let named = name(*segment).map(|name| [name.as_str(), ": "].concat()).unwrap_or_default();
                    parts.push([named.as_str(), value.as_str()].concat());
                }
            }
            last = Some(*segment);
        }
        if !self.accounts.is_empty() {
            parts.push("customers we have invited".into());
        }
        match parts.split_last() {
            None => "nobody yet".into(),
            Some((one, [])) if self.segments.is_empty() => one.clone(),
            Some((one, [])) => ["customers in ", one].concat(),
            Some((last, rest)) => ["customers in ", &rest.join(", "), ", and ", last].concat(),
        }
    }
}

impl Access {
    #[must_use]
    pub fn of(&self, act: Act) -> &Audience {
        match act {
            Act::See => &self.see,
            Act::Propose => &self.propose,
            Act::Vote => &self.vote,
            Act::Comment => &self.comment,
        }
    }

    pub fn of_mut(&mut self, act: Act) -> &mut Audience {
        match act {
            Act::See => &mut self.see,
            Act::Propose => &mut self.propose,
            Act::Vote => &mut self.vote,
            Act::Comment => &mut self.comment,
        }
    }

    /// Whether there is this round for whoever asks.
    #[must_use]
    pub fn sees(&self, asker: &Asker) -> bool {
        let looks_after_it = match self.see {
            Audience::Roles { .. } => asker.has(Role::Moderator),
            _ => asker.is_staff(),
        };
        looks_after_it || self.see.takes_in(asker)
    }

    /// Whether some of the staff may know nothing of it.
    #[must_use]
    pub fn is_kept_from_staff(&self) -> bool {
        matches!(self.see, Audience::Roles { .. })
    }

    /// The policy.
    #[must_use]
    pub fn answer(&self, act: Act, asker: &Asker) -> Answer {
        if !self.sees(asker) {
            return Answer::Hidden;
        }
        let audience = self.of(act);
        let in_the_companys_name = match act {
            Act::See => true,
            Act::Propose | Act::Comment => asker.is_staff() && !matches!(audience, Audience::Roles { .. }),
            Act::Vote => false,
        };
        if in_the_companys_name || audience.takes_in(asker) {
            return Answer::Yes;
        }
        // Whoever signs in may turn out to be a customer, but hardly one of ours.
        match (asker.signed_in, audience) {
            (false, Audience::Staff | Audience::Roles { .. }) | (true, _) => Answer::No,
            (false, _) => Answer::SignIn,
        }
    }

    /// Why an act is not theirs, to those who see the round.
    #[must_use]
    pub fn refusal(&self, act: Act, name: impl Fn(SegmentId) -> Option<Name>) -> String {
        let what = match act {
            Act::See => "This round is for ",
            Act::Propose => "Proposals in this round are made by ",
            Act::Vote => "Votes in this round are cast by ",
            Act::Comment => "What is written beside proposals in this round is written by ",
        };
        let more = match self.of(act) {
            Audience::Confirmed | Audience::Chosen(_) => {
                " If you are one of them, name your account on your page, so that it can be confirmed."
            }
            _ => "",
        };
        [what, &self.of(act).in_words(name), ".", more].concat()
    }
}

/// The greatest share of a round's result that guests together may have, in percent. Whoever nobody entitled has confirmed
/// carries no weight (domain rule 1), and of guests nobody knows so much as how many they are: they are counted apart.
pub const GUESTS_SHARE: u8 = 0;

/// Why nothing is adopted, or sent to review, in a round that customers may not see.
pub const NOT_FOR_CUSTOMERS: &str = "Customers may not see this round, and nobody could hold you to a design that they cannot read. Open it to \
                                     them first, under “Who may take part” on the page of rounds, or make the design in a round of theirs.";

/// Who votes, where guests may.
const GUESTS: &str = "everybody, guests too, who need not sign in. Guests are counted apart: their share of the result is 0 percent, \
                      until they sign in and their account is confirmed";

/// The rule as customers read it: who may do each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhoMay {
    pub see: String,
    pub propose: String,
    pub vote: String,
    pub comment: String,
}

impl Access {
    #[must_use]
    pub fn in_words(&self, name: impl Fn(SegmentId) -> Option<Name> + Copy) -> WhoMay {
        WhoMay {
            see: self.see.in_words(name),
            propose: self.propose.in_words(name),
            vote: match self.vote {
                Audience::Public => GUESTS.into(),
                _ => self.vote.in_words(name),
            },
            comment: self.comment.in_words(name),
        }
    }
}

/// Why the asker may not do it, for each that is not theirs; strangers are asked to sign in first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotYours {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propose: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[cfg(test)]
mod tests;
