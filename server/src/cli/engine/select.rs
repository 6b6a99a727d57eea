//! `accord engine select`: a selection by one of three rules, with what was paid.

use super::pb::File;
use clap::{Args, ValueEnum};
use engine::election::{PracticeIndex, Utility};
use engine::greedy::greedy;
use engine::phragmen::{Overflow, phragmen};
use engine::prices::effective_votes;
use engine::shares::{Completion, Method, Step, Way, equal_shares};
use serde::Serialize;
use std::path::PathBuf;

/// Ties are settled by project id, in the order of its characters.
#[derive(Args)]
pub struct Select {
    file: PathBuf,
    #[arg(long, value_enum, default_value_t)]
    rule: Rule,
    /// What a chosen project is worth to its supporter. Greedy goes by votes, by votes per cost or by points per cost.
    #[arg(long, value_enum, default_value_t)]
    utility: Worth,
    /// How equal shares spend what one run leaves: every voter's money is raised by 1, again and again.
    #[arg(long, value_enum, default_value_t)]
    completion: Rest,
    /// Phragmén's rule: end at the first project that is next and does not fit, instead of going on without it.
    #[arg(long)]
    stop_first_overflow: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Rule {
    #[default]
    EqualShares,
    /// By votes, skipping what does not fit.
    Greedy,
    /// Phragmén's sequential rule.
    Phragmen,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Worth {
    #[default]
    Cost,
    Cardinality,
    /// The points given to it.
    Additive,
}

#[derive(Clone, Copy, Default, PartialEq, ValueEnum)]
enum Rest {
    #[default]
    None,
    /// Until nothing more fits or the next step would overspend.
    AddOne,
    /// Until the next step would overspend.
    UntilOverspend,
    /// As add-one, then greedily what still fits.
    AddOneGreedy,
}

#[derive(Serialize)]
struct Selection {
    selected: Vec<String>,
    cost: String,
    budget: String,
    trace: Vec<Line>,
}

/// What was paid for a project. Only equal shares and Phragmén have payments.
#[derive(Serialize)]
struct Line {
    id: String,
    effective_votes: f64,
    payments_total: String,
    payers: u32,
}

pub fn run(select: &Select) -> anyhow::Result<impl Serialize> {
    let utility = match select.utility {
        Worth::Cost => Utility::Cost,
        Worth::Cardinality => Utility::Cardinality,
        Worth::Additive => Utility::Additive,
    };
    let file = File::read(&select.file, utility)?;
    let chosen = match select.rule {
        Rule::EqualShares => by_equal_shares(&file, select.completion),
        Rule::Greedy => greedy(&file.election).into_iter().map(|p| unpaid(&file, p)).collect(),
        Rule::Phragmen => by_phragmen(&file, select.stop_first_overflow),
    };
    let cost = chosen.iter().map(|(practice, _)| file.election.price(*practice)).sum();
    let selection = Selection {
        selected: chosen.iter().map(|(practice, _)| file.ids[*practice as usize].clone()).collect(),
        cost: file.money(cost),
        budget: file.money(file.election.budget()),
        trace: chosen.into_iter().map(|(_, line)| line).collect(),
    };
    Ok(selection)
}

type Chosen = Vec<(PracticeIndex, Line)>;

fn by_equal_shares(file: &File, completion: Rest) -> Chosen {
    let method = Method {
        completion: match completion {
            Rest::None => Completion::None,
            Rest::AddOne | Rest::AddOneGreedy => Completion::AddOne,
            Rest::UntilOverspend => Completion::UntilOverspend,
        },
        step: Step::PerVoice { amount: file.one(), of: 1 },
        fill: completion == Rest::AddOneGreedy,
    };
    let outcome = equal_shares(&file.election, &method);
    let effective = effective_votes(&file.election, &outcome);
    let line = |(choice, effective): (&engine::shares::Choice, Option<f64>)| {
        let mut line = unpaid(file, choice.practice);
        if let (Way::Bought(purchase), Some(effective)) = (&choice.way, effective) {
            line.1.effective_votes = effective;
            line.1.payments_total = file.money(file.election.price(choice.practice));
            line.1.payers = purchase.payers;
        }
        line
    };
    outcome.chosen.iter().zip(effective).map(line).collect()
}

fn by_phragmen(file: &File, stop: bool) -> Chosen {
    let overflow = if stop { Overflow::Stop } else { Overflow::Skip };
    let line = |choice: engine::phragmen::Choice| {
        let mut line = unpaid(file, choice.practice);
        if choice.load.is_some() {
            line.1.payments_total = file.money(file.election.price(choice.practice));
            line.1.payers =
                u32::try_from(file.election.supporters(choice.practice).len()).unwrap_or(u32::MAX);
        }
        line
    };
    phragmen(&file.election, overflow).into_iter().map(line).collect()
}

/// Chosen by its votes, which nobody paid for.
fn unpaid(file: &File, practice: PracticeIndex) -> (PracticeIndex, Line) {
    let line = Line {
        id: file.ids[practice as usize].clone(),
        effective_votes: file.election.votes(practice) as f64,
        payments_total: "0".to_owned(),
        payers: 0,
    };
    (practice, line)
}
