//! Stage gates, and rounds that are discontinued.

use super::{Db, Tx, on, row};
use model::gate::{CheckedCriterion, Discontinued, Gate, GatePass};
use model::round::{Phase, Window};
use model::text::TextProblem;
use model::{Particular, PersonId, Reason, RoundId, Timestamp};

row! {
    struct CriterionRow {
        phase: String,
        text: String,
    }
}

row! {
    struct PassRow {
        phase: String,
        criteria: String,
        reason: Option<String>,
        at: i64,
        name: String,
    }
}

row! {
    struct EndRow {
        reason: String,
        windows: String,
        at: i64,
    }
}

const CRITERIA: &str = "select phase, text from gate_criterion where round = $1 order by phase, position";
const PASSES: &str = "select g.phase, g.criteria, g.reason, g.at, p.name from gate_pass g join person p on p.id = g.by_person \
                      where g.round = $1 order by g.id desc";
const CLEAR: &str = "delete from gate_criterion where round = $1 and phase = $2";
const ADD: &str = "insert into gate_criterion (round, phase, position, text) values ($1, $2, $3, $4)";
const PASS: &str =
    "insert into gate_pass (round, phase, criteria, reason, at, by_person) values ($1, $2, $3, $4, $5, $6)";
const END: &str = "select reason, windows, at from discontinuing where round = $1 and resumed is null";
const DISCONTINUE: &str =
    "insert into discontinuing (round, reason, windows, at, by_person) values ($1, $2, $3, $4, $5)";
const RESUME: &str =
    "update discontinuing set resumed = $2, resumed_by = $3 where round = $1 and resumed is null";

fn refused(refused: TextProblem) -> anyhow::Error {
    anyhow::anyhow!("a gate as stored: {refused}")
}

/// One for each phase, in order.
///
/// # Errors
/// Those of the database, and a stored text that the model refuses.
pub async fn of_round(db: &Db, round: RoundId) -> anyhow::Result<Vec<Gate>> {
    let criteria: Vec<CriterionRow> =
        on!(db, c => sqlx::query_as(CRITERIA).bind(round.0).fetch_all(c).await)?;
    let passes: Vec<PassRow> = on!(db, c => sqlx::query_as(PASSES).bind(round.0).fetch_all(c).await)?;
    let gate = |phase: Phase| {
        let own = criteria.iter().filter(|row| row.phase == phase.word());
        let criteria =
            own.map(|row| row.text.parse().map_err(refused)).collect::<anyhow::Result<Vec<_>>>()?;
        let last = passes.iter().find(|row| row.phase == phase.word());
        Ok(Gate { phase, criteria, passed: last.map(pass_of).transpose()? })
    };
    Phase::ALL.into_iter().map(gate).collect()
}

fn pass_of(row: &PassRow) -> anyhow::Result<GatePass> {
    Ok(GatePass {
        at: Timestamp(row.at),
        by: row.name.parse().map_err(refused)?,
        criteria: serde_json::from_str(&row.criteria)?,
        reason: row.reason.as_ref().map(|reason| reason.parse().map_err(refused)).transpose()?,
    })
}

/// # Errors
/// Those of the database.
pub async fn set(
    tx: &mut Tx,
    round: RoundId,
    phase: Phase,
    criteria: &[Particular],
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CLEAR).bind(round.0).bind(phase.word()).execute(c).await.map(drop))?;
    for (position, text) in (0_i64..).zip(criteria) {
        on!(tx, c => sqlx::query(ADD)
            .bind(round.0)
            .bind(phase.word())
            .bind(position)
            .bind(text.as_str())
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// That a gate was passed.
#[derive(Clone, Debug)]
pub struct NewPass {
    pub round: RoundId,
    pub phase: Phase,
    pub criteria: Vec<CheckedCriterion>,
    pub reason: Option<Reason>,
    pub at: Timestamp,
    pub by: PersonId,
}

/// # Errors
/// Those of the database.
pub async fn pass(tx: &mut Tx, new: &NewPass) -> Result<(), sqlx::Error> {
    let criteria = serde_json::to_string(&new.criteria).unwrap_or_default();
    on!(tx, c => sqlx::query(PASS)
        .bind(new.round.0)
        .bind(new.phase.word())
        .bind(criteria)
        .bind(new.reason.as_ref().map(|reason| reason.as_str()))
        .bind(new.at.0)
        .bind(new.by.0)
        .execute(c)
        .await
        .map(drop))
}

/// Whether a round is discontinued, and how its phases were before.
///
/// # Errors
/// Those of the database, and a stored text that the model refuses.
pub async fn discontinued(db: &Db, round: i64) -> anyhow::Result<Option<(Discontinued, Vec<Window>)>> {
    let row: Option<EndRow> = on!(db, c => sqlx::query_as(END).bind(round).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    let discontinued = Discontinued { reason: row.reason.parse().map_err(refused)?, at: Timestamp(row.at) };
    Ok(Some((discontinued, serde_json::from_str(&row.windows)?)))
}

/// # Errors
/// Those of the database.
pub async fn discontinue(
    tx: &mut Tx,
    round: RoundId,
    reason: &Reason,
    windows: &[Window],
    (by, at): (PersonId, Timestamp),
) -> Result<(), sqlx::Error> {
    let windows = serde_json::to_string(windows).unwrap_or_default();
    on!(tx, c => sqlx::query(DISCONTINUE)
        .bind(round.0)
        .bind(reason.as_str())
        .bind(windows)
        .bind(at.0)
        .bind(by.0)
        .execute(c)
        .await
        .map(drop))
}

/// `false` where it was not discontinued.
///
/// # Errors
/// Those of the database.
pub async fn resume(tx: &mut Tx, round: RoundId, by: PersonId, at: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(RESUME).bind(round.0).bind(at.0).bind(by.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
