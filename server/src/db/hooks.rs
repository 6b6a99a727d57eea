//! Hooks, and what waits to be sent to them.

use super::{Db, Tx, on, row};
use model::program::HookKind;
use model::{ProposalId, Timestamp};

row! {
    pub struct HookRow {
        id: i64,
        url: String,
        kinds: String,
        created: i64,
        stopped: Option<i64>,
    }
}

row! {
    pub struct DeliveryRow {
        id: i64,
        hook: i64,
        message: String,
        kind: String,
        at: i64,
        tries: i64,
        sent: Option<i64>,
        due: i64,
        problem: Option<String>,
    }
}

row! {
    /// What is to be sent now.
    pub struct DueRow {
        id: i64,
        hook: i64,
        message: String,
        body: String,
        tries: i64,
        url: String,
        secret: String,
    }
}

/// Something to be sent to a hook.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    pub hook: i64,
    pub message: String,
    pub kind: HookKind,
    pub body: String,
    pub at: Timestamp,
}

const WAS_PUBLISHED: &str = "select count(*) from event where kind = 'proposal.published' and subject = $1";
const CURSOR: &str = "select seq from hook_cursor where id = 1";
const ADVANCE: &str = "update hook_cursor set seq = $1 where id = 1 and seq = $2";
const LIST: &str = "select id, url, kinds, created, stopped from hook order by id desc";
const GOING: &str = "select id, url, kinds, created, stopped from hook where stopped is null order by id";
const ONE: &str = "select id, url, kinds, created, stopped from hook where id = $1";
const ADD: &str =
    "insert into hook (url, secret, kinds, created, created_by) values ($1, $2, $3, $4, $5) returning id";
const STOP: &str = "update hook set stopped = $2 where id = $1 and (stopped is null) = ($2 is not null)";
const REMOVE: &str = "delete from hook where id = $1";
const ADD_DELIVERY: &str = "insert into hook_delivery (hook, message, kind, body, at, due, tries) values ($1, $2, $3, $4, $5, $6, 0)";
const DELIVERIES: &str = "select id, hook, message, kind, at, tries, sent, due, problem from hook_delivery \
                          where hook = $1 order by id desc limit $2";
// What was given up is due at the end of time; what is for a hook that was stopped waits.
const NEXT_DUE: &str = "select min(d.due) from hook_delivery d join hook h on h.id = d.hook \
                        where d.sent is null and h.stopped is null";
const CLAIM: &str = "update hook_delivery set due = $2, tries = tries + 1 where id = \
                     (select d.id from hook_delivery d join hook h on h.id = d.hook where d.sent is null and h.stopped is null \
                     and d.due <= $1 order by d.due, d.id limit 1) and sent is null and due <= $1 \
                     returning id, hook, message, body, tries, (select url from hook where hook.id = hook_delivery.hook) as url, \
                     (select secret from hook where hook.id = hook_delivery.hook) as secret";
const SENT: &str = "update hook_delivery set sent = $2, problem = null where id = $1 and sent is null";
const POSTPONE: &str = "update hook_delivery set due = $2, problem = $3 where id = $1 and sent is null";
const REPLAY: &str =
    "update hook_delivery set due = $2, sent = null, tries = 0, problem = null where id = $1";
const DELETE_OLD: &str =
    "delete from hook_delivery where at <= $1 and (sent is not null or due = 9223372036854775807)";

/// How far the event log has been read.
///
/// # Errors
/// Those of the database.
pub async fn cursor(db: &Db) -> Result<i64, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(CURSOR).fetch_one(c).await)
}

/// Moves on, if nobody else has; says whether it did.
///
/// # Errors
/// Those of the database.
pub async fn advance(tx: &mut Tx, from: i64, to: i64) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ADVANCE).bind(to).bind(from).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// # Errors
/// Those of the database.
pub async fn list(db: &Db) -> Result<Vec<HookRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(LIST).fetch_all(c).await)
}

/// Those that are not stopped.
///
/// # Errors
/// Those of the database.
pub async fn going(db: &Db) -> Result<Vec<HookRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(GOING).fetch_all(c).await)
}

/// # Errors
/// Those of the database.
pub async fn one(db: &Db, id: i64) -> Result<Option<HookRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ONE).bind(id).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    url: &str,
    secret: &str,
    kinds: &str,
    by: i64,
    now: Timestamp,
) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(ADD)
        .bind(url.to_owned())
        .bind(secret.to_owned())
        .bind(kinds.to_owned())
        .bind(now.0)
        .bind(by)
        .fetch_one(c)
        .await)
}

/// Stops it, or, without a time, lets it go on; says whether that is new.
///
/// # Errors
/// Those of the database.
pub async fn stop(tx: &mut Tx, id: i64, at: Option<Timestamp>) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(STOP).bind(id).bind(at.map(|at| at.0)).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, id: i64) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REMOVE).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Whether a proposal came to be read by customers only when a moderator let it through.
///
/// # Errors
/// Those of the database.
pub async fn was_published_later(db: &Db, proposal: ProposalId) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(db, c => sqlx::query_scalar(WAS_PUBLISHED).bind(proposal.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// # Errors
/// Those of the database.
pub async fn add_delivery(tx: &mut Tx, new: &NewDelivery, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_DELIVERY)
        .bind(new.hook)
        .bind(&new.message)
        .bind(new.kind.word())
        .bind(&new.body)
        .bind(new.at.0)
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// The newest of a hook.
///
/// # Errors
/// Those of the database.
pub async fn deliveries(db: &Db, hook: i64, most: i64) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(DELIVERIES).bind(hook).bind(most).fetch_all(c).await)
}

/// When the next one is to leave.
///
/// # Errors
/// Those of the database.
pub async fn next_due(db: &Db) -> Result<Option<Timestamp>, sqlx::Error> {
    let due: Option<i64> = on!(db, c => sqlx::query_scalar(NEXT_DUE).fetch_one(c).await)?;
    Ok(due.filter(|due| *due < i64::MAX).map(Timestamp))
}

/// Takes one that is due, which nobody else gets before `until`.
///
/// # Errors
/// Those of the database.
pub async fn claim(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<Option<DueRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(CLAIM).bind(now.0).bind(until.0).fetch_optional(c).await)
}

/// # Errors
/// Those of the database.
pub async fn sent(tx: &mut Tx, id: i64, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SENT).bind(id).bind(now.0).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn postpone(tx: &mut Tx, id: i64, due: Timestamp, problem: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(POSTPONE).bind(id).bind(due.0).bind(problem.to_owned()).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn give_up(tx: &mut Tx, id: i64, problem: &str) -> Result<(), sqlx::Error> {
    postpone(tx, id, Timestamp(i64::MAX), problem).await
}

/// Lets it leave again; says whether there is such a one.
///
/// # Errors
/// Those of the database.
pub async fn replay(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REPLAY).bind(id).bind(now.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Forgets what has left, or was given up, and happened before a moment.
///
/// # Errors
/// Those of the database.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_OLD).bind(before.0).execute(c).await.map(drop))
}
