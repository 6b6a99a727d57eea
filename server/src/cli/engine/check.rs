//! `accord engine check`: whether a given selection is feasible, can be justified by prices, and represents in proportion.

use super::pb::{File, raw};
use anyhow::{Context, bail};
use clap::Args;
use engine::certificate::{Claim, Flaw, Standing, breaches};
use engine::election::{Election, PracticeIndex, Utility};
use engine::pabulib::Pabulib;
use engine::priceable::is_priceable;
use engine::representation::neglected;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// EJR+ is that of cost satisfaction, up to the one project that was left out.
#[derive(Args)]
pub struct Check {
    file: PathBuf,
    /// A JSON list of project ids.
    #[arg(long)]
    selected: PathBuf,
    /// Every project costs 1, and so many may be chosen.
    #[arg(long)]
    committee: Option<u32>,
}

#[derive(Serialize)]
struct Verdict {
    feasible: bool,
    /// null: too large to tell.
    priceable: Option<bool>,
    ejr_plus: bool,
    /// What is wrong, in words.
    reasons: Vec<String>,
}

pub fn run(check: &Check) -> anyhow::Result<impl Serialize> {
    let file = match check.committee {
        None => File::read(&check.file, Utility::Cost)?,
        Some(size) => committee(&check.file, size)?,
    };
    let selected = selected(&check.selected, &file.ids)?;
    let mut reasons = Vec::new();
    let feasible = is_feasible(&file, &selected, &mut reasons);
    let priceable = is_priceable(&file.election, &selected);
    match priceable {
        Some(true) => {}
        Some(false) => reasons.push("no price system pays for exactly these projects".to_owned()),
        None => reasons.push("whether a price system exists could not be decided".to_owned()),
    }
    let neglected = neglected(&file.election, &selected);
    reasons.extend(neglected.iter().map(|group| {
        let (id, served) = (&file.ids[group.practice as usize], file.money(group.served));
        let (voters, have, deserve) = match group.weight {
            1 => ("1 supporter".to_owned(), "has", "deserves"),
            several => (format!("{several} supporters"), "have", "deserve"),
        };
        format!(
            "{voters} of {id}, left out, {have} chosen projects of {served} each at most and {deserve} more"
        )
    }));
    Ok(Verdict { feasible, priceable, ejr_plus: neglected.is_empty(), reasons })
}

/// The file with unit costs.
fn committee(path: &Path, size: u32) -> anyhow::Result<File> {
    let Pabulib { ids, mut parts, .. } = raw(path, Utility::Cost)?;
    for practice in &mut parts.practices {
        practice.costs = vec![1];
    }
    parts.capacities = vec![size.into()];
    let election = Election::new(parts).with_context(|| format!("a committee of {size}"))?;
    Ok(File { ids, election, decimals: 0 })
}

fn selected(path: &Path, ids: &[String]) -> anyhow::Result<Vec<PracticeIndex>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let list: Vec<serde_json::Value> =
        serde_json::from_str(&text).with_context(|| format!("{} is not a JSON list", path.display()))?;
    let mut found = Vec::new();
    for (place, entry) in list.iter().enumerate() {
        let id = match entry {
            serde_json::Value::String(id) => id.clone(),
            serde_json::Value::Number(number) => number.to_string(),
            other => bail!("{}: entry {place}: {other} is no project id", path.display()),
        };
        let practice = (0..).zip(ids).find(|(_, known)| **known == id).map(|(practice, _)| practice);
        let Some(practice) = practice else {
            bail!("{}: entry {place}: there is no project {id}", path.display());
        };
        if found.contains(&practice) {
            bail!("{}: entry {place}: {id} is there twice", path.display());
        }
        found.push(practice);
    }
    Ok(found)
}

fn is_feasible(file: &File, selected: &[PracticeIndex], reasons: &mut Vec<String>) -> bool {
    let chosen = selected.iter().map(|&practice| (practice, Standing::Filled)).collect();
    let flaws = breaches(&file.election, &Claim { chosen, skipped: Vec::new() });
    let (cost, budget) = (selected.iter().map(|&p| file.election.price(p)).sum(), file.election.budget());
    reasons.extend(flaws.iter().map(|flaw| match flaw {
        Flaw::Resource(_) => {
            format!("the cost of {} is above the budget of {}", file.money(cost), file.money(budget))
        }
        other => format!("{other:?}"),
    }));
    flaws.is_empty()
}
