//! What happened, as admins read it: acts of staff, and what concerns security. Votes have a log of their own.

use crate::{Name, RoundId, Timestamp};
use serde::{Deserialize, Serialize};

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AuditEntry))]
pub struct Entry {
    /// In the order in which things happened, with gaps where votes came between.
    pub number: i64,
    pub at: Timestamp,
    /// Nobody: the program itself, or whoever ran it on the server.
    pub by: Option<Name>,
    /// The token of another program that did it; `by` has made it.
    pub token: Option<Name>,
    /// `noun.verb`, such as `proposal.declined`.
    pub kind: String,
    /// The number of what it happened to.
    pub subject: Option<i64>,
    /// How that is called today; nothing where it has no name or is gone.
    pub about: Option<String>,
    pub round: Option<RoundId>,
    /// A reason, a role, a source: whatever belongs to it.
    pub detail: Option<String>,
}

/// What kinds begin with, every one of them, by which the log is narrowed.
pub const NOUNS: [&str; 33] = [
    "proposal",
    "writer",
    "vote",
    "comment",
    "complaint",
    "note",
    "practice",
    "design",
    "review",
    "signing",
    "promise",
    "said",
    "token",
    "hook",
    "round",
    "person",
    "trust",
    "block",
    "words",
    "account",
    "purchase",
    "invitation",
    "mail",
    "activity",
    "function",
    "list",
    "contact",
    "segment",
    "company",
    "sign_in",
    "act",
    "export",
    "ways",
];
