//! `accord verify FILE`: computes an adopted design's selection again from its pseudonymous ballots, and says whether it is the
//! same, or where not, and whether the payments in the file prove that it is fair. It needs the file alone.

use anyhow::{Context, bail};
use clap::Args;
use engine::round::{Inputs, NoProof, Payments, proved, select};
use serde::Deserialize;
use serde_json::Value;
use server::clock::digest;
use server::design::canonical;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub struct Verify {
    /// The file that a design's page offers, or the address /api/v1/designs/VERSION/ballots gives.
    file: PathBuf,
}

/// What a design says of itself. A running round's ballots come alone.
#[derive(Deserialize)]
struct Claim {
    inputs: Value,
    sha256: String,
    outcome: Value,
    /// Missing in files that were given before payments were.
    payments: Option<Payments>,
}

/// Exit code 1 where something differs, 2 on bad input.
pub fn run(verify: &Verify) -> ExitCode {
    match check(verify) {
        Ok((said, equal)) => {
            let _ = std::io::stdout().lock().write_all(said.as_bytes());
            if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(fault) => {
            eprintln!("accord: {fault:#}");
            ExitCode::from(2)
        }
    }
}

fn check(verify: &Verify) -> anyhow::Result<(String, bool)> {
    let name = verify.file.display();
    let text = std::fs::read_to_string(&verify.file).with_context(|| format!("{name} cannot be read"))?;
    let file: Value = serde_json::from_str(&text).with_context(|| format!("{name} is not JSON"))?;
    if file.get("inputs").is_none() && file.get("votes").is_none() {
        bail!("{name} has no ballots: \"inputs\" is missing");
    }
    let claim: Option<Claim> = match file.get("inputs") {
        Some(_) => Some(serde_json::from_value(file.clone()).with_context(|| format!("{name}"))?),
        None => None,
    };
    let of = claim.as_ref().map_or(&file, |claim| &claim.inputs);
    let inputs: Inputs =
        serde_json::from_value(of.clone()).with_context(|| format!("the inputs in {name}"))?;
    let sum = digest(&canonical::text(of)?);
    let computed = select(&inputs).with_context(|| format!("the inputs in {name}"))?;
    let computed = serde_json::to_value(&computed)?;
    let mut said = format!("SHA-256 of the inputs: {sum}\n");
    let Some(claim) = claim else {
        said.push_str("Nothing is claimed in this file. Computed from it:\n");
        said.push_str(&canonical::text(&computed)?);
        said.push('\n');
        return Ok((said, true));
    };
    let mut differences = Vec::new();
    if claim.sha256 != sum {
        differences.push(format!("sha256: the file says {}", claim.sha256));
    }
    compare("outcome", &claim.outcome, &computed, &mut differences);
    if let Some(payments) = &claim.payments
        && let Err(why) = proved(&inputs, payments)?
    {
        differences.push(format!("payments: {}", no_proof(&why)));
    }
    if differences.is_empty() {
        said.push_str("Equal: the same ballots and rules give the same design.\n");
        if claim.payments.is_some() {
            said.push_str(PROVED);
        }
        return Ok((said, true));
    }
    said.push_str("Not equal:\n");
    differences.iter().for_each(|difference| said.push_str(&format!("  {difference}\n")));
    Ok((said, false))
}

const PROVED: &str = "Proved: nobody paid more than their share, all that was bought is paid for by who supports it, and nobody left \
    out could have been paid for.\n";

fn no_proof(why: &NoProof) -> String {
    match why {
        NoProof::Number(text) => format!("“{text}” is no whole number"),
        NoProof::Unknown(key) => format!("{key:?} is no candidate"),
        NoProof::Weights => "the weights do not follow from accounts and votes".to_owned(),
        NoProof::Flaws(flaws) => format!("they prove nothing: {flaws:?}"),
    }
}

/// Most differences that are worth reading.
const MOST: usize = 20;

/// Every place where what is claimed is not what was computed.
fn compare(place: &str, claimed: &Value, computed: &Value, found: &mut Vec<String>) {
    if found.len() >= MOST {
        return;
    }
    match (claimed, computed) {
        (Value::Object(claimed), Value::Object(computed)) => {
            for name in claimed.keys().chain(computed.keys().filter(|name| !claimed.contains_key(*name))) {
                let of =
                    |fields: &serde_json::Map<String, Value>| fields.get(name).cloned().unwrap_or_default();
                compare(&format!("{place}.{name}"), &of(claimed), &of(computed), found);
            }
        }
        (Value::Array(claimed), Value::Array(computed)) => {
            if claimed.len() != computed.len() {
                found.push(format!("{place}: {} are claimed, {} computed", claimed.len(), computed.len()));
            }
            for (at, (claimed, computed)) in claimed.iter().zip(computed).enumerate() {
                compare(&format!("{place}[{at}]"), claimed, computed, found);
            }
        }
        // Two lists that were always empty, and are not written any more.
        (Value::Array(claimed), Value::Null) if claimed.is_empty() => {}
        _ if claimed == computed => {}
        _ => found.push(format!("{place}: {claimed} is claimed, {computed} computed")),
    }
}
