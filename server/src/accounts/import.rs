//! Puts a sheet of accounts in: what is sound goes in together, what is not is told by line.

use super::csv::{Row, Sheet};
use super::{Book, MOST_SEGMENTS, confirm_by_domain};
use crate::db::accounts::AllAccounts;
use crate::db::events::{self, What};
use crate::db::{Tx, accounts as table, segments as attributes};
use crate::error::Result;
use model::account::{AccountText, Segment, Tier};
use model::api::accounts::{Imported, LineFault};
use model::{AccountId, Name, PersonId, Problem, SegmentId, Timestamp};
use rustc_hash::FxHashMap;

/// What a sound row comes to. Keys below zero stand for accounts that are still to be added.
struct Plan {
    id: AccountId,
    before: Option<AccountText>,
    after: AccountText,
}

/// How a sheet is put in.
#[derive(Clone, Copy)]
pub struct Manner {
    /// Whether columns that are nothing else become segment attributes.
    pub segments: bool,
    /// Only says what it would do.
    pub preview: bool,
    /// Whether tiers stay as they are.
    pub weighing: bool,
}

/// # Errors
/// Those of the database, and more attributes than there may be.
pub async fn put(
    tx: &mut Tx,
    mut sheet: Sheet,
    manner: Manner,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<Imported> {
    // Others who change accounts wait for this transaction, so that what is read here stays true.
    events::take(tx, 0).await?;
    let mut list = table::load_in(tx).await?;
    let known = |name: &Name| list.segments.iter().any(|segment| alike(&segment.name, name));
    let left_out = sheet.keep(|name| manner.segments || known(name));
    let new_segments: Vec<Name> = sheet.segments.iter().filter(|name| !known(name)).cloned().collect();
    let mut done = Imported { left_out, new_segments, preview: manner.preview, ..Imported::default() };
    let segments = segments(tx, &mut list, &sheet.segments, manner.preview).await?;
    let (plans, faults) = plan(&Book::new(list, manner.weighing), sheet.rows, &segments);
    (done.segments, done.faults) = (sheet.segments, sheet.faults);
    done.faults.extend(faults);
    done.faults.sort_by_key(|fault| fault.line);
    for plan in &plans {
        match &plan.before {
            None => done.added += 1,
            Some(before) if *before == plan.after => done.unchanged += 1,
            Some(_) => done.changed += 1,
        }
    }
    if manner.preview {
        return Ok(done);
    }
    write(tx, plans, by, now).await?;
    if done.added + done.changed > 0 {
        let detail = format!("{} added, {} changed", done.added, done.changed);
        events::record(tx, now, by, What::new("account.imported", 0), Some(&detail)).await?;
    }
    Ok(done)
}

/// Whether a column is named as an attribute is: capitals aside, since systems that export differ in them.
fn alike(one: &Name, other: &Name) -> bool {
    one.as_str().to_lowercase() == other.as_str().to_lowercase()
}

/// The keys of the sheet's segments; those that are new are added, in a preview to the list alone.
async fn segments(
    tx: &mut Tx,
    list: &mut AllAccounts,
    names: &[Name],
    preview: bool,
) -> Result<Vec<SegmentId>> {
    let mut ids = Vec::with_capacity(names.len());
    // No attribute has such a key.
    let mut unknown = SegmentId(0);
    for name in names {
        let same = list.segments.iter().find(|segment| segment.name == *name);
        let known = same.or_else(|| list.segments.iter().find(|segment| alike(&segment.name, name)));
        let id = match known {
            Some(segment) => segment.id,
            None if list.segments.len() >= MOST_SEGMENTS => {
                let message = format!("Please keep this to {MOST_SEGMENTS} attributes.");
                return Err(Problem::field("csv", message).into());
            }
            None => {
                unknown.0 -= 1;
                let id = if preview { unknown } else { attributes::add(tx, name).await? };
                list.segments.push(Segment { id, name: name.clone() });
                id
            }
        };
        if ids.contains(&id) {
            return Err(Problem::field("csv", format!("There are two columns for {name}.")).into());
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Checks the rows against each other and against what is there. A row that goes takes those with it that name it as
/// their parent, so that this is done again until no more go.
fn plan(book: &Book, mut rows: Vec<Row>, segments: &[SegmentId]) -> (Vec<Plan>, Vec<LineFault>) {
    let mut faults = Vec::new();
    loop {
        let (plans, gone) = attempt(book.clone(), &rows, segments);
        if gone.is_empty() {
            return (plans, faults);
        }
        rows.retain(|row| gone.iter().all(|fault: &LineFault| fault.line != row.line));
        faults.extend(gone);
    }
}

fn attempt(mut book: Book, rows: &[Row], segments: &[SegmentId]) -> (Vec<Plan>, Vec<LineFault>) {
    let known: FxHashMap<Name, (AccountId, AccountText)> =
        book.list.accounts.iter().map(|one| (one.text.name.clone(), (one.id, one.text.clone()))).collect();
    let mut ids: FxHashMap<&Name, AccountId> = known.iter().map(|(name, (id, _))| (name, *id)).collect();
    for (place, row) in (1_i64..).zip(rows) {
        if !ids.contains_key(&row.name) {
            ids.insert(&row.name, AccountId(-place));
            book.expect(AccountId(-place));
        }
    }
    let (mut plans, mut faults) = (Vec::new(), Vec::new());
    for row in rows {
        let id = ids[&row.name];
        let before = known.get(&row.name).map(|(_, text)| text.clone());
        match one(&book, row, id, before, segments, &ids) {
            Ok(plan) => {
                book.note(id, &plan.after);
                plans.push(plan);
            }
            Err(problem) => {
                let message = problem.fields.first().map_or(problem.message.clone(), |f| f.message.clone());
                faults.push(LineFault { line: row.line, message });
            }
        }
    }
    (plans, faults)
}

fn one(
    book: &Book,
    row: &Row,
    id: AccountId,
    before: Option<AccountText>,
    segments: &[SegmentId],
    ids: &FxHashMap<&Name, AccountId>,
) -> std::result::Result<Plan, Problem> {
    let mut after = row.over(before.as_ref(), segments);
    if let Some(parent) = &row.parent {
        let known = |name: &Name| {
            let id = ids.get(name).copied();
            id.ok_or_else(|| Problem::field("parent", format!("There is no account called {name}.")))
        };
        after.parent = parent.as_ref().map(known).transpose()?;
    }
    let tier = before.as_ref().map_or(Tier::default(), |text| text.tier);
    book.check(Some(id), tier, &mut after)?;
    Ok(Plan { id, before, after })
}

/// Writes the accounts first and their parents then, as a parent may stand below its daughter in the file.
async fn write(tx: &mut Tx, mut plans: Vec<Plan>, by: Option<PersonId>, now: Timestamp) -> Result<()> {
    plans.retain(|plan| plan.before.as_ref() != Some(&plan.after));
    let mut keys: FxHashMap<AccountId, AccountId> = FxHashMap::default();
    for plan in &mut plans {
        let orphan = AccountText { parent: None, ..plan.after.clone() };
        if plan.before.is_none() {
            let id = table::add(tx, &orphan, now).await?;
            keys.insert(plan.id, id);
            plan.id = id;
        } else {
            table::change(tx, plan.id, &orphan).await?;
        }
    }
    for plan in &plans {
        if let Some(parent) = plan.after.parent {
            let parent = keys.get(&parent).copied().unwrap_or(parent);
            table::set_parent(tx, plan.id, parent).await?;
        }
        confirm_by_domain(tx, plan.id, &plan.after.domains, by, now).await?;
    }
    Ok(())
}
