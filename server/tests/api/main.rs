//! The whole API as its callers meet it, on SQLite and on PostgreSQL. One file for each of `src/api`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browser;
mod exploration;
mod follow_up;
mod harness;
mod inside_out;
mod integrity;

mod accounts;
mod admin;
mod audit;
mod comments;
mod designs;
mod durability;
mod engine;
mod gates;
mod leaving;
mod live;
mod mail;
mod merging;
mod mine;
mod moderation;
mod notes;
mod nothing_lost;
mod notices;
mod on_behalf;
mod pages;
mod people;
mod practices;
mod promises;
mod proposals;
mod purchases;
mod queue;
mod readings;
mod retention;
mod rounds;
mod safety;
mod selection;
mod session;
mod setup;
mod sign_off;
mod studio;
mod vote_integrity;
mod votes;
