//! What a practice says, as a list of facts: the same words wherever a practice is read.

use leptos::prelude::*;
use model::practice::PracticeText;

/// What is done and how, without who answers for it, how it is measured and what it costs; what is not said is empty.
#[must_use]
pub fn done(text: &PracticeText) -> Vec<(&'static str, String)> {
    let said = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let details = &text.details;
    vec![
        ("What", text.activity.to_string()),
        ("Involved", text.involved.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")),
        ("How", said(text.how.as_ref().map(|how| how.as_str()))),
        ("With", said(text.tool.as_ref().map(|tool| tool.as_str()))),
        ("Aim", said(text.aim.as_ref().map(|aim| aim.as_str()))),
        ("Where", said(details.touchpoints.as_ref().map(|one| one.as_str()))),
        ("Channel", details.channel()),
        ("Could go", said(details.redundant.as_ref().map(|one| one.as_str()))),
    ]
}

/// Lines of a `<dl>`, without those that say nothing.
#[must_use]
pub fn lines(facts: impl IntoIterator<Item = (&'static str, String)>) -> Vec<AnyView> {
    let facts = facts.into_iter().filter(|(_, fact)| !fact.is_empty());
    facts.map(|(name, fact)| view! { <dt>{name}</dt><dd>{fact}</dd> }.into_any()).collect()
}

/// The documents, as one more line of it; nothing where there are none.
#[must_use]
pub fn documents(text: &PracticeText) -> Option<AnyView> {
    let documents = &text.details.documents;
    let links = documents
        .iter()
        .map(|one| {
            let (to, title) = (one.address.clone(), one.title.to_string());
            // Where it leads learns nothing of where its reader came from.
            view! { <li><a href=to rel="external noreferrer">{title}</a></li> }.into_any()
        })
        .collect::<Vec<_>>();
    (!documents.is_empty()).then(|| view! { <dt>"Documents"</dt><dd><ul>{links}</ul></dd> }.into_any())
}
