//! The accounts as a table, narrowed by what is looked for.

use super::{Book, NEW};
use crate::parts::count::counted;
use crate::parts::pages::{IN_ORDER, pages};
use crate::parts::sample::mark;
use crate::parts::staff::scroll::scroll;
use crate::parts::staff::search::search;
use leptos::prelude::*;
use model::PAGE_SIZE;
use model::account::Account;
use model::api::accounts::AccountList;
use model::endpoint::encoded;

pub(super) fn list(book: Book) -> AnyView {
    let q = book.asked.with_value(|asked| asked.q.clone());
    view! {
        {search("/accounts", "Find an account by name, mail domain, segment or CRM id", &q)}
        {move || book.list.with(|list| table(book, list))}
    }
    .into_any()
}

fn table(book: Book, list: &AccountList) -> AnyView {
    let q = book.asked.with_value(|asked| asked.q.clone());
    if list.total == 0 && q.is_empty() {
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
    let rows = list.accounts.iter().map(|account| row(book, list, account)).collect::<Vec<_>>();
    let count = counted(list.total, "account", "accounts");
    let last = list.total.div_ceil(PAGE_SIZE);
    let pages = pages(list.page, last, IN_ORDER, |to| {
        ["/accounts?q=", &encoded(&q), "&page=", &to.to_string()].concat()
    });
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
    view! { <p class="shown" role="status">{count}</p> {scroll("Accounts", content.into_any())} {pages} }
        .into_any()
}

fn row(book: Book, list: &AccountList, account: &Account) -> AnyView {
    let (id, text) = (account.id, &account.text);
    let parent = account.part_of.as_ref().map(ToString::to_string);
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
