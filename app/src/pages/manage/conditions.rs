//! The rules of a round as numbers: the conditions by which votes become a design, and who is given the ballots.

use crate::form::Form;
use crate::form::nested::Fields;
use crate::parts::choices::{Choice, one_of};
use crate::parts::staff::line::Line;
use leptos::prelude::*;
use model::round::Round;
use model::selection::Ballots;
use serde_json::Value;

/// The fields that are numbers.
pub(super) const NUMBERS: [&str; 6] =
    ["least_accounts", "cost_over_support", "strong_opposition", "most_red_lines", "floor", "most_in_cell"];

pub(super) fn conditions(round: &Round, form: Form) -> AnyView {
    let rules = round.rules;
    let number = |name: &'static str, label: &'static str, hint: &'static str, value: Option<u32>| {
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        Line::new(["rules.", name].concat(), label, value).hint(hint).kind("number").view(form)
    };
    let ballots = Ballots::ALL.map(|ballots| {
        let (label, hint) = match ballots {
            Ballots::Nobody => ("Nobody", "verdicts, totals and a digest are published"),
            Ballots::Designers => ("Designers and signatories", "“what if” then runs in their own browser"),
            Ballots::Participants => ("Everybody who has signed in", ""),
            Ballots::Everybody => ("Everybody", "anybody can compute the design again"),
        };
        Choice::new(ballots.word(), label, rules.ballots == ballots).hint(hint)
    });
    let completion = vec![
        Choice::new("true", "Spend it too", rules.completion)
            .hint("shares are raised until the next step would overspend"),
        Choice::new("false", "Leave it", !rules.completion),
    ];
    let stances = vec![
        Choice::new("false", "Nobody", !rules.stances),
        Choice::new("true", "Staff who look after it", rules.stances)
            .hint("once three of its people have voted on it; whoever votes is told before"),
    ];
    let hint = if round.totals.votes > 0 {
        "People have voted under these: they stay."
    } else {
        "Say the same in the text above. They cannot change once there are votes."
    };
    view! {
        <fieldset class="stack conditions">
            <legend class="field-label">"Conditions of being chosen"</legend>
            <p class="field-hint">{hint}</p>
            <p class="field-problem" data-problem="rules" aria-live="polite">{move || form.about("rules")}</p>
            <div class="indicator-row">
                {number("least_accounts", "Accounts that must ask for it", "At least 5: fewer could be told apart.", Some(rules.least_accounts))}
                {number("cost_over_support", "Part of the cost that support must reach", "3: a third. 0: no such condition.", Some(rules.cost_over_support))}
                {number("strong_opposition", "Percent against that let a segment bar it", "50 to 100", Some(rules.strong_opposition))}
                {number("most_red_lines", "Accounts that may draw a red line", "One more bars it; at least 4.", Some(rules.most_red_lines))}
                {number("floor", "Percent of capacity kept for empty cells", "0: none", Some(rules.floor.into()))}
                {number("most_in_cell", "Practices that a cell holds at most", "Empty: any number", rules.most_in_cell)}
            </div>
            {one_of("rules.completion", "What equal shares leave", completion, form)}
            {one_of("rules.ballots", "Who is given the ballots, without names", ballots.into(), form)}
            {one_of("rules.stances", "Who is told how an account stands on a proposal", stances, form)}
        </fieldset>
    }
    .into_any()
}

/// A choice of yes or no is a word in a form.
pub(super) fn shape(fields: &mut Fields) {
    let Some(rules) = fields.get_mut("rules").and_then(Value::as_object_mut) else { return };
    for name in ["completion", "stances"] {
        if let Some(choice) = rules.get_mut(name) {
            *choice = Value::Bool(choice.as_str() == Some("true"));
        }
    }
}
