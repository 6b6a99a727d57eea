//! Before anything is adopted: what leads in each cell as the votes stand, and the cells that nobody has filled.

use crate::parts::glyph::Axes;
use crate::parts::layout::heading;
use crate::parts::matrix::matrix;
use crate::parts::support::in_words;
use leptos::prelude::*;
use model::design::Draft;
use model::proposal::Card;
use model::round::Round;

pub(super) fn draft(round: &Round, draft: &Draft) -> AnyView {
    let axes = Axes::new(&round.stages, &round.cultures);
    let cell = |stage: usize, culture: usize| {
        let cell = draft.cells.iter().find(|cell| cell.stage == stage && cell.culture == culture)?;
        let leading = cell.leading.iter().map(leading).collect::<Vec<_>>();
        (!leading.is_empty()).then(|| view! { <ul>{leading}</ul> }.into_any())
    };
    view! {
        {heading("The design, so far", "Nothing has been adopted yet. This is what leads as the votes stand; a dash is a question that nobody has answered.")}
        {matrix(&axes, "Leading proposals by stage and culture", cell)}
        <p class="actions"><a class="btn btn-primary" href="/vote">"Vote on it"</a> <a class="btn" href="/propose">"Propose something"</a></p>
    }
    .into_any()
}

fn leading(card: &Card) -> AnyView {
    view! {
        <li class="cell-line">
            <a href=card.path()>{card.title.to_string()}</a> <small class="quiet">{in_words(&card.support)}</small>
        </li>
    }
    .into_any()
}

pub(super) fn nothing() -> AnyView {
    view! {
        {heading("The design", "")}
        <div class="empty">
            <p>"Nothing has been adopted yet. The design will be made from what customers propose and vote for."</p>
            <a class="btn btn-primary" href="/">"See the proposals"</a>
        </div>
    }
    .into_any()
}
