//! An adopted design to take along: as a list of what was adopted and what was not, and as Markdown. The same for everybody, and
//! as long as there is the version; but for the stories beside its practices, which stand as long as whoever told them lets them.

mod markdown;

pub use markdown::markdown;

use crate::transfer::export::BETWEEN;
use crate::transfer::table::Table;
use model::cells::{BEHAVIOURS, CultureSet, StageSet};
use model::comment::Found;
use model::design::{AdoptedPractice, Design, LeftOut};
use model::practice::{Direction, Indicator};
use model::proposal::Support;
use model::selection::Key;
use serde_json::{Value, json};

/// Practices and proposals are numbered each for themselves. And then a column for each resource, by its name. What is of the whole design stands in every line.
const COLUMNS: [&str; 28] = [
    "practice",
    "proposal",
    "what",
    "title",
    "stages",
    "cultures",
    "activity",
    "accountable",
    "involved",
    "how",
    "tool",
    "aim",
    "touchpoints",
    "channel",
    "redundant",
    "documents",
    "behaviours",
    "lead",
    "lag",
    "proposals",
    "voices",
    "reason",
    "chosen",
    "version",
    "accounts",
    "certificate",
    "sha256",
    "stories",
];

/// Every practice, and then every proposal that was left out.
#[must_use]
pub fn table(design: &Design) -> Table {
    let mut table = Table::new(&COLUMNS);
    table.headings.extend(design.resources.iter().map(|resource| resource.name.to_string()));
    table.rows = design.practices.iter().map(|practice| adopted(design, practice)).collect();
    table.rows.extend(design.left_out.iter().map(|left| left_out(design, left)));
    table
}

fn adopted(design: &Design, practice: &AdoptedPractice) -> Vec<Value> {
    let text = &practice.text;
    let involved = text.involved.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(BETWEEN);
    let proposals = practice.from.iter().map(|one| one.title.as_str()).collect::<Vec<_>>().join(BETWEEN);
    let mut row = vec![
        json!(practice.id),
        Value::Null,
        json!("adopted"),
        json!(text.title),
        json!(stages(design, text.stages).join(BETWEEN)),
        json!(cultures(design, text.cultures).join(BETWEEN)),
        json!(text.activity),
        json!(text.accountable),
        json!(involved),
        json!(text.how),
        json!(text.tool),
        json!(text.aim),
        json!(text.details.touchpoints),
        json!(text.details.channel()),
        json!(text.details.redundant),
        json!(text.details.documents.iter().map(ToString::to_string).collect::<Vec<_>>().join(BETWEEN)),
        json!(behaviours(practice).join(BETWEEN)),
        json!(text.lead.as_ref().map(indicator)),
        json!(text.lag.as_ref().map(indicator)),
        json!(proposals),
        json!(practice.from.iter().map(|one| voices(&one.support)).collect::<Vec<_>>().join(BETWEEN)),
        Value::Null,
        json!(chosen(design, practice)),
    ];
    row.extend(whole(design));
    row.push(json!(practice.stories.iter().map(story).collect::<Vec<_>>().join(BETWEEN)));
    let costs = design.resources.iter().map(|resource| {
        let cost = text.costs.iter().find(|cost| cost.resource == resource.id);
        json!(cost.map_or(0, |cost| cost.amount))
    });
    row.extend(costs);
    row
}

fn left_out(design: &Design, left: &LeftOut) -> Vec<Value> {
    let mut row = vec![Value::Null; COLUMNS.len() + design.resources.len()];
    let cells = [
        (1, json!(left.proposal)),
        (2, json!(left.decision.map_or("left out", |decision| decision.words()).to_lowercase())),
        (3, json!(left.title)),
        (4, json!(stages(design, left.stages).join(BETWEEN))),
        (5, json!(cultures(design, left.cultures).join(BETWEEN))),
        (VOICES, json!(voices(&left.support))),
        (REASON, json!(left.reason)),
    ];
    for (place, value) in cells.into_iter().chain((CHOSEN + 1..).zip(whole(design))) {
        row[place] = value;
    }
    row
}

/// Where these stand among the columns.
const VOICES: usize = 20;
const REASON: usize = 21;
const CHOSEN: usize = 22;

/// What is of the whole design: version, accounts that had voted, what the checkers found, and its hash.
fn whole(design: &Design) -> [Value; 4] {
    let certificate = design.selection.as_ref().map(|selection| selection.outcome.certificate.in_words());
    [
        json!(design.version),
        json!(design.totals.voices),
        json!(certificate.map(|words| words.join(" "))),
        json!(design.digest),
    ]
}

/// Whether the votes chose it; nothing where none did the choosing.
fn chosen(design: &Design, practice: &AdoptedPractice) -> Option<String> {
    if let Some(version) = practice.goes_on {
        return Some(format!("with version {version}, and goes on"));
    }
    let outcome = &design.selection.as_ref()?.outcome;
    let found = outcome.chosen.iter().any(|one| one.key == Key::Practice(practice.id));
    Some(if found { "by the votes" } else { "by the company, against what the votes chose" }.to_owned())
}

fn behaviours(practice: &AdoptedPractice) -> Vec<&'static str> {
    practice.text.behaviours.iter().filter_map(|at| BEHAVIOURS.get(at).copied()).collect()
}

fn stages(design: &Design, set: StageSet) -> Vec<&str> {
    set.iter().filter_map(|at| Some(design.stages.get(at)?.name.as_str())).collect()
}

fn cultures(design: &Design, set: CultureSet) -> Vec<&str> {
    set.iter().filter_map(|at| Some(design.cultures.get(at)?.name.as_str())).collect()
}

/// "Days until the first answer, at most 2 days"
fn indicator(indicator: &Indicator) -> String {
    let bound = if indicator.direction == Direction::Up { "at least" } else { "at most" };
    format!("{}, {bound} {} {}", indicator.name, indicator.target, indicator.unit)
}

/// "7.5 of 9", or that there are too few to say.
fn voices(support: &Support) -> String {
    match support.tally() {
        None => "fewer than five voices".to_owned(),
        Some(tally) => format!("{} of {} voices", f64::from(tally.agree) / 100.0, tally.voices),
    }
}

/// "Five engineers came. (beside: Send one person)"
fn story(story: &Found) -> String {
    format!("{} (beside: {})", story.begins, story.on)
}
