//! Bringing content in and out, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../api/harness.rs"]
#[expect(dead_code, reason = "shared with the tests of the API, which use all of it")]
mod harness;

mod backup;
mod lists;
mod migrations;
mod polis;
mod polis_data;
mod sample;
mod tables;
