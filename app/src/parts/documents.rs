//! The documents of a practice, in its list of facts.

use leptos::prelude::*;
use model::practice::PracticeText;

/// Nothing where there are none.
#[must_use]
pub fn documents(text: &PracticeText) -> Option<AnyView> {
    let documents = &text.details.documents;
    let links = documents
        .iter()
        .map(|one| {
            let (to, title) = (one.address.clone(), one.title.to_string());
            // Where it leads is the company's own; still it learns nothing of where its reader came from.
            view! { <li><a href=to rel="external noreferrer">{title}</a></li> }.into_any()
        })
        .collect::<Vec<_>>();
    (!documents.is_empty()).then(|| view! { <dt>"Documents"</dt><dd><ul>{links}</ul></dd> }.into_any())
}
