//! Below how many accounts nothing, or no rank, is said (domain rule 6).
//! The rule for one figure, in [`tables`] for those of one table, which must not give one away, and in
//! [`linked`] and [`crossed`] for all that is published at one moment.

pub mod crossed;
pub mod linked;
pub mod tables;

/// No figure that rests on fewer accounts is given, and no published order depends on one.
pub const MIN_ACCOUNTS_SHOWN: u32 = 5;

/// Below this no rank: "7 of 9 voices".
pub const MIN_VOICES_FOR_RANK: u32 = 10;

/// Whether a figure that rests on so many accounts may be given.
#[must_use]
pub fn may_show(accounts: u32) -> bool {
    accounts >= MIN_ACCOUNTS_SHOWN
}

/// Whether a proposal with so many voices takes part in the ranking.
#[must_use]
pub fn may_rank(voices: u32) -> bool {
    voices >= MIN_VOICES_FOR_RANK
}
