//! What changed between two versions, practice by practice.

use leptos::prelude::*;
use model::design::Difference;

#[must_use]
pub fn changes(differences: &[Difference]) -> AnyView {
    let lines = differences
        .iter()
        .map(|difference| {
            let (mark, words, more) = match difference {
                Difference::Added { title } => ("new", title, String::new()),
                Difference::Removed { title } => ("gone", title, String::new()),
                Difference::Changed { title, fields } => {
                    ("changed", title, [": ", &fields.join(", ")].concat())
                }
            };
            view! { <li><b class=["differs ", mark].concat()>{mark}</b> " " {words.to_string()} {more}</li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! { <ul class="plain-list">{lines}</ul> }.into_any()
}
