//! Values of promises' indicators: by hand and from a list.

use super::designs::Sight;
use crate::auth::Measurer;
use crate::db::Tx;
use crate::db::events::{self, What};
use crate::db::values::{self as table, NewValue, Source};
use crate::error::{Error, Result};
use crate::promises::{Held, Standing};
use crate::site::Site;
use crate::transfer::sheet::{Row, Sheet, whole};
use futures::FutureExt;
use model::api::Done;
use model::api::accounts::Imported;
use model::api::values::{ImportValues, RemoveValue, SetValue};
use model::time::Day;
use model::value::{Amount, Which};
use model::{PersonId, PracticeId, Problem, Timestamp};
use std::sync::Arc;

/// What is measured is over.
const TO_COME: &str = "That day is still to come.";
/// Lines of a list that are named when they cannot be read.
const NAMED: usize = 5;

pub async fn set(site: Site, who: Measurer, request: SetValue) -> Result<Done> {
    let SetValue { practice, which, day, value } = request;
    let standing = site.promises.with(&site, Sight::Of(Some(&who)), practice).await?;
    let (by, now) = (who.id, site.clock.now());
    let held = standing.find(practice).ok_or_else(|| Problem::not_found("promise"))?;
    if !has(held, which) {
        return Err(Problem::field("which", "This promise has no such indicator.").into());
    }
    if day > Day::of(now) {
        return Err(Problem::field("day", TO_COME).into());
    }
    let new = NewValue { practice, which, day, value, source: Source::Hand, by, at: now };
    site.db
        .write(move |tx| {
            async move {
                table::put(tx, &new).await?;
                let detail = format!("{} {} {}", which.word(), day, value);
                let what = What::new("promise.measured", practice.0);
                Ok::<_, Error>(events::record(tx, now, Some(by), what, Some(&detail)).await?)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

fn has(held: &Held, which: Which) -> bool {
    match which {
        Which::Lead => held.lead.is_some(),
        Which::Lag => held.lag.is_some(),
    }
}

pub async fn remove(site: Site, who: Measurer, request: RemoveValue) -> Result<Done> {
    let RemoveValue { practice, which, day } = request;
    super::promises::promised(&site, &who, practice).await?;
    let (by, now) = (who.id, site.clock.now());
    site.db
        .write(move |tx| {
            async move {
                if !table::remove(tx, practice, which, day).await? {
                    return Err(Error::from(Problem::field("day", "There is no value of that day.")));
                }
                let detail = format!("{} {day} taken away", which.word());
                let what = What::new("promise.measured", practice.0);
                Ok(events::record(tx, now, Some(by), what, Some(&detail)).await?)
            }
            .boxed()
        })
        .await?;
    site.memory.catch_up().await?;
    Ok(Done {})
}

pub async fn import(site: Site, who: Measurer, request: ImportValues) -> Result<Imported> {
    let sheet = Sheet::read("the list", whole(&request.csv)?.as_bytes())
        .and_then(|sheet| sheet.needs(&["practice", "which", "day", "value"]))
        .map_err(|fault| Problem::field("csv", format!("{fault:#}.")))?;
    let all = site.promises.all(&site, Sight::Of(Some(&who))).await?;
    let (by, now) = (who.id, site.clock.now());
    let mut faults: Vec<(u64, String)> =
        sheet.faults().iter().map(|fault| (fault.line, fault.message.clone())).collect();
    let mut values = Vec::new();
    for row in sheet.rows() {
        match value(row, &all, by, now) {
            Ok(value) => values.push(value),
            Err(message) => faults.push((row.line, message)),
        }
    }
    if !faults.is_empty() {
        return Err(Problem::field("csv", refusal(faults)).into());
    }
    let done = site.db.write(move |tx| async move { put(tx, &values, by, now).await }.boxed()).await?;
    site.memory.catch_up().await?;
    Ok(done)
}

/// The first lines that cannot be read, and how many more; nothing is kept where there are any.
fn refusal(mut faults: Vec<(u64, String)>) -> String {
    faults.sort();
    let first: Vec<String> = faults
        .iter()
        .take(NAMED)
        .map(|(line, message)| format!("Line {line}: {}.", message.trim_end_matches('.')))
        .collect();
    let more = match faults.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" And {more} more."),
    };
    format!("{}{more} Nothing was read in.", first.join(" "))
}

async fn put(tx: &mut Tx, values: &[NewValue], by: PersonId, now: Timestamp) -> Result<Imported> {
    let mut done = Imported::default();
    let mut changed = std::collections::BTreeMap::<PracticeId, usize>::new();
    for new in values {
        let count = match table::put(tx, new).await? {
            None => &mut done.added,
            Some(before) if before == new.value => {
                done.unchanged += 1;
                continue;
            }
            Some(_) => &mut done.changed,
        };
        *count += 1;
        *changed.entry(new.practice).or_default() += 1;
    }
    for (practice, count) in changed {
        let detail = format!("{count} from a list");
        let what = What::new("promise.measured", practice.0);
        events::record(tx, now, Some(by), what, Some(&detail)).await?;
    }
    Ok(done)
}

/// A line as a value, or what is wrong with it.
fn value(
    row: &Row,
    all: &[Arc<Standing>],
    by: PersonId,
    at: Timestamp,
) -> std::result::Result<NewValue, String> {
    let named = row.plain("practice").trim();
    let number = named.parse().ok().map(PracticeId);
    let alike = |held: &&Held| Some(held.id) == number || held.title.as_str().eq_ignore_ascii_case(named);
    let held = all
        .iter()
        .flat_map(|standing| &standing.promises)
        .find(alike)
        .ok_or_else(|| format!("practice: there is no promise {named:?}"))?;
    let which = row.plain("which").trim().parse::<Which>().map_err(|refused| format!("which: {refused}"))?;
    if !has(held, which) {
        return Err(format!("which: “{}” has no such indicator", held.title));
    }
    let day = row.plain("day").trim().parse::<Day>().map_err(|refused| format!("day: {refused}"))?;
    if day > Day::of(at) {
        return Err(format!("day: {TO_COME}"));
    }
    let value = row.plain("value").parse::<Amount>().map_err(|refused| format!("value: {refused}"))?;
    Ok(NewValue { practice: held.id, which, day, value, source: Source::List, by, at })
}
