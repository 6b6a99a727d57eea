//! Bringing content in and out: conversations held with other software, lists as CSV and JSON, and whole backups.
//! What is read and written is here; the SQL is in `db/imports.rs` and `db/dump.rs`, the command line in `cli/`.

pub mod accounts;
pub mod backup;
mod batches;
pub mod export;
pub mod fit;
mod people;
pub mod polis;
pub mod practices;
pub mod proposals;
pub mod sheet;
pub mod table;
pub mod votes;

use model::RoundId;
use std::fmt;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub round: Option<RoundId>,
    pub proposals: Count,
    pub people: Count,
    pub votes: Count,
    /// Rows that were passed over, or changed to fit.
    pub faults: Vec<Fault>,
    /// What was compared with the source's own totals, in a sentence.
    pub checked: Option<String>,
}

/// Of one kind of thing: how many are new, and how many were there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub new: usize,
    pub known: usize,
}

/// Something wrong with one row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub file: String,
    /// From 1, the heading included.
    pub line: u64,
    pub message: String,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} new", self.new)?;
        if self.known > 0 {
            write!(f, " ({} there already)", self.known)?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {}", self.file, self.line, self.message)
    }
}
