//! Who speaks for an account, and how others come to: invited by mail, or by a link that one hands on. For its coordinator and for
//! staff.

use super::count::counted;
use super::field::Field;
use super::time::time;
use crate::form::{Form, next_here};
use leptos::prelude::*;
use model::joining::{Colleague, InvitedColleague, JoinLink, Joining, MOST_DAYS, MOST_USES};
use model::{Email, Name, PersonId};

/// `made`: what a link that was just made carries, for this once. `host`: staff, who can also take somebody out again.
#[must_use]
pub fn joining(all: &Joining, made: &str, host: bool) -> AnyView {
    let people = all.people.iter().map(|one| colleague(all, one, host)).collect::<Vec<_>>();
    let heading = [counted(all.people.len(), "person speaks", "people speak"), " for it".into()].concat();
    view! {
        <section aria-labelledby="joining">
            <h2 class="h2" id="joining">{heading}</h2>
            <ul>{people}</ul>
            {invited(all)} {invite(all, host)} {made_link(all, made)} {links(all)}
        </section>
    }
    .into_any()
}

fn colleague(all: &Joining, one: &Colleague, host: bool) -> AnyView {
    let (other, press) = match one.coordinator {
        true => ("false", "Invites no longer"),
        false => ("true", "Let them invite"),
    };
    let says = match (one.coordinator, one.first) {
        (true, true) => Some(" · invites colleagues, having been here first, until another is let"),
        (true, false) => Some(" · invites colleagues"),
        (false, _) => None,
    };
    let name = one.name.to_string();
    let part = host.then(|| part(one.id, &name));
    let action = ["/api/v1/accounts/", &all.account.to_string(), "/coordinators"].concat();
    view! {
        <li class="list-line">
            <span>
                <b>{name.clone()}</b> <span class="quiet">" " {one.email.as_ref().map(ToString::to_string)} {says}</span>
            </span>
            <span class="list-acts">
                {(!one.first).then(|| view! {
                    <form method="post" action=action data-then="reload" data-toast="Kept.">
                        {next_here()} <input type="hidden" name="person" value=one.id.to_string()/>
                        <input type="hidden" name="coordinator" value=other/>
                        <button class="btn btn-ghost btn-sm">{press} <span class="sr-only">": " {name}</span></button>
                        <div class="trouble" role="alert"></div>
                    </form>
                })}
                {part}
            </span>
        </li>
    }
    .into_any()
}

/// They speak for it no longer; to bring them back is an invitation.
fn part(person: PersonId, name: &str) -> AnyView {
    let action = ["/api/v1/people/", &person.to_string(), "/part"].concat();
    view! {
        <form method="post" action=action data-then="reload" data-toast="They speak for it no longer.">
            {next_here()} <button class="btn btn-ghost btn-sm">"Take out" <span class="sr-only">": " {name.to_owned()}</span></button>
        </form>
    }
    .into_any()
}

/// Who was asked; whether anybody has these addresses is not ours to tell.
fn invited(all: &Joining) -> AnyView {
    if all.invited.is_empty() {
        return ().into_any();
    }
    let line = |one: &InvitedColleague| {
        let action = [
            "/api/v1/accounts/",
            &all.account.to_string(),
            "/invitations/",
            &one.id.to_string(),
            "/take-back",
        ]
        .concat();
        view! {
            <li class="list-line">
                <span>
                    <b>{one.name.to_string()}</b> <span class="quiet">" " {one.email.to_string()} " · invited " {time(one.at)} ", ends " {time(one.expires)}</span>
                </span>
                <form method="post" action=action data-then="reload" data-toast="Taken back: the letter lets nobody in any more.">
                    {next_here()} <button class="btn btn-ghost btn-sm">"Take back" <span class="sr-only">": " {one.name.to_string()}</span></button>
                    <div class="trouble" role="alert"></div>
                </form>
            </li>
        }
        .into_any()
    };
    let lines = all.invited.iter().map(line).collect::<Vec<_>>();
    view! {
        <h3 class="h3">"Invited, and has not answered"</h3>
        <ul>{lines}</ul>
    }
    .into_any()
}

