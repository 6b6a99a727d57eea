//! Text that people wrote: as paragraphs, where what was typed is what is shown, or as the markup that the server made of it.

use leptos::prelude::*;
use model::Html;

/// An empty line starts a paragraph; a single line break stays one (the style sheet keeps it).
#[must_use]
pub fn prose(text: &str) -> AnyView {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| view! { <p class="prose-line">{paragraph.to_owned()}</p> }.into_any())
        .collect::<Vec<_>>()
        .into_any()
}

/// What the server's renderer made of it.
#[must_use]
pub fn marked_up(html: &Html) -> AnyView {
    view! { <div class="marked-up" inner_html=html.0.clone()></div> }.into_any()
}
