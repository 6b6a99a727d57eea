//! What keeps Accord true: the only crate that knows SQL, mail and HTTP. [`site::Site`] is the door that the
//! command and the tests use.

pub mod accounts;
pub mod api;
pub mod asking;
pub mod assets;
pub mod auth;
pub mod card;
pub mod clock;
pub mod config;
pub mod db;
pub mod design;
pub mod error;
pub mod follow;
pub mod guests;
pub mod hand_over;
pub mod hooks;
pub mod intake;
pub mod jobs;
pub mod limits;
pub mod live;
pub mod mail;
pub mod markdown;
pub mod memory;
pub mod notices;
pub mod pages;
pub mod promises;
pub mod providers;
pub mod round;
pub mod said;
pub mod sample;
pub mod selection;
pub mod session;
pub mod site;
pub mod tokens;
pub mod transfer;
pub mod voting;
