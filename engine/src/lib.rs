//! Accord's engine: ballots in, evidence and a ranking out, the same bits on every machine and in the browser.
//! Pure: it reads no clock, draws no random number, does no I/O and knows no other crate of the workspace.
//!
//! | Module | What it holds |
//! |---|---|
//! | [`vote`] | what a person said on a proposal, and its one-byte form |
//! | [`keys`] | the caller's 64-bit ids as dense indices |
//! | [`electorate`] | who speaks for which account, and how much that account's voice weighs |
//! | [`raking`] | weights that make those who took part look like the account base, and when that is not justified |
//! | [`entitlement`] | what an account's voice weighs: tier, raking, cap |
//! | [`ballots`] | the current votes in columns, built from the vote log and extended by its tail |
//! | [`evidence`] | a proposal's account voices: agree, disagree, pass, strength, red lines |
//! | [`breakdown`] | the same by segment and culture |
//! | `tally` | the exact sums of shares behind the evidence |
//! | [`suppression`] | below how many accounts a figure or a rank is not given |
//! | [`interval`] | Wilson's bounds, where there is no prior |
//! | [`prior`] | the beta prior of a set of proposals, and the posterior of one |
//! | [`ranking`] | the published order and what is said of each proposal's place in it |
//! | [`attention`] | the other sort keys: needs votes, contested, trending |
//! | [`opinions`] | who said what, by person: the sparse matrix |
//! | [`representative`] | what distinguishes given groups: Polis' statistics and group-informed consensus |
//! | [`consensus`] | common ground over declared groups, what bridges and what divides them |
//! | [`groups`] | opinion groups by components and k-means, and whether they are stable enough to be shown |
//! | [`integrity`] | what looks arranged: bursts, ballots alike, rings, fresh accounts |
//! | [`design`] | what a design lacks, doubles or asks too much of; its complexity |
//! | [`groupings`] | which proposals could be one practice |
//! | [`special`] | ln beta, digamma, trigamma, incomplete beta and its inverse |
//!
//! The way through: feed [`ballots::Ballots`] from the log, take [`evidence::evidence_of_all`] or
//! [`evidence::evidence`], give that to [`ranking::rank`].

pub mod attention;
pub mod ballots;
pub mod breakdown;
pub mod consensus;
pub mod design;
mod dice;
pub mod electorate;
pub mod entitlement;
pub mod evidence;
pub mod groupings;
pub mod groups;
pub mod integrity;
pub mod interval;
pub mod keys;
pub mod opinions;
pub mod prior;
pub mod raking;
pub mod ranking;
pub mod representative;
pub mod special;
pub mod suppression;
mod tally;
pub mod vote;
