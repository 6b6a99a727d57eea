//! `accord engine rake`: weights that make respondents look like the account base.

use anyhow::{Context, bail};
use clap::Args;
use engine::raking::{Margin, Refusal, fit};
use serde::Serialize;
use server::transfer::sheet::{Row, Sheet};
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Args)]
pub struct Rake {
    /// CSV: a column for each dimension, and respondents.
    file: PathBuf,
    /// JSON: {"dimension": {"value": total}}. Columns that it does not name are left alone.
    targets: PathBuf,
    /// Keeps weights from a T-th to T times their mean as far as the totals allow.
    #[arg(long, value_name = "T", value_parser = at_least_one)]
    trim: Option<f64>,
}

#[derive(Serialize)]
struct Raked {
    /// Of one respondent of each row, in the order of the file.
    weights: Vec<f64>,
    deff: f64,
    n_eff: f64,
    /// The largest relative error of a total.
    error: f64,
    /// Why a round would let all weigh the same instead.
    refused: Option<String>,
    warnings: Vec<String>,
}

type Targets = BTreeMap<String, BTreeMap<String, f64>>;

/// # Errors
/// When a file cannot be read, with the line and the field.
pub fn run(args: &Rake) -> anyhow::Result<impl Serialize + use<>> {
    let name = args.targets.display();
    let text = std::fs::read(&args.targets).with_context(|| format!("reading {name}"))?;
    let targets = targets(&text).with_context(|| name.to_string())?;
    let sheet = Sheet::open(&args.file)?.needs(&["respondents"])?;
    if let Some(fault) = sheet.faults().first() {
        bail!("{fault}");
    }
    if targets.is_empty() {
        bail!("{name} names no dimension");
    }
    if let Some(dimension) = targets.keys().find(|dimension| !sheet.headings().contains(*dimension)) {
        bail!("{} has no column {dimension:?}, which {name} names", args.file.display());
    }
    let mut respondents = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        respondents.push(count(row).map_err(|message| anyhow::anyhow!("{}", sheet.fault(row, message)))?);
    }
    // In the order of the columns.
    let dimensions: Vec<_> =
        sheet.headings().iter().filter_map(|heading| targets.get_key_value(heading)).collect();
    let mut margins = Vec::with_capacity(dimensions.len());
    for (dimension, totals) in &dimensions {
        margins.push(margin(&sheet, dimension, totals).with_context(|| name.to_string())?);
    }
    let raked = fit(&respondents, &margins, args.trim);
    // Weights that are merely uneven are given with a warning; where there are none, equal ones would pass for an answer.
    if let Some(why @ (Refusal::Nobody | Refusal::Sums { .. } | Refusal::Conflict { .. })) = raked.refused {
        bail!("{}: {why}", args.file.display());
    }
    let mut warnings: Vec<String> = Vec::new();
    for empty in &raked.empty {
        let (dimension, totals) = dimensions[empty.dimension];
        let value = totals.keys().nth(empty.category).map_or("", String::as_str);
        warnings.push(format!(
            "nobody answered for {dimension} {value:?}: its total is spread over the other values"
        ));
    }
    let refused = raked.refused.map(|refusal| refusal.to_string());
    warnings.extend(refused.iter().map(|why| format!("in a round all would weigh the same: {why}")));
    warnings.iter().for_each(|warning| eprintln!("{warning}"));
    let (deff, n_eff, error) = (raked.deff, raked.n_eff, raked.error);
    Ok(Raked { weights: raked.weights, deff, n_eff, error, refused, warnings })
}

/// serde names line and column of what is no JSON; the dimension and value of what is no number are named here.
fn targets(text: &[u8]) -> anyhow::Result<Targets> {
    let all: BTreeMap<String, BTreeMap<String, serde_json::Value>> = serde_json::from_slice(text)?;
    let total = |dimension: &str, value: String, total: serde_json::Value| match total.as_f64() {
        Some(number) => Ok((value, number)),
        None => bail!("the total of {dimension} {value:?} is {total}, not a number"),
    };
    let totals = |(dimension, totals): (String, BTreeMap<_, _>)| {
        let totals = totals.into_iter().map(|(value, number)| total(&dimension, value, number));
        Ok((dimension.clone(), totals.collect::<anyhow::Result<_>>()?))
    };
    all.into_iter().map(totals).collect()
}

fn margin(sheet: &Sheet, dimension: &str, totals: &BTreeMap<String, f64>) -> anyhow::Result<Margin> {
    if let Some((value, total)) = totals.iter().find(|(_, total)| !(total.is_finite() && **total >= 0.0)) {
        bail!("the total of {dimension} {value:?} is {total}, not a size");
    }
    if totals.values().sum::<f64>() <= 0.0 {
        bail!("the totals of {dimension} are all 0");
    }
    let values: Vec<&String> = totals.keys().collect();
    let mut categories = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let value = row.get(dimension);
        match values.binary_search_by(|other| other.as_str().cmp(value)) {
            Ok(place) => categories.push(u32::try_from(place)?),
            Err(_) => bail!("{}", sheet.fault(row, format!("{dimension} is {value:?}, which has no total"))),
        }
    }
    Margin::new(categories, totals.values().copied().collect()).map_err(|fault| anyhow::anyhow!("{fault:?}"))
}

fn count(row: &Row) -> Result<u32, String> {
    let text = row.get("respondents").trim();
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole.parse().map_err(|_| format!("respondents is {text:?}, not a whole number"))
}

fn at_least_one(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number >= 1.0 && number.is_finite() => Ok(number),
        _ => Err("not a number from 1".to_owned()),
    }
}
