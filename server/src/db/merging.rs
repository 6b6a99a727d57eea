//! Mergings of proposals, and who stepped out of them.

use super::batch::VoteRow;
use super::{Db, Tx, on, row};
use model::{PersonId, ProposalId, RoundId, Timestamp};
use rustc_hash::FxHashMap;

row! {
    /// A merging that holds.
    pub struct MergingRow {
        source: i64,
        target: i64,
        seq: i64,
    }
}

row! {
    pub struct OutRow {
        source: i64,
        person: i64,
    }
}

row! {
    struct ConcernedRow {
        proposal: i64,
    }
}

/// A round's mergings, with everything that was said on the proposals that any merging ever concerned.
#[derive(Clone, Default)]
pub struct Merged {
    pub mergings: Vec<MergingRow>,
    pub out: Vec<OutRow>,
    pub concerned: Vec<i64>,
    pub said: Vec<VoteRow>,
}

const HOLDING: &str = "select m.source, m.target, m.seq from merging m join proposal p on p.id = m.source \
                       where p.round = $1 and m.undone is null order by m.id";
const OUT: &str = "select m.source, o.person from merging_out o join merging m on m.id = o.merging \
                   join proposal p on p.id = m.source where p.round = $1 and m.undone is null";
const CONCERNED: &str = "select m.source as proposal from merging m join proposal p on p.id = m.source where p.round = $1 \
                         union select m.target as proposal from merging m join proposal p on p.id = m.target where p.round = $1";
const SAID: &str = "select v.seq, l.at, v.person, v.proposal, v.stance, v.strength, v.red_line, v.on_behalf from vote v \
                    join vote_log l on l.seq = v.seq where v.proposal in (select source from merging union select target from merging) \
                    and v.proposal in (select id from proposal where round = $1)";
const OUT_OF: &str = "select m.source, o.person from merging_out o join merging m on m.id = o.merging \
                      where m.source = $1 and m.undone is null";
// Nothing is merged into what was merged itself a moment ago: two at once must not lead in a circle.
const ADD: &str = "insert into merging (source, target, by_person, at, seq) \
                   select p.id, $2, $3, $4, $5 from proposal p where p.id = $1 \
                   and not exists (select 1 from merging m where m.source = $2 and m.undone is null)";
const STANDING: &str = "select by_person, at from merging where source = $1 and undone is null";
const UNDO: &str = "update merging set undone = $2 where source = $1 and undone is null";
const STEP_OUT: &str = "insert into merging_out (merging, person, at) select id, $2, $3 from merging \
                        where source = $1 and undone is null on conflict do nothing";
const STEP_IN: &str = "delete from merging_out where person = $2 \
                       and merging in (select id from merging where source = $1 and undone is null)";

/// Everything about a round's mergings.
///
/// # Errors
/// Those of the database.
pub async fn of_round(db: &Db, round: RoundId) -> Result<Merged, sqlx::Error> {
    let concerned: Vec<ConcernedRow> =
        on!(db, c => sqlx::query_as(CONCERNED).bind(round.0).fetch_all(c).await)?;
    if concerned.is_empty() {
        return Ok(Merged::default());
    }
    Ok(Merged {
        mergings: on!(db, c => sqlx::query_as(HOLDING).bind(round.0).fetch_all(c).await)?,
        out: on!(db, c => sqlx::query_as(OUT).bind(round.0).fetch_all(c).await)?,
        concerned: concerned.into_iter().map(|row| row.proposal).collect(),
        said: on!(db, c => sqlx::query_as(SAID).bind(round.0).fetch_all(c).await)?,
    })
}

/// What remains of the proposals of a round that were merged, by their numbers.
///
/// # Errors
/// Those of the database.
pub async fn remaining(db: &Db, round: RoundId) -> Result<FxHashMap<ProposalId, ProposalId>, sqlx::Error> {
    let rows: Vec<MergingRow> = on!(db, c => sqlx::query_as(HOLDING).bind(round.0).fetch_all(c).await)?;
    let into: FxHashMap<i64, i64> = rows.iter().map(|row| (row.source, row.target)).collect();
    let remains = |source: i64| {
        let mut at = source;
        for _ in 0..=into.len() {
            match into.get(&at) {
                Some(target) => at = *target,
                None => break,
            }
        }
        (ProposalId(source), ProposalId(at))
    };
    Ok(into.keys().copied().map(remains).collect())
}

/// Who stepped out of a wording.
///
/// # Errors
/// Those of the database.
pub async fn out_of(db: &Db, source: ProposalId) -> Result<Vec<OutRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OUT_OF).bind(source.0).fetch_all(c).await)
}

/// `false` where the one that was to remain is merged itself. `seq`: the number that the event of it will have; whoever holds
/// the log's counter is alone here.
///
/// # Errors
/// Those of the database; a proposal that is merged already is a conflict of keys.
pub async fn add(
    tx: &mut Tx,
    (source, target): (ProposalId, ProposalId),
    by: PersonId,
    at: Timestamp,
    seq: i64,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ADD)
        .bind(source.0)
        .bind(target.0)
        .bind(by.0)
        .bind(at.0)
        .bind(seq)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// `false` where no merging of it holds.
///
/// # Errors
/// Those of the database.
pub async fn undo(tx: &mut Tx, source: ProposalId, at: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(UNDO).bind(source.0).bind(at.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Who merged something that is merged, and when.
///
/// # Errors
/// Those of the database.
pub async fn standing(tx: &mut Tx, source: ProposalId) -> Result<Option<(PersonId, Timestamp)>, sqlx::Error> {
    let row: Option<(i64, i64)> =
        on!(tx, c => sqlx::query_as(STANDING).bind(source.0).fetch_optional(c).await)?;
    Ok(row.map(|(by, at)| (PersonId(by), Timestamp(at))))
}

/// `false` where nothing changes.
///
/// # Errors
/// Those of the database.
pub async fn step(
    tx: &mut Tx,
    source: ProposalId,
    person: PersonId,
    out: bool,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let rows = match out {
        true => on!(tx, c => sqlx::query(STEP_OUT)
            .bind(source.0)
            .bind(person.0)
            .bind(at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?,
        false => on!(tx, c => sqlx::query(STEP_IN)
            .bind(source.0)
            .bind(person.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?,
    };
    Ok(rows > 0)
}
