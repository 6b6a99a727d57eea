//! That something is the sample's, made up: wherever it is seen.

use leptos::prelude::*;

/// Above what is the sample's as a whole.
#[must_use]
pub fn note(sample: bool) -> Option<AnyView> {
    sample.then(|| {
        view! { <p class="note">"This is a sample: company, customers and votes are made up."</p> }.into_any()
    })
}

/// Beside one of several things.
#[must_use]
pub fn mark(sample: bool) -> Option<AnyView> {
    sample.then(|| view! { <span class="kind">"sample"</span> }.into_any())
}
