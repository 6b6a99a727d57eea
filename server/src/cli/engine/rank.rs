//! `accord engine rank`: shares of a list of items, each alone (Wilson) and under the prior that they have in common.

use anyhow::bail;
use clap::Args;
use engine::interval::{Z_95_TWO_SIDED, wilson};
use engine::prior::Prior;
use serde::Serialize;
use server::transfer::sheet::{Row, Sheet};
use std::path::PathBuf;

#[derive(Args)]
pub struct Rank {
    /// CSV with the columns item, positive and total.
    file: PathBuf,
}

#[derive(Serialize)]
struct Ranked {
    /// The prior Beta(alpha, beta); none where no item has votes.
    alpha: Option<f64>,
    beta: Option<f64>,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    item: String,
    /// 95 %, two-sided.
    wilson_lower: f64,
    wilson_upper: f64,
    /// Of the posterior, as the next; without a prior the item's own share.
    mean: f64,
    q05: Option<f64>,
}

/// # Errors
/// When the file cannot be read, with the line and the field.
pub fn run(rank: &Rank) -> anyhow::Result<impl Serialize + use<>> {
    let sheet = Sheet::open(&rank.file)?.needs(&["item", "positive", "total"])?;
    if let Some(fault) = sheet.faults().first() {
        bail!("{fault}");
    }
    let mut rows = Vec::new();
    for row in sheet.rows() {
        match counts(row) {
            Ok((positive, total)) => rows.push((row.get("item"), positive, total)),
            Err(message) => bail!("{}", sheet.fault(row, message)),
        }
    }
    let prior = Prior::fit(rows.iter().map(|&(_, positive, total)| (positive, total)));
    let items = rows.into_iter().map(|(item, positive, total)| {
        let interval = wilson(positive, total, Z_95_TWO_SIDED);
        let posterior = prior.map(|prior| prior.posterior(positive, total));
        Item {
            item: item.to_owned(),
            wilson_lower: interval.lower,
            wilson_upper: interval.upper,
            mean: posterior.map_or(0.5, |posterior| posterior.mean),
            q05: posterior.map(|posterior| posterior.low),
        }
    });
    let items = items.collect();
    Ok(Ranked { alpha: prior.map(|p| p.alpha()), beta: prior.map(|p| p.beta()), items })
}

/// Beyond this not every whole number is a float.
const MOST: f64 = 9_007_199_254_740_992.0;

fn counts(row: &Row) -> Result<(f64, f64), String> {
    let number = |field: &str| match row.get(field).trim().parse::<f64>() {
        Ok(number) if (0.0..=MOST).contains(&number) => Ok(number),
        _ => Err(format!("{field} is {:?}, not a count", row.get(field))),
    };
    let (positive, total) = (number("positive")?, number("total")?);
    if positive > total {
        return Err(format!("positive is {positive}, more than the total of {total}"));
    }
    Ok((positive, total))
}
