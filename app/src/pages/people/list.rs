//! Everybody who can sign in, narrowed by what is looked for; admins give roles here.

use super::Room;
use crate::form::{Form, next_here};
use crate::outcome::open;
use crate::parts::choices::{Choice, boxes};
use crate::parts::count::counted;
use crate::parts::pages::{IN_ORDER, pages};
use crate::parts::staff::scroll::scroll;
use crate::parts::staff::search::search;
use crate::parts::staff::touch::focus;
use crate::parts::time::time;
use crate::parts::toast::toast;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::PersonId;
use model::endpoint::encoded;
use model::person::{Membership, Person, Role};

pub(super) fn list(room: Room) -> AnyView {
    let rows = move || {
        room.people.with(|people| people.items.iter().map(|person| row(room, person)).collect::<Vec<_>>())
    };
    let q = room.asked.with_value(|asked| asked.q.clone());
    let around = move || {
        let (total, page, last) = room.people.with(|people| (people.total, people.page, people.last()));
        let q = room.asked.with_value(|asked| encoded(&asked.q));
        let pages = pages(page, last, IN_ORDER, |to| ["/people?q=", &q, "&page=", &to.to_string()].concat());
        (counted(total, "person", "people"), pages)
    };
    let form =
        view! { <For each=move || room.editing.get() key=|id| *id children=move |id| roles(room, id)/> };
    let table = view! {
        <table class="table staff-table">
            <caption class="sr-only">"People"</caption>
            <thead>
                <tr>
                    <th scope="col">"Name and address"</th><th scope="col">"Speaks for"</th>
                    <th scope="col">"Roles"</th><th scope="col">"Since"</th>
                    {room.admin.then(|| view! { <th scope="col"><span class="sr-only">"Roles"</span></th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <section aria-labelledby="everybody">
            <h2 class="h2" id="everybody">"Everybody"</h2>
            {search("/people", "Find by name, address, account or role", &q)}
            <p class="quiet" role="status">{move || around().0}</p> {form} {scroll("People", table.into_any())} {move || around().1}
        </section>
    }
    .into_any()
}

fn account(person: &Person) -> String {
    match &person.membership {
        Membership::None => String::new(),
        Membership::Declared { name } => [name.as_str(), " (not confirmed)"].concat(),
        Membership::Confirmed { name, .. } => name.to_string(),
    }
}

fn role_names(person: &Person) -> String {
    person.roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

fn row(room: Room, person: &Person) -> AnyView {
    let (id, name) = (person.id, person.name.to_string());
    let opens = move |_| {
        room.editing.set(Some(id));
        focus("roles-of");
    };
    let change = room.admin.then(|| {
        view! {
            <td>
                <button type="button" id=button_id(id) class="btn btn-ghost btn-sm needs-script" on:click=opens>
                    "Roles" <span class="sr-only">" of " {name.clone()}</span>
                </button>
            </td>
        }
    });
    view! {
        <tr>
            <th scope="row">{name.clone()} <small class="quiet">{person.email.as_ref().map(ToString::to_string)}</small></th>
            <td>{account(person)}</td>
            <td>{role_names(person)} {trust(room, person)} {block(room, person)}</td>
            <td>{time(person.since)}</td>
            {change}
        </tr>
    }
    .into_any()
}

/// Moderators take back what they gave with "publish and trust"; to give it, they read something first.
fn trust(room: Room, person: &Person) -> AnyView {
    if !person.trusted {
        return ().into_any();
    }
    let form = Form::new();
    let action = ["/api/v1/people/", &person.id.to_string(), "/trust"].concat();
    let send = form.send(move |_| {
        room.again();
        toast("Saved.".into());
    });
    let button = viewer_now().may(Role::Moderator).then(|| {
        view! {
            <form class="inline-form" method="post" action=action on:submit=send>
                {next_here()} <input type="hidden" name="trusted" value="false"/>
                <button class="btn btn-sm" aria-disabled=move || form.waits()>
                    "Trust no longer" <span class="sr-only">": " {person.name.to_string()}</span>
                </button>
                {form.trouble()}
            </form>
        }
    });
    view! { <span class="quiet">"trusted "</span> {button} }.into_any()
}

/// Who was blocked in the queue can write again as soon as a moderator says so here.
fn block(room: Room, person: &Person) -> AnyView {
    let Some(reason) = &person.blocked else { return ().into_any() };
    let form = Form::new();
    let action = ["/api/v1/people/", &person.id.to_string(), "/unblock"].concat();
    let send = form.send(move |_| {
        room.again();
        toast("Saved.".into());
    });
    let button = viewer_now().may(Role::Moderator).then(|| {
        view! {
            <form class="inline-form" method="post" action=action on:submit=send>
                {next_here()}
                <button class="btn btn-sm" aria-disabled=move || form.waits()>
                    "Let write again" <span class="sr-only">": " {person.name.to_string()}</span>
                </button>
                {form.trouble()}
            </form>
        }
    });
    view! { <span class="quiet">"blocked: " {reason.to_string()} " "</span> {button} }.into_any()
}

fn button_id(person: PersonId) -> String {
    ["roles-", &person.to_string()].concat()
}

fn roles(room: Room, id: PersonId) -> AnyView {
    let person =
        room.people.with_untracked(|people| people.items.iter().find(|person| person.id == id).cloned());
    let Some(person) = person else { return ().into_any() };
    let form = Form::new();
    let shut = move || {
        room.editing.set(None);
        focus(button_id(id));
    };
    let send = form.send(move |_| {
        // What one may do oneself is known to the whole page.
        if viewer_now().person.is_some_and(|me| me.id == id) {
            open("/people");
            return;
        }
        room.again();
        shut();
        toast("Saved.".into());
    });
    let choices = Role::ALL
        .map(|role| Choice::new(role.word(), role.name(), person.roles.contains(&role)).hint(does(role)))
        .into();
    view! {
        <form class="panel" method="post" action=["/api/v1/people/", &id.to_string(), "/roles"].concat() on:submit=send>
            <h3 class="panel-title" id="roles-of" tabindex="-1">"What " {person.name.to_string()} " may do"</h3>
            {next_here()} {boxes("roles", "Roles", choices, form)} {form.trouble()}
            <p class="actions">
                <button class="btn btn-primary" aria-disabled=move || form.waits()>"Save"</button>
                <button type="button" class="btn btn-ghost" on:click=move |_| shut()>"Leave it"</button>
            </p>
        </form>
    }
    .into_any()
}

fn does(role: Role) -> &'static str {
    match role {
        Role::Moderator => "reads proposals first, steers rounds",
        Role::Designer => "makes practices",
        Role::Signatory => "signs the design",
        Role::AccountManager => "keeps accounts and people",
        Role::Admin => "may do everything",
    }
}
