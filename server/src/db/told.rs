//! What is told of reports: figures and words as they stood at the last step (domain rule 6). Every instance reads the same here.

use super::{Db, Tx, events, on, row};
use crate::error::Error;
use engine::suppression::MIN_ACCOUNTS_SHOWN;
use futures::FutureExt;
use model::promise::Quarter;
use model::{PersonId, PracticeId, Timestamp};

row! {
    /// `kept` is in hundredths of a voice, `hidden` accounts of which nobody read a report `at` that moment.
    pub struct ToldRow {
        id: i64,
        practice: i64,
        quarter: i64,
        voices: i64,
        kept: i64,
        hidden: i64,
        at: i64,
        closed: bool,
    }
}

row! {
    pub struct WordsRow {
        practice: i64,
        quarter: i64,
        words: String,
    }
}

/// Figures that are to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub practice: i64,
    pub quarter: i64,
    pub voices: u32,
    /// In hundredths of a voice.
    pub kept: u32,
    /// Accounts of which nobody reads a report.
    pub hidden: u32,
    /// As of when, if they are what was told before.
    pub at: Option<i64>,
    /// The quarter has ended: nothing follows.
    pub closed: bool,
}

/// Steps in one transaction: others wait meanwhile.
const BATCH: usize = 1_000;

const SINCE: &str = "select id, practice, quarter, voices, kept, hidden, at, closed from report_told where id > $1 and quarter > $2 order by id";
const NEWEST: &str = "select coalesce(max(id), 0) from report_told";
// Another instance may have told it just before: then this is no step.
const MAKE_WAY: &str = "delete from report_told where practice = $1 and quarter = $2 and not closed and ($3 or hidden + $4 <= $5)";
const ADD: &str = "insert into report_told (practice, quarter, voices, kept, hidden, closed, at) values ($1, $2, $3, $4, $5, $6, $7) \
                   on conflict (practice, quarter) do nothing";
const CLEAR_WORDS: &str = "delete from report_told_words where exists (select 1 from report_told t \
                           where t.practice = report_told_words.practice and t.quarter = report_told_words.quarter and t.id > $1)";
const ADD_WORDS: &str = "insert into report_told_words (practice, quarter, person, words) \
                         select r.practice, r.quarter, r.person, r.words from report_told t \
                         join report r on r.practice = t.practice and r.quarter = t.quarter \
                         where t.id > $1 and r.words is not null and r.kept is not null";
// Words come in the order of the alphabet: the order of reports would tell who wrote last.
const WORDS: &str = "select practice, quarter, words from report_told_words where quarter > $1 \
                     order by quarter desc, practice, words";
const TAKE_BACK: &str = "delete from report_told_words where practice = $1 and person = $2 and quarter = $3";

/// What has been told since, of quarters after this one.
///
/// # Errors
/// Those of the database.
pub async fn since(db: &Db, id: i64, after: Quarter) -> Result<Vec<ToldRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(SINCE).bind(id).bind(after.0).fetch_all(c).await)
}

/// Tells these figures, of `now`, each with the words as they stand now, unless another instance has told them.
///
/// # Errors
/// Those of the database.
pub async fn tell(db: &Db, steps: &[Step], now: Timestamp) -> Result<(), Error> {
    for some in steps.chunks(BATCH) {
        let some = some.to_vec();
        db.write(move |tx| async move { Ok::<_, Error>(write(tx, &some, now).await?) }.boxed()).await?;
    }
    Ok(())
}

async fn write(tx: &mut Tx, steps: &[Step], now: Timestamp) -> Result<(), sqlx::Error> {
    // They are numbered in the order in which they are committed, so that who has read to one has read all before.
    events::take(tx, 0).await?;
    let newest: i64 = on!(tx, c => sqlx::query_scalar(NEWEST).fetch_one(c).await)?;
    for step in steps {
        on!(tx, c => sqlx::query(MAKE_WAY)
            .bind(step.practice)
            .bind(step.quarter)
            .bind(step.closed)
            .bind(i64::from(MIN_ACCOUNTS_SHOWN))
            .bind(i64::from(step.hidden))
            .execute(c)
            .await
            .map(drop))?;
        on!(tx, c => sqlx::query(ADD)
            .bind(step.practice)
            .bind(step.quarter)
            .bind(i64::from(step.voices))
            .bind(i64::from(step.kept))
            .bind(i64::from(step.hidden))
            .bind(step.closed)
            .bind(step.at.unwrap_or(now.0))
            .execute(c)
            .await
            .map(drop))?;
    }
    on!(tx, c => sqlx::query(CLEAR_WORDS).bind(newest).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(ADD_WORDS).bind(newest).execute(c).await.map(drop))
}

/// The words that are told, of quarters after this one.
///
/// # Errors
/// Those of the database.
pub async fn words(db: &Db, after: Quarter) -> Result<Vec<WordsRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(WORDS).bind(after.0).fetch_all(c).await)
}

/// What somebody takes back is not read any longer.
///
/// # Errors
/// Those of the database.
pub async fn take_back(
    tx: &mut Tx,
    practice: PracticeId,
    person: PersonId,
    quarter: Quarter,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(TAKE_BACK).bind(practice.0).bind(person.0).bind(quarter.0).execute(c).await.map(drop))
}
