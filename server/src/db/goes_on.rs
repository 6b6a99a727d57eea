//! A promise that goes on under another number: all that was said and reported of it moves to the practice that is the same again
//! in a later version of the design.

use super::{Db, Tx, on};
use model::{PracticeId, Version};
use std::collections::BTreeMap;

/// What belongs to a promise. What the later practice has already (of an earlier time) stays as it is.
macro_rules! move_over {
    ($table:literal, $same:literal) => {
        concat!(
            "update ",
            $table,
            " set practice = $2 where practice = $1 and not exists (select 1 from ",
            $table,
            " o where o.practice = $2 and ",
            $same,
            ")"
        )
    };
}

const MOVE: [&str; 8] = [
    move_over!("promise", "o.practice <> $1"),
    move_over!("report", "o.person = report.person and o.quarter = report.quarter"),
    move_over!("report_told", "o.quarter = report_told.quarter"),
    move_over!(
        "report_told_words",
        "o.person = report_told_words.person and o.quarter = report_told_words.quarter"
    ),
    move_over!("ask", "o.person = ask.person and o.quarter = ask.quarter"),
    move_over!("indicator_value", "o.which = indicator_value.which and o.day = indicator_value.day"),
    move_over!("gap", "o.quarter = gap.quarter"),
    move_over!("hushed_promise", "o.person = hushed_promise.person"),
];
// What is promised again under its own number goes on as nothing else.
const STAYS: &str = "delete from promise_goes_on where practice = $1";
const ADD: &str = "insert into promise_goes_on (practice, becomes, version) values ($1, $2, $3) \
                   on conflict (practice) do update set becomes = excluded.becomes, version = excluded.version";
const ALL: &str = "select practice, becomes from promise_goes_on";

/// # Errors
/// Those of the database.
pub async fn go_on(
    tx: &mut Tx,
    before: PracticeId,
    after: PracticeId,
    version: Version,
) -> Result<(), sqlx::Error> {
    for sql in MOVE {
        on!(tx, c => sqlx::query(sql).bind(before.0).bind(after.0).execute(c).await.map(drop))?;
    }
    stays(tx, after).await?;
    on!(tx, c => sqlx::query(ADD).bind(before.0).bind(after.0).bind(version.0).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn stays(tx: &mut Tx, practice: PracticeId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(STAYS).bind(practice.0).execute(c).await.map(drop))
}

/// Each practice that goes on, and as which.
///
/// # Errors
/// Those of the database.
pub async fn all(db: &Db) -> Result<Chain, sqlx::Error> {
    let rows: Vec<(i64, i64)> = on!(db, c => sqlx::query_as(ALL).fetch_all(c).await)?;
    Ok(Chain(rows.into_iter().collect()))
}

/// The same, within a write.
///
/// # Errors
/// Those of the database.
pub async fn all_within(tx: &mut Tx) -> Result<Chain, sqlx::Error> {
    let rows: Vec<(i64, i64)> = on!(tx, c => sqlx::query_as(ALL).fetch_all(c).await)?;
    Ok(Chain(rows.into_iter().collect()))
}

/// As which practice each goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain(pub BTreeMap<i64, i64>);

impl Chain {
    #[must_use]
    pub fn next(&self, practice: PracticeId) -> Option<PracticeId> {
        self.0.get(&practice.0).copied().map(PracticeId)
    }

    /// As which it went on last, however many versions later; itself, if it did not.
    #[must_use]
    pub fn end(&self, practice: PracticeId) -> PracticeId {
        // No longer than there are links, should they ever meet.
        let mut end = practice;
        for _ in 0..self.0.len() {
            let Some(next) = self.next(end) else { break };
            end = next;
        }
        end
    }
}
