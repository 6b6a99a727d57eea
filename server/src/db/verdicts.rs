//! Verdicts on proposals and on what is written beside them, as one log.

use super::{Db, on, row};
use model::{PAGE_SIZE, RoundId};

row! {
    /// With neither proposal nor comment, of a person who may not write for now, or may again.
    pub struct VerdictRow {
        at: i64,
        decision: String,
        reason: Option<String>,
        shared: bool,
        undone: Option<i64>,
        proposal: Option<i64>,
        comment: Option<i64>,
        moderator: String,
    }
}

macro_rules! verdicts {
    ($rest:literal) => {
        concat!(
            "select v.at, v.decision, v.reason, v.shared, v.undone, v.proposal, v.comment, p.name as moderator from (\
             select at, decision, reason, shared, undone, proposal, cast(null as bigint) as comment, moderator, id from verdict \
             union all select j.at, j.decision, j.reason, j.shared, j.undone, c.proposal, c.id, j.moderator, j.id \
             from comment_verdict j join comment c on c.id = j.comment \
             union all select at, 'block', reason, true, cast(null as bigint), cast(null as bigint), cast(null as bigint), by_person, id \
             from blocking \
             union all select lifted, 'unblock', cast(null as text), true, cast(null as bigint), cast(null as bigint), \
             cast(null as bigint), lifted_by, id from blocking where lifted is not null \
             ) v join person p on p.id = v.moderator ",
            $rest
        )
    };
}

// In both `$1` is the rounds that are left out, as ",3,5,". Who may not write is told of no round.
const COUNT: &str = "select (select count(*) from verdict v join proposal r on r.id = v.proposal \
                     where $1 not like '%,' || cast(r.round as text) || ',%') \
                     + (select count(*) from comment_verdict j join comment c on c.id = j.comment \
                     join proposal r on r.id = c.proposal where $1 not like '%,' || cast(r.round as text) || ',%') \
                     + (select count(*) from blocking) + (select count(*) from blocking where lifted is not null)";
const PAGE: &str = verdicts!(
    "left join proposal r on r.id = v.proposal \
     where r.round is null or $1 not like '%,' || cast(r.round as text) || ',%' \
     order by v.at desc, v.comment, v.id desc limit $2 offset $3"
);
const ALL: &str = verdicts!("order by v.at, v.comment, v.id");

/// How many there are, and one page of them, the newest first; without those in `hidden` rounds.
///
/// # Errors
/// Those of the database.
pub async fn page(db: &Db, page: usize, hidden: &[RoundId]) -> Result<(usize, Vec<VerdictRow>), sqlx::Error> {
    let hidden: String = hidden.iter().map(|round| [",", &round.to_string(), ","].concat()).collect();
    let total: i64 = on!(db, c => sqlx::query_scalar(COUNT).bind(hidden.as_str()).fetch_one(c).await)?;
    let skip = i64::try_from((page - 1).saturating_mul(PAGE_SIZE)).unwrap_or(i64::MAX);
    let rows = on!(db, c => sqlx::query_as(PAGE)
        .bind(hidden.as_str())
        .bind(PAGE_SIZE as i64)
        .bind(skip)
        .fetch_all(c)
        .await)?;
    Ok((usize::try_from(total).unwrap_or(0), rows))
}

/// The oldest first.
///
/// # Errors
/// Those of the database.
pub async fn all(db: &Db) -> Result<Vec<VerdictRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(ALL).fetch_all(c).await)
}
