//! The practices of version 0 as a list: from CSV into it, and out again, or those of a draft.

use super::export::BETWEEN;
use super::sheet::{Row, Sheet};
use super::table::Table;
use crate::db::events::{self, What};
use crate::db::practices::{self as table, Design, Stored};
use crate::db::{Db, Tx, people, rounds};
use crate::design::{check, key};
use crate::error::Result;
use anyhow::Context;
use futures::FutureExt;
use model::api::accounts::{Imported, LineFault};
use model::cells::{BEHAVIOURS, BehaviourSet, CultureSet, StageSet};
use model::practice::{Cost, Details, Direction, Indicator, Load, PracticeText};
use model::round::{Resource, Round};
use model::{Name, PersonId, Problem, RoundId, Timestamp};
use serde_json::{Value, json};
use std::collections::HashMap;

/// And then a column for each resource, by its name.
pub const COLUMNS: [&str; 24] = [
    "title",
    "activity",
    "accountable",
    "hours",
    "involved",
    "stages",
    "cultures",
    "how",
    "tool",
    "aim",
    "touchpoints",
    "setting",
    "audience",
    "redundant",
    "documents",
    "behaviours",
    "lead",
    "lead_unit",
    "lead_direction",
    "lead_target",
    "lag",
    "lag_unit",
    "lag_direction",
    "lag_target",
];

/// A list that could be read: sound rows with their lines, and what is wrong with the others.
pub struct Read {
    rows: Vec<(u64, PracticeText)>,
    faults: Vec<LineFault>,
}

/// # Errors
/// When the heading cannot be used, under `csv`.
pub fn read(csv: &str, round: &Round) -> std::result::Result<Read, Problem> {
    let refused = |fault: anyhow::Error| Problem::field("csv", format!("{fault}."));
    let sheet = Sheet::read("The list", csv.as_bytes()).map_err(refused)?;
    let sheet = sheet.needs(&["title", "activity"]).map_err(refused)?;
    let resource = |heading: &&String| of_name(&round.resources, heading).is_some();
    let unknown = sheet.headings().iter().find(|name| !COLUMNS.contains(&name.as_str()) && !resource(name));
    if let Some(unknown) = unknown {
        let message = format!("{unknown:?} is no column, and no resource of this round.");
        return Err(Problem::field("csv", message));
    }
    let broken = |fault: &super::Fault| LineFault { line: fault.line, message: fault.message.clone() };
    let mut read = Read { rows: Vec::new(), faults: sheet.faults().iter().map(broken).collect() };
    for row in sheet.rows() {
        let twice = |text: &PracticeText| {
            let title = key(text.title.as_str());
            read.rows.iter().any(|(_, other)| key(other.title.as_str()) == title)
        };
        match text(row, round, sheet.headings()) {
            Ok(text) if twice(&text) => {
                let message = "title: this practice was there before; the first one counts".into();
                read.faults.push(LineFault { line: row.line, message });
            }
            Ok(text) => read.rows.push((row.line, text)),
            Err(message) => read.faults.push(LineFault { line: row.line, message }),
        }
    }
    read.faults.sort_by_key(|fault| fault.line);
    Ok(read)
}

/// Puts a list into version 0 of a round, of which `known` is there: what is sound goes in together.
///
/// # Errors
/// Those of the database.
pub async fn put(
    tx: &mut Tx,
    round: RoundId,
    list: Read,
    known: Vec<Stored>,
    by: PersonId,
    now: Timestamp,
) -> Result<Imported> {
    events::take(tx, 0).await?;
    let known: HashMap<String, Stored> =
        known.into_iter().map(|stored| (key(stored.text.title.as_str()), stored)).collect();
    let mut done = Imported { faults: list.faults, ..Imported::default() };
    for (_, text) in &list.rows {
        let stored = known.get(&key(text.title.as_str()));
        match stored {
            Some(stored) if folded(&stored.text) == folded(text) => done.unchanged += 1,
            Some(stored) if table::change(tx, stored.id, text, by, now).await? => done.changed += 1,
            _ => {
                table::add(tx, (round, Design::InsideOut), text, by, now).await?;
                done.added += 1;
            }
        }
    }
    if done.added + done.changed > 0 {
        let detail = format!("{} added, {} changed", done.added, done.changed);
        let what = What::of_round("practice.imported_inside_out", round, 0);
        events::record(tx, now, Some(by), what, Some(&detail)).await?;
    }
    Ok(done)
}

