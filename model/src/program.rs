//! Other programs: tokens by which they call the API, and hooks by which they are told what has happened. Secrets are shown once.

use crate::text::TextProblem;
use crate::{DeliveryId, HookId, Name, Timestamp, TokenId};
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

crate::untold!(NewToken, NewHook);

/// Declares a list of words that can be ticked.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:tt, $says:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// As people read it.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $says),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = TextProblem;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().find(|one| one.word() == word).copied();
                found.ok_or_else(|| TextProblem(format!("{word:?} is none that can be chosen.")))
            }
        }
    };
}

words! {
    /// What a token may do; nothing else.
    Scope {
        PracticesRead = "practices:read", "read adopted practices, by stage and culture, and whole designs";
        PromisesRead = "promises:read", "read promises and how they are kept";
        PromisesWrite = "promises:write", "say how far promises are";
        ValuesWrite = "values:write", "write the values of indicators";
        CardsRead = "cards:read", "read the engagement cards of accounts";
        ProfilesRead = "profiles:read", "find accounts by target profile, with whom to write to";
        AccountsWrite = "accounts:write", "add and change accounts, one by one or as a list";
        PeopleWrite = "people:write", "invite people of accounts from a list";
        PurchasesRead = "purchases:read", "read the purchases of accounts";
        PurchasesWrite = "purchases:write", "add and change purchases, one by one or as a list from a CRM";
        ContactsRead = "contacts:read", "read whom its maker had asked after a contact";
        ContactsWrite = "contacts:write", "say that there was a contact, so that the customer is asked";
        OnBehalfWrite = "on-behalf:write", "note what customers said of a proposal, for them to confirm";
        FollowUpRead = "follow-up:read", "read to whom the company owes a word";
        FollowUpWrite = "follow-up:write", "answer proposals in the company's name";
        ActivitiesRead = "activities:read", "read activities";
        ActivitiesWrite = "activities:write", "plan activities, invite to them, and say what came of them";
        SaidRead = "said:read", "read “You said, we did”, and what is still to be written";
        SaidWrite = "said:write", "write “You said, we did”, and publish it";
    }
}

words! {
    /// What a hook tells of. All of it is public, but for activities and follow-up, which are for staff; no customer is named.
    HookKind {
        PracticeAdopted = "practice.adopted", "a practice is adopted";
        PracticeChanged = "practice.changed", "an adopted practice has changed";
        PromiseStatus = "promise.status", "the company says how far a promise is";
        ScorecardGap = "scorecard.gap", "customers say that a promise is not kept";
        DesignAdopted = "design.adopted", "a design is signed, and holds";
        RoundPhase = "round.phase", "a phase of a round opens or closes";
        ProposalPublished = "proposal.published", "customers can read a new proposal";
        ProposalAnswered = "proposal.answered", "the company answers a proposal";
        ActivityPlanned = "activity.planned", "an activity is planned (for staff)";
        ActivityHeld = "activity.held", "an activity was held (for staff)";
        ActivityPresented = "activity.presented", "the result of an activity is presented back (for staff)";
        FollowUpWaits = "follow-up.waits", "customers begin to wait for the company's word (for staff)";
        FollowUpAnswered = "follow-up.answered", "the company has said a word on a proposal (for staff)";
    }
}

/// One of a list, or several: a form with one box ticked sends a word, not a list.
pub fn one_or_many<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err = TextProblem> + Ord,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        One(String),
        Many(Vec<String>),
    }
    let words = match Written::deserialize(from)? {
        Written::One(word) => vec![word],
        Written::Many(words) => words,
    };
    let read: Result<Vec<T>, TextProblem> = words.iter().map(|word| word.parse()).collect();
    let mut read = read.map_err(D::Error::custom)?;
    read.sort_unstable();
    read.dedup();
    Ok(read)
}

/// What the text of a token begins with, so that one that leaks is found.
pub const TOKEN_PREFIX: &str = "accord_";
/// What a hook's secret begins with, as Standard Webhooks has it.
pub const SECRET_PREFIX: &str = "whsec_";

/// A token as admins see it; never its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    pub id: TokenId,
    pub name: Name,
    pub scopes: Vec<Scope>,
    /// Who made it, in whose name it writes.
    pub by: Name,
    pub created: Timestamp,
    /// To the minute.
    pub last_used: Option<Timestamp>,
    pub revoked: Option<Timestamp>,
}

/// A token with its text, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewToken {
    pub token: Token,
    pub secret: String,
}

/// A hook as admins see it; never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hook {
    pub id: HookId,
    pub url: String,
    pub kinds: Vec<HookKind>,
    pub created: Timestamp,
    /// Nothing is sent since.
    pub stopped: Option<Timestamp>,
    /// The last ones, newest first.
    pub deliveries: Vec<Delivery>,
}

/// A hook with its secret, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewHook {
    pub hook: Hook,
    pub secret: String,
}

/// Something that was sent to a hook, or waits to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    pub id: DeliveryId,
    /// The same in every try, and when it is sent again.
    pub message: String,
    pub kind: HookKind,
    pub at: Timestamp,
    pub tries: u32,
    pub sent: Option<Timestamp>,
    /// When it is tried again; nothing where it has left or was given up.
    pub due: Option<Timestamp>,
    /// What went wrong the last time.
    pub problem: Option<String>,
}
