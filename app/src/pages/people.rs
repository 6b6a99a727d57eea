//! The people: who waits to be confirmed as an account's, invitations, and what staff may do.

mod list;
mod waiting;

use crate::api::call;
use crate::form::{Form, next_here, refused};
use crate::load::{At, page};
use crate::outcome;
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::parts::staff::admitted;
use crate::parts::staff::csv::{self, Column};
use crate::parts::staff::touch::{focus, write};
use crate::parts::staff::which_account::{offering, which_account};
use crate::parts::toast::toast;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::people::ListPeople;
use model::person::{Membership, Person, Role};
use model::{Email, Name, Page, PersonId, Problem};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Known {
    asked: ListPeople,
    people: Page<Person>,
    /// The first of those whose account waits to be confirmed, and how many there are.
    waiting: Page<Person>,
}

/// The page's state.
#[derive(Clone, Copy)]
struct Room {
    asked: StoredValue<ListPeople>,
    people: RwSignal<Page<Person>>,
    waiting: RwSignal<Page<Person>>,
    /// Whose roles are being set.
    editing: RwSignal<Option<PersonId>>,
    admin: bool,
}

impl Room {
    fn again(self) {
        let page = outcome::Page::now();
        let asked = self.asked.get_value();
        spawn_local(async move {
            match known(asked).await {
                _ if page.is_left() => {}
                Ok(known) => {
                    self.people.try_set(known.people);
                    self.waiting.try_set(known.waiting);
                }
                Err(problem) => refused(&problem),
            }
        });
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

async fn load(at: At, may: Result<(), Problem>) -> Result<Known, Problem> {
    may?;
    known(ListPeople { q: at.text("q"), waits: false, page: at.field("page") }).await
}

async fn known(asked: ListPeople) -> Result<Known, Problem> {
    let waiting = call(ListPeople { waits: true, ..ListPeople::default() }).await?;
    Ok(Known { people: call(asked.clone()).await?, waiting, asked })
}

fn show(known: Known) -> AnyView {
    let room = Room {
        asked: StoredValue::new(known.asked),
        people: RwSignal::new(known.people),
        waiting: RwSignal::new(known.waiting),
        editing: RwSignal::new(None),
        admin: viewer_now().may(Role::Admin),
    };
    let forms = view! { {waiting::waiting(room)} {invite(room)} }.into_any();
    view! { {heading("People", "")} {offering(forms)} {list::list(room)} {many(room)} }.into_any()
}

/// Who named an account that nobody has confirmed.
fn declared(person: &Person) -> Option<&Name> {
    match &person.membership {
        Membership::Declared { name } => Some(name),
        Membership::None | Membership::Confirmed { .. } => None,
    }
}

fn invite(room: Room) -> AnyView {
    let form = Form::at("/api/v1/people");
    // Only admins make staff.
    let account = which_account("account", "Speaks for");
    let account = match room.admin {
        true => account.hint(
            "The name of an account. Nothing: the company, as its staff; which role they have is asked next.",
        ),
        false => account.hint("The name of an account.").required(),
    };
    let send = form.send(move |reply| {
        room.again();
        let invited = serde_json::from_value::<Person>(reply).ok();
        let staff =
            invited.filter(|one| room.admin && one.roles.is_empty() && one.membership == Membership::None);
        write("f-name", "");
        write("f-email", "");
        if let Some(one) = staff {
            toast(
                [
                    one.name.as_str(),
                    " is invited, and may do nothing for the company until you give a role: here.",
                ]
                .concat(),
            );
            let id = one.id;
            room.people.update(|people| people.items.push(one));
            room.editing.set(Some(id));
            return focus("roles-of");
        }
        toast("Invited. The mail carries a link to sign in.".into());
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
    csv::import_with(
        "/api/v1/people/import".into(),
        &COLUMNS,
        "name,email,account",
        |form| {
            view! {
                <p class="actions">
                    <button class="btn" name="preview" value="true" aria-disabled=move || form.waits()>"Show what it would do"</button>
                </p>
            }
            .into_any()
        },
        move || room.again(),
    )
}
