//! The scorecard by cell: the matrix with how the promises of each cell are kept, for a quarter.

use super::href;
use crate::parts::count::counted;
use crate::parts::glyph::Axes;
use crate::parts::matrix::matrix;
use crate::parts::promise::{bar, measured};
use leptos::prelude::*;
use model::api::scorecard::FindPromises;
use model::cells::Cell;
use model::scorecard::{CellKept, ScorecardPage};

pub(super) fn cells(card: &ScorecardPage, axes: &Axes, asked: &FindPromises) -> AnyView {
    let cell = |stage: usize, culture: usize| {
        let found = card.cells.iter().find(|cell| (cell.stage, cell.culture) == (stage, culture))?;
        Some(one(found, axes, asked))
    };
    let periods = card
        .periods
        .iter()
        .map(|period| {
            let here = (*period == card.period).then_some("true");
            let running = *period == card.quarter;
            let to = href(asked, |asked| asked.quarter = Some(*period).filter(|_| !running));
            view! { <a href=to aria-current=here>{period.words()}</a> }.into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <details class="fold-plain cells-kept" open=asked.quarter.is_some() || asked.cell.is_some()>
            <summary>{["By stage and culture, in the ", &card.period.words()].concat()}</summary>
            <nav class="periods" aria-label="Quarters">{periods}</nav>
            <p class="quiet">"The promises of a cell together, as far as each of them is told: who reported of several counts for each."</p>
            {matrix(axes, "How the promises are kept, by stage and culture", cell)}
        </details>
    }
    .into_any()
}

fn one(cell: &CellKept, axes: &Axes, asked: &FindPromises) -> AnyView {
    let place = Cell { stage: cell.stage, culture: cell.culture }.to_string();
    let to = href(asked, |asked| asked.cell = Some(place)) + "#list";
    let promises = counted(cell.promises as usize, "promise", "promises");
    let words = cell.told.map_or_else(|| "too early".to_owned(), measured);
    let asks = (cell.gaps > 0).then(|| {
        let ask = axes.propose(cell.stage, cell.culture);
        let ask = ask.map(|to| view! { " " <a href=to>"What would you rather have?"</a> });
        let count = counted(cell.gaps as usize, "is not kept", "are not kept");
        view! { <p class="overdue">{[&count, ", as customers say."].concat()} {ask}</p> }
    });
    view! { <p><a href=to>{promises}</a></p> <span class="part-bar">{cell.told.map(bar)}</span> <p class="quiet">{words}</p> {asks} }
        .into_any()
}
