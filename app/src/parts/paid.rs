//! Who paid for what the votes chose, by segment: as bars with their figures.

use leptos::prelude::*;
use model::selection::{Key, PaidBy, PaidFor};

/// A table for each attribute.
#[must_use]
pub fn paid(by: &[PaidBy]) -> Option<AnyView> {
    (!by.is_empty()).then(|| {
        let tables = by.iter().map(table).collect::<Vec<_>>();
        view! {
            <h3 class="h3">"Who paid for it, out of their shares"</h3>
            <div class="paid">{tables}</div>
        }
        .into_any()
    })
}

/// The same, folded, of one of many.
#[must_use]
pub fn folded(all: &[PaidFor], key: Key) -> Option<AnyView> {
    let by = all.iter().find(|paid| paid.key == key)?;
    let tables = by.attributes.iter().map(table).collect::<Vec<_>>();
    Some(view! { <details class="fold-plain"><summary>"Who paid for it, out of their shares"</summary><div class="paid">{tables}</div></details> }.into_any())
}

fn table(by: &PaidBy) -> AnyView {
    let rows = by
        .parts
        .iter()
        .map(|part| {
            let name = if part.value.is_empty() { "all others".into() } else { part.value.clone() };
            let bar = ["<rect width=\"", &(part.percent * 10).to_string(), "\" height=\"12\"/>"].concat();
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="part-bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" inner_html=bar></svg></td>
                    <td>{part.percent} " %"</td>
                </tr>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <table class="parts">
            <thead><tr><th scope="col">{by.attribute.clone()}</th><td></td><th scope="col">"Of its price"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
