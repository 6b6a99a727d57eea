//! The people: who waits to be confirmed as an account's, invitations, and what staff may do.

mod list;
mod waiting;

use crate::api::call;
use crate::form::{Form, next_here, refused};
use crate::load::{At, page};
use crate::outcome::Page;
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::parts::staff::admitted;
use crate::parts::staff::csv::{self, Column};
use crate::parts::staff::touch::{focus, write};
use crate::parts::toast::toast;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::account::Account;
use model::api::accounts::ListAccounts;
use model::api::people::ListPeople;
use model::person::{Membership, Person, Role};
use model::{AccountId, Email, Name, PersonId, Problem};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Known {
    people: Vec<Person>,
    /// Number and name.
    accounts: Vec<(AccountId, Name)>,
}

/// The page's state.
#[derive(Clone, Copy)]
struct Room {
    people: RwSignal<Vec<Person>>,
    accounts: StoredValue<Vec<(AccountId, Name)>>,
    q: RwSignal<String>,
    /// Whose roles are being set.
    editing: RwSignal<Option<PersonId>>,
    admin: bool,
}

impl Room {
    fn again(self) {
        let page = Page::now();
        spawn_local(async move {
            match call(ListPeople {}).await {
                _ if page.is_left() => {}
                Ok(people) => drop(self.people.try_set(people)),
                Err(problem) => refused(&problem),
            }
        });
    }

    /// The accounts to choose from, after a first line that chooses none.
    fn options(self, none: &str) -> Vec<(String, String)> {
        let mut options = vec![(String::new(), none.to_owned())];
        self.accounts.with_value(|accounts| {
            options.extend(accounts.iter().map(|(id, name)| (id.to_string(), name.to_string())));
        });
        options
    }
}

#[must_use]
pub fn people() -> AnyView {
    let may = admitted(
        &[Role::Moderator, Role::AccountManager],
        "People are looked after by moderators and account managers.",
    );
    page(move |at| load(at, may.clone()), show)
}

async fn load(_at: At, may: Result<(), Problem>) -> Result<Known, Problem> {
    may?;
    let people = call(ListPeople {}).await?;
    let accounts = call(ListAccounts {}).await?.accounts;
    let accounts = accounts.into_iter().map(|Account { id, text, .. }| (id, text.name)).collect();
    Ok(Known { people, accounts })
}

fn show(known: Known) -> AnyView {
    let room = Room {
        people: RwSignal::new(known.people),
        accounts: StoredValue::new(known.accounts),
        q: RwSignal::new(String::new()),
        editing: RwSignal::new(None),
        admin: viewer_now().may(Role::Admin),
    };
    view! { {heading("People", "")} {waiting::waiting(room)} {invite(room)} {list::list(room)} {many(room)} }
        .into_any()
}

/// Who named an account that nobody has confirmed.
fn declared(person: &Person) -> Option<&Name> {
    match &person.membership {
        Membership::Declared { name } => Some(name),
        Membership::None | Membership::Confirmed { .. } => None,
    }
}

fn invite(room: Room) -> AnyView {
    let form = Form::main();
    // Only admins make staff; for others nothing is chosen yet, and something has to be.
    let account = Field::new("account", "Speaks for");
    let account = match room.admin {
        true => account.options(room.options("the company (staff)")),
        false => account.options(room.options("Choose …")).required(),
    };
    let send = form.send(move |_| {
        room.again();
        toast("Invited. The mail carries a link to sign in.".into());
        write("f-name", "");
        write("f-email", "");
        focus("f-name");
    });
    view! {
        <section aria-labelledby="invite">
            <h2 class="h2" id="invite">"Invite somebody"</h2>
            <form class="staff-form panel" method="post" action="/api/v1/people" on:submit=send>
                {next_here()}
                {Field::new("name", "Name").text(Name::MAX, |text| Name::parse(text).map(drop)).required().view(form)}
                {Field::new("email", "E-mail")
                    .kind("email")
                    .text(Email::MAX, |text| Email::parse(text).map(drop))
                    .required()
                    .view(form)}
                {account.view(form)} {form.trouble()}
                <p class="actions"><button class="btn btn-primary" aria-disabled=move || form.waits()>"Invite"</button></p>
            </form>
        </section>
    }
    .into_any()
}

const COLUMNS: [Column; 3] = [
    ("name", "Needed."),
    (
        "email",
        "Needed. Everybody gets a letter with a link, but for those who speak for the account already.",
    ),
    ("account", "Needed. The name of an account that is there."),
];

/// Many at once.
fn many(room: Room) -> AnyView {
    csv::import("/api/v1/people/import".into(), &COLUMNS, "name,email,account", move || room.again())
}
