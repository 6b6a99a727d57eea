//! Notes of staff. Nothing but the handlers for staff reads this table.

use super::{Db, Tx, on, row};
use model::{AccountId, ActivityId, PersonId, ProposalId, Timestamp};

row! {
    pub struct NoteRow {
        text: String,
        by_name: Option<String>,
        at: i64,
    }
}

/// What a note is on.
#[derive(Clone, Copy, Debug)]
pub enum About {
    Proposal(ProposalId),
    Account(AccountId),
    Activity(ActivityId),
}

impl About {
    fn columns(self) -> [Option<i64>; 3] {
        match self {
            Self::Proposal(id) => [Some(id.0), None, None],
            Self::Account(id) => [None, Some(id.0), None],
            Self::Activity(id) => [None, None, Some(id.0)],
        }
    }
}

// `$1` is a proposal, `$2` an account, `$3` an activity; two of them are null and so equal nothing.
const LIST: &str = "select n.text, p.name as by_name, n.at from note n left join person p on p.id = n.author \
                    where n.proposal = $1 or n.account = $2 or n.activity = $3 order by n.id";
const ADD: &str = "insert into note (proposal, account, activity, author, text, at) values ($1, $2, $3, $4, $5, $6) returning id";

/// Oldest first.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &Db, about: About) -> Result<Vec<NoteRow>, sqlx::Error> {
    let [proposal, account, activity] = about.columns();
    on!(db, c => sqlx::query_as(LIST).bind(proposal).bind(account).bind(activity).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    about: About,
    by: PersonId,
    text: &str,
    at: Timestamp,
) -> Result<i64, sqlx::Error> {
    let [proposal, account, activity] = about.columns();
    on!(tx, c => sqlx::query_scalar(ADD)
        .bind(proposal)
        .bind(account)
        .bind(activity)
        .bind(by.0)
        .bind(text)
        .bind(at.0)
        .fetch_one(c)
        .await)
}
