//! The practices of a round's draft, with their costs, and the company's lists. Reading them is in `practices/reading.rs`,
//! changing them in `practices/writing.rs`.

pub mod changes;
pub mod links;
mod reading;
mod removed;
pub mod stories;
mod writing;

pub use removed::{RemovedRow, removed, removed_by};
pub use writing::{Design, add, capacity, change, put_back, remove, set_capacity};

use super::{Db, Tx, lists, on, row};
use model::practice::{CostChange, Entry, ListKind, PracticeChange, PracticeText};
use model::{EntryId, Name, PracticeId, RoundId};
use reading::load;
use std::collections::BTreeSet;

row! {
    struct EntryRow {
        id: i64,
        list: String,
        name: String,
        capacity: Option<i64>,
    }
}

const ENTRIES: &str = "select id, list, name, capacity from list_entry order by key, id";

/// A practice of a draft as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: PracticeId,
    pub round: RoundId,
    pub text: PracticeText,
    /// Of version 0, and not of the draft.
    pub inside_out: bool,
    pub revision: i64,
    /// By whom and when it was changed last.
    pub changed: Option<PracticeChange>,
    /// Oldest first, with names.
    pub cost_changes: Vec<CostChange>,
}

/// A practice, if it is in the draft of its round or in version 0.
///
/// # Errors
/// Those of the database, and a stored value that the model refuses.
pub async fn find(db: &Db, practice: PracticeId) -> anyhow::Result<Option<Stored>> {
    Ok(load(db, (practice.0, false), 0, false).await?.pop())
}

/// A practice that was taken out, with what is still there of all that it points at.
///
/// # Errors
/// As [`find`].
pub async fn find_removed(db: &Db, practice: PracticeId) -> anyhow::Result<Option<Stored>> {
    Ok(load(db, (practice.0, true), 0, false).await?.pop())
}

/// The practices in the draft of a round, oldest first.
///
/// # Errors
/// As [`find`].
pub async fn of_round(db: &Db, round: RoundId) -> anyhow::Result<Vec<Stored>> {
    load(db, (0, false), round.0, false).await
}

/// The practices of version 0, as a round has it, oldest first.
///
/// # Errors
/// As [`find`].
pub async fn inside_out(db: &Db, round: RoundId) -> anyhow::Result<Vec<Stored>> {
    load(db, (0, false), round.0, true).await
}

/// A set of positions is a number with their bits: those within the first `n` are below 2ⁿ.
const BEYOND: &str =
    "select count(*) from practice where round = $1 and removed is null and (stages >= $2 or cultures >= $3)";

/// Whether a practice of the draft stands outside of so many stages and cultures.
///
/// # Errors
/// Those of the database.
pub async fn is_any_beyond(
    tx: &mut Tx,
    round: RoundId,
    stages: usize,
    cultures: usize,
) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(BEYOND)
        .bind(round.0)
        .bind(1_i64 << stages)
        .bind(1_i64 << cultures)
        .fetch_one(c)
        .await)?;
    Ok(count > 0)
}

fn name(text: &str) -> anyhow::Result<Name> {
    text.parse().map_err(|refused: model::text::TextProblem| anyhow::anyhow!("{refused}"))
}

/// The company's lists, in the order of the alphabet, without what comes from `hidden` rounds alone: what somebody wrote into the
/// draft of such a round is not there for whoever may not see it.
///
/// # Errors
/// Those of the database.
pub async fn entries(db: &Db, hidden: &[RoundId]) -> anyhow::Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = on!(db, c => sqlx::query_as(ENTRIES).fetch_all(c).await)?;
    let known = if hidden.is_empty() { None } else { Some(used_beside(db, hidden).await?) };
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let there = known.as_ref().is_none_or(|known| known.contains(&row.id));
        if let Some(list) = ListKind::ALL.into_iter().find(|list| list.word() == row.list && there) {
            let name = name(&row.name)?;
            // What stands in place of a function is none.
            if list != ListKind::Function || !name.is_nobody() {
                entries.push(Entry { id: EntryId(row.id), list, name, capacity: row.capacity });
            }
        }
    }
    Ok(entries)
}

/// The entries that other rounds use. Whatever nothing uses any more may come from a hidden one.
async fn used_beside(db: &Db, hidden: &[RoundId]) -> Result<BTreeSet<i64>, sqlx::Error> {
    let uses = lists::uses(db).await?.into_iter();
    let others = uses.filter(|one| !hidden.contains(&RoundId(one.round)));
    Ok(others.map(|one| one.entry).collect())
}
