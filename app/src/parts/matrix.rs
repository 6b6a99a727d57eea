//! The matrix of stages and cultures. A table where there is room for one; on a phone a list by stage, with the
//! roles of a table kept for those who hear it.

use super::glyph::{Axes, hue, suit};
use leptos::prelude::*;

/// `cell` gives what is in a stage and a culture, or nothing: then the cell asks.
#[must_use]
pub fn matrix(axes: &Axes, caption: &'static str, cell: impl Fn(usize, usize) -> Option<AnyView>) -> AnyView {
    let heads = axes
        .cultures
        .iter()
        .map(|culture| {
            view! {
                <th role="columnheader" scope="col" class=["matrix-culture ", hue(culture.suit)].concat()>
                    {suit(culture.suit)} " " {culture.name.to_string()}
                </th>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let rows = axes
        .stages
        .iter()
        .enumerate()
        .map(|(row, stage)| {
            let cells = (0..axes.cultures.len()).map(|column| one(axes, row, column, cell(row, column)));
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="matrix-stage">
                        <span class="letter-mark" aria-hidden="true">{stage.letter.to_string()}</span>
                        {stage.name.to_string()}
                    </th>
                    {cells.collect::<Vec<_>>()}
                </tr>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <table class="matrix" role="table">
            <caption class="sr-only">{caption}</caption>
            <thead role="rowgroup"><tr role="row"><td role="cell"></td>{heads}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
        <p class="matrix-legend" aria-hidden="true">"“—?” is a question: nobody has told us yet."</p>
    }
    .into_any()
}

fn one(axes: &Axes, row: usize, column: usize, content: Option<AnyView>) -> AnyView {
    let culture = axes.cultures.get(column);
    let label = culture.map(
        |culture| view! { <span class="matrix-label">{suit(culture.suit)} " " {culture.name.to_string()}</span> },
    );
    let empty = content.is_none();
    let content = content.unwrap_or_else(|| question(axes, row, column));
    let id = ["cell-", &row.to_string(), "-", &column.to_string()].concat();
    view! { <td role="cell" id=id class:asks=empty>{label} {content}</td> }.into_any()
}

/// An empty cell is a question: nobody has told us yet.
fn question(axes: &Axes, row: usize, column: usize) -> AnyView {
    let Some(to) = axes.propose(row, column) else {
        return view! { <span class="matrix-ask" title="Nobody has told us yet."><span aria-hidden="true">"—?"</span><span class="sr-only">"Nobody has told us yet."</span></span> }
            .into_any();
    };
    view! { <a class="matrix-ask" href=to title="Nobody has told us yet. How should it be?"><span aria-hidden="true">"—?"</span><span class="sr-only">"Nobody has told us yet. Tell us."</span></a> }
        .into_any()
}
