//! Comments and stories beside proposals, their earlier wordings, and the verdicts on them.

use super::{Db, Tx, mentions, on, row};
use model::comment::{Kind, Status, Tone};
use model::intake::Held;
use model::queue::Written;
use model::{CommentId, PersonId, ProposalId, Remark, Timestamp};

row! {
    pub struct CommentRow {
        id: i64,
        proposal: i64,
        round: i64,
        parent: Option<i64>,
        kind: String,
        tone: Option<String>,
        text: String,
        author: Option<i64>,
        status: String,
        held: Option<String>,
        created: i64,
        changed: Option<i64>,
    }
}

row! {
    pub struct WordingRow {
        comment: i64,
        text: String,
        until: i64,
    }
}

row! {
    pub struct CommentVerdictRow {
        comment: i64,
        decision: String,
        reason: Option<String>,
        at: i64,
        undone: Option<i64>,
        moderator: String,
    }
}

macro_rules! comments {
    ($which:literal) => {
        concat!(
            "select c.id, c.proposal, p.round, c.parent, c.kind, c.tone, c.text, c.author, c.status, c.held, c.created, \
             c.changed from comment c join proposal p on p.id = c.proposal where ",
            $which,
            " order by c.id"
        )
    };
}
const ONE: &str = comments!("c.id = $1");
const OF_PROPOSAL: &str = comments!("c.proposal = $1");
const OF_ROUND: &str = comments!("p.round = $1");
const WORDINGS: &str = "select w.comment, w.text, w.until from comment_wording w join comment c on c.id = w.comment \
                        where c.proposal = $1 order by w.id";
const VERDICTS: &str = "select v.comment, v.decision, v.reason, v.at, v.undone, m.name as moderator from comment_verdict v \
                        join comment c on c.id = v.comment join person m on m.id = v.moderator \
                        where c.proposal = $1 order by v.id";
const LAST_TEXTS: &str = "select text from comment where author = $1 and id <> $2 order by id desc limit $3";
const ADD: &str = "insert into comment (proposal, parent, kind, tone, text, author, status, held, created) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id";
const KEEP_WORDING: &str =
    "insert into comment_wording (comment, text, until) select id, text, $2 from comment where id = $1";
const CHANGE: &str = "update comment set text = $2, status = $3, held = $4, changed = $5 where id = $1";
const WITHDRAW: &str = "update comment set text = '', status = 'withdrawn', held = null where id = $1";
const FORGET_WORDINGS: &str = "delete from comment_wording where comment = $1";
const FORGET_QUESTIONS: &str = "delete from question where comment = $1";
const FORGET_PICTURES: &str = "delete from picture where comment = $1";
const SET_STATUS: &str =
    "update comment set status = $2, held = $3 where id = $1 and status <> $2 and status <> 'withdrawn'";

/// # Errors
/// Those of the database.
pub async fn one(db: &Db, id: CommentId) -> Result<Option<CommentRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ONE).bind(id.0).fetch_optional(c).await)
}

/// What is written beside a proposal, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn of_proposal(db: &Db, id: ProposalId) -> Result<Vec<CommentRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PROPOSAL).bind(id.0).fetch_all(c).await)
}

/// All of a round.
///
/// # Errors
/// Those of the database.
pub async fn of_round(db: &Db, round: i64) -> Result<Vec<CommentRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_ROUND).bind(round).fetch_all(c).await)
}

/// The earlier wordings of everything beside a proposal, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn wordings(db: &Db, id: ProposalId) -> Result<Vec<WordingRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(WORDINGS).bind(id.0).fetch_all(c).await)
}

/// The verdicts on everything beside a proposal, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn verdicts(db: &Db, id: ProposalId) -> Result<Vec<CommentVerdictRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(VERDICTS).bind(id.0).fetch_all(c).await)
}

/// What somebody wrote last, the newest first, without `except`.
///
/// # Errors
/// Those of the database.
pub async fn last_texts(
    db: &Db,
    author: PersonId,
    except: i64,
    most: i64,
) -> Result<Vec<String>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(LAST_TEXTS).bind(author.0).bind(except).bind(most).fetch_all(c).await)
}

/// A comment or story to be added.
#[derive(Clone, Debug)]
pub struct NewComment {
    pub proposal: ProposalId,
    pub parent: Option<CommentId>,
    pub kind: Kind,
    pub tone: Option<Tone>,
    pub text: Remark,
    pub author: PersonId,
    pub status: Status,
    pub held: Option<Held>,
    pub at: Timestamp,
}

/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewComment) -> Result<CommentId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(new.proposal.0)
        .bind(new.parent.map(|parent| parent.0))
        .bind(new.kind.word())
        .bind(new.tone.map(Tone::word))
        .bind(new.text.as_str())
        .bind(new.author.0)
        .bind(new.status.word())
        .bind(new.held.map(Held::word))
        .bind(new.at.0)
        .fetch_one(c)
        .await)?;
    Ok(CommentId(id))
}

/// Gives a comment a new wording; `kept`: the one before stays to be read.
///
/// # Errors
/// Those of the database.
pub async fn change(
    tx: &mut Tx,
    id: CommentId,
    text: &Remark,
    (status, held): (Status, Option<Held>),
    kept: bool,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    if kept {
        on!(tx, c => sqlx::query(KEEP_WORDING).bind(id.0).bind(at.0).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(CHANGE)
        .bind(id.0)
        .bind(text.as_str())
        .bind(status.word())
        .bind(held.map(Held::word))
        .bind(at.0)
        .execute(c)
        .await
        .map(drop))
}

/// Takes the words away, the earlier ones too.
///
/// # Errors
/// Those of the database.
pub async fn withdraw(tx: &mut Tx, id: CommentId) -> Result<(), sqlx::Error> {
    for sql in [FORGET_WORDINGS, FORGET_QUESTIONS, FORGET_PICTURES] {
        on!(tx, c => sqlx::query(sql).bind(id.0).execute(c).await.map(drop))?;
    }
    mentions::forget(tx, Written::Comment(id)).await?;
    on!(tx, c => sqlx::query(WITHDRAW).bind(id.0).execute(c).await.map(drop))
}

/// Gives a comment a status, and says whether it had another before. What is withdrawn stays so.
///
/// # Errors
/// Those of the database.
pub async fn set_status(
    tx: &mut Tx,
    id: CommentId,
    status: Status,
    held: Option<Held>,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(SET_STATUS)
        .bind(id.0)
        .bind(status.word())
        .bind(held.map(Held::word))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
