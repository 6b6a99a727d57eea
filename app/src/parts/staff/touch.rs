//! Touching the page itself: moving the focus, pressing a form's button, writing into a field. Only in the browser.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// The heading that the focus moves to when what is shown below it has changed.
pub const HEADING: &str = "in-focus";

/// How many turns of the page's own tasks a change needs at most until it is on the page: effects that wake effects.
const TURNS: usize = 16;

/// Moves the focus to an element, once what has changed is on the page: before the next key is heard, so that no key of
/// somebody quick goes to where the focus was.
pub fn focus(id: impl Into<String>) {
    let id = id.into();
    spawn_local(async move {
        for _ in 0..TURNS {
            tick().await;
        }
        if !take(&id) {
            set_timeout(
                move || {
                    let _ = take(&id);
                },
                Duration::ZERO,
            );
        }
    });
}

/// Where the focus stands, for an answer that would move it and comes later.
#[derive(Clone, Default)]
pub struct Standing(Option<Element>);

impl Standing {
    pub fn now() -> Self {
        Self(document().active_element())
    }

    /// Moves the focus to an element, unless somebody has gone elsewhere meanwhile: it is not pulled from under their hands.
    pub fn on_to(self, id: String) {
        let (was, is) = (self.0, document().active_element());
        if is == was || is.is_none_or(|is| is.tag_name() == "BODY") {
            focus(id);
        }
    }
}

/// Whether it has the focus now.
fn take(id: &str) -> bool {
    let Some(element) = element(id) else { return false };
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
    // What stands ready in a field is written over by whoever types.
    if element.tag_name() == "TEXTAREA"
        && let Ok(select) = js_sys::Reflect::get(&element, &"select".into())
        && let Some(select) = select.dyn_ref::<js_sys::Function>()
    {
        let _ = select.call0(&element);
    }
    document().active_element().is_some_and(|active| active == element)
}

/// Sends a form as if its button had been pressed. Says whether it is there.
pub fn submit(id: &str) -> bool {
    match element(id).and_then(|element| element.dyn_into::<HtmlFormElement>().ok()) {
        Some(form) => form.request_submit().is_ok(),
        None => false,
    }
}

/// Empties a form that has done its work.
pub fn clear(id: &str) {
    if let Some(form) = element(id).and_then(|element| element.dyn_into::<HtmlFormElement>().ok()) {
        form.reset();
    }
}

/// Presses a button, if it is there.
pub fn press(id: &str) {
    if let Some(button) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

/// Writes into a field.
pub fn write(id: &str, text: &str) {
    if let Some(element) = element(id) {
        let _ = js_sys::Reflect::set(&element, &"value".into(), &JsValue::from_str(text));
    }
}

fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}
