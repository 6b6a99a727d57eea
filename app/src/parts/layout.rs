//! What every page begins with: its title, on the page and in the window.

use leptos::prelude::*;

/// A page's title, on the page and in the window, with a sentence below it if there is one.
#[must_use]
pub fn heading(words: &'static str, lead: &'static str) -> AnyView {
    view! {
        {title(words.to_owned())} <h1 class="h1">{words}</h1>
        {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
    }
    .into_any()
}

/// A title is written as it is into the head: what a person typed must not end the element.
#[must_use]
pub fn as_title(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

/// The window's title alone, for a page that has another heading. The server writes it into the head; in its own place
/// it is the same nothing on both sides, or a page could not come to life.
#[must_use]
pub fn title(words: String) -> AnyView {
    #[cfg(feature = "ssr")]
    {
        let words = as_title(&words);
        drop(view! { <leptos_meta::Title text=words/> });
    }
    #[cfg(not(feature = "ssr"))]
    drop(words);
    ().into_any()
}
