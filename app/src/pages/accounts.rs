//! The accounts: customer organisations with their segments, tiers and mail domains; by form, and by CSV.

mod edit;
mod import;
mod list;
pub mod purchases;
mod segments;

use crate::api::call;
use crate::form::refused;
use crate::load::{At, page};
use crate::outcome::Page;
use crate::parts::layout::heading;
use crate::parts::staff::admitted;
use crate::parts::staff::touch::focus;
use crate::parts::staff::which_account::offering;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::accounts::{AccountList, ListAccounts};
use model::person::Role;
use model::{AccountId, Problem};

/// The page's state.
#[derive(Clone, Copy)]
struct Book {
    list: RwSignal<AccountList>,
    /// The account whose form is open; [`NEW`] for one that is being added.
    editing: RwSignal<Option<AccountId>>,
    asked: StoredValue<ListAccounts>,
    /// What a new one is called, where somebody asked to speak for it.
    named: StoredValue<String>,
}

/// No account has this number.
const NEW: AccountId = AccountId(0);

impl Book {
    fn again(self) {
        let page = Page::now();
        spawn_local(async move {
            match call(self.asked.get_value()).await {
                _ if page.is_left() => {}
                Ok(list) => drop(self.list.try_set(list)),
                Err(problem) => refused(&problem),
            }
        });
    }

    fn open(self, account: AccountId) {
        self.editing.set(Some(account));
        focus("f-name-account");
    }

    fn shut(self) {
        self.editing.set(None);
        focus("add-account");
    }
}

#[must_use]
pub fn accounts() -> AnyView {
    let may = admitted(
        &[Role::Moderator, Role::AccountManager],
        "Accounts are looked after by moderators and account managers.",
    );
    page(move |at| load(at, may.clone()), show)
}

async fn load(at: At, may: Result<(), Problem>) -> Result<(ListAccounts, AccountList, String), Problem> {
    may?;
    let asked = ListAccounts { q: at.text("q"), page: at.field("page") };
    Ok((asked.clone(), call(asked).await?, at.text("add")))
}

fn show((asked, accounts, named): (ListAccounts, AccountList, String)) -> AnyView {
    let book = Book {
        list: RwSignal::new(accounts),
        editing: RwSignal::new((!named.is_empty()).then_some(NEW)),
        asked: StoredValue::new(asked),
        named: StoredValue::new(named),
    };
    let form =
        view! { <For each=move || book.editing.get() key=|id| *id children=move |id| edit::edit(book, id)/> };
    view! {
        <div class="staff-head">
            {heading("Accounts", "")}
            <div class="actions">
                <a class="btn" href="/accounts/purchases">"Purchases from your CRM"</a>
                <a class="btn" href="/accounts/profile">"Whom to invite"</a>
                <button type="button" id="add-account" class="btn btn-primary needs-script" on:click=move |_| book.open(NEW)>
                    "Add an account"
                </button>
            </div>
        </div>
        {offering(form.into_any())} {list::list(book)} <div class="staff-halves">{segments::segments(book)} {import::import(book)}</div>
    }
    .into_any()
}
