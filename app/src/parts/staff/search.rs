//! The field that narrows a long list of staff's; what is looked for stands in the page's address.

use leptos::prelude::*;

#[must_use]
pub fn search(path: &'static str, label: &'static str, q: &str) -> AnyView {
    view! {
        <form method="get" action=path class="inline-form" role="search">
            <p class="field">
                <label for="search" class="field-label">{label}</label>
                <input id="search" class="input" type="search" name="q" value=q.to_owned() autocomplete="off"/>
            </p>
            <button class="btn">"Search"</button>
        </form>
    }
    .into_any()
}
