//! Asking a customer whether a promise was kept towards them: after a contact, or because it is their turn. Whoever asks never
//! learns what they said, nor whether they answered: a figure that moves at that moment would tell.

use crate::promise::{Quarter, Reported};
use crate::{Name, PracticeId, Timestamp, Title};
use serde::{Deserialize, Serialize};

/// How often one person is asked in a quarter of a year, unless the company says otherwise.
pub const USUAL_CAP: u32 = 2;
/// The company cannot choose to ask more often.
pub const MOST_CAP: u32 = 6;

/// The question, as its reader finds it behind the link in their letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asked {
    pub practice: PracticeId,
    /// Nothing where it no longer stands.
    pub title: Option<Title>,
    /// Who was in contact with them; nobody where it was their turn.
    pub by: Option<Name>,
    pub at: Timestamp,
    /// Until when the link works.
    pub expires: Timestamp,
    /// For which quarter a report counts now.
    pub quarter: Quarter,
    /// What they have reported in it, whichever way.
    pub mine: Option<Reported>,
    /// Why nothing can be reported any more, if so, as a sentence.
    pub shut: Option<String>,
}

/// Whom I had asked, as staff look back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedLine {
    pub practice: PracticeId,
    pub title: Title,
    pub name: Name,
    pub at: Timestamp,
}

/// What staff need to know in order to ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asks {
    /// Whom I had asked, newest first.
    pub lines: Vec<AskedLine>,
    /// Whether customers are asked in turn.
    pub turns: bool,
    /// How often one person is asked in a quarter, at most.
    pub cap: u32,
    /// Letters of this quarter, of both kinds.
    pub letters: u32,
}
