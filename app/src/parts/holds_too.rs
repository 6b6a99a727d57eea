//! The designs that hold beside the one on the page, for other customers or for all of them.

use leptos::prelude::*;
use model::Version;
use model::design::HoldsToo;

/// Whom a version is for, as it is said beside those that hold with it; nothing where it holds alone.
pub fn for_whom<'a>(mut all: impl Iterator<Item = &'a HoldsToo>, version: Version) -> Option<&'a str> {
    all.find(|one| one.version == version).map(|one| one.who.as_str())
}

/// `to`: where one is read of the same.
pub fn holds_too(others: &[HoldsToo], to: fn(Version) -> String) -> Option<AnyView> {
    let lines = others.iter().map(|one| {
        let label = ["version ", &one.version.to_string()].concat();
        view! { <li><a href=to(one.version)>{label}</a> ", for " {one.who.clone()}</li> }.into_any()
    });
    (!others.is_empty()).then(|| {
        view! {
            <div class="note">
                <p>"Not every design is for everybody. Beside this one holds:"</p>
                <ul class="plain-list">{lines.collect::<Vec<_>>()}</ul>
            </div>
        }
        .into_any()
    })
}
