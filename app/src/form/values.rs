//! What a form's fields hold, read from the page itself, and written back into it (a draft that was kept).

use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement};

/// The fields by name. Boxes that can be ticked together make a list, except a single yes-or-no (value `true`).
#[must_use]
pub fn of(form: &HtmlFormElement, submitter: Option<&HtmlElement>) -> Map<String, Value> {
    let mut fields = Map::new();
    for element in elements(form) {
        let name = attribute(&element, "name");
        let kind = attribute(&element, "type");
        let is_button = element.tag_name() == "BUTTON";
        if name.is_empty() || is_button && submitter.is_none_or(|submitter| **submitter != element) {
            continue;
        }
        let value = value(&element);
        match kind.as_str() {
            "checkbox" | "radio" if !is_ticked(&element) => {
                if kind == "checkbox" && value != "true" {
                    fields.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                }
            }
            "checkbox" if value != "true" => {
                let list = fields.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(Value::String(value));
                }
            }
            _ => {
                fields.insert(name, Value::String(value));
            }
        }
    }
    fields
}

/// Writes fields back into a form.
pub fn restore(form: &HtmlFormElement, fields: &Map<String, Value>) {
    for element in elements(form) {
        let Some(kept) = fields.get(&attribute(&element, "name")) else { continue };
        let own = value(&element);
        match attribute(&element, "type").as_str() {
            "hidden" => {}
            "checkbox" | "radio" => {
                let ticked = match kept {
                    Value::Array(list) => list.iter().any(|kept| kept.as_str() == Some(&own)),
                    kept => kept.as_str() == Some(&own),
                };
                set(&element, "checked", &JsValue::from_bool(ticked));
            }
            _ => set(&element, "value", &JsValue::from_str(kept.as_str().unwrap_or_default())),
        }
    }
}

/// Gives a hidden field another value.
pub fn set_hidden(form: &HtmlFormElement, name: &str, to: &str) {
    let found = elements(form).find(|element| attribute(element, "name") == name);
    if let Some(element) = found {
        set(&element, "value", &JsValue::from_str(to));
    }
}

/// The text of one field, trimmed.
#[must_use]
pub fn text(fields: &Map<String, Value>, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// The ticked positions of one field.
#[must_use]
pub fn positions(fields: &Map<String, Value>, name: &str) -> Vec<usize> {
    match fields.get(name) {
        Some(Value::Array(list)) => list.iter().filter_map(|v| v.as_str()?.parse().ok()).collect(),
        _ => Vec::new(),
    }
}

/// The element that an event happened to.
#[must_use]
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Moves to the field that is to be looked at.
pub fn focus(form: &HtmlFormElement, field: &str) {
    let found = elements(form).find(|element| attribute(element, "name") == field);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether a form has a place beside a field for what is wrong with it.
#[must_use]
pub fn marks(form: &HtmlFormElement, field: &str) -> bool {
    let selector = ["[data-problem=\"", field, "\"]"].concat();
    form.query_selector(&selector).is_ok_and(|found| found.is_some())
}

fn elements(form: &HtmlFormElement) -> impl Iterator<Item = Element> {
    let elements = form.elements();
    (0..elements.length()).filter_map(move |index| elements.item(index))
}

/// One of an element's attributes; empty when missing.
#[must_use]
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

fn is_ticked(element: &Element) -> bool {
    element.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked)
}

/// Inputs, selects, text areas and buttons all have a `value`, and share no type that has it.
#[must_use]
pub fn value(element: &Element) -> String {
    js_sys::Reflect::get(element, &"value".into())
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

fn set(element: &Element, property: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(element, &property.into(), value);
}
