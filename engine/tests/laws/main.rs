//! The engine's laws as properties over random rounds, and its figures against independent ones.
//! One module a subject; `round` makes the random rounds. `PROPTEST_CASES=5000 cargo test --release -p engine` tries harder.

mod attention;
mod ballots;
mod breakdown;
mod certificate;
mod design;
mod election;
mod evidence;
mod explain;
mod floor;
mod groups;
mod integrity;
mod prior;
mod raking;
mod ranking;
mod real;
mod round;
mod shares;
mod special;
mod stability;
mod suppression;
