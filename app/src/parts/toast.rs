//! What went well, said briefly in a corner and read out by screen readers. What went wrong is said where it is.

use leptos::prelude::*;
use std::time::Duration;
use web_sys::Element;

/// How long a toast stays: enough to read two lines twice.
const STAY: Duration = Duration::from_secs(6);
const PLACE: &str = "toasts";
/// Where a sentence waits for the page after this one.
const NEXT: &str = "accord-toast";

/// The corner where they appear; once in the frame. It starts with what the last page's form had to say.
#[must_use]
pub fn toasts() -> AnyView {
    let flash = crate::flash::flash().get_untracked();
    let first = flash.1.or_else(|| flash.0.filter(|problem| problem.fields.is_empty()).map(|p| p.message));
    let first = first.map(|sentence| view! { <p class="toast-line">{sentence}</p> });
    view! { <div class="toasts" id=PLACE role="status" aria-live="polite">{first}</div> }.into_any()
}

/// Says a sentence. Only in the browser.
pub fn toast(sentence: String) {
    let Some(place) = document().get_element_by_id(PLACE) else { return };
    let Ok(line) = document().create_element("p") else { return };
    line.set_class_name("toast-line");
    line.set_text_content(Some(&sentence));
    let _ = place.append_child(&line);
    go(line);
}

/// Says it once the next page is there.
pub fn toast_on_next_page(sentence: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(NEXT, sentence);
    }
}

/// Takes away what the server had to say, when it has been read, and says what waited for this page.
pub fn start() {
    let first = document().query_selector(".toast-line").ok().flatten();
    if let Some(line) = first {
        go(line);
    }
    if let Ok(Some(storage)) = window().session_storage()
        && let Ok(Some(sentence)) = storage.get_item(NEXT)
    {
        let _ = storage.remove_item(NEXT);
        toast(sentence);
    }
}

fn go(line: Element) {
    set_timeout(move || line.remove(), STAY);
}
