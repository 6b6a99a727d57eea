//! What moderators do with something that waits besides deciding on it: asking its author, handing it to a colleague, taking a
//! verdict back.

use super::{Db, Tx, on, row};
use model::queue::{Key, Written};
use model::verdict::Decision;
use model::{CommentId, JoinRequestId, PersonId, ProposalId, RoundId, Timestamp};

row! {
    pub struct QuestionRow {
        proposal: Option<i64>,
        comment: Option<i64>,
        text: String,
        at: i64,
        moderator: String,
        answer: Option<String>,
        closed: Option<i64>,
    }
}

row! {
    pub struct AskedRow {
        proposal: Option<i64>,
        comment: Option<i64>,
    }
}

row! {
    pub struct HandedRow {
        proposal: Option<i64>,
        comment: Option<i64>,
        join_request: Option<i64>,
        person: i64,
    }
}

row! {
    /// How something stands.
    pub struct StandingRow {
        status: String,
        held: Option<String>,
    }
}

row! {
    /// Who decided what, and when.
    pub struct GivenRow {
        moderator: i64,
        decision: String,
        at: i64,
    }
}

impl GivenRow {
    /// By whom and when it was given, if `decision` is the other one.
    #[must_use]
    pub fn reversed_by(&self, decision: Decision) -> Option<(PersonId, Timestamp)> {
        let reversed = Decision::from_word(&self.decision) != decision;
        reversed.then_some((PersonId(self.moderator), Timestamp(self.at)))
    }
}

row! {
    /// A verdict, with how what it is on stood before.
    pub struct StoodRow {
        id: i64,
        stood: String,
        held: Option<String>,
        decision: String,
    }
}

// `$1` is a proposal, `$2` a comment, and where things are handed `$3` a request to join; but one is null and so equals nothing.
const ASK: &str = "insert into question (proposal, comment, by_person, text, at) values ($1, $2, $3, $4, $5) \
                   on conflict do nothing";
const CLOSE: &str = "update question set closed = $3, answer = coalesce($4, answer) \
                     where (proposal = $1 or comment = $2) and closed is null";
const OPEN: &str = "select proposal, comment from question where closed is null";
const ASKER: &str =
    "select by_person from question where (proposal = $1 or comment = $2) order by id desc limit 1";
const LAST: &str = "select q.proposal, q.comment, q.text, q.at, p.name as moderator, q.answer, q.closed from question q \
                    join person p on p.id = q.by_person where (q.proposal = $1 or q.comment = $2) order by q.id desc limit 1";
const BESIDE: &str = "select q.proposal, q.comment, q.text, q.at, p.name as moderator, q.answer, q.closed from question q \
                      join person p on p.id = q.by_person join comment c on c.id = q.comment where c.proposal = $1 order by q.id";
const HANDED: &str = "select proposal, comment, join_request, person from handed";
const HAND_BACK: &str = "delete from handed where (proposal = $1 or comment = $2 or join_request = $3)";
const HAND: &str = "insert into handed (proposal, comment, join_request, person, by_person, at) values ($1, $2, $3, $4, $5, $6)";
const STANDING: &str = "select status, held from proposal where id = $1";
const COMMENT_STANDING: &str = "select status, held from comment where id = $1";
const ADD_VERDICT: &str = "insert into verdict (proposal, moderator, decision, reason, at, shared, stood, held) \
                           values ($1, $2, $3, $4, $5, true, $6, $7)";
const ADD_COMMENT_VERDICT: &str = "insert into comment_verdict (comment, moderator, decision, reason, at, shared, stood, held) \
                                   values ($1, $2, $3, $4, $5, true, $6, $7)";
// A later verdict stands in the way: then there is nothing to take back to.
const STOOD: &str = "select v.id, v.stood, v.held, v.decision from verdict v where v.proposal = $1 and v.moderator = $2 and v.at = $3 \
                     and v.undone is null and v.stood is not null \
                     and not exists (select 1 from verdict l where l.proposal = v.proposal and l.id > v.id)";
const COMMENT_STOOD: &str = "select v.id, v.stood, v.held, v.decision from comment_verdict v where v.comment = $1 and v.moderator = $2 \
                             and v.at = $3 and v.undone is null and v.stood is not null \
                             and not exists (select 1 from comment_verdict l where l.comment = v.comment and l.id > v.id)";
const LAST_VERDICT: &str = "select moderator, decision, at from verdict where proposal = $1 and undone is null order by id desc limit 1";
const LAST_COMMENT_VERDICT: &str = "select moderator, decision, at from comment_verdict where comment = $1 and undone is null order by id desc limit 1";
const UNDO: &str = "update verdict set undone = $2 where id = $1";
const COMMENT_UNDO: &str = "update comment_verdict set undone = $2 where id = $1";
// Only if it still stands as the verdict left it.
const RESTORE: &str = "update proposal set status = $2, held = $3 where id = $1 and status = $4";
const COMMENT_RESTORE: &str = "update comment set status = $2, held = $3 where id = $1 and status = $4";
const COMPLAIN_AGAIN: &str =
    "update complaint set settled = null where (proposal = $1 or comment = $2) and settled = $3";
