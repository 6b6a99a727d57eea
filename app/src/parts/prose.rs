//! Text that people wrote, as paragraphs. It has no markup of its own: what was typed is what is shown.

use leptos::prelude::*;

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
