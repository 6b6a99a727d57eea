//! Writing practices into a draft: the row, the company's lists, the links to proposals, and every change of a cost
//! with who and when.

use super::links;
use crate::db::lists::find_or_make;
use crate::db::{Tx, on, row};
use model::practice::{Cost, Indicator, ListKind, PracticeText};
use model::{EntryId, PersonId, PracticeId, ResourceId, RoundId, Timestamp};
use std::collections::BTreeMap;

const ADD: &str = "insert into practice (round, title, activity, accountable, how, tool, aim, lead, lag, behaviours, stages, cultures, created, created_by, inside_out, details) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning id";
const CHANGE: &str = "update practice set title = $2, activity = $3, accountable = $4, how = $5, tool = $6, aim = $7, lead = $8, \
                      lag = $9, behaviours = $10, stages = $11, cultures = $12, details = $13, revision = revision + 1 where id = $1 and removed is null";
const PUT_BACK: &str =
    "update practice set removed = null, removed_by = null where id = $1 and removed is not null";
const REMOVE: &str = "update practice set removed = $2, removed_by = $3 where id = $1 and removed is null";
const CLEAR_INVOLVED: &str = "delete from practice_involved where practice = $1";
const ADD_INVOLVED: &str = "insert into practice_involved (practice, function, position) values ($1, $2, $3)";
const SET_CAPACITY: &str = "update list_entry set capacity = $2 where id = $1 and list = $3";
const CAPACITY: &str = "select capacity from list_entry where id = $1 and list = $2";
const CLEAR_LOADS: &str = "delete from practice_load where practice = $1";
const ADD_LOAD: &str = "insert into practice_load (practice, function, hours) values ($1, $2, $3)";
const CLEAR_MADE_FROM: &str = "delete from practice_proposal where practice = $1";
const ADD_MADE_FROM: &str =
    "insert into practice_proposal (practice, proposal, position) values ($1, $2, $3)";
const COSTS: &str = "select resource, amount from practice_cost where practice = $1";
const CLEAR_COSTS: &str = "delete from practice_cost where practice = $1";
const ADD_COST: &str = "insert into practice_cost (practice, resource, amount) values ($1, $2, $3)";
const ADD_COST_CHANGE: &str = "insert into cost_change (practice, resource, amount_before, amount_after, by_person, at) \
                               values ($1, $2, $3, $4, $5, $6)";

/// Who writes, and when.
#[derive(Clone, Copy)]
struct Hand {
    by: PersonId,
    at: Timestamp,
}

/// Which design of a round a practice is added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    Draft,
    /// Version 0: how the company engages today.
    InsideOut,
}

/// Adds a practice.
///
/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    (round, design): (RoundId, Design),
    text: &PracticeText,
    by: PersonId,
    at: Timestamp,
) -> Result<PracticeId, sqlx::Error> {
    let entries = Entries::find_or_make(tx, text).await?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(round.0)
        .bind(text.title.as_str())
        .bind(entries.activity)
        .bind(entries.accountable)
        .bind(text.how.as_ref().map(|how| how.as_str()))
        .bind(entries.tool)
        .bind(text.aim.as_ref().map(|aim| aim.as_str()))
        .bind(json(text.lead.as_ref()))
        .bind(json(text.lag.as_ref()))
        .bind(i64::from(text.behaviours.0))
        .bind(i64::from(text.stages.0))
        .bind(i64::from(text.cultures.0))
        .bind(at.0)
        .bind(by.0)
        .bind(design == Design::InsideOut)
        .bind(details(text))
        .fetch_one(c)
        .await)?;
    let id = PracticeId(id);
    put_lists(tx, id, text, &entries).await?;
    links::put(tx, id, text).await?;
    put_costs(tx, id, &text.costs, Hand { by, at }).await?;
    Ok(id)
}

/// Changes a practice; `false` when it is no longer in the draft.
///
/// # Errors
/// Those of the database.
pub async fn change(
    tx: &mut Tx,
    id: PracticeId,
    text: &PracticeText,
    by: PersonId,
    at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let entries = Entries::find_or_make(tx, text).await?;
    let rows = on!(tx, c => sqlx::query(CHANGE)
        .bind(id.0)
        .bind(text.title.as_str())
        .bind(entries.activity)
        .bind(entries.accountable)
        .bind(text.how.as_ref().map(|how| how.as_str()))
        .bind(entries.tool)
        .bind(text.aim.as_ref().map(|aim| aim.as_str()))
        .bind(json(text.lead.as_ref()))
        .bind(json(text.lag.as_ref()))
        .bind(i64::from(text.behaviours.0))
        .bind(i64::from(text.stages.0))
        .bind(i64::from(text.cultures.0))
        .bind(details(text))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Ok(false);
    }
    put_lists(tx, id, text, &entries).await?;
    links::put(tx, id, text).await?;
    put_costs(tx, id, &text.costs, Hand { by, at }).await?;
    Ok(true)
}

