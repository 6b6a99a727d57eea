//! A list from CSV: what its columns are, a file or text, and what came of it, line by line.

use super::scroll::scroll;
use super::touch::write;
use crate::form::{Form, next_here};
use crate::parts::field::Field;
use leptos::ev::Event;
use leptos::prelude::*;
use model::Name;
use model::api::accounts::{IMPORTED, Imported};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A column and what it holds.
pub type Column = (&'static str, &'static str);

/// `action` answers with [`Imported`]; `done` is called when it has.
#[must_use]
pub fn import(
    action: String,
    columns: &'static [Column],
    placeholder: &'static str,
    done: impl Fn() + Clone + 'static,
) -> AnyView {
    import_with(action, columns, placeholder, |_| ().into_any(), done)
}

/// The same, with further fields.
#[must_use]
pub fn import_with(
    action: String,
    columns: &'static [Column],
    placeholder: &'static str,
    further: impl FnOnce(Form) -> AnyView,
    done: impl Fn() + Clone + 'static,
) -> AnyView {
    let form = Form::at(&action);
    // What came of it without scripts.
    let before = serde_json::from_str(&form.typed_or(IMPORTED, String::new())).ok();
    let result = RwSignal::new(before);
    let send = form.send(move |reply| {
        result.set(serde_json::from_value::<Imported>(reply).ok());
        done();
    });
    let columns = columns
        .iter()
        .map(|(name, says)| {
            view! { <tr><th scope="row"><code>{*name}</code></th><td>{*says}</td></tr> }.into_any()
        })
        .collect::<Vec<_>>();
    let table = view! {
        <table class="table">
            <thead><tr><th scope="col">"Column"</th><th scope="col">"What it holds"</th></tr></thead>
            <tbody>{columns}</tbody>
        </table>
    };
    view! {
        <section aria-labelledby="import">
            <h2 class="h2" id="import">"Import from CSV"</h2>
            <p class="quiet">"The first line names the columns. A second import of the same lines changes nothing."</p>
            {scroll("Columns of the CSV", table.into_any())}
            <form class="form" method="post" action=action on:submit=send>
                {next_here()}
                <div class="field needs-script">
                    <label class="field-label" for="csv-file">"A file" <span class="field-optional">"or paste it below"</span></label>
                    <input class="file" id="csv-file" type="file" accept=".csv,text/csv,text/plain" on:change=read/>
                </div>
                {Field::new("csv", "The lines")
                    .placeholder(placeholder)
                    .lines(6)
                    .required()
                    .view(form)} {further(form)} {form.trouble()}
                <button class="btn" aria-disabled=move || form.waits()>"Import"</button>
            </form>
            <div role="status">{move || result.with(|result| result.as_ref().map(outcome))}</div>
        </section>
    }
    .into_any()
}

/// Reads the chosen file into the text area, where it can be looked at before it is sent.
fn read(event: Event) {
    // Untyped, for one call: bindings for files would be carried by every page.
    let get = |from: &JsValue, name: &str| js_sys::Reflect::get(from, &name.into()).ok();
    let file = event.target().and_then(|input| get(&input, "files")).and_then(|files| get(&files, "0"));
    let Some(file) = file.filter(|file| !file.is_undefined()) else { return };
    let text = get(&file, "text").and_then(|text| text.dyn_into::<js_sys::Function>().ok());
    let promise = text.and_then(|text| text.call0(&file).ok());
    let Some(then) =
        promise.as_ref().and_then(|promise| get(promise, "then")?.dyn_into::<js_sys::Function>().ok())
    else {
        return;
    };
    let done = Closure::once_into_js(|text: JsValue| write("f-csv", &text.as_string().unwrap_or_default()));
    let _ = promise.map(|promise| then.call1(&promise, &done));
}

fn outcome(imported: &Imported) -> AnyView {
    let Imported { added, changed, unchanged, faults, segments, new_segments, left_out, preview } = imported;
    let faults_table = (!faults.is_empty()).then(|| {
        let rows = faults
            .iter()
            .map(|fault| {
                view! { <tr><th scope="row" class="number">{fault.line}</th><td>{fault.message.clone()}</td></tr> }
                    .into_any()
            })
            .collect::<Vec<_>>();
        let table = view! {
            <table class="table">
                <caption>"Lines that were passed over"</caption>
                <thead><tr><th scope="col">"Line"</th><th scope="col">"Why"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        };
        scroll("Lines that were passed over", table.into_any())
    });
    view! {
        <div class="note import-result">
            {preview.then(|| view! { <p>"This is what it would do. Nothing has been changed yet: press Import to do it."</p> })}
            <p>
                <b>{*added}</b> " added, " <b>{*changed}</b> " changed, " <b>{*unchanged}</b> " as they were, "
                <b>{faults.len()}</b> " passed over."
            </p>
            {columns("Columns read as segments: ", segments)} {columns("New segments: ", new_segments)}
            {columns("Columns left out, since they are nothing known here: ", left_out)}
        </div>
        {faults_table}
    }
    .into_any()
}

/// Which columns became what; nothing where there are none.
fn columns(words: &'static str, names: &[Name]) -> Option<AnyView> {
    let list = names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| view! { <p>{words} <b>{list}</b> "."</p> }.into_any())
}
