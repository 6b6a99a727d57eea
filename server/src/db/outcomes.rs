//! What staff noted that came out of activities, for those who were present to confirm.

use super::{Db, Tx, on, row};
use model::activity::outcome::Said;
use model::{ActivityId, CommentId, OutcomeId, PersonId, ProposalId, Timestamp};

row! {
    pub struct OutcomeRow {
        id: i64,
        activity: i64,
        person: Option<i64>,
        words: Option<String>,
        by_person: i64,
        at: i64,
        expires: i64,
        answered: Option<i64>,
        proposal: Option<i64>,
        comment: Option<i64>,
        letter: bool,
    }
}

impl OutcomeRow {
    /// What they said; nothing once it has been answered.
    #[must_use]
    pub fn said(&self) -> Option<Said> {
        serde_json::from_str(self.words.as_deref()?).ok()
    }
}

/// What is to be kept until it is answered.
#[derive(Clone, Debug)]
pub struct NewOutcome {
    pub activity: ActivityId,
    pub person: PersonId,
    pub said: Said,
    /// The digest of what the link carries.
    pub hash: String,
    pub expires: Timestamp,
    pub by: PersonId,
    pub at: Timestamp,
}

/// What became of it.
#[derive(Clone, Copy, Debug)]
pub enum Became {
    Proposal(ProposalId),
    Story(CommentId),
    Nothing,
}

macro_rules! outcomes {
    ($rest:literal) => {
        concat!(
            "select id, activity, person, words, by_person, at, expires, answered, proposal, comment, letter from activity_outcome ",
            $rest
        )
    };
}

const OF: &str = outcomes!("where activity = $1 order by id");
const OF_HASH: &str = outcomes!("where hash = $1 and expires > $2");
const ONE_OF_PERSON: &str = outcomes!("where id = $1 and person = $2 and expires > $3");
const OF_PERSON: &str = outcomes!("where person = $1 order by id");
const ADD: &str = "insert into activity_outcome (activity, person, words, hash, expires, by_person, at) \
                   values ($1, $2, $3, $4, $5, $6, $7) returning id";
const WITHOUT_LETTER: &str = "update activity_outcome set letter = $2 where id = $1";
const ANSWER: &str = "update activity_outcome set answered = $2, words = null, proposal = $3, comment = $4 \
                      where id = $1 and answered is null and expires > $2";
// What nobody has confirmed in time is nobody's.
const DELETE_OLD: &str = "delete from activity_outcome where answered is null and expires <= $1";
// They would lead nowhere.
const RECALL_OLD: &str = "delete from notice where what = 'outcome.noted' and subject in \
                          (select id from activity_outcome where answered is null and expires <= $1)";

/// Oldest first.
///
/// # Errors
/// Those of the database.
pub async fn of(db: &Db, activity: ActivityId) -> Result<Vec<OutcomeRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF).bind(activity.0).fetch_all(c).await)
}

/// What was noted for somebody.
///
/// # Errors
/// Those of the database.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<OutcomeRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).fetch_all(c).await)
}

/// One of them, as long as it can be answered, or was.
///
/// # Errors
/// Those of the database.
pub async fn one_of(
    db: &Db,
    id: OutcomeId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<OutcomeRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ONE_OF_PERSON)
        .bind(id.0)
        .bind(person.0)
        .bind(now.0)
        .fetch_optional(c)
        .await)
}

/// What a letter's link leads to, while it works.
///
/// # Errors
/// Those of the database.
pub async fn of_hash(db: &Db, hash: &str, now: Timestamp) -> Result<Option<OutcomeRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_HASH).bind(hash).bind(now.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewOutcome) -> Result<i64, sqlx::Error> {
    let words = serde_json::to_string(&new.said).unwrap_or_default();
    on!(tx, c => sqlx::query_scalar(ADD)
        .bind(new.activity.0)
        .bind(new.person.0)
        .bind(words)
        .bind(&new.hash)
        .bind(new.expires.0)
        .bind(new.by.0)
        .bind(new.at.0)
        .fetch_one(c)
        .await)
}

/// Keeps that no letter asked whether it is so.
///
/// # Errors
/// Those of the database.
pub async fn without_letter(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(WITHOUT_LETTER).bind(id).bind(false).execute(c).await.map(drop))
}

/// `false` where it has been answered, or is too late.
///
/// # Errors
/// Those of the database.
pub async fn answer(tx: &mut Tx, id: i64, became: Became, now: Timestamp) -> Result<bool, sqlx::Error> {
    let (proposal, comment) = match became {
        Became::Proposal(id) => (Some(id.0), None),
        Became::Story(id) => (None, Some(id.0)),
        Became::Nothing => (None, None),
    };
    let rows = on!(tx, c => sqlx::query(ANSWER)
        .bind(id)
        .bind(now.0)
        .bind(proposal)
        .bind(comment)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// # Errors
/// Those of the database.
pub async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(RECALL_OLD).bind(now.0).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(DELETE_OLD).bind(now.0).execute(c).await.map(drop))
}
