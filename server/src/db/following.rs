//! Whether somebody follows what they vote on, as they last said.

use super::{Tx, on};
use model::{PersonId, ProposalId, Timestamp};

const SET: &str = "insert into follows_votes (person, wanted, at) values ($1, $2, $3) \
                   on conflict (person) do update set wanted = excluded.wanted, at = excluded.at";
const FOLLOW: &str = "insert into follow (person, proposal, wanted, at) values ($1, $2, $3, $4) \
                      on conflict (person, proposal) do nothing";
const FOLLOWED: &str = "select wanted from follow where person = $1 and proposal = $2";

/// # Errors
/// Those of the database.
pub async fn set(tx: &mut Tx, person: PersonId, wanted: bool, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET).bind(person.0).bind(wanted).bind(now.0).execute(c).await.map(drop))
}

/// Follows what somebody has voted on, where they have said nothing of it; gives back whether they follow it.
///
/// # Errors
/// Those of the database.
pub async fn voted(
    tx: &mut Tx,
    person: PersonId,
    proposal: ProposalId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query(FOLLOW).bind(person.0).bind(proposal.0).bind(true).bind(now.0).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query_scalar(FOLLOWED).bind(person.0).bind(proposal.0).fetch_one(c).await)
}