const DISTRUST: &str = "delete from trusted where person = $1 and by_person = $2 and at = $3";
const TELL_OVERDUE: &str = "update overdue set told = $1 where id = 1 and told <= $2";
const MOVE: &str = "update proposal set round = $2, stages = $3, cultures = $4 where id = $1 and round = $5 \
                    and not exists (select 1 from vote_log where proposal = $1) \
                    and not exists (select 1 from merging where source = $1 or target = $1) \
                    and not exists (select 1 from comment where proposal = $1)";

/// The columns of what is written.
#[must_use]
pub fn columns(item: Written) -> (Option<i64>, Option<i64>) {
    match item {
        Written::Proposal(id) => (Some(id.0), None),
        Written::Comment(id) => (None, Some(id.0)),
    }
}

/// What is written, of its two columns.
#[must_use]
pub fn written(proposal: Option<i64>, comment: Option<i64>) -> Option<Written> {
    match (proposal, comment) {
        (Some(id), _) => Some(Written::Proposal(ProposalId(id))),
        (None, id) => id.map(|id| Written::Comment(CommentId(id))),
    }
}

impl HandedRow {
    fn key(&self) -> Option<Key> {
        let request = self.join_request.map(|id| Key::JoinRequest(JoinRequestId(id)));
        written(self.proposal, self.comment).map(Key::from).or(request)
    }
}

