//! An adopted design to take along: as a list of what was adopted and what was not, and as Markdown. The same for everybody, and
//! as long as there is the version.

use crate::transfer::export::BETWEEN;
use crate::transfer::table::Table;
use model::cells::{BEHAVIOURS, CultureSet, StageSet};
use model::design::{AdoptedPractice, Design, Evidence, LeftOut};
use model::practice::{Direction, Indicator};
use model::proposal::Support;
use model::selection::Key;
use serde_json::{Value, json};

/// Practices and proposals are numbered each for themselves. And then a column for each resource, by its name. What is of the whole design stands in every line.
const COLUMNS: [&str; 27] = [
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

/// As a document to read, to print or to keep.
#[must_use]
pub fn markdown(design: &Design) -> String {
    let mut text = String::new();
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    line(&format!("# {}\n", plain(design.question.as_str())));
    line(&format!(
        "Version {}, adopted on {}, signed by {}, {}.\n",
        design.version,
        design.adopted.day(),
        plain(design.signed_by.as_str()),
        plain(design.capacity.as_str()),
    ));
    for paragraph in design.statement.as_str().lines() {
        line(&format!("> {}", plain(paragraph)));
    }
    line("\n## What we do\n");
    for practice in &design.practices {
        described(design, practice, &mut line);
    }
    if !design.left_out.is_empty() {
        line("## What we did not adopt, and why\n");
    }
    for left in &design.left_out {
        let decision = left.decision.map_or("Left out", |decision| decision.words());
        line(&format!(
            "- **{}** ({}). {decision}: {}",
            plain(&left.title),
            voices(&left.support),
            plain(&left.reason)
        ));
    }
    proved(design, &mut line);
    if let Some(sign_off) = &design.sign_off {
        line("\n## Which functions have signed\n");
        for one in &sign_off.signatures {
            line(&format!("- {}, on {}", plain(one.function.as_str()), one.at.day()));
        }
        let reason = sign_off.overruled.as_ref().map(|reason| plain(reason.as_str())).unwrap_or_default();
        for name in &sign_off.unsigned {
            line(&format!("- {}: adopted without its signature. {reason}", plain(name.as_str())));
        }
    }
    line(&format!("\nSHA-256 of the signed text: `{}`", design.digest));
    text
}

/// How it was chosen, and what proves it.
fn proved(design: &Design, line: &mut impl FnMut(&str)) {
    let totals = &design.totals;
    line("\n## How it was chosen\n");
    line(&format!(
        "- {} accounts and {} people had voted, {} votes on {} proposals.",
        totals.voices, totals.people, totals.votes, totals.proposals
    ));
    if let Some(part) = &design.part {
        line(&format!(
            "- They decided one part of it: {}, for {}. The other practices go on from version {}, with the evidence on which they were chosen.",
            plain(&stages(design, part.stages).join(", ")),
            plain(&cultures(design, part.cultures).join(", ")),
            part.from
        ));
    }
    let Some(selection) = &design.selection else { return };
    for rule in selection.rules.in_words() {
        line(&format!("- {}", plain(&rule)));
    }
    for verdict in selection.outcome.certificate.in_words() {
        line(&format!("- {}", plain(verdict)));
    }
    if let Some(against) = &selection.against {
        line(&format!("- Adopted against what the votes chose, because: {}", plain(against.as_str())));
    }
    line(&format!(
        "- Computed by engine {} from what has the SHA-256 `{}`.",
        plain(&selection.engine),
        selection.ballots
    ));
}

fn described(design: &Design, practice: &AdoptedPractice, line: &mut impl FnMut(&str)) {
    let text = &practice.text;
    let involved = text.involved.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let costs = text.costs.iter().filter(|cost| cost.amount != 0).filter_map(|cost| {
        let resource = design.resources.iter().find(|resource| resource.id == cost.resource)?;
        Some(format!("{} {} ({})", cost.amount, resource.unit, resource.name))
    });
    let said = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let facts = [
        ("At", stages(design, text.stages).join(", ")),
        ("For", cultures(design, text.cultures).join(", ")),
        ("What", text.activity.to_string()),
        ("Answerable", text.accountable.to_string()),
        ("Involved", involved),
        ("How", said(text.how.as_ref().map(|how| how.as_str()))),
        ("With", said(text.tool.as_ref().map(|tool| tool.as_str()))),
        ("Aim", said(text.aim.as_ref().map(|aim| aim.as_str()))),
        ("Where", said(text.details.touchpoints.as_ref().map(|one| one.as_str()))),
        ("Channel", text.details.channel()),
        ("Could go", said(text.details.redundant.as_ref().map(|one| one.as_str()))),
        ("Documents", text.details.documents.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        ("Behaviours", behaviours(practice).join(", ")),
        ("Chosen", chosen(design, practice).unwrap_or_default()),
        ("First sign", text.lead.as_ref().map(indicator).unwrap_or_default()),
        ("Result", text.lag.as_ref().map(indicator).unwrap_or_default()),
        ("Costs", costs.collect::<Vec<_>>().join("; ")),
    ];
    line(&format!("### {}\n", plain(text.title.as_str())));
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        line(&format!("- {name}: {}", plain(fact)));
    }
    line("- Customers asked:");
    for Evidence { title, support, counted, .. } in &practice.from {
        let counted = counted.map(|version| format!(", as of version {version}")).unwrap_or_default();
        line(&format!("  - {} ({}{counted})", plain(title), voices(support)));
    }
    line("");
}

/// On one line, with nothing in it that Markdown reads as a mark.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if r"\`*_{}[]<>()#+-.!|~&".contains(letter) && !matches!(letter, '.' | '-' | '(' | ')') {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_people_typed_is_text_and_no_mark() {
        assert_eq!(plain("a *b*\n# c [d](e) <f>"), r"a \*b\* \# c \[d\](e) \<f\>");
    }
}