/// The same from the command line, in the name of the first admin.
///
/// # Errors
/// When there is no such round, or no admin yet; a heading that cannot be used, and those of the database.
pub async fn import(db: &Db, csv: &str, round: RoundId, now: Timestamp) -> Result<Imported> {
    let found = rounds::load(db, round.0).await?.with_context(|| format!("there is no round {round}"))?;
    let by = people::first_admin(db).await?.context("there is no admin yet: set Accord up first")?;
    let (list, known) = (read(csv, &found)?, table::inside_out(db, round).await?);
    db.write(move |tx| put(tx, round, list, known, by, now).boxed()).await
}

/// A text with the names of entries as they are compared.
fn folded(text: &PracticeText) -> Value {
    let names = |names: &[Name]| names.iter().map(|name| key(name.as_str())).collect::<Vec<_>>();
    let loads = |loads: &[Load]| {
        let mut loads: Vec<_> = loads.iter().map(|load| (key(load.function.as_str()), load.hours)).collect();
        loads.sort();
        loads
    };
    let mut costs = text.costs.clone();
    costs.retain(|cost| cost.amount != 0);
    costs.sort_by_key(|cost| cost.resource);
    json!([
        text.title,
        key(text.activity.as_str()),
        key(text.accountable.as_str()),
        names(&text.involved),
        loads(&text.loads),
        text.tool.as_ref().map(|tool| key(tool.as_str())),
        [&text.how, &text.aim],
        text.details,
        [&text.lead, &text.lag],
        text.behaviours,
        text.stages,
        text.cultures,
        costs,
    ])
}

fn of_name<'r>(resources: &'r [Resource], heading: &str) -> Option<&'r Resource> {
    resources.iter().find(|resource| key(resource.name.as_str()) == key(heading))
}

fn text(row: &Row, round: &Round, headings: &[String]) -> std::result::Result<PracticeText, String> {
    let cell = |heading: &str| row.plain(heading).trim().to_owned();
    let said = |heading: &'static str| move |refused| format!("{heading}: {refused}");
    let name = |heading: &'static str| cell(heading).parse::<Name>().map_err(said(heading));
    let some = |heading: &'static str| Some(cell(heading)).filter(|text| !text.is_empty());
    let particular =
        |heading: &'static str| some(heading).map(|text| text.parse()).transpose().map_err(said(heading));
    let stages = round.stages.iter().map(|stage| stage.name.as_str());
    let cultures = round.cultures.iter().map(|culture| culture.name.as_str());
    let accountable = some("accountable").map(|_| name("accountable")).transpose()?;
    let accountable = accountable.unwrap_or_else(Name::nobody);
    let hours = some("hours").map(|hours| whole("hours", &hours)).transpose()?;
    let mut loads: Vec<Load> =
        hours.into_iter().map(|hours| Load { function: accountable.clone(), hours }).collect();
    let mut involved = Vec::new();
    for one in listed(&cell("involved")) {
        let typed = one.rsplit_once(':');
        let typed = typed.and_then(|(name, hours)| Some((name.trim(), hours.trim().parse::<i64>().ok()?)));
        let function: Name = typed.map_or(one, |(name, _)| name).parse().map_err(said("involved"))?;
        loads.extend(typed.map(|(_, hours)| Load { function: function.clone(), hours }));
        involved.push(function);
    }
    let mut costs = Vec::new();
    for heading in headings.iter().filter(|heading| !COLUMNS.contains(&heading.as_str())) {
        let Some(resource) = of_name(&round.resources, heading) else { continue };
        let amount = cell(heading);
        if !amount.is_empty() {
            costs.push(Cost { resource: resource.id, amount: whole(heading, &amount)? });
        }
    }
    costs.retain(|cost| cost.amount != 0);
    let text = PracticeText {
        title: cell("title").parse().map_err(said("title"))?,
        activity: name("activity")?,
        accountable,
        involved,
        loads,
        how: particular("how")?,
        tool: some("tool").map(|_| name("tool")).transpose()?,
        aim: particular("aim")?,
        details: Details {
            touchpoints: particular("touchpoints")?,
            setting: some("setting").map(|word| word.parse()).transpose().map_err(said("setting"))?,
            audience: some("audience").map(|word| word.parse()).transpose().map_err(said("audience"))?,
            redundant: particular("redundant")?,
            documents: listed(&cell("documents"))
                .map(str::parse)
                .collect::<std::result::Result<_, _>>()
                .map_err(said("documents"))?,
        },
        lead: indicator(row, "lead")?,
        lag: indicator(row, "lag")?,
        behaviours: BehaviourSet::of(&places(
            "behaviours",
            &cell("behaviours"),
            BEHAVIOURS.into_iter(),
            false,
        )?),
        stages: StageSet::of(&places("stages", &cell("stages"), stages, true)?),
        cultures: CultureSet::of(&places("cultures", &cell("cultures"), cultures, true)?),
        proposals: Vec::new(),
        costs,
        opposites: Vec::new(),
        needs: Vec::new(),
    };
    check::fits_inside_out(round, &text).map_err(|problem| {
        let first = problem.fields.into_iter().next();
        first.map_or(problem.message, |field| format!("{}: {}", field.field, field.message))
    })?;
    Ok(text)
}