fn invite(all: &Joining, host: bool) -> AnyView {
    let form = Form::new();
    let (hint, told) = match host {
        true => (
            "They speak for it from now on, and a mail tells them.",
            "Invited. The mail carries a link to sign in.",
        ),
        false => (
            "We write to the address. Its owner speaks for your organisation once they accept; the company's own staff cannot.",
            "We have written to this address, unless it cannot speak for a customer.",
        ),
    };
    let action = ["/api/v1/accounts/", &all.account.to_string(), "/people"].concat();
    view! {
        <h3 class="h3">"Invite somebody by mail"</h3>
        <p class="field-hint">{hint}</p>
        <form method="post" action=action class="inline-form" data-then="reload" data-toast=told>
            {next_here()}
            {Field::new("name", "Name").group("-invited").text(Name::MAX, |text| Name::parse(text).map(drop)).required().view(form)}
            {Field::new("email", "E-mail")
                .kind("email")
                .text(Email::MAX, |text| Email::parse(text).map(drop))
                .required()
                .view(form)}
            <button class="btn">"Invite"</button> {form.trouble()}
        </form>
    }
    .into_any()
}

/// The link itself, which nobody is shown again.
fn made_link(all: &Joining, made: &str) -> AnyView {
    if made.is_empty() {
        return ().into_any();
    }
    let link = [all.join.as_str(), made].concat();
    view! {
        <div class="note stack" role="status">
            <label class="field-label" for="made-link">"Copy this link and hand it on"</label>
            <p class="field-hint">"Whoever opens it and signs in speaks for " {all.name.to_string()} ". It is shown here once."</p>
            <input class="input" id="made-link" readonly value=link/>
        </div>
    }
    .into_any()
}

fn links(all: &Joining) -> AnyView {
    let form = Form::new();
    let lines = all.links.iter().map(link).collect::<Vec<_>>();
    let list = (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> });
    let choices = |from: &[i64], one: &str, many: &str| {
        from.iter().map(|n| (n.to_string(), counted(usize::try_from(*n).unwrap_or(0), one, many))).collect()
    };
    let action = ["/api/v1/accounts/", &all.account.to_string(), "/links"].concat();
    view! {
        <h3 class="h3">"Or by a link that you hand on"</h3>
        {list}
        <form method="post" action=action class="inline-form" data-then="next">
            {next_here()}
            {Field::new("days", "It works for").options(choices(&[1, 7, MOST_DAYS], "day", "days")).value("7").required().view(form)}
            {Field::new("most", "and lets in").options(choices(&[1, 5, 20, MOST_USES], "person", "people")).value("5").required().view(form)}
            <button class="btn">"Make a link"</button> {form.trouble()}
        </form>
    }
    .into_any()
}

fn link(one: &JoinLink) -> AnyView {
    let used = [&one.used.to_string(), " of ", &one.most.to_string(), " have joined"].concat();
    let by = one.by.as_ref().map(|by| [" by ", by.as_str()].concat());
    let state = match (one.works, one.revoked) {
        (true, _) => view! { ", ends " {time(one.expires)} }.into_any(),
        (false, true) => ", revoked".into_any(),
        (false, false) => ", over".into_any(),
    };
    let action = ["/api/v1/links/", &one.id.to_string(), "/revoke"].concat();
    let revoke = one.works.then(|| {
        view! {
            <form method="post" action=action data-then="reload" data-toast="It lets nobody in any more.">
                {next_here()} <button class="btn btn-ghost btn-sm">"Revoke" <span class="sr-only">" the link, " {used.clone()}</span></button>
            </form>
        }
    });
    view! { <li class="list-line"><span>"Made " {time(one.at)} {by} ": " {used.clone()} {state}</span> {revoke}</li> }
        .into_any()
}
