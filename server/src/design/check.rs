//! What a practice must satisfy in its round, beyond what its types say.

pub mod links;

use super::key;
use crate::memory::RoundMemory;
use model::practice::{Details, Indicator, MOST_INVOLVED, PracticeText};
use model::round::{MOST_UNITS, Round};
use model::{FieldProblem, Problem, ProblemKind};

/// What is wrong so far, by field.
#[derive(Default)]
struct Wrong(Vec<FieldProblem>);

impl Wrong {
    fn when(&mut self, wrong: bool, field: impl Into<String>, message: &str) {
        if wrong {
            self.0.push(FieldProblem { field: field.into(), message: message.to_owned() });
        }
    }

    fn told(&mut self) -> Result<(), Problem> {
        if self.0.is_empty() {
            return Ok(());
        }
        let message = "Please look at the marked fields.".into();
        Err(Problem { kind: ProblemKind::Invalid, message, fields: std::mem::take(&mut self.0) })
    }
}

/// Of a practice of the draft.
///
/// # Errors
/// Every field that cannot be taken as it is.
pub fn fits(round: &RoundMemory, text: &PracticeText) -> Result<(), Problem> {
    let mut wrong = Wrong::default();
    proposals(round, text, &mut wrong);
    wrong.when(text.accountable.is_nobody(), "accountable", "Name the function that answers for it.");
    itself(&round.round, text, &mut wrong);
    wrong.told()
}

/// Of a practice of version 0, which was not asked for and is not chosen from.
///
/// # Errors
/// As [`fits`].
pub fn fits_inside_out(round: &Round, text: &PracticeText) -> Result<(), Problem> {
    let mut wrong = Wrong::default();
    let message = "How it is today comes from no proposal.";
    wrong.when(!text.proposals.is_empty(), "proposals", message);
    let message = "How it is today is not chosen from: it has no opposites and no prerequisites.";
    wrong.when(!text.opposites.is_empty(), "opposites", message);
    wrong.when(!text.needs.is_empty(), "needs", message);
    itself(round, text, &mut wrong);
    wrong.told()
}

fn itself(round: &Round, text: &PracticeText, wrong: &mut Wrong) {
    place(round, text, wrong);
    functions(text, wrong);
    loads(text, wrong);
    costs(round, text, wrong);
    indicators(text, wrong);
    documents(text, wrong);
}

fn place(round: &Round, text: &PracticeText, wrong: &mut Wrong) {
    let (stages, cultures) = (round.stages.len(), round.cultures.len());
    wrong.when(text.stages.is_empty(), "stages", "Choose at least one stage.");
    wrong.when(!text.stages.fits(stages), "stages", "This round has no such stage.");
    wrong.when(text.cultures.is_empty(), "cultures", "Choose at least one culture.");
    wrong.when(!text.cultures.fits(cultures), "cultures", "This round has no such culture.");
}

fn functions(text: &PracticeText, wrong: &mut Wrong) {
    let accountable = key(text.accountable.as_str());
    let many = format!("At most {MOST_INVOLVED} functions have a part in a practice.");
    wrong.when(text.involved.len() > MOST_INVOLVED, "involved", &many);
    let involved: Vec<String> = text.involved.iter().map(|name| key(name.as_str())).collect();
    for (place, name) in involved.iter().enumerate() {
        let field = || format!("involved.{place}");
        wrong.when(text.involved[place].is_nobody(), field(), "Name a function.");
        wrong.when(*name == accountable, field(), "This function answers for it already.");
        wrong.when(involved[..place].contains(name), field(), "This function is named twice.");
    }
}

fn loads(text: &PracticeText, wrong: &mut Wrong) {
    let functions: Vec<String> =
        text.involved.iter().chain([&text.accountable]).map(|name| key(name.as_str())).collect();
    for (place, load) in text.loads.iter().enumerate() {
        let name = key(load.function.as_str());
        let twice = text.loads[..place].iter().any(|other| key(other.function.as_str()) == name);
        let field = |field: &str| format!("loads.{place}.{field}");
        wrong.when(!functions.contains(&name), field("function"), "This function has no part in it.");
        wrong.when(twice, field("function"), "This function is named twice.");
        wrong.when(load.function.is_nobody(), field("function"), "Say which function takes these hours.");
        let message = format!("Give a whole number from 0 to {MOST_UNITS}.");
        wrong.when(!(0..=MOST_UNITS).contains(&load.hours), field("hours"), &message);
    }
}

fn proposals(round: &RoundMemory, text: &PracticeText, wrong: &mut Wrong) {
    wrong.when(text.proposals.is_empty(), "proposals", "Choose at least one proposal.");
    for (place, id) in text.proposals.iter().enumerate() {
        let field = || format!("proposals.{place}");
        let public = round.proposal(*id).is_some_and(|proposal| proposal.status.is_public());
        wrong.when(!public, field(), "This round shows no such proposal.");
        wrong.when(text.proposals[..place].contains(id), field(), "This proposal is named twice.");
    }
}

fn costs(round: &Round, text: &PracticeText, wrong: &mut Wrong) {
    for (place, cost) in text.costs.iter().enumerate() {
        let known = round.resources.iter().any(|resource| resource.id == cost.resource);
        let twice = text.costs[..place].iter().any(|other| other.resource == cost.resource);
        let field = |name: &str| format!("costs.{place}.{name}");
        wrong.when(!known, field("resource"), "This round has no such resource.");
        wrong.when(twice, field("resource"), "This resource is named twice.");
        wrong.when(!within(cost.amount), field("amount"), &range());
    }
}

fn indicators(text: &PracticeText, wrong: &mut Wrong) {
    let target = |indicator: &Option<Indicator>| indicator.as_ref().is_some_and(|one| !within(one.target));
    wrong.when(target(&text.lead), "lead.target", &range());
    wrong.when(target(&text.lag), "lag.target", &range());
    let name = |indicator: &Option<Indicator>| indicator.as_ref().map(|one| key(one.name.as_str()));
    let same = text.lag.is_some() && name(&text.lead) == name(&text.lag);
    wrong.when(same, "lag.name", "The first sign and the result need different measures.");
}

fn documents(text: &PracticeText, wrong: &mut Wrong) {
    let most = Details::MOST_DOCUMENTS;
    let many = text.details.documents.len() > most;
    wrong.when(many, "details.documents", &format!("A practice has at most {most} documents."));
}

fn within(amount: i64) -> bool {
    (-MOST_UNITS..=MOST_UNITS).contains(&amount)
}

fn range() -> String {
    format!("Give a whole number from -{MOST_UNITS} to {MOST_UNITS}.")
}
