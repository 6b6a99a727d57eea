//! The company, once set up.

use super::{Db, Tx, on, row};
use crate::memory::Company;
use model::{RoundId, Timestamp, Version};

row! {
    struct CompanyRow {
        name: String,
        round: Option<i64>,
        policy: Option<String>,
        pace: Option<i64>,
    }
}

const LOAD: &str = "select name, round, policy, pace from company where id = 1";
const HAS_ADMIN: &str = "select count(*) from person_role where role = 'admin'";
const DESIGNS: &str = "select version, round from design order by abs(version)";
const PUT: &str = "insert into company (id, name, round, created) values (1, $1, $2, $3) \
                   on conflict (id) do update set name = excluded.name, round = excluded.round";
const SET_POLICY: &str = "update company set policy = $1 where id = 1";
const SET_PACE: &str = "update company set pace = $1 where id = 1";
const SET_ROUND: &str = "update company set round = $1 where id = 1";

/// The company, whether there is an admin, and every adopted design with its round, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn load(db: &Db) -> Result<(Option<Company>, bool, Vec<(Version, RoundId)>), sqlx::Error> {
    let row: Option<CompanyRow> = on!(db, c => sqlx::query_as(LOAD).fetch_optional(c).await)?;
    let admins: i64 = on!(db, c => sqlx::query_scalar(HAS_ADMIN).fetch_one(c).await)?;
    let designs: Vec<(i64, i64)> = on!(db, c => sqlx::query_as(DESIGNS).fetch_all(c).await)?;
    let designs = designs.into_iter().map(|(version, round)| (Version(version), RoundId(round))).collect();
    let company = row.map(|row| Company {
        name: row.name,
        round: RoundId(row.round.unwrap_or(0)),
        policy: row.policy.as_deref().and_then(|policy| policy.parse().ok()),
        pace: row.pace.and_then(|pace| usize::try_from(pace).ok()),
    });
    Ok((company, admins > 0, designs))
}

/// Sets the company up, or renames it.
///
/// # Errors
/// Those of the database.
pub async fn put(tx: &mut Tx, name: &str, round: RoundId, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(PUT).bind(name).bind(round.0).bind(now.0).execute(c).await.map(drop))
}

/// What the company says of how it moderates; `None` for the ready-made words.
///
/// # Errors
/// Those of the database.
pub async fn set_policy(tx: &mut Tx, policy: Option<&str>) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET_POLICY).bind(policy).execute(c).await.map(drop))
}

/// What one author may write in a short while before a moderator reads it.
///
/// # Errors
/// Those of the database.
pub async fn set_pace(tx: &mut Tx, pace: i64) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET_PACE).bind(pace).execute(c).await.map(drop))
}

/// Lets the pages open on this round; `None` where there is none left.
///
/// # Errors
/// Those of the database.
pub async fn set_round(tx: &mut Tx, round: Option<RoundId>) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SET_ROUND).bind(round.map(|round| round.0)).execute(c).await.map(drop))
}
