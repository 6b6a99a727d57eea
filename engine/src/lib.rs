//! Accord's engine: ballots in, evidence and a ranking out, the same bits on every machine and in the browser.
//! Pure: it reads no clock, draws no random number, does no I/O and knows no other crate of the workspace.
//!
//! | Module | What it holds |
//! |---|---|
//! | [`vote`] | what a person said on a proposal, and its one-byte form |
//! | `browser` | the door of its wasm file |
//! | [`dice`] | numbers that look random and are the same at every run |
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
//! | [`passages`] | how long it takes from one stage to the next |
//! | [`opinions`] | who said what, by person: the sparse matrix |
//! | [`representative`] | what distinguishes given groups: Polis' statistics and group-informed consensus |
//! | [`consensus`] | common ground over declared groups, what bridges and what divides them |
//! | [`groups`] | opinion groups by components and k-means, and whether they are stable enough to be shown |
//! | [`integrity`] | what looks arranged: bursts, ballots alike, rings, fresh accounts |
//! | [`design`] | what a design lacks, doubles or asks too much of; its complexity |
//! | [`groupings`] | which proposals could be one practice |
//! | [`election`] | practices with costs, who supports them, and the rules of a selection |
//! | [`shares`] | the Method of Equal Shares: which practices fit and serve everybody in proportion |
//! | [`gates`] | who may stand for selection at all |
//! | [`greedy`] | the greedy rule, for comparison and to fill up |
//! | [`phragmen`] | sequential Phragmén, for comparison |
//! | [`prices`] | who paid what for an outcome of equal shares |
//! | [`certificate`] | the checker of a price system, written apart from the selection |
//! | [`representation`] | EJR+, by cost |
//! | [`priceable`] | whether any price system can justify a given selection |
//! | [`coverage`] | who has something in a selection, by segment or culture |
//! | [`stability`] | how firm a selection is |
//! | [`explain`] | why a practice is in, and why not |
//! | [`round`] | a whole round: its votes, candidates and rules in, its selection and the reasons out |
//! | [`sentences`] | explanations in words |
//! | [`pabulib`] | elections in the text format of public elections |
//! | [`exact`] | fractions of big whole numbers |
//! | [`special`] | ln beta, digamma, trigamma, incomplete beta and its inverse |
//!
//! The way through: feed [`ballots::Ballots`] from the log, take [`evidence::evidence_of_all`] or
//! [`evidence::evidence`], give that to [`ranking::rank`]. For a selection: make an [`election::Election`], take
//! [`shares::equal_shares`], prove it by [`prices::price_system`] and [`certificate::flaws`], and explain it by [`explain`].

pub mod attention;
pub mod ballots;
pub mod breakdown;
#[cfg(feature = "browser")]
pub mod browser;
pub mod certificate;
pub mod consensus;
pub mod coverage;
pub mod design;
pub mod dice;
pub mod election;
pub mod electorate;
pub mod entitlement;
pub mod evidence;
pub mod exact;
pub mod explain;
pub mod gates;
pub mod greedy;
pub mod groupings;
pub mod groups;
pub mod integrity;
pub mod interval;
pub mod keys;
pub mod merging;
pub mod opinions;
pub mod pabulib;
pub mod passages;
pub mod phragmen;
pub mod priceable;
pub mod prices;
pub mod prior;
pub mod raking;
pub mod ranking;
pub mod representation;
pub mod representative;
pub mod round;
pub mod sentences;
pub mod shares;
pub mod special;
pub mod stability;
pub mod suppression;
mod tally;
pub mod vote;
