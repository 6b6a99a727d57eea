//! Proposals that could become one practice, as the engine sees them: ticked by one press, for a designer to decide.

use super::desk::{Desk, NEW};
use leptos::prelude::*;
use model::integrity::Grouping;
use model::proposal::Card;

pub(super) fn suggestions(desk: Desk) -> AnyView {
    // Drawn anew with every vote.
    let unfolded = RwSignal::new(false);
    let list = move || {
        desk.integrity.with(|integrity| {
            let groupings = integrity.as_ref().map(|one| one.groupings.as_slice()).unwrap_or_default();
            desk.draft.with(|draft| {
                let left = draft.left.iter().map(|left| &left.card).collect::<Vec<_>>();
                let lines = groupings.iter().filter_map(|one| line(desk, &left, one)).collect::<Vec<_>>();
                (!lines.is_empty()).then(|| {
                    view! {
                        <details class="fold-plain" open=unfolded.get_untracked()>
                            <summary on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)>"Suggested: what could become one practice"</summary>
                            <p class="quiet">"Much the same accounts ask for these, in much the same words."</p>
                            <ul class="look-list">{lines}</ul>
                        </details>
                    }
                })
            })
        })
    };
    view! { {list} }.into_any()
}

/// Nothing where one of them has found its practice meanwhile.
fn line(desk: Desk, left: &[&Card], grouping: &Grouping) -> Option<AnyView> {
    let card = |id: &model::ProposalId| left.iter().find(|card| card.id == *id).copied();
    let cards = grouping.proposals.iter().map(card).collect::<Option<Vec<_>>>()?;
    let titles = cards
        .iter()
        .map(|card| view! { <li><a href=card.path()>{card.title.to_string()}</a></li> }.into_any())
        .collect::<Vec<_>>();
    let ids = grouping.proposals.clone();
    let words = grouping.words.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let make = desk.makes.then(|| {
        let open = move |_| {
            desk.ticked.set(ids.clone());
            desk.open(NEW);
        };
        view! {
            <button type="button" class="btn btn-sm needs-script" on:click=open>
                "Make a practice of them" <span class="sr-only">": " {words.clone()}</span>
            </button>
        }
    });
    Some(view! { <li><b>{words.clone()}</b> <ul class="look-mends">{titles}</ul> {make}</li> }.into_any())
}
