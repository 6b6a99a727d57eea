//! The API as types: one request for each operation, grouped as the server's handlers are. The server's route
//! table says who may call which.

pub mod access;
pub mod accounts;
pub mod activities;
pub mod asks;
pub mod audit;
pub mod card;
pub mod comments;
pub mod designs;
pub mod finding;
pub mod follow_up;
pub mod gates;
pub mod intake;
pub mod integrity;
pub mod joining;
pub mod lists;
pub mod mentions;
pub mod merging;
pub mod mine;
pub mod moderation;
pub mod notes;
pub mod notices;
pub mod on_behalf;
pub mod passkeys;
pub mod people;
pub mod pictures;
pub mod practices;
pub mod programs;
pub mod promises;
pub mod proposals;
pub mod purchases;
pub mod queue;
pub mod rounds;
pub mod said;
pub mod scorecard;
pub mod selection;
pub mod session;
pub mod setup;
pub mod sign_off;
pub mod telling;
pub mod values;
pub mod votes;
pub mod ways;
pub mod writing;

use serde::{Deserialize, Serialize};

/// Done, and there is nothing to say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {}
