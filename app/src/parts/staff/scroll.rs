//! A place for what is wider than a phone: it scrolls by itself, also by keyboard, and the page does not.

use leptos::prelude::*;

#[must_use]
pub fn scroll(label: &'static str, content: AnyView) -> AnyView {
    view! { <div class="scroll" role="region" aria-label=label tabindex="0">{content}</div> }.into_any()
}
