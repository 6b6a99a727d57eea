//! Sign-off: which functions must sign a draft before it is adopted, who signs for each, and how far they have come.

use crate::cells::{CultureSet, StageSet};
use crate::design::{Difference, GoesOn, LeftDecision, Need};
use crate::practice::PracticeText;
use crate::time::Day;
use crate::{Email, Name, PracticeId, ProposalId, Reason, RoundId, SigningId, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// So many functions can have to sign in a round at most.
pub const MOST_SIGNERS: usize = 20;
/// For so many days somebody can sign in another's place at most.
pub const LONGEST_DELEGATION: i64 = 366;

/// How far the draft of a round has come on its way to adoption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignOffState {
    /// Nothing is in review.
    Draft,
    InReview,
    /// A function has sent it back.
    SentBack,
    /// Every function that must sign has signed.
    Signed,
}

/// The sign-off of a round's draft. Everybody sees how far it is; who has said what, staff and those who sign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignOff {
    pub round: RoundId,
    pub state: SignOffState,
    /// How many functions have signed what is in review.
    pub signed: usize,
    /// How many must; none where the company has not said that any must.
    pub of: usize,
    /// Whether the draft has changed since it was sent to review: it then has to be sent again.
    pub stale: bool,
    pub sent: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<SignOffInside>,
}

impl SignOff {
    /// Whether a signatory can adopt without overruling anybody.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.of == 0 || (self.state == SignOffState::Signed && !self.stale)
    }

    /// "In review: 2 of 3 functions have signed."
    #[must_use]
    pub fn words(&self) -> String {
        let (signed, of) = (self.signed, self.of);
        let functions = if of == 1 { "function has" } else { "functions have" };
        let words = match self.state {
            SignOffState::Draft => return "A draft: it is not in review.".into(),
            SignOffState::InReview => format!("In review: {signed} of {of} {functions} signed."),
            SignOffState::SentBack => {
                format!("In review, and sent back: {signed} of {of} {functions} signed.")
            }
            SignOffState::Signed => format!("Reviewed: {signed} of {of} {functions} signed."),
        };
        if self.stale { words + " The draft has changed since." } else { words }
    }
}

/// What staff and signers see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignOffInside {
    /// SHA-256 of what is in review, in hexadecimal; empty where nothing is.
    pub digest: String,
    pub sent_by: Option<Name>,
    /// The sender's words.
    pub words: Option<Reason>,
    pub practices: Vec<ReviewedPractice>,
    pub left_out: Vec<ReviewedLeftOut>,
    /// What customers asked for and nobody has decided on: adoption answers it with one reason for all.
    pub undecided: Vec<ReviewedUndecided>,
    /// What the practices need of each resource.
    pub needs: Vec<Need>,
    /// What would change against the version adopted last.
    pub difference: Vec<Difference>,
    pub signers: Vec<Signer>,
    /// What goes on beside it, where a gap's vote decides one part of the design: the signatures cover that too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<GoesOn>,
}

/// A practice as it was sent to review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewedPractice {
    pub id: PracticeId,
    pub text: PracticeText,
    /// Whether the votes choose it, as they stand.
    pub chosen: bool,
}

/// A proposal that is in no practice and left out with no reason of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewedUndecided {
    pub proposal: ProposalId,
    pub title: Title,
    /// Whether the votes choose it, as they stand.
    pub chosen: bool,
}

/// A proposal that is left out with a reason of its own, as it was sent to review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewedLeftOut {
    pub proposal: ProposalId,
    pub title: String,
    pub decision: LeftDecision,
    pub reason: Reason,
}

/// A function that must sign, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signer {
    pub id: SigningId,
    pub function: Name,
    pub holder: Name,
    /// For admins.
    pub email: Option<Email>,
    /// Where a practice must stand for it to have to sign; empty: anywhere.
    pub stages: StageSet,
    pub cultures: CultureSet,
    pub delegate: Option<SignerDelegate>,
    /// Whether it must sign what is in review, or, before anything is, what is drafted now.
    pub must: bool,
    pub mark: Option<SignerMark>,
    /// Whether the reader may sign for it at this moment.
    pub mine: bool,
    /// Whether the reader may let somebody else sign for it.
    pub may_delegate: bool,
}

/// Who may sign in the holder's place, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignerDelegate {
    pub name: Name,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Day,
    /// The last day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub until: Day,
}

/// What a function said of what is in review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignerMark {
    pub verdict: SignVerdict,
    pub by: Name,
    /// Whether they signed in the holder's place.
    pub delegated: bool,
    pub words: Option<Reason>,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignVerdict {
    Signed,
    SentBack,
}

impl SignVerdict {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::SentBack => "sent_back",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Signed, Self::SentBack].into_iter().find(|verdict| verdict.word() == word)
    }
}

/// How an adopted version was signed off. Names and words are for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdoptedSignOff {
    pub signatures: Vec<Signature>,
    /// The functions that had to sign and had not.
    pub unsigned: Vec<Name>,
    /// Why it was adopted without them.
    pub overruled: Option<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signature {
    pub function: Name,
    pub at: Timestamp,
    /// Whether somebody signed in the holder's place.
    pub delegated: bool,
    /// For staff; withdrawn where they have left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}