/// Takes a practice out of the draft; `false` when it was not in it. Nothing of it is deleted.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, id: PracticeId, by: PersonId, at: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(REMOVE).bind(id.0).bind(at.0).bind(by.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Puts a practice back that was taken out; `false` when it was not.
///
/// # Errors
/// Those of the database.
pub async fn put_back(tx: &mut Tx, id: PracticeId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(PUT_BACK).bind(id.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// What somebody said that a function can carry; nothing at all when there is none of that number.
///
/// # Errors
/// Those of the database.
pub async fn capacity(tx: &mut Tx, entry: EntryId) -> Result<Option<Option<i64>>, sqlx::Error> {
    let function = ListKind::Function.word();
    on!(tx, c => sqlx::query_scalar(CAPACITY).bind(entry.0).bind(function).fetch_optional(c).await)
}

/// States what a function can carry.
///
/// # Errors
/// Those of the database.
pub async fn set_capacity(tx: &mut Tx, entry: EntryId, hours: Option<i64>) -> Result<(), sqlx::Error> {
    let function = ListKind::Function.word();
    on!(tx, c => sqlx::query(SET_CAPACITY).bind(entry.0).bind(hours).bind(function).execute(c).await.map(drop))
}

/// The entries of the company's lists that a practice names.
struct Entries {
    activity: i64,
    accountable: i64,
    tool: Option<i64>,
    involved: Vec<i64>,
    /// Of functions: hours a month.
    loads: Vec<(i64, i64)>,
}

impl Entries {
    async fn find_or_make(tx: &mut Tx, text: &PracticeText) -> Result<Self, sqlx::Error> {
        // Two names may stand for one function.
        let accountable = find_or_make(tx, ListKind::Function, &text.accountable).await?;
        let mut involved = Vec::with_capacity(text.involved.len());
        for function in &text.involved {
            let id = find_or_make(tx, ListKind::Function, function).await?;
            if id != accountable && !involved.contains(&id) {
                involved.push(id);
            }
        }
        let mut loads: Vec<(i64, i64)> = Vec::with_capacity(text.loads.len());
        for load in &text.loads {
            let id = find_or_make(tx, ListKind::Function, &load.function).await?;
            match loads.iter_mut().find(|(function, _)| *function == id) {
                Some((_, hours)) => *hours = hours.saturating_add(load.hours),
                None => loads.push((id, load.hours)),
            }
        }
        let tool = match &text.tool {
            Some(tool) => Some(find_or_make(tx, ListKind::Tool, tool).await?),
            None => None,
        };
        Ok(Self {
            activity: find_or_make(tx, ListKind::Activity, &text.activity).await?,
            accountable,
            tool,
            involved,
            loads,
        })
    }
}

fn json(indicator: Option<&Indicator>) -> Option<String> {
    indicator.and_then(|indicator| serde_json::to_string(indicator).ok())
}

/// Nothing where nothing is said.
fn details(text: &PracticeText) -> Option<String> {
    Some(&text.details).filter(|details| !details.is_empty()).and_then(|one| serde_json::to_string(one).ok())
}

async fn put_lists(
    tx: &mut Tx,
    id: PracticeId,
    text: &PracticeText,
    entries: &Entries,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CLEAR_INVOLVED).bind(id.0).execute(c).await.map(drop))?;
    for (position, function) in (0_i64..).zip(&entries.involved) {
        on!(tx, c => sqlx::query(ADD_INVOLVED).bind(id.0).bind(*function).bind(position).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(CLEAR_LOADS).bind(id.0).execute(c).await.map(drop))?;
    for (function, hours) in &entries.loads {
        on!(tx, c => sqlx::query(ADD_LOAD).bind(id.0).bind(*function).bind(*hours).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(CLEAR_MADE_FROM).bind(id.0).execute(c).await.map(drop))?;
    for (position, proposal) in (0_i64..).zip(&text.proposals) {
        on!(tx, c => sqlx::query(ADD_MADE_FROM).bind(id.0).bind(proposal.0).bind(position).execute(c).await.map(drop))?;
    }
    Ok(())
}

row! {
    struct AmountRow {
        resource: i64,
        amount: i64,
    }
}

/// Writes the costs, and a line for each that is not what it was. A resource that is not named costs nothing.
async fn put_costs(tx: &mut Tx, id: PracticeId, costs: &[Cost], hand: Hand) -> Result<(), sqlx::Error> {
    let rows: Vec<AmountRow> = on!(tx, c => sqlx::query_as(COSTS).bind(id.0).fetch_all(c).await)?;
    let before: BTreeMap<i64, i64> = rows.iter().map(|row| (row.resource, row.amount)).collect();
    let after: BTreeMap<i64, i64> = costs.iter().map(|cost| (cost.resource.0, cost.amount)).collect();
    on!(tx, c => sqlx::query(CLEAR_COSTS).bind(id.0).execute(c).await.map(drop))?;
    for (resource, amount) in &after {
        on!(tx, c => sqlx::query(ADD_COST).bind(id.0).bind(*resource).bind(*amount).execute(c).await.map(drop))?;
    }
    let mut resources: Vec<i64> = before.keys().chain(after.keys()).copied().collect();
    resources.sort_unstable();
    resources.dedup();
    for resource in resources {
        let (was, is) = (before.get(&resource).copied(), after.get(&resource).copied().unwrap_or(0));
        if was.unwrap_or(0) != is {
            note(tx, id, ResourceId(resource), was, is, hand).await?;
        }
    }
    Ok(())
}

async fn note(
    tx: &mut Tx,
    id: PracticeId,
    resource: ResourceId,
    was: Option<i64>,
    is: i64,
    hand: Hand,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(ADD_COST_CHANGE)
        .bind(id.0)
        .bind(resource.0)
        .bind(was)
        .bind(is)
        .bind(hand.by.0)
        .bind(hand.at.0)
        .execute(c)
        .await
        .map(drop))
}
