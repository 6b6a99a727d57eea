//! Removing the words of what was declined long ago, and why somebody was not let in who asked to speak for an account. The verdict stays
//! in the log, and that there was something.

use super::{Db, Tx, mentions, on, pictures, row, writing};
use model::queue::Written;
use model::{CommentId, ProposalId, RoundId, Timestamp};

row! {
    /// A proposal or a comment that was declined.
    pub struct DeclinedRow {
        id: i64,
        round: i64,
        comment: bool,
    }
}

impl DeclinedRow {
    #[must_use]
    pub fn round(&self) -> RoundId {
        RoundId(self.round)
    }

    #[must_use]
    pub fn subject(&self) -> i64 {
        self.id
    }

    /// What the log calls its end.
    #[must_use]
    pub fn event(&self) -> &'static str {
        if self.comment { "comment.expired" } else { "proposal.expired" }
    }
}

/// Stands where a title stood.
const REMOVED: &str = "Removed some time after it was declined";
/// At most so many in one go: the rest comes the next time.
const MOST: i64 = 500;

macro_rules! old {
    ($noun:literal, $verdict:literal, $text:literal) => {
        concat!(
            "status = 'declined' and ",
            $text,
            " <> $2 and (select max(v.at) from ",
            $verdict,
            " v where v.",
            $noun,
            " = c.id) <= $1"
        )
    };
}

const PROPOSALS: &str = concat!(
    "select c.id, c.round, false as comment from proposal c where ",
    old!("proposal", "verdict", "c.title"),
    " order by c.id limit $3"
);
const COMMENTS: &str = concat!(
    "select c.id, p.round, true as comment from comment c join proposal p on p.id = c.proposal where c.",
    old!("comment", "comment_verdict", "c.text"),
    " order by c.id limit $3"
);
const FORGET_PROPOSAL: &str = concat!(
    "update proposal as c set title = $2, why = $2, who = null, how = null, tool = null, measure = null where id = $3 and ",
    old!("proposal", "verdict", "c.title")
);
const FORGET_COMMENT: &str = concat!(
    "update comment as c set text = $2 where id = $3 and ",
    old!("comment", "comment_verdict", "c.text")
);
const FORGET_WORDINGS: &str = "delete from comment_wording where comment = $1";
// What its author said to moderators about it goes with it.
const FORGET_QUESTIONS: &str =
    "delete from question where (comment = $1 and $2) or (proposal = $1 and not $2)";

// In the log of what staff do it stays, as what was decided on proposals does: it proves that nothing was altered.
const FORGET_REASONS: &str =
    "update join_request set reason = null where answered <= $1 and reason is not null";

/// Takes away why those were not let in who asked to speak for an account and were answered at `before` or earlier.
///
/// # Errors
/// Those of the database.
pub async fn forget_reasons(tx: &mut Tx, before: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FORGET_REASONS).bind(before.0).execute(c).await.map(drop))
}

/// What was declined for the last time at `before` or earlier, and still has its words.
///
/// # Errors
/// Those of the database.
pub async fn declined(db: &Db, before: Timestamp) -> Result<Vec<DeclinedRow>, sqlx::Error> {
    let mut found = Vec::new();
    for sql in [PROPOSALS, COMMENTS] {
        let rows: Vec<DeclinedRow> = on!(db, c => sqlx::query_as(sql)
            .bind(before.0)
            .bind(REMOVED)
            .bind(MOST)
            .fetch_all(c)
            .await)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Takes the words away; `false` where it is not what it was any more.
///
/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, one: &DeclinedRow, before: Timestamp) -> Result<bool, sqlx::Error> {
    let sql = if one.comment { FORGET_COMMENT } else { FORGET_PROPOSAL };
    let rows = on!(tx, c => sqlx::query(sql)
        .bind(before.0)
        .bind(REMOVED)
        .bind(one.id)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 1 {
        on!(tx, c => sqlx::query(FORGET_QUESTIONS).bind(one.id).bind(one.comment).execute(c).await.map(drop))?;
        let item = if one.comment {
            Written::Comment(CommentId(one.id))
        } else {
            Written::Proposal(ProposalId(one.id))
        };
        pictures::forget(tx, item).await?;
        mentions::forget(tx, item).await?;
        if let Written::Proposal(id) = item {
            writing::forget(tx, id).await?;
        }
    }
    if rows == 1 && one.comment {
        on!(tx, c => sqlx::query(FORGET_WORDINGS).bind(one.id).execute(c).await.map(drop))?;
    }
    Ok(rows == 1)
}
