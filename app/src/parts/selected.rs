//! What is said of a candidate of the draft design: how it came in, or why it did not.

use super::glyph::Axes;
use leptos::prelude::*;
use model::round::Resource;
use model::selection::{Candidate, Certificate, Chosen, Key, NotChosen, Outcome, Rules, Way, Why};

/// What the places in a reason mean.
pub struct Places<'a> {
    pub axes: &'a Axes,
    /// What a candidate is called.
    pub title: &'a dyn Fn(Key) -> Option<String>,
    pub segments: &'a [String],
    pub resources: &'a [Resource],
}

/// "12 voices", or that they are too few to be counted out.
#[must_use]
pub fn voices(votes: Option<f64>) -> String {
    match votes {
        None => "fewer than five accounts".into(),
        Some(votes) if (votes - 1.0).abs() < 0.05 => "1 voice".into(),
        Some(votes) => [&decimal(votes), " voices"].concat(),
    }
}

/// With one decimal where it is not whole.
#[must_use]
pub fn decimal(number: f64) -> String {
    let tenths = (number * 10.0).round();
    let (whole, rest) = ((tenths / 10.0).trunc(), (tenths % 10.0).abs());
    let mut text = whole.to_string();
    if rest > 0.0 {
        text.push('.');
        text.push_str(&rest.to_string());
    }
    text
}

/// "12.5 %" of a part.
#[must_use]
pub fn percent(part: f64) -> String {
    [&decimal(part * 100.0), " %"].concat()
}

#[must_use]
pub fn way(chosen: &Chosen) -> String {
    match chosen.way {
        Way::Free => "costs nothing".into(),
        Way::Filled => "added in the end, from what was left".into(),
        Way::Reserved => "paid for out of what is kept for empty cells".into(),
        Way::Bought => match (chosen.effective_votes, chosen.votes) {
            (Some(effective), Some(votes)) if effective + 0.05 < votes => {
                ["paid for by its voices; counted like ", &decimal(effective)].concat()
            }
            _ => "paid for by its voices".into(),
        },
    }
}

/// Why it is not in, in a line.
#[must_use]
pub fn why(left: &NotChosen, places: &Places<'_>) -> String {
    let part = |part: Option<f64>| part.map(decimal).unwrap_or_else(|| "too little".into());
    match &left.why {
        Why::Unsupported => "Nobody whose voice counts asks for it yet.".into(),
        Why::TooFewAccounts { has, needs } => {
            let has = has.map_or("Fewer than five".into(), |has| has.to_string());
            [&has, " accounts ask for it; at least ", &needs.to_string(), " must."].concat()
        }
        Why::TooLittleSupport { percent } => {
            ["For what it costs it has ", &part(*percent), " % of the support that it needs."].concat()
        }
        Why::Opposed { segment } => {
            let of = places.segments.get(*segment).map(String::as_str).unwrap_or("a segment");
            ["Most of those in “", of, "” who take a side are against it."].concat()
        }
        Why::RedLines { has, most } => {
            let has = has.map_or("Some".into(), |has| has.to_string());
            [&has, " accounts would leave over it; the rules bear ", &most.to_string(), "."].concat()
        }
        Why::Unaffordable { missing: Some(missing) } => {
            ["Its voices lack ", &percent(*missing), " of the capacity to pay for it."].concat()
        }
        Why::Unaffordable { missing: None } => "Its voices cannot pay for it.".into(),
        Why::Opposite { key } => ["Its opposite, ", &quoted(*key, places), ", was chosen."].concat(),
        Why::Needs { key } => ["It needs ", &quoted(*key, places), ", which was not chosen."].concat(),
        Why::CellFull { cell } => {
            let cultures = places.axes.cultures.len().max(1);
            let stage = places.axes.stages.get(cell / cultures).map(|stage| stage.name.as_str());
            ["No more room at the stage “", stage.unwrap_or("?"), "”: others came in before."].concat()
        }
        Why::Resource { resource } => {
            let name = places.resources.get(*resource).map(|resource| resource.name.as_str());
            ["Not enough left of “", name.unwrap_or("a resource"), "”."].concat()
        }
    }
}

fn quoted(key: Key, places: &Places<'_>) -> String {
    match (places.title)(key) {
        Some(title) => ["“", &title, "”"].concat(),
        None => "another practice".into(),
    }
}

/// The rules as numbers, a line each.
#[must_use]
pub fn rules(rules: &Rules) -> Vec<AnyView> {
    rules.in_words().into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect()
}

/// What the checkers found.
#[must_use]
pub fn verdicts(certificate: Certificate) -> Vec<AnyView> {
    certificate.in_words().map(|words| view! { <li>{words}</li> }.into_any()).into()
}

/// Where a candidate is shown in full.
#[must_use]
pub fn path(key: Key) -> String {
    match key {
        Key::Practice(_) => key.why_path(),
        Key::Proposal(id) => ["/proposals/", &id.to_string()].concat(),
    }
}

#[must_use]
pub fn candidate(candidates: &[Candidate], key: Key) -> Option<&Candidate> {
    candidates.iter().find(|candidate| candidate.key == key)
}

/// What is not in, the best supported first.
#[must_use]
pub fn left_by_support(outcome: &Outcome) -> Vec<&NotChosen> {
    let mut left: Vec<&NotChosen> = outcome.left.iter().collect();
    left.sort_by(|a, b| b.votes.unwrap_or(0.0).total_cmp(&a.votes.unwrap_or(0.0)));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_count() {
        assert_eq!([decimal(7.0), decimal(7.25), decimal(0.04), decimal(12.96)], ["7", "7.3", "0", "13"]);
        assert_eq!(
            [voices(Some(1.0)), voices(Some(6.5)), voices(None)],
            ["1 voice", "6.5 voices", "fewer than five accounts"]
        );
        assert_eq!(percent(0.125), "12.5 %");
    }
}
