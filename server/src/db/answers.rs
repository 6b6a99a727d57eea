//! What the company officially says to proposals.

use super::{Db, Tx, on, row};
use model::{PersonId, ProposalId, Timestamp};

row! {
    pub struct AnswerRow {
        text: String,
        at: i64,
    }
}

row! {
    /// When something was last said to a proposal.
    pub struct AnsweredRow {
        proposal: i64,
        at: i64,
    }
}

const TIMES: &str = "select proposal, max(at) as at from official_answer group by proposal";
const LAST: &str = "select text, at from official_answer where proposal = $1 order by id desc limit 1";
const ADD: &str = "insert into official_answer (proposal, text, by_person, at) values ($1, $2, $3, $4)";

/// The one that counts.
///
/// # Errors
/// Those of the database.
pub async fn last(db: &Db, proposal: ProposalId) -> Result<Option<AnswerRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LAST).bind(proposal.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn times(db: &Db) -> Result<Vec<AnsweredRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(TIMES).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    proposal: ProposalId,
    by: PersonId,
    text: &str,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD).bind(proposal.0).bind(text).bind(by.0).bind(at.0).execute(c).await.map(drop))
}
