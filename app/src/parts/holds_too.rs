//! The designs that hold beside the one on the page, for other customers or for all of them.

use leptos::prelude::*;
use model::Version;
use model::design::HoldsToo;

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
