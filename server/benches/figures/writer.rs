//! The limit for votes: one task that gathers what waits and writes it through sqlx in one transaction, on a database
//! with the program's tables and rows, without HTTP, sessions, rules or a ranking. Its statements stand here once
//! more, so that the limit does not move with the program.

use super::load::SECONDS;
use super::plant::PROPOSALS;
use anyhow::{Context, Result};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use server::clock::Clock;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgConnection, SqliteConnection};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Most votes in one transaction.
const BATCH: usize = 1024;

struct Waiting {
    /// person, proposal, stance
    vote: [i64; 3],
    kept: oneshot::Sender<()>,
}

const RAISE: &str = "update sequence set last = last + $1 where id = 1 returning last";

macro_rules! log {
    ($from:literal) => {
        concat!(
            "insert into vote_log (seq, at, person, proposal, stance, strength, red_line, on_behalf) \
             select $2 + n, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint), \
             cast(value->>3 as bigint), 0, false, false from ",
            $from,
            " where true order by n"
        )
    };
}
macro_rules! keep {
    ($from:literal) => {
        concat!(
            "insert into vote (person, proposal, stance, strength, red_line, on_behalf, seq) \
             select cast(value->>1 as bigint), cast(value->>2 as bigint), cast(value->>3 as bigint), 0, false, false, $2 + n from ",
            $from,
            " where true order by 1, 2 on conflict (person, proposal) do update set stance = excluded.stance, \
             strength = excluded.strength, red_line = excluded.red_line, on_behalf = excluded.on_behalf, seq = excluded.seq"
        )
    };
}

macro_rules! writer {
    ($name:ident, $connection:ty, $begin:literal, $from:literal) => {
        async fn $name(mut c: $connection, mut waiting: mpsc::Receiver<Waiting>) -> Result<(), sqlx::Error> {
            let mut votes = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut votes, BATCH).await > 0 {
                let rows = as_json(&votes);
                let count = votes.len() as i64;
                let mut tx = c.begin_with($begin).await?;
                let last: i64 = sqlx::query_scalar(RAISE).bind(count).fetch_one(&mut *tx).await?;
                let before = last - count;
                sqlx::query(log!($from)).bind(&rows).bind(before).execute(&mut *tx).await?;
                sqlx::query(keep!($from)).bind(&rows).bind(before).execute(&mut *tx).await?;
                tx.commit().await?;
                for vote in votes.drain(..) {
                    let _ = vote.kept.send(());
                }
            }
            Ok(())
        }
    };
}
writer!(
    on_sqlite,
    SqliteConnection,
    "BEGIN IMMEDIATE",
    "(select value, key + 1 as n from json_each($1)) as line"
);
writer!(
    on_postgres,
    PgConnection,
    "BEGIN",
    "json_array_elements($1::json) with ordinality as line (value, n)"
);

fn as_json(votes: &[Waiting]) -> String {
    let at = Clock::machine().now().0;
    let rows = votes.iter().map(|Waiting { vote: [person, proposal, stance], .. }| {
        serde_json::json!([at, person, proposal, stance])
    });
    serde_json::Value::Array(rows.collect()).to_string()
}

pub struct Writer(mpsc::Sender<Waiting>);

impl Writer {
    /// Opens a database with the settings of the program.
    pub async fn open(url: &str) -> Result<Self> {
        let (sender, receiver) = mpsc::channel(4096);
        if let Some(path) = url.strip_prefix("sqlite://") {
            let options = SqliteConnectOptions::new()
                .filename(path)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .pragma("temp_store", "memory")
                .pragma("cache_size", "-8192");
            tokio::spawn(on_sqlite(options.connect().await?, receiver));
        } else {
            let options = url.parse::<PgConnectOptions>()?.options([("synchronous_commit", "on")]);
            tokio::spawn(on_postgres(options.connect().await?, receiver));
        }
        Ok(Self(sender))
    }

    /// Everybody votes at random, one vote after the other; gives the votes kept in a second.
    pub async fn run(&self, people: &[i64]) -> Result<f64> {
        let from = Instant::now();
        let until = from + Duration::from_secs(SECONDS.into());
        let voters: Vec<_> =
            people.iter().map(|person| tokio::spawn(vote(self.0.clone(), *person, until))).collect();
        let mut kept = 0;
        for voter in voters {
            kept += voter.await?.context("the bare writer has stopped")?;
        }
        Ok(f64::from(kept) / from.elapsed().as_secs_f64())
    }
}

async fn vote(writer: mpsc::Sender<Waiting>, person: i64, until: Instant) -> Result<u32> {
    let mut random = StdRng::seed_from_u64(person.cast_unsigned());
    let mut count = 0;
    while Instant::now() < until {
        let (kept, answer) = oneshot::channel();
        let vote = [person, random.random_range(1..=PROPOSALS), random.random_range(1..=3)];
        writer.send(Waiting { vote, kept }).await.ok().context("nobody receives")?;
        answer.await?;
        count += 1;
    }
    Ok(count)
}
