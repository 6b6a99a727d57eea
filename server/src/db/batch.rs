//! Votes in batches: many waiting votes go into one transaction with a fixed number of statements, since with one
//! flush and a few thread hops for all of them a batch costs little more than a single vote.
//!
//! The rows travel as one JSON array. Taking it apart is the one thing that the two databases spell differently.

use super::{Db, On, Tx, events, on, row};
use model::vote::{Stance, Vote};
use model::{PersonId, ProposalId, Timestamp};

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

/// `n` is the place in the array, from 1, and so the place after the last number given out before.
macro_rules! from_rows {
    (sqlite) => {
        "(select value, key + 1 as n from json_each($1)) as line"
    };
    (postgres) => {
        "json_array_elements($1::json) with ordinality as line (value, n)"
    };
}

macro_rules! log {
    ($db:ident) => {
        concat!(
            "insert into vote_log (seq, at, person, proposal, stance, strength, red_line, on_behalf, by_person, source, source_key) \
             select $2 + n - 1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint), \
             cast(value->>3 as bigint), cast(value->>4 as bigint), cast(value->>5 as bigint) = 1, \
             cast(value->>6 as bigint) = 1, cast(value->>7 as bigint), value->>8, value->>9 from ",
            from_rows!($db),
            " where true order by n"
        )
    };
}

/// The batch's last vote of each person on each proposal becomes the current one. A vote on behalf never replaces
/// what its voter said in person.
macro_rules! keep {
    ($db:ident) => {
        concat!(
            "insert into vote (person, proposal, stance, strength, red_line, on_behalf, seq) \
             select cast(value->>1 as bigint), cast(value->>2 as bigint), cast(value->>3 as bigint), \
             cast(value->>4 as bigint), cast(value->>5 as bigint) = 1, cast(value->>6 as bigint) = 1, $2 + n - 1 from ",
            from_rows!($db),
            " where cast(value->>10 as bigint) = 1 order by 1, 2 \
             on conflict (person, proposal) do update set stance = excluded.stance, strength = excluded.strength, \
             red_line = excluded.red_line, on_behalf = excluded.on_behalf, seq = excluded.seq \
             where vote.on_behalf or vote.stance = 0 or not excluded.on_behalf"
        )
    };
}

const LOG_SQLITE: &str = log!(sqlite);
const LOG_POSTGRES: &str = log!(postgres);
const KEEP_SQLITE: &str = keep!(sqlite);
const KEEP_POSTGRES: &str = keep!(postgres);
const AFTER: &str = "select seq, at, person, proposal, stance, strength, red_line, on_behalf from vote_log \
                     where seq > $1 and seq <= $2 order by seq";

/// Writes votes in their order and gives the number of the first; the others follow it.
///
/// # Errors
/// Those of the database.
pub async fn write(tx: &mut Tx, votes: &[NewVote]) -> Result<i64, sqlx::Error> {
    let first = events::take(tx, i64::try_from(votes.len()).unwrap_or(i64::MAX)).await?;
    let rows = as_json(votes);
    match tx.each() {
        On::Sqlite(c) => {
            sqlx::query(LOG_SQLITE).bind(&rows).bind(first).execute(&mut *c).await?;
            sqlx::query(KEEP_SQLITE).bind(&rows).bind(first).execute(c).await?;
        }
        On::Postgres(c) => {
            sqlx::query(LOG_POSTGRES).bind(&rows).bind(first).execute(&mut *c).await?;
            sqlx::query(KEEP_POSTGRES).bind(&rows).bind(first).execute(c).await?;
        }
    }
    events::tell(tx).await?;
    Ok(first)
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
