//! The whole API as its callers meet it, on SQLite and on PostgreSQL. One file for each of `src/api`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browser;
mod exploration;
mod follow_up;
mod harness;
mod inside_out;
mod integrity;
mod openid;
mod outcomes;

mod access;
mod accounts;
mod activities;
mod admin;
mod asks;
mod audit;
mod card;
mod comments;
mod designs;
mod digest;
mod durability;
mod engine;
mod finding;
mod guests;
mod joining;
mod leaving;
mod live;
mod mail;
mod merging;
mod mine;
mod moderating;
mod moderation;
mod notes;
mod notices;
mod on_behalf;
mod pages;
mod people;
mod permissions;
mod practices;
mod programs;
mod promises;
mod proposals;
mod purchases;
mod queue;
mod retention;
mod rounds;
mod safety;
mod said;
mod scorecard;
mod selection;
mod session;
mod setup;
mod vote_integrity;
mod votes;
