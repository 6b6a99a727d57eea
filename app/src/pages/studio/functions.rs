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
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The fold that they stand in.
const FOLD: &str = "capacities";

pub(super) fn functions(desk: Desk) -> AnyView {
    // A row is drawn once: what is being typed stays, and so does the focus, whatever the draft asks of the function and whoever else
    // says what it can carry in the meantime.
    let list = move || {
        desk.integrity
            .with(|integrity| integrity.as_ref().map(|one| one.functions.clone()).unwrap_or_default())
    };
    let some = Memo::new(move |_| !list().is_empty());
    let rows = move || {
        view! {
            <For each=list key=|function| function.entry.id children=move |function| row(desk, &function)/>
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

fn hours(capacity: Option<i64>) -> String {
    capacity.map(|hours| hours.to_string()).unwrap_or_default()
}

/// What was read of a capacity, as its field shows it. Where nothing has been typed, or the same, both follow what others say; else
/// they stay, and whoever saves is told what it says by now.
fn follow(id: EntryId, now: Memo<Option<i64>>, drawn: Option<i64>) -> Signal<i64> {
    let read = RwSignal::new(drawn);
    Effect::new(move |_| {
        let now = now.get();
        let there = document().get_element_by_id(&field_id(id));
        let Some(field) = there.and_then(|there| there.dyn_into::<HtmlInputElement>().ok()) else { return };
        let typed = field.value();
        if typed == hours(read.get_untracked()) {
            field.set_value(&hours(now));
            read.set(now);
        } else if typed == hours(now) {
            read.set(now);
        }
    });
    Signal::derive(move || stated(read.get()))
}

fn row(desk: Desk, function: &Function) -> AnyView {
    let form = Form::new();
    let (id, name) = (function.entry.id, function.entry.name.to_string());
    let drawn = (function.load, function.entry.capacity);
    let now = Memo::new(move |_| {
        desk.integrity.with(|integrity| {
            let mut functions = integrity.iter().flat_map(|one| &one.functions);
            functions.find(|one| one.entry.id == id).map_or(drawn, |one| (one.load, one.entry.capacity))
        })
    });
    let asked = move || [&now.get().0.to_string(), " asked of it"].concat();
    let over = move || {
        let (load, capacity) = now.get();
        capacity.is_some_and(|capacity| capacity < load)
    };
    if !desk.makes {
        let can = move || match now.get().1 {
            None => "nobody has said what it can carry".to_owned(),
            capacity => ["can carry ", &hours(capacity)].concat(),
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
    let (label, value) = ([&name, " can carry"].concat(), hours(drawn.1));
    let field = Line::moving(Signal::stored("capacity".into()), field_id(id), label, value);
    let read = follow(id, Memo::new(move |_| now.get().1), drawn.1);
    view! {
        <li id=row_id(id) class:over=over>
            <form class="function" on:submit=submit>
                {form.seen_of(read)} {field.kind("number").view(form)} <span class="quiet">{asked}</span>
                <button class="btn btn-sm" aria-disabled=move || form.waits()>"Keep" <span class="sr-only">": " {name}</span></button>
                {form.trouble()}
            </form>
        </li>
    }
    .into_any()
}
