//! The company's functions: what the draft asks of each, and what it can carry.

use super::desk::Desk;
use crate::form::Form;
use crate::form::nested::{numbers, send};
use crate::parts::staff::line::Line;
use crate::parts::staff::touch::focus;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::api::integrity::{SetCapacity, stated};
use model::integrity::Function;
use model::stale::SEEN;
use model::{EntryId, Name};

/// The fold that they stand in.
const FOLD: &str = "capacities";

pub(super) fn functions(desk: Desk) -> AnyView {
    // A row is drawn anew only when somebody has said what its function can carry: what is being typed stays, whatever
    // the draft asks of the function in the meantime.
    let list = move || {
        desk.integrity
            .with(|integrity| integrity.as_ref().map(|one| one.functions.clone()).unwrap_or_default())
    };
    let some = Memo::new(move |_| !list().is_empty());
    let rows = move || {
        view! {
            <For each=list key=|function| (function.entry.id, function.entry.capacity) children=move |function| row(desk, &function)/>
        }
    };
    let shown = move || {
        some.get().then(|| {
            view! {
                <details class="fold-plain" id=FOLD>
                    <summary>"What functions can carry"</summary>
                    <p class="quiet">
                        "Hours a month. What a practice takes from each function is said in its form. "
                        {desk.makes.then(|| view! { "What was mistyped is put right in " <a href="/lists">"the company’s lists"</a> "." })}
                    </p>
                    <ul class="functions">{rows()}</ul>
                </details>
            }
        })
    };
    view! { {shown} }.into_any()
}

/// A function's name, which leads to where it stands what it can carry, unfolded.
pub(super) fn way_to(desk: Desk, function: &Name) -> AnyView {
    let found = desk.integrity.with_untracked(|integrity| {
        let mut functions = integrity.iter().flat_map(|one| &one.functions);
        functions.find(|one| one.entry.name == *function).map(|one| one.entry.id)
    });
    let name = function.to_string();
    let Some(id) = found else { return view! { <b>{name}</b> }.into_any() };
    let show = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(fold) = document().get_element_by_id(FOLD) {
            let _ = fold.set_attribute("open", "");
        }
        focus(if desk.makes { field_id(id) } else { row_id(id) });
    };
    view! { <a href=["#", &row_id(id)].concat() on:click=show><b>{name}</b></a> }.into_any()
}

fn row_id(id: EntryId) -> String {
    ["function-", &id.to_string()].concat()
}

fn field_id(id: EntryId) -> String {
    ["l-capacity-", &id.to_string()].concat()
}

fn row(desk: Desk, function: &Function) -> AnyView {
    let form = Form::new();
    let (id, name) = (function.entry.id, function.entry.name.to_string());
    let (drawn, capacity) = (function.load, function.entry.capacity);
    let load = Memo::new(move |_| {
        desk.integrity.with(|integrity| {
            let mut functions = integrity.iter().flat_map(|one| &one.functions);
            functions.find(|one| one.entry.id == id).map_or(drawn, |one| one.load)
        })
    });
    let asked = move || [&load.get().to_string(), " asked of it"].concat();
    let over = move || capacity.is_some_and(|capacity| capacity < load.get());
    let value = capacity.map(|hours| hours.to_string()).unwrap_or_default();
    if !desk.makes {
        let can = if value.is_empty() {
            "nobody has said what it can carry".into()
        } else {
            ["can carry ", &value].concat()
        };
        return view! { <li id=row_id(id) tabindex="-1"><b>{name}</b> ": " {asked} ", " {can}</li> }
            .into_any();
    }
    let shape = move |fields: &mut crate::form::nested::Fields| {
        fields.insert("entry".into(), id.0.into());
        numbers(fields, &["capacity", SEEN])
    };
    let saved = name.clone();
    let submit = send::<SetCapacity>(form, shape, move |_| {
        desk.again();
        toast([&saved, ": kept."].concat());
    });
    let field =
        Line::moving(Signal::stored("capacity".into()), field_id(id), [&name, " can carry"].concat(), value);
    view! {
        <li id=row_id(id) class:over=over>
            <form class="function" on:submit=submit>
                {form.seen(stated(capacity))} {field.kind("number").view(form)} <span class="quiet">{asked}</span>
                <button class="btn btn-sm" aria-disabled=move || form.waits()>"Keep" <span class="sr-only">": " {name}</span></button>
                {form.trouble()}
            </form>
        </li>
    }
    .into_any()
}
