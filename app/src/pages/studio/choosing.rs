//! The small forms of the studio's panels: where something goes is chosen, and then it goes there.

use super::desk::Desk;
use crate::form::values;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::cells::Cell;
use serde_json::{Map, Value};
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// Chooses a cell. `panel` begins the identifiers, `stands` is the stage and the culture that are chosen at first.
pub(super) fn cell(
    desk: Desk,
    panel: &str,
    (stage, culture): (Option<usize>, Option<usize>),
    button: AnyView,
    then: impl Fn(Cell) + 'static,
) -> AnyView {
    let axes = desk.axes.get_value();
    let stages = axes.stages.iter().map(|stage| stage.name.as_str());
    let stages = options(stages.enumerate(), stage);
    let cultures = axes.cultures.iter().map(|culture| culture.name.as_str());
    let cultures = options(cultures.enumerate(), culture);
    let submit = chosen(move |fields| {
        let number = |name| values::text(fields, name).parse::<usize>().ok();
        if let (Some(stage), Some(culture)) = (number("stage"), number("culture")) {
            then(Cell { stage, culture });
        }
    });
    view! {
        <form class="inline-form" on:submit=submit>
            {select([panel, "-stage"].concat(), "stage", "Stage", stages)}
            {select([panel, "-culture"].concat(), "culture", "Culture", cultures)}
            {button}
        </form>
    }
    .into_any()
}

/// What there is to choose from: what is sent of each, and what is read.
pub(super) fn options<'a, T: ToString + PartialEq>(
    all: impl Iterator<Item = (T, &'a str)>,
    stands: Option<T>,
) -> Vec<AnyView> {
    let option = |(value, name): (T, &str)| {
        let selected = stands.as_ref() == Some(&value);
        view! { <option value=value.to_string() selected=selected>{name.to_owned()}</option> }.into_any()
    };
    all.map(option).collect()
}

pub(super) fn select(id: String, name: &'static str, label: &'static str, options: Vec<AnyView>) -> AnyView {
    view! {
        <p class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <select id=id name=name class="select">{options}</select>
        </p>
    }
    .into_any()
}

/// What is chosen in a form, when it is sent.
pub(super) fn chosen(then: impl Fn(&Map<String, Value>) + 'static) -> impl Fn(SubmitEvent) + 'static {
    move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
            then(&values::of(&form, None));
        }
    }
}
