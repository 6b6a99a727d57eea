//! One of the icons in `public/icons.svg`, beside words: it is never the only sign of what something does.

use leptos::prelude::*;

#[must_use]
pub fn icon(name: &'static str) -> AnyView {
    let mut drawing = String::from("<use href=\"/icons.svg#");
    drawing.push_str(name);
    drawing.push_str("\"/>");
    view! { <svg class="icon" aria-hidden="true" inner_html=drawing></svg> }.into_any()
}
