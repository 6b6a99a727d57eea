//! The event log, and the one counter that numbers it and the vote log in commit order.

use super::audit::{self, Event};
use super::{Db, On, Tx, acting, on, row};
use model::audit::NOUNS;
use model::{PersonId, ProposalId, RoundId, Timestamp};

/// The channel on which PostgreSQL tells every instance that something was committed.
pub const CHANNEL: &str = "accord";

/// What an event is about: a kind is `noun.verb`, and its noun says what `subject` is the key of.
#[derive(Clone, Copy, Debug)]
pub struct What {
    /// `proposal.published`, `person.confirmed`, …
    pub kind: &'static str,
    pub subject: i64,
    pub round: Option<RoundId>,
}

impl What {
    #[must_use]
    pub fn new(kind: &'static str, subject: i64) -> Self {
        Self { kind, subject, round: None }
    }

    #[must_use]
    pub fn of_round(kind: &'static str, round: RoundId, subject: i64) -> Self {
        Self { kind, subject, round: Some(round) }
    }
}

const RAISE: &str = "update sequence set last = last + $1 where id = 1 returning last";
const ADD: &str = "insert into event (seq, at, person, round, kind, subject, detail, token) values ($1, $2, $3, $4, $5, $6, $7, $8)";
const TOUCHED: &str = "select count(*) from event where seq > $1 and (subject = $2 and kind in ('proposal.published', 'proposal.declined', \
                       'proposal.reopened', 'proposal.moved') \
                       or round = $3 and kind in ('proposal.merged', 'proposal.unmerged', 'proposal.stepped_out'))";
const LAST: &str = "select last from sequence where id = 1";
const AFTER: &str = "select seq, kind, round, subject from event where seq > $1 and seq <= $2 order by seq";

/// Takes the next `count` numbers and gives the first. Holds the counter's lock until the transaction ends, which
/// is what makes numbers follow the order of commits.
///
/// # Errors
/// Those of the database.
pub async fn take(tx: &mut Tx, count: i64) -> Result<i64, sqlx::Error> {
    let last: i64 = on!(tx, c => sqlx::query_scalar(RAISE).bind(count).fetch_one(c).await)?;
    Ok(last - count + 1)
}

/// Whether a proposal was decided on, or anything in its round merged or parted, after `seq`. The caller holds the counter.
///
/// # Errors
/// Those of the database.
pub async fn touched(
    tx: &mut Tx,
    seq: i64,
    round: RoundId,
    proposal: ProposalId,
) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(TOUCHED).bind(seq).bind(proposal.0).bind(round.0).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Records what happened, in the transaction in which it does.
///
/// # Errors
/// Those of the database.
pub async fn record(
    tx: &mut Tx,
    at: Timestamp,
    by: Option<PersonId>,
    what: What,
    detail: Option<&str>,
) -> Result<(), sqlx::Error> {
    debug_assert!(
        what.kind.split_once('.').is_some_and(|(noun, _)| NOUNS.contains(&noun)),
        "the log cannot be narrowed to {}: its noun is not among NOUNS",
        what.kind
    );
    let seq = take(tx, 1).await?;
    let token = acting::token().map(|token| token.0);
    on!(tx, c => sqlx::query(ADD)
        .bind(seq)
        .bind(at.0)
        .bind(by.map(|person| person.0))
        .bind(what.round.map(|round| round.0))
        .bind(what.kind)
        .bind(what.subject)
        .bind(detail.map(str::to_owned))
        .bind(token)
        .execute(c)
        .await
        .map(drop))?;
    let event = Event {
        seq,
        at,
        person: by.map(|person| person.0),
        round: what.round.map(|round| round.0),
        kind: what.kind,
        subject: Some(what.subject),
        detail,
        token,
    };
    audit::add(tx, &event).await?;
    tell(tx).await
}

/// Wakes the other instances when the transaction commits. SQLite has none.
///
/// # Errors
/// Those of the database.
pub async fn tell(tx: &mut Tx) -> Result<(), sqlx::Error> {
    match tx.each() {
        On::Sqlite(_) => Ok(()),
        On::Postgres(c) => sqlx::query("select pg_notify($1, '')").bind(CHANNEL).execute(c).await.map(drop),
    }
}

/// The last number given out by a committed transaction.
///
/// # Errors
/// Those of the database.
pub async fn last(db: &Db) -> Result<i64, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(LAST).fetch_one(c).await)
}

row! {
    /// An event as the memory needs it.
    pub struct EventRow {
        seq: i64,
        kind: String,
        round: Option<i64>,
        subject: Option<i64>,
    }
}

/// The events numbered above `from`, up to `to`.
///
/// # Errors
/// Those of the database.
pub async fn between(db: &Db, from: i64, to: i64) -> Result<Vec<EventRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(AFTER).bind(from).bind(to).fetch_all(c).await)
}
