//! Which practices of a draft exclude or need each other. They are read and written in one transaction, so that two designers
//! cannot make a circle together.

use super::reading::{PairRow, needed, others};
use crate::db::{Tx, on, row};
use anyhow::Context;
use model::practice::PracticeText;
use model::{PracticeId, RoundId, Title};

/// A practice as far as others depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub id: PracticeId,
    pub title: Title,
    /// Either side of a pair names the other.
    pub opposites: Vec<PracticeId>,
    pub needs: Vec<PracticeId>,
}

row! {
    struct TitleRow {
        id: i64,
        title: String,
    }
}

const TITLES: &str =
    "select id, title from practice where round = $1 and not inside_out and removed is null order by id";
const OPPOSITES: &str = "select o.practice, o.other from practice_opposite o join practice p on p.id = o.practice \
                         where p.round = $1 order by o.practice, o.other";
const NEEDS: &str = "select n.practice, n.need as other from practice_need n join practice p on p.id = n.practice \
                     where p.round = $1 order by n.practice, n.need";
const CLEAR_OPPOSITES: &str = "delete from practice_opposite where practice = $1 or other = $1";
const ADD_OPPOSITE: &str = "insert into practice_opposite (practice, other) values ($1, $2)";
const CLEAR_NEEDS: &str = "delete from practice_need where practice = $1";
const ADD_NEED: &str = "insert into practice_need (practice, need) values ($1, $2)";

/// The practices in the draft of a round.
///
/// # Errors
/// Those of the database, and a stored title that the model refuses.
pub async fn of_round(tx: &mut Tx, round: RoundId) -> anyhow::Result<Vec<Linked>> {
    let titles: Vec<TitleRow> = on!(tx, c => sqlx::query_as(TITLES).bind(round.0).fetch_all(c).await)?;
    let opposites: Vec<PairRow> = on!(tx, c => sqlx::query_as(OPPOSITES).bind(round.0).fetch_all(c).await)?;
    let needs: Vec<PairRow> = on!(tx, c => sqlx::query_as(NEEDS).bind(round.0).fetch_all(c).await)?;
    let is_there = |id: &i64| titles.iter().any(|row| row.id == *id);
    let linked = titles.iter().map(|row| {
        let title =
            row.title.parse().map_err(|refused: model::text::TextProblem| anyhow::anyhow!("{refused}"));
        Ok(Linked {
            id: PracticeId(row.id),
            title: title.with_context(|| format!("practice {} as stored", row.id))?,
            opposites: others(&opposites, row.id).into_iter().filter(|id| is_there(&id.0)).collect(),
            needs: needed(&needs, row.id).into_iter().filter(|id| is_there(&id.0)).collect(),
        })
    });
    linked.collect()
}

/// Writes what a practice excludes and needs in the place of what it did.
///
/// # Errors
/// Those of the database.
pub async fn put(tx: &mut Tx, id: PracticeId, text: &PracticeText) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CLEAR_OPPOSITES).bind(id.0).execute(c).await.map(drop))?;
    for other in &text.opposites {
        let (first, second) = (id.min(*other), id.max(*other));
        on!(tx, c => sqlx::query(ADD_OPPOSITE).bind(first.0).bind(second.0).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(CLEAR_NEEDS).bind(id.0).execute(c).await.map(drop))?;
    for need in &text.needs {
        on!(tx, c => sqlx::query(ADD_NEED).bind(id.0).bind(need.0).execute(c).await.map(drop))?;
    }
    Ok(())
}
