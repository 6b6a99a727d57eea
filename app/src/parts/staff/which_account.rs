//! Saying which account by its name, of which those that are there are offered while one types: a company may have thousands, too
//! many for a list to choose from.

use crate::api::call;
use crate::form::values;
use crate::parts::field::Field;
use crate::parts::typed::Typed;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Name;
use model::api::card::FindAccounts;

const OFFERED: &str = "accounts-offered";

/// The field; what is posted is the name. It stands within [`offering`].
#[must_use]
pub fn which_account(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label)
        .list(OFFERED)
        .text(Name::MAX, |text| Name::parse(text).map(drop))
        .autocomplete("off")
}

/// Around forms that ask for an account.
#[must_use]
pub fn offering(forms: AnyView) -> AnyView {
    let found = RwSignal::new(Vec::<String>::new());
    let words = Typed::default();
    let typed = move |event: leptos::ev::Event| {
        let Some(field) = values::target(&event).filter(|field| values::attribute(field, "list") == OFFERED)
        else {
            return;
        };
        words.once_paused(values::value(&field), move |typed| look(typed, words, found));
    };
    let options = move || {
        let options = found.get().into_iter().map(|name| view! { <option value=name></option> }.into_any());
        options.collect::<Vec<_>>()
    };
    view! { <div on:input=typed>{forms} <datalist id=OFFERED>{options}</datalist></div> }.into_any()
}

fn look(typed: String, words: Typed, found: RwSignal<Vec<String>>) {
    spawn_local(async move {
        let answer = call(FindAccounts { q: typed.clone() }).await.unwrap_or_default();
        // Something else has been typed since.
        if words.is_still(&typed) {
            found.set(answer.into_iter().map(|one| one.account.name.to_string()).collect());
        }
    });
}
