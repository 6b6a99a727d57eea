//! The engine's laws as properties over random rounds, and its figures against independent ones.
//! One module a subject; `round` makes the random rounds, `election` the random elections.
//!
//! Most laws are tried on one to two thousand cases each time. More, for the laws that name no number of their own:
//! `PROPTEST_CASES=20000 cargo test --release -p engine --test laws`.

mod attention;
mod ballots;
mod breakdown;
mod certificate;
mod design;
mod election;
mod evidence;
mod explain;
mod floor;
mod greedy;
mod groups;
mod integrity;
mod linked;
mod merging;
mod pabulib;
mod passages;
mod prior;
mod raking;
mod ranking;
mod real;
mod round;
mod shares;
mod special;
mod stability;
mod suppression;
mod withhold;