/// An indicator is there as a whole or not at all.
fn indicator(row: &Row, what: &str) -> std::result::Result<Option<Indicator>, String> {
    let cell = |part: &str| row.plain(&format!("{what}{part}")).trim().to_owned();
    if ["", "_unit", "_target"].into_iter().all(|part| cell(part).is_empty()) {
        return Ok(None);
    }
    Ok(Some(Indicator {
        name: cell("").parse().map_err(|refused| format!("{what}: {refused}"))?,
        unit: cell("_unit").parse().map_err(|refused| format!("{what}_unit: {refused}"))?,
        direction: match cell("_direction").as_str() {
            "" | "up" => Direction::Up,
            "down" => Direction::Down,
            other => return Err(format!("{what}_direction: {other:?} is neither up nor down")),
        },
        target: whole(&format!("{what}_target"), &cell("_target"))?,
    }))
}

fn whole(heading: &str, cell: &str) -> std::result::Result<i64, String> {
    cell.parse().map_err(|_| format!("{heading}: {cell:?} is not a whole number"))
}

fn listed(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(BETWEEN.trim()).map(str::trim).filter(|name| !name.is_empty())
}

/// The places of the names in a cell; where nothing is said, all of them or none.
fn places<'n>(
    heading: &str,
    cell: &str,
    names: impl Iterator<Item = &'n str> + Clone,
    all: bool,
) -> std::result::Result<Vec<usize>, String> {
    if all && cell.is_empty() {
        return Ok(names.enumerate().map(|(place, _)| place).collect());
    }
    let place = |name: &str| {
        let found = names.clone().position(|known| key(known) == key(name));
        found.ok_or_else(|| format!("{heading}: there is no {name:?}"))
    };
    listed(cell).map(place).collect()
}

/// Practices as a list that [`read`] takes.
#[must_use]
pub fn list(round: &Round, practices: &[Stored]) -> Table {
    let mut table = Table::new(&COLUMNS);
    table.headings.extend(round.resources.iter().map(|resource| resource.name.to_string()));
    table.rows = practices.iter().map(|stored| line(round, &stored.text)).collect();
    table
}

fn line(round: &Round, text: &PracticeText) -> Vec<Value> {
    let hours = |function: &Name| {
        let load = text.loads.iter().find(|load| key(load.function.as_str()) == key(function.as_str()));
        load.map(|load| load.hours)
    };
    let involved = text.involved.iter().map(|function| match hours(function) {
        Some(hours) => format!("{function}: {hours}"),
        None => function.to_string(),
    });
    let stages = text.stages.iter().filter_map(|place| Some(round.stages.get(place)?.name.as_str()));
    let cultures = text.cultures.iter().filter_map(|place| Some(round.cultures.get(place)?.name.as_str()));
    let behaviours = text.behaviours.iter().filter_map(|place| BEHAVIOURS.get(place).copied());
    let mut row = vec![
        json!(text.title),
        json!(text.activity),
        json!(text.accountable),
        json!(hours(&text.accountable)),
        json!(involved.collect::<Vec<_>>().join(BETWEEN)),
        json!(stages.collect::<Vec<_>>().join(BETWEEN)),
        json!(cultures.collect::<Vec<_>>().join(BETWEEN)),
        json!(text.how),
        json!(text.tool),
        json!(text.aim),
        json!(text.details.touchpoints),
        json!(text.details.setting),
        json!(text.details.audience),
        json!(text.details.redundant),
        json!(text.details.documents.iter().map(ToString::to_string).collect::<Vec<_>>().join(BETWEEN)),
        json!(behaviours.collect::<Vec<_>>().join(BETWEEN)),
    ];
    for indicator in [&text.lead, &text.lag] {
        row.extend(match indicator {
            None => [Value::Null, Value::Null, Value::Null, Value::Null],
            Some(one) => [json!(one.name), json!(one.unit), json!(one.direction), json!(one.target)],
        });
    }
    row.extend(round.resources.iter().map(|resource| {
        let cost = text.costs.iter().find(|cost| cost.resource == resource.id);
        json!(cost.map_or(0, |cost| cost.amount))
    }));
    row
}
