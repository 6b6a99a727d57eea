//! Who took part and who is served: accounts that there are and that voted, as bars with their figures.

use leptos::prelude::*;
use model::selection::{Part, TookPart};

/// A table for each attribute.
#[must_use]
pub fn took_part(parts: &[TookPart]) -> Vec<AnyView> {
    parts.iter().enumerate().map(|(place, part)| table(part, place)).collect()
}

fn table(part: &TookPart, place: usize) -> AnyView {
    let id = ["part-", &place.to_string()].concat();
    let most = part.rows.iter().filter_map(|row| row.base.or(row.voted)).max().unwrap_or(1).max(1);
    let rows = part.rows.iter().map(|row| row_of(part, row, most)).collect::<Vec<_>>();
    let kept_back = kept_back(part).map(|words| view! { <p class="quiet">{words}</p> });
    view! {
        <h3 class="h3" id=id.clone()>{part.attribute.clone()}</h3>
        <table class="parts" aria-labelledby=id>
            <thead><tr><th scope="col">{part.attribute.clone()}</th><td></td>{head(part, |row| row.covered, "Have something in it")} {head(part, |row| row.voted, "Voted")} {head(part, |row| row.base, "Accounts")}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {kept_back}
    }
    .into_any()
}

/// One of the figures of a row.
type Figure = fn(&Part) -> Option<u32>;

/// What the figures are, and in whose place "not told" stands.
const FIGURES: [(&str, Figure); 3] = [
    ("how many accounts there are", |row| row.base),
    ("how many voted", |row| row.voted),
    ("how many have something in it", |row| row.covered),
];

/// That some of it is not told, and why: what has no column is named here.
fn kept_back(part: &TookPart) -> Option<String> {
    const WHY: &str = "that would say something of fewer than five accounts.";
    let columns = FIGURES.iter().filter(|(_, of)| !is_told(part, *of)).map(|(words, _)| *words);
    let columns = columns.collect::<Vec<_>>();
    let some = FIGURES
        .iter()
        .filter(|(_, of)| is_told(part, *of))
        .any(|(_, of)| part.rows.iter().any(|row| of(row).is_none()));
    match (columns.as_slice(), some) {
        ([], false) => None,
        ([], true) => Some(["Where it reads “not told”, ", WHY].concat()),
        (columns, false) => Some(["Not told: ", &columns.join(", "), "; ", WHY].concat()),
        (columns, true) => {
            Some(["Not told: ", &columns.join(", "), ", and where it reads so; ", WHY].concat())
        }
    }
}

/// What is told of no value has no column.
fn is_told(part: &TookPart, of: Figure) -> bool {
    part.rows.iter().any(|row| of(row).is_some())
}

fn head(part: &TookPart, of: fn(&Part) -> Option<u32>, words: &'static str) -> Option<AnyView> {
    is_told(part, of).then(|| view! { <th scope="col">{words}</th> }.into_any())
}

fn row_of(part: &TookPart, row: &Part, most: u32) -> AnyView {
    let width = |count: u32| (u64::from(count) * 1000 / u64::from(most)).to_string();
    let mut bar = String::new();
    if let Some(base) = row.base {
        bar.push_str(&format!("<rect class=\"base\" width=\"{}\" height=\"12\"/>", width(base)));
    }
    if let Some(voted) = row.voted {
        bar.push_str(&format!("<rect class=\"voted\" width=\"{}\" height=\"12\"/>", width(voted)));
    }
    if let Some(covered) = row.covered {
        bar.push_str(&format!("<rect width=\"{}\" height=\"12\"/>", width(covered)));
    }
    let name = if row.value.is_empty() { "others".into() } else { row.value.clone() };
    let figure = |of: fn(&Part) -> Option<u32>| {
        let words = of(row).map_or("not told".into(), |figure| figure.to_string());
        is_told(part, of).then(|| view! { <td>{words}</td> }.into_any())
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="part-bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" inner_html=bar></svg></td>
            {figure(|row| row.covered)} {figure(|row| row.voted)} {figure(|row| row.base)}
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_back_is_said_with_its_reason() {
        let part = |base: [Option<u32>; 2], covered: [Option<u32>; 2]| {
            let row = |at: usize| Part {
                value: String::new(),
                base: base[at],
                voted: Some(9),
                covered: covered[at],
            };
            kept_back(&TookPart { attribute: "Industry".into(), rows: vec![row(0), row(1)] })
        };
        let (all, none) = ([Some(12), Some(10)], [None, None]);
        assert_eq!(part(all, all), None);
        assert_eq!(
            part(none, none).unwrap(),
            "Not told: how many accounts there are, how many have something in it; that would say something of fewer than five accounts."
        );
        assert!(part(all, [Some(6), None]).unwrap().starts_with("Where it reads “not told”, that would"));
        assert!(
            part(none, [Some(6), None])
                .unwrap()
                .contains("how many accounts there are, and where it reads so; ")
        );
    }
}
