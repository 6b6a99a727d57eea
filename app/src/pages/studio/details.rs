//! The part of a practice's form about where and how it meets the customer, what in it could go, and its documents.

use crate::form::Form;
use crate::parts::field::Field;
use crate::parts::staff::line::Line;
use leptos::prelude::*;
use model::Particular;
use model::practice::{Audience, Details, Setting};

pub(super) fn details(said: Option<&Details>, form: Form) -> AnyView {
    let of = |get: fn(&Details) -> String| said.map(get).unwrap_or_default();
    let particular = |name: &'static str, label: &'static str, hint: &'static str, value: String| {
        let field = Field::new(name, label).hint(hint).value(value);
        field.text(Particular::MAX, |text| Particular::parse(text).map(drop)).lines(2).view(form)
    };
    let words = |words: Option<&'static str>| words.unwrap_or_default().to_owned();
    let none = || (String::new(), "not said".to_owned());
    let settings = Setting::ALL.iter().map(|one| (one.word().to_owned(), one.words().to_owned()));
    let audiences = Audience::ALL.iter().map(|one| (one.word().to_owned(), one.words().to_owned()));
    let setting = words(said.and_then(|said| said.setting).map(Setting::word));
    let audience = words(said.and_then(|said| said.audience).map(Audience::word));
    let documents = Field::new("details.documents", "Documents")
        .hint("One on a line: what it is, then its address. Price list https://example.com/prices.pdf")
        .value(of(|said| said.documents.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
        .lines(2);
    view! {
        {particular("details.touchpoints", "Touchpoints", "Where the customer meets it: a stand at a fair, a call, the portal.", of(|said| text(said.touchpoints.as_ref())))}
        {particular("details.redundant", "What could go", "What in it is redundant, or could be automated.", of(|said| text(said.redundant.as_ref())))}
        {Line::new("details.setting", "Setting", setting).options(std::iter::once(none()).chain(settings).collect()).view(form)}
        {Line::new("details.audience", "Customers at a time", audience).options(std::iter::once(none()).chain(audiences).collect()).view(form)}
        <div class="sheet-wide">{documents.view(form)}</div>
    }
    .into_any()
}

fn text(said: Option<&Particular>) -> String {
    said.map(ToString::to_string).unwrap_or_default()
}
