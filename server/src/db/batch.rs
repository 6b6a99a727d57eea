//! Votes in batches: many waiting votes go into one transaction with a fixed number of statements, since with one
//! flush and a few thread hops for all of them a batch costs little more than a single vote.
//!
//! The rows travel as one JSON array. Taking it apart is the one thing that the two databases spell differently.

use super::{Db, On, Tx, events, on, row};
use futures::FutureExt;
use model::vote::{Stance, Vote};
use model::{PersonId, ProposalId, Timestamp};
use sqlx::PgExecutor;
use std::sync::Arc;

/// A vote to be written.
#[derive(Clone, Debug)]
pub struct NewVote {
    pub at: Timestamp,
    pub person: PersonId,
    pub proposal: ProposalId,
    pub vote: Vote,
    pub on_behalf: bool,
    pub by: Option<PersonId>,
    /// Where it was imported from, and its key there.
    pub source: Option<(String, String)>,
}

row! {
    /// A vote as the log has it.
    pub struct VoteRow {
        seq: i64,
        at: i64,
        person: i64,
        proposal: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        on_behalf: bool,
    }
}

/// The columns of the log. `first` is the number of the batch's first vote, `n` the place in the array, from 1.
macro_rules! log {
    ($first:literal, $from:literal) => {
        concat!(
            "insert into vote_log (seq, at, person, proposal, stance, strength, red_line, on_behalf, by_person, source, source_key) \
             select ", $first, " + n - 1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint), \
             cast(value->>3 as bigint), cast(value->>4 as bigint), cast(value->>5 as bigint) = 1, \
             cast(value->>6 as bigint) = 1, cast(value->>7 as bigint), value->>8, value->>9 from ",
            $from,
            " where true order by n"
        )
    };
}

/// The batch's last vote of each person on each proposal becomes the current one. A vote on behalf never replaces
/// what its voter said in person.
macro_rules! keep {
    ($first:literal, $from:literal) => {
        concat!(
            "insert into vote (person, proposal, stance, strength, red_line, on_behalf, seq) \
             select cast(value->>1 as bigint), cast(value->>2 as bigint), cast(value->>3 as bigint), \
             cast(value->>4 as bigint), cast(value->>5 as bigint) = 1, cast(value->>6 as bigint) = 1, ", $first, " + n - 1 from ",
            $from,
            " where cast(value->>10 as bigint) = 1 order by 1, 2 \
             on conflict (person, proposal) do update set stance = excluded.stance, strength = excluded.strength, \
             red_line = excluded.red_line, on_behalf = excluded.on_behalf, seq = excluded.seq \
             where vote.on_behalf or vote.stance = 0 or not excluded.on_behalf"
        )
    };
}

/// All of it at once: with sqlx every statement on SQLite is a hop to another thread and back. $1 are the rows, $2 is
/// how many there are.
const WRITE_SQLITE: &str = concat!(
    "update sequence set last = last + $2 where id = 1; ",
    log!(
        "(select last from sequence where id = 1) - $2 + 1",
        "(select value, key + 1 as n from json_each($1)) as line"
    ),
    "; ",
    keep!(
        "(select last from sequence where id = 1) - $2 + 1",
        "(select value, key + 1 as n from json_each($1)) as line"
    ),
    "; select last - $2 + 1 from sequence where id = 1"
);
/// On PostgreSQL it is a round trip each. The update of the counter comes first, since the others read its outcome; it
/// holds the counter until the transaction ends. $3 is the channel on which other instances are woken.
const WRITE_POSTGRES: &str = concat!(
    "with counter as (update sequence set last = last + $2 where id = 1 returning last - $2 + 1 as first), \
     line as materialized (select value, n from json_array_elements($1::json) with ordinality as line (value, n)), \
     logged as (",
    log!("first", "counter, line"),
    "), kept as (",
    keep!("first", "counter, line"),
    ") select first, pg_notify($3, '')::text from counter"
);
const AFTER: &str = "select seq, at, person, proposal, stance, strength, red_line, on_behalf from vote_log \
                     where seq > $1 and seq <= $2 order by seq";

/// Writes votes in their order and gives the number of the first; the others follow it.
///
/// # Errors
/// Those of the database.
pub async fn write(tx: &mut Tx, votes: &[NewVote]) -> Result<i64, sqlx::Error> {
    match tx.each() {
        On::Sqlite(c) => {
            let count = i64::try_from(votes.len()).unwrap_or(i64::MAX);
            let write = sqlx::query_scalar(WRITE_SQLITE).bind(as_json(votes)).bind(count);
            // All rows: whoever stops at the first leaves the statements behind it undone.
            write.fetch_all(c).await?.pop().ok_or(sqlx::Error::RowNotFound)
        }
        On::Postgres(c) => write_on_postgres(c, votes).await,
    }
}

/// The same, and nothing else: on PostgreSQL one statement is a transaction by itself, in one round trip instead of three.
///
/// # Errors
/// Those of the database.
pub async fn write_alone(db: &Db, votes: Arc<Vec<NewVote>>) -> Result<i64, sqlx::Error> {
    let Db::Postgres(pool) = db else {
        return db.write(move |tx| async move { write(tx, &votes).await }.boxed()).await;
    };
    let pool = pool.clone();
    // In a task of its own: one that is given up halfway would leave its connection in the middle of an answer.
    let written = tokio::spawn(async move { write_on_postgres(&pool, &votes).await });
    written.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

async fn write_on_postgres<'c>(c: impl PgExecutor<'c>, votes: &[NewVote]) -> Result<i64, sqlx::Error> {
    let count = i64::try_from(votes.len()).unwrap_or(i64::MAX);
    let write = sqlx::query_scalar(WRITE_POSTGRES).bind(as_json(votes)).bind(count).bind(events::CHANNEL);
    write.fetch_one(c).await
}

/// One array a vote: at, person, proposal, stance, strength, red line, on behalf, by, source, key, and whether it is
/// the one of its person and proposal that counts in this batch. The voter's own word outweighs one on behalf.
fn as_json(votes: &[NewVote]) -> String {
    let mut last = std::collections::HashMap::new();
    for (place, vote) in votes.iter().enumerate() {
        let place_of = last.entry((vote.person, vote.proposal)).or_insert(place);
        let kept = &votes[*place_of];
        if kept.on_behalf || kept.vote.stance == Stance::TakenBack || !vote.on_behalf {
            *place_of = place;
        }
    }
    let lines = votes.iter().enumerate().map(|(place, vote)| {
        let (source, key) = vote.source.as_ref().map(|(source, key)| (source.as_str(), key.as_str())).unzip();
        let counts = last.get(&(vote.person, vote.proposal)) == Some(&place);
        serde_json::json!([
            vote.at.0,
            vote.person,
            vote.proposal,
            vote.vote.stance.code(),
            vote.vote.strength.map_or(0, |strength| strength.code()),
            i64::from(vote.vote.red_line),
            i64::from(vote.on_behalf),
            vote.by,
            source,
            key,
            i64::from(counts),
        ])
    });
    serde_json::Value::Array(lines.collect()).to_string()
}

/// The votes numbered above `from`, up to `to`.
///
/// # Errors
/// Those of the database.
pub async fn between(db: &Db, from: i64, to: i64) -> Result<Vec<VoteRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(AFTER).bind(from).bind(to).fetch_all(c).await)
}
