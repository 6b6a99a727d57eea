//! How complex a design is and what it costs, beside others: in a sentence, and as a table.

use super::count::counted;
use super::staff::scroll::scroll;
use leptos::prelude::*;
use model::Version;
use model::integrity::{Beside, Counts};

/// What a version is called in a sentence.
#[must_use]
pub fn called(version: Version) -> String {
    match version.0 {
        0 => "before customers were asked".into(),
        // A sample's versions count downwards; nobody need read that.
        ..0 => "the sample's version".into(),
        number => ["version ", &number.to_string()].concat(),
    }
}

/// "2 practices fewer, 1 hand-over more and 40 hours a month (People's time) less than version 1."
#[must_use]
pub fn in_words(counts: &Counts, beside: &Beside) -> String {
    let (practices, hand_overs, tools, costs) = counts.less(&beside.counts);
    let mut parts = [
        ("practice", "practices", practices),
        ("hand-over", "hand-overs", hand_overs),
        ("tool", "tools", tools),
    ]
    .into_iter()
    .filter(|(_, _, less)| *less != 0)
    .map(|(one, many, less)| {
        let count = usize::try_from(less.unsigned_abs()).unwrap_or(usize::MAX);
        counted(count, one, many) + if less < 0 { " fewer" } else { " more" }
    })
    .collect::<Vec<_>>();
    for (amount, less) in counts.costs.iter().zip(costs) {
        if let Some(less) = less.filter(|less| *less != 0) {
            let way = if less < 0 { " less" } else { " more" };
            let (unit, name) = (amount.unit.as_str(), amount.resource.as_str());
            parts.push([&less.unsigned_abs().to_string(), " ", unit, " (", name, ")", way].concat());
        }
    }
    let than = [" than ", &called(beside.version), "."].concat();
    match parts.pop() {
        None => ["No simpler and no cheaper", &than].concat(),
        Some(last) if parts.is_empty() => [last, than].concat(),
        Some(last) => [parts.join(", "), " and ".into(), last, than].concat(),
    }
}

/// `this`: what the design itself is called.
#[must_use]
pub fn counts(this: &str, counts: &Counts, beside: &[Beside]) -> AnyView {
    let number = |of: fn(&Counts) -> usize| -> Vec<String> {
        let all = std::iter::once(counts).chain(beside.iter().map(|beside| &beside.counts));
        all.map(|counts| of(counts).to_string()).collect()
    };
    let mut rows: Vec<(String, Vec<String>)> = vec![
        ("Practices".into(), number(|counts| counts.practices)),
        ("Hand-overs".into(), number(|counts| counts.hand_overs)),
        ("Tools".into(), number(|counts| counts.tools)),
    ];
    for amount in &counts.costs {
        let of = |beside: &Beside| {
            let same = beside
                .counts
                .costs
                .iter()
                .find(|other| other.resource == amount.resource && other.unit == amount.unit);
            same.map_or_else(|| "–".into(), |other| other.amount.to_string())
        };
        let values = std::iter::once(amount.amount.to_string()).chain(beside.iter().map(of));
        let name = [amount.resource.as_str(), ", ", amount.unit.as_str()].concat();
        rows.push((name, values.collect()));
    }
    let heads = beside
        .iter()
        .map(|beside| {
            view! { <th scope="col" class="number">{capital(&called(beside.version))}</th> }.into_any()
        })
        .collect::<Vec<_>>();
    let rows = rows
        .into_iter()
        .map(|(name, values)| {
            let values = values
                .into_iter()
                .map(|value| view! { <td class="number">{value}</td> }.into_any())
                .collect::<Vec<_>>();
            view! { <tr><th scope="row">{name}</th>{values}</tr> }.into_any()
        })
        .collect::<Vec<_>>();
    let words = beside
        .iter()
        .map(|beside| view! { <li>{in_words(counts, beside)}</li> }.into_any())
        .collect::<Vec<_>>();
    let this = this.to_owned();
    let table = view! {
        <table class="parts counts">
            <thead><tr><td></td><th scope="col" class="number">{this}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        {(!words.is_empty()).then(|| view! { <ul class="plain-list">{words}</ul> })}
        {scroll("How complex it is and what it costs", table.into_any())}
    }
    .into_any()
}

/// As it begins a sentence, or heads a column.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::integrity::Amount;

    #[test]
    fn what_is_simpler_and_cheaper_is_said_in_words() {
        let amount = |amount| Amount {
            resource: "People's time".parse().unwrap(),
            unit: "hours".parse().unwrap(),
            amount,
        };
        let counts = |practices, hand_overs, cost| Counts {
            practices,
            hand_overs,
            tools: 2,
            costs: vec![amount(cost)],
        };
        let beside = Beside { version: Version(1), counts: counts(5, 1, 80) };
        let said = |counts: Counts| in_words(&counts, &beside);
        assert_eq!(
            said(counts(3, 2, 40)),
            "2 practices fewer, 1 hand-over more and 40 hours (People's time) less than version 1."
        );
        assert_eq!(said(counts(4, 1, 80)), "1 practice fewer than version 1.");
        assert_eq!(said(counts(5, 1, 80)), "No simpler and no cheaper than version 1.");
    }
}
