//! The accounts as a table, narrowed by what is looked for.

use super::{Book, NEW};
use crate::parts::count::counted;
use crate::parts::sample::mark;
use crate::parts::staff::scroll::scroll;
use leptos::prelude::*;
use model::account::Account;
use model::api::accounts::AccountList;

pub(super) fn list(book: Book) -> AnyView {
    let shown = move || {
        let q = book.q.get().trim().to_lowercase();
        book.list.with(|list| {
            let found = list.accounts.iter().filter(|account| matches(account, &q)).collect::<Vec<_>>();
            table(book, list, &found)
        })
    };
    view! {
        <div class="search">
            <label for="search" class="field-label">"Find an account by name, mail domain, segment or CRM id"</label>
            <input id="search" class="input" type="search" autocomplete="off" on:input=move |event| book.q.set(event_target_value(&event))/>
        </div>
        {shown}
    }
    .into_any()
}

fn matches(account: &Account, q: &str) -> bool {
    let text = &account.text;
    let mut words =
        text.domains.iter().map(String::as_str).chain(text.attributes.iter().map(|a| a.value.as_str()));
    let called =
        |q: &str| text.crm_ids.iter().any(|id| id.key.to_lowercase().contains(q) || id.to_string() == q);
    q.is_empty()
        || called(q)
        || text.name.as_str().to_lowercase().contains(q)
        || words.any(|word| word.to_lowercase().contains(q))
}

fn table(book: Book, list: &AccountList, found: &[&Account]) -> AnyView {
    if list.accounts.is_empty() {
        return view! {
            <div class="empty">
                <p>"There are no accounts yet. Add one, or import a list from CSV below."</p>
                <button type="button" class="btn needs-script" on:click=move |_| book.open(NEW)>"Add the first account"</button>
            </div>
        }
        .into_any();
    }
    let segments = list
        .segments
        .iter()
        .map(|segment| view! { <th scope="col">{segment.name.to_string()}</th> }.into_any())
        .collect::<Vec<_>>();
    let rows = found.iter().map(|account| row(book, list, account)).collect::<Vec<_>>();
    let count = counted(found.len(), "account", "accounts");
    let content = view! {
        <table class="table staff-table">
            <caption class="sr-only">"Accounts"</caption>
            <thead>
                <tr>
                    <th scope="col">"Account"</th><th scope="col">"Part of"</th><th scope="col">"Tier"</th>
                    {segments}
                    <th scope="col" class="number">"People"</th><th scope="col">"Mail domains"</th>
                    <th scope="col"><span class="sr-only">"Change"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { <p class="shown" role="status">{count}</p> {scroll("Accounts", content.into_any())} }.into_any()
}

fn row(book: Book, list: &AccountList, account: &Account) -> AnyView {
    let (id, text) = (account.id, &account.text);
    let parent = text.parent.and_then(|parent| list.accounts.iter().find(|other| other.id == parent));
    let parent = parent.map(|parent| parent.text.name.to_string());
    let tier = text.tier.get();
    let reason =
        text.tier_reason.as_ref().map(|reason| view! { <small class="quiet">{reason.to_string()}</small> });
    let attributes = list
        .segments
        .iter()
        .map(|segment| {
            let own = text.attributes.iter().find(|attribute| attribute.segment == segment.id);
            view! { <td>{own.map(|own| own.value.to_string())}</td> }.into_any()
        })
        .collect::<Vec<_>>();
    let name = text.name.to_string();
    view! {
        <tr>
            <th scope="row"><a href=["/accounts/", &id.to_string()].concat()>{name.clone()}</a> {mark(account.sample)} <a class="card-link" href=["/accounts/", &id.to_string(), "/card"].concat()>"Card" <span class="sr-only">" of " {name.clone()}</span></a></th>
            <td>{parent}</td>
            <td>{tier} " " {reason}</td>
            {attributes}
            <td class="number">{account.people}</td>
            <td>{text.domains.join(" ")}</td>
            <td>
                <button type="button" class="btn btn-ghost btn-sm needs-script" on:click=move |_| book.open(id)>
                    "Change" <span class="sr-only">" " {name}</span>
                </button>
            </td>
        </tr>
    }
    .into_any()
}
