//! Those who named an account: to be confirmed, so that their votes count.

use super::{Room, declared};
use crate::form::{Form, next_here};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::staff::touch::{HEADING, focus};
use crate::parts::staff::which_account::which_account;
use crate::parts::time::time;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::endpoint::encoded;
use model::person::Person;
use model::{Name, Reason};

pub(super) fn waiting(room: Room) -> AnyView {
    let lines = move || {
        room.waiting.with(|waiting| {
            let lines = waiting.items.iter().filter_map(|person| Some(line(room, person, declared(person)?)));
            let lines = lines.collect::<Vec<_>>();
            let more = waiting.total.saturating_sub(lines.len());
            let more = (more > 0).then(|| view! { <p class="quiet">{counted(more, "more waits", "more wait")} "."</p> });
            match lines.is_empty() {
                true => view! { <p class="quiet">"Nobody waits. Everybody who named an account has been confirmed."</p> }.into_any(),
                false => view! { <ul>{lines}</ul> {more} }.into_any(),
            }
        })
    };
    view! {
        <section aria-labelledby=HEADING>
            <h2 class="h2" id=HEADING tabindex="-1">"Waiting to be confirmed"</h2>
            {lines}
        </section>
    }
    .into_any()
}

fn line(room: Room, person: &Person, account: &Name) -> AnyView {
    let id = person.id.to_string();
    let action = ["/api/v1/people/", &id, "/account"].concat();
    let form = Form::at(&action);
    let told = [person.name.as_str(), " now speaks for the account."].concat();
    let send = form.send(move |_| {
        room.again();
        toast(told.clone());
        focus(HEADING);
    });
    let add = (!person.account_known).then(|| {
        let href = ["/accounts?add=", &encoded(account.as_str())].concat();
        view! { <a class="btn btn-ghost btn-sm" href=href>"Add it as an account" <span class="sr-only">": " {account.to_string()}</span></a> }
    });
    view! {
        <li class="list-line">
            <div>
                <b>{person.name.to_string()}</b> " says: “" {account.to_string()} "”"
                <p class="quiet">{person.email.as_ref().map(ToString::to_string)} " · asks since " {time(person.asks_since.unwrap_or(person.since))}</p>
            </div>
            <form class="inline-form" method="post" action=action on:submit=send>
                {next_here()}
                {which_account("account", "Account").group(&id).value(account.as_str()).required().view(form)}
                <button class="btn" aria-disabled=move || form.waits()>
                    "Confirm" <span class="sr-only">" " {person.name.to_string()}</span>
                </button>
                {form.trouble()}
            </form>
            {add}
            {decline(room, person)}
        </li>
    }
    .into_any()
}

/// They are told why.
fn decline(room: Room, person: &Person) -> AnyView {
    let id = person.id.to_string();
    let action = ["/api/v1/people/", &id, "/decline"].concat();
    let form = Form::at(&action);
    let told = [person.name.as_str(), " is told why."].concat();
    let send = form.send(move |_| {
        room.again();
        toast(told.clone());
        focus(HEADING);
    });
    view! {
        <details class="fold-plain" open=form.problem.with_untracked(Option::is_some)>
            <summary class="btn btn-ghost btn-sm">"They do not" <span class="sr-only">": " {person.name.to_string()}</span></summary>
            <form class="inline-form" method="post" action=action on:submit=send>
                {next_here()}
                {Field::new("reason", "Why not")
                    .group(&id)
                    .hint("They read it, and may ask again.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .required()
                    .view(form)}
                <button class="btn" aria-disabled=move || form.waits()>"Decline"</button> {form.trouble()}
            </form>
        </details>
    }
    .into_any()
}
