//! What practices were before each change, so that whoever made the last can take it back.

use crate::db::{Db, Tx, on, row};
use anyhow::Context;
use model::practice::{PracticeChange, PracticeText};
use model::{PersonId, PracticeId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

row! {
    struct LastRow {
        practice: i64,
        revision: i64,
        by_person: i64,
        name: String,
        at: i64,
    }
}

row! {
    struct ChangeRow {
        id: i64,
        revision: i64,
        was: String,
        sitting: bool,
        at: i64,
        by_person: i64,
    }
}

// `$1` is one practice or 0, and then `$2` a round.
const LAST: &str = "select c.practice, c.revision, c.by_person, w.name, c.at from practice_change c \
                    join practice p on p.id = c.practice join person w on w.id = c.by_person \
                    where (p.id = $1 or ($1 = 0 and p.round = $2)) \
                    and c.id = (select max(o.id) from practice_change o where o.practice = c.practice)";
const OF: &str = "select id, revision, was, sitting, at, by_person from practice_change where practice = $1 order by id desc limit 1";
const REVISION: &str = "select revision from practice where id = $1 and removed is null";
const ADD: &str = "insert into practice_change (practice, revision, was, sitting, at, by_person) values ($1, $2, $3, $4, $5, $6)";
const GO_ON: &str = "update practice_change set revision = $2, at = $3 where id = $1";

/// What is kept by itself within this time of the last is one change with it.
pub const SITTING: i64 = 30 * Timestamp::MINUTE;

/// By practice: the last change, with the revision that it made.
///
/// # Errors
/// Those of the database, and a stored name that the model refuses.
pub async fn last(db: &Db, one: i64, round: i64) -> anyhow::Result<BTreeMap<i64, (i64, PracticeChange)>> {
    let rows: Vec<LastRow> = on!(db, c => sqlx::query_as(LAST).bind(one).bind(round).fetch_all(c).await)?;
    let change = |row: LastRow| {
        let by = super::name(&row.name)?;
        let change = PracticeChange { person: PersonId(row.by_person), by, at: Timestamp(row.at) };
        Ok((row.practice, (row.revision, change)))
    };
    rows.into_iter().map(change).collect()
}

/// The revision that a practice has; `None` when it is no longer there.
///
/// # Errors
/// Those of the database.
pub async fn revision(tx: &mut Tx, id: PracticeId) -> Result<Option<i64>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(REVISION).bind(id.0).fetch_optional(c).await)
}

/// What was there before a change, and what the change did besides: all that is taken back with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Was {
    #[serde(flatten)]
    pub text: PracticeText,
    /// Practices that it made of parts of this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<PracticeId>,
    /// Practices that it took out: parts that became one with this again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<PracticeId>,
}

impl From<PracticeText> for Was {
    fn from(text: PracticeText) -> Self {
        Self { text, made: Vec::new(), gone: Vec::new() }
    }
}

/// A change that is being made.
#[derive(Clone, Debug)]
pub struct NewChange {
    pub practice: PracticeId,
    /// That it makes.
    pub revision: i64,
    pub was: Was,
    pub sitting: bool,
    pub by: PersonId,
    pub at: Timestamp,
}

/// Keeps what was there before; in one sitting, what was there before the first of it.
///
/// # Errors
/// Those of the database.
pub async fn note(tx: &mut Tx, new: &NewChange) -> anyhow::Result<()> {
    let last: Option<ChangeRow> =
        on!(tx, c => sqlx::query_as(OF).bind(new.practice.0).fetch_optional(c).await)?;
    let same = last.filter(|last| {
        let own = new.sitting && last.sitting && last.by_person == new.by.0;
        own && last.revision + 1 == new.revision && new.at.since(Timestamp(last.at)) < SITTING
    });
    if let Some(last) = same {
        on!(tx, c => sqlx::query(GO_ON).bind(last.id).bind(new.revision).bind(new.at.0).execute(c).await.map(drop))?;
        return Ok(());
    }
    let was = serde_json::to_string(&new.was).context("writing what a practice was")?;
    on!(tx, c => sqlx::query(ADD)
        .bind(new.practice.0)
        .bind(new.revision)
        .bind(was)
        .bind(new.sitting)
        .bind(new.at.0)
        .bind(new.by.0)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// What a practice was before its last change, if this person made it and it is the last.
///
/// # Errors
/// Those of the database, and a stored text that the model refuses.
pub async fn own_last(db: &Db, id: PracticeId, revision: i64, by: PersonId) -> anyhow::Result<Option<Was>> {
    let last: Option<ChangeRow> = on!(db, c => sqlx::query_as(OF).bind(id.0).fetch_optional(c).await)?;
    let own = last.filter(|last| last.by_person == by.0 && last.revision == revision);
    own.map(|last| serde_json::from_str(&last.was).context("reading what a practice was")).transpose()
}
