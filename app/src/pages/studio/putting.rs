//! Putting a proposal of the working list where it belongs: into a practice, or into a cell, where a practice of its own begins. By a
//! panel that the keyboard reaches, or by dragging.

use super::desk::{Desk, NEW};
use super::{choosing, placing};
use crate::form::values;
use crate::parts::staff::touch::focus;
use leptos::prelude::*;
use model::cells::Cell;
use model::proposal::Card;
use model::{PracticeId, ProposalId};

/// The button of a line that opens the panel.
pub(super) fn button(desk: Desk, card: &Card) -> AnyView {
    let id = card.id;
    let open = move |_| {
        desk.putting.set(Some(id));
        focus("putting");
    };
    let title = card.title.to_string();
    view! {
        <button type="button" id=button_id(id) class="btn btn-ghost btn-sm needs-script" on:click=open>
            "Put it …"<span class="sr-only">": " {title}</span>
        </button>
    }
    .into_any()
}

fn button_id(id: ProposalId) -> String {
    ["put-", &id.to_string()].concat()
}

/// The panel, while it is open.
pub(super) fn panel(desk: Desk) -> AnyView {
    view! { <For each=move || desk.putting.get() key=|id| *id children=move |id| one(desk, id)/> }.into_any()
}

fn one(desk: Desk, id: ProposalId) -> AnyView {
    let card = desk.draft.with_untracked(|draft| {
        draft.left.iter().find(|left| left.card.id == id).map(|left| left.card.clone())
    });
    let Some(card) = card else { return ().into_any() };
    let shut = move || {
        desk.putting.set(None);
        focus(button_id(id));
    };
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            shut();
        }
    };
    view! {
        <section class="panel placing" aria-labelledby="putting" on:keydown=escape>
            <h3 class="panel-title" id="putting" tabindex="-1">"Put: " {card.title.to_string()}</h3>
            {into_practice(desk, id)} {into_cell(desk, &card)}
            <p class="actions"><button type="button" class="btn btn-ghost btn-sm" on:click=move |_| shut()>"Leave it where it is"</button></p>
        </section>
    }
    .into_any()
}

fn into_practice(desk: Desk, id: ProposalId) -> Option<AnyView> {
    let options = desk.draft.with_untracked(|draft| {
        let all = draft.practices.iter().map(|practice| (practice.id, practice.text.title.as_str()));
        choosing::options(all, None)
    });
    let submit = choosing::chosen(move |fields| {
        if let Ok(practice) = values::text(fields, "practice").parse() {
            join(desk, id, PracticeId(practice), None);
        }
    });
    (!options.is_empty()).then(|| {
        view! {
            <form class="inline-form" on:submit=submit>
                {choosing::select("put-practice".into(), "practice", "Practice", options)}
                <button class="btn btn-primary btn-sm">"Answer it there"</button>
            </form>
        }
        .into_any()
    })
}

fn into_cell(desk: Desk, card: &Card) -> AnyView {
    let id = card.id;
    let asked = (card.stages.iter().next(), card.cultures.iter().next());
    let button = view! { <button class="btn btn-sm">"Begin a practice there"</button> }.into_any();
    choosing::cell(desk, "put", asked, button, move |cell| begin(desk, id, cell))
}

/// A practice answers one more proposal; in the matrix the proposal was let go on it in a cell.
pub(super) fn join(desk: Desk, proposal: ProposalId, practice: PracticeId, at: Option<Cell>) {
    desk.putting.set(None);
    placing::change(desk, practice, at, move |text| {
        if !text.proposals.contains(&proposal) {
            text.proposals.push(proposal);
        }
    });
}

/// A new practice begins in a cell; while one is being written, it answers this too.
pub(super) fn begin(desk: Desk, proposal: ProposalId, cell: Cell) {
    desk.putting.set(None);
    if !untrack(|| desk.is_ticked(proposal)) {
        desk.toggle(proposal);
    }
    desk.begins.set_value(Some(cell));
    desk.open(NEW);
}
