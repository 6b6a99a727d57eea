//! What was taken out of a draft, and by whom.

use super::Design;
use crate::db::{Db, on, row};
use model::{PracticeId, RoundId};

const REMOVED: &str = "select p.id, p.title, p.removed, w.name from practice p left join person w on w.id = p.removed_by \
                       where p.removed is not null and p.round = $1 and p.inside_out = $2 order by p.removed desc, p.id desc limit $3";
const REMOVED_BY: &str = "select w.name from practice p join person w on w.id = p.removed_by where p.id = $1 and p.removed is not null";

row! {
    /// A practice that was taken out.
    pub struct RemovedRow {
        id: i64,
        title: String,
        removed: i64,
        name: Option<String>,
    }
}

/// The name of whoever took a practice out, if it is out.
///
/// # Errors
/// Those of the database.
pub async fn removed_by(db: &Db, id: PracticeId) -> Result<Option<String>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(REMOVED_BY).bind(id.0).fetch_optional(c).await)
}

/// What was taken out of a round's draft, or of its version 0, the last first.
///
/// # Errors
/// Those of the database.
pub async fn removed(
    db: &Db,
    (round, design): (RoundId, Design),
    most: i64,
) -> Result<Vec<RemovedRow>, sqlx::Error> {
    let today = design == Design::InsideOut;
    on!(db, c => sqlx::query_as(REMOVED).bind(round.0).bind(today).bind(most).fetch_all(c).await)
}