/// Says whether it is asked now: not while something else is.
///
/// # Errors
/// Those of the database.
pub async fn ask(
    tx: &mut Tx,
    item: Written,
    by: PersonId,
    text: &str,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let (proposal, comment) = columns(item);
    let rows = on!(tx, c => sqlx::query(ASK).bind(proposal).bind(comment).bind(by.0).bind(text).bind(at.0)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Whatever is asked about it is asked no longer. Says whether something was.
///
/// # Errors
/// Those of the database.
pub async fn close(
    tx: &mut Tx,
    item: Written,
    answer: Option<&str>,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let (proposal, comment) = columns(item);
    let answer = answer.map(str::to_owned);
    let rows = on!(tx, c => sqlx::query(CLOSE).bind(proposal).bind(comment).bind(at.0).bind(answer)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Whose author is asked something.
///
/// # Errors
/// Those of the database.
pub async fn asked(db: &Db) -> Result<Vec<Written>, sqlx::Error> {
    let rows: Vec<AskedRow> = on!(db, c => sqlx::query_as(OPEN).fetch_all(c).await)?;
    Ok(rows.into_iter().filter_map(|row| written(row.proposal, row.comment)).collect())
}

/// Who asked last about something.
///
/// # Errors
/// Those of the database.
pub async fn asker(db: &Db, item: Written) -> Result<Option<i64>, sqlx::Error> {
    let (proposal, comment) = columns(item);
    on!(db, c => sqlx::query_scalar(ASKER).bind(proposal).bind(comment).fetch_optional(c).await)
}

/// The last question about something.
///
/// # Errors
/// Those of the database.
pub async fn last(db: &Db, item: Written) -> Result<Option<QuestionRow>, sqlx::Error> {
    let (proposal, comment) = columns(item);
    on!(db, c => sqlx::query_as(LAST).bind(proposal).bind(comment).fetch_optional(c).await)
}

/// The questions about everything beside a proposal, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn beside(db: &Db, proposal: ProposalId) -> Result<Vec<QuestionRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(BESIDE).bind(proposal.0).fetch_all(c).await)
}

/// Everything that was handed to somebody.
///
/// # Errors
/// Those of the database.
pub async fn handed(db: &Db) -> Result<Vec<(Key, i64)>, sqlx::Error> {
    let rows: Vec<HandedRow> = on!(db, c => sqlx::query_as(HANDED).fetch_all(c).await)?;
    Ok(rows.into_iter().filter_map(|row| Some((row.key()?, row.person))).collect())
}

/// Hands something to somebody, or to nobody in particular. Says whether it was handed to anybody before.
///
/// # Errors
/// Those of the database.
pub async fn hand(
    tx: &mut Tx,
    item: Key,
    to: Option<PersonId>,
    by: PersonId,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let (proposal, comment) = item.written().map(columns).unwrap_or_default();
    let request = match item {
        Key::JoinRequest(id) => Some(id.0),
        Key::Proposal(_) | Key::Comment(_) => None,
    };
    let before = on!(tx, c => sqlx::query(HAND_BACK).bind(proposal).bind(comment).bind(request).execute(c).await
        .map(|done| done.rows_affected()))?;
    if let Some(to) = to {
        on!(tx, c => sqlx::query(HAND).bind(proposal).bind(comment).bind(request).bind(to.0).bind(by.0).bind(at.0)
            .execute(c).await.map(drop))?;
    }
    Ok(before > 0)
}

/// # Errors
/// Those of the database.
pub async fn standing(tx: &mut Tx, item: Written) -> Result<Option<StandingRow>, sqlx::Error> {
    let (sql, id) = match item {
        Written::Proposal(id) => (STANDING, id.0),
        Written::Comment(id) => (COMMENT_STANDING, id.0),
    };
    on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await)
}

/// Writes a verdict down, with how what it is on stood before.
///
/// # Errors
/// Those of the database.
pub async fn add_verdict(
    tx: &mut Tx,
    item: Written,
    moderator: PersonId,
    decision: Decision,
    reason: Option<&str>,
    at: Timestamp,
    stood: &StandingRow,
) -> Result<(), sqlx::Error> {
    let (sql, id) = match item {
        Written::Proposal(id) => (ADD_VERDICT, id.0),
        Written::Comment(id) => (ADD_COMMENT_VERDICT, id.0),
    };
    let (reason, status, held) = (reason.map(str::to_owned), stood.status.clone(), stood.held.clone());
    on!(tx, c => sqlx::query(sql)
        .bind(id)
        .bind(moderator.0)
        .bind(decision.word())
        .bind(reason)
        .bind(at.0)
        .bind(status)
        .bind(held)
        .execute(c)
        .await
        .map(drop))
}

/// The last verdict on it that was not taken back.
///
/// # Errors
/// Those of the database.
pub async fn last_verdict(tx: &mut Tx, item: Written) -> Result<Option<GivenRow>, sqlx::Error> {
    let (sql, id) = match item {
        Written::Proposal(id) => (LAST_VERDICT, id.0),
        Written::Comment(id) => (LAST_COMMENT_VERDICT, id.0),
    };
    on!(tx, c => sqlx::query_as(sql).bind(id).fetch_optional(c).await)
}

/// The verdict that `by` gave on it at `at`, if nothing was decided since.
///
/// # Errors
/// Those of the database.
pub async fn verdict(
    tx: &mut Tx,
    item: Written,
    by: PersonId,
    at: Timestamp,
) -> Result<Option<StoodRow>, sqlx::Error> {
    let (sql, id) = match item {
        Written::Proposal(id) => (STOOD, id.0),
        Written::Comment(id) => (COMMENT_STOOD, id.0),
    };
    on!(tx, c => sqlx::query_as(sql).bind(id).bind(by.0).bind(at.0).fetch_optional(c).await)
}

/// Takes a verdict back: what it was on stands as before. Says whether that could be; `left`: as the verdict left it.
///
/// # Errors
/// Those of the database.
pub async fn undo(
    tx: &mut Tx,
    item: Written,
    row: &StoodRow,
    left: &'static str,
    given: Timestamp,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let (restore, undo, id) = match item {
        Written::Proposal(id) => (RESTORE, UNDO, id.0),
        Written::Comment(id) => (COMMENT_RESTORE, COMMENT_UNDO, id.0),
    };
    let (stood, held) = (row.stood.clone(), row.held.clone());
    let rows = on!(tx, c => sqlx::query(restore).bind(id).bind(stood).bind(held).bind(left).execute(c).await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Ok(false);
    }
    let verdict = row.id;
    on!(tx, c => sqlx::query(undo).bind(verdict).bind(at.0).execute(c).await.map(drop))?;
    let (proposal, comment) = columns(item);
    on!(tx, c => sqlx::query(COMPLAIN_AGAIN).bind(proposal).bind(comment).bind(given.0).execute(c).await.map(drop))?;
    Ok(true)
}

/// Takes back the trust that `by` gave somebody at `given`. Says whether there was some.
///
/// # Errors
/// Those of the database.
pub async fn distrust(
    tx: &mut Tx,
    person: PersonId,
    by: PersonId,
    given: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(DISTRUST).bind(person.0).bind(by.0).bind(given.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Moves a proposal to another round with the stages and cultures that it has there, unless something hangs on where it is: a
/// vote, a merging, something written beside it. Says whether it did.
///
/// # Errors
/// Those of the database.
pub async fn move_to(
    tx: &mut Tx,
    proposal: ProposalId,
    to: RoundId,
    (stages, cultures): (u32, u32),
    from: RoundId,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(MOVE)
        .bind(proposal.0)
        .bind(to.0)
        .bind(i64::from(stages))
        .bind(i64::from(cultures))
        .bind(from.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Notes that moderators are told now that something waits too long, unless they were told after `before`. Says whether it did.
///
/// # Errors
/// Those of the database.
pub async fn tell_overdue(tx: &mut Tx, now: Timestamp, before: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(TELL_OVERDUE).bind(now.0).bind(before.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
