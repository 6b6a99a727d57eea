//! What a customer is invited to, with buttons that answer: signed in, or behind the link in a letter.

use crate::flash::flash;
use crate::form::next_here;
use crate::parts::count::counted;
use crate::parts::layout::{heading, title};
use crate::parts::prose::marked_up;
use leptos::prelude::*;
use model::activity::outcome::MyOutcome;
use model::activity::{Coming, Invitation, State, path};

pub(super) fn list(invitations: &[Invitation], noted: &[MyOutcome]) -> AnyView {
    let line = |one: &Invitation| {
        let answer = match (&one.shut, one.answer) {
            (Some(_), _) => one.state.word(),
            (None, Some(answer)) => answer.words(),
            (None, None) => "Do you come?",
        };
        let buttons = one.shut.is_none().then(|| buttons(one, &mine_action(one)));
        view! {
            <li class="panel">
                <h2 class="panel-title"><a href=path(one.activity)>{one.title.to_string()}</a></h2>
                <p class="quiet">{one.kind.words()} " · " {one.when.words()} " · " <span class="status">{answer}</span></p>
                {buttons}
            </li>
        }
        .into_any()
    };
    let lines = invitations.iter().map(line).collect::<Vec<_>>();
    let list = match lines.is_empty() {
        true => view! { <p class="empty">"You are not invited to anything yet. When you are, it stands here, and a letter tells you."</p> }
            .into_any(),
        false => view! { <ul class="stack">{lines}</ul> }.into_any(),
    };
    view! { <div class="narrow stack">{heading("Activities", "What you are invited to, and what came out of it.")} {trouble()} {super::waiting(noted)} {list}</div> }
        .into_any()
}

fn mine_action(one: &Invitation) -> String {
    ["/api/v1/me/activities/", &one.activity.to_string()].concat()
}

pub(super) fn one(invitation: &Invitation) -> AnyView {
    let back = view! { <p class="quiet"><a href="/activities">"Activities"</a></p> };
    view! { <article class="narrow stack">{back} {show(invitation, &mine_action(invitation))}</article> }
        .into_any()
}

/// What was wrong with an answer that a plain form sent.
fn trouble() -> AnyView {
    let problem = flash().with_untracked(|flash| flash.0.as_ref().map(|problem| problem.message.clone()));
    problem.map(|problem| view! { <p class="note" role="alert">{problem}</p> }).into_any()
}

/// An activity as its guest reads it, with the buttons; `action`: where they send the answer.
pub(super) fn show(one: &Invitation, action: &str) -> AnyView {
    let name = one.title.to_string();
    let state = match one.state {
        State::Planned => None,
        state => Some(view! { <span class="status">{state.word()}</span> " · " }),
    };
    let with = if one.one_to_one { " · with you alone" } else { "" };
    let reason = one.reason.as_ref().map(|reason| {
        view! { <p class="note" role="note"><b>"It is cancelled. "</b> {reason.to_string()}</p> }
    });
    let coming = one.coming.map(|coming| {
        view! { <p class="quiet">{[&counted(coming, "person comes", "people come"), " so far."].concat()}</p> }
    });
    let result = one.result.as_ref().map(|html| {
        view! { <section aria-labelledby="result"><h2 class="h2" id="result">"What came out of it"</h2> {marked_up(html)} {came(one)}</section> }
    });
    // What is over stands in no calendar that it does not stand in already.
    let calendar = matches!(one.state, State::Planned | State::Cancelled).then(|| {
        let to = one.calendar.clone();
        view! { <p class="actions"><a class="btn btn-sm" rel="external" download="activity.ics" href=to>"Calendar file"</a></p> }
    });
    view! {
        {title(name.clone())}
        <div>
            <p><span class="kind">{one.kind.words()}</span></p>
            <h1 class="h1">{name}</h1>
            <p class="lead">{state} {one.when.words()} {with}</p>
        </div>
        {trouble()} {place(one)} {reason} {result} {answers(one, action)} {marked_up(&one.html)} {coming}
        {calendar}
    }
    .into_any()
}

fn place(one: &Invitation) -> AnyView {
    let place = one
        .place
        .as_ref()
        .map(|place| view! { <dt>"Where"</dt> <dd class="prose-line">{place.to_string()}</dd> });
    let link = one.link.as_ref().map(|link| {
        let link = link.to_string();
        view! { <dt>"Remote"</dt> <dd><a rel="external nofollow noopener" href=link.clone()>{link.clone()}</a></dd> }
    });
    view! { <dl class="facts">{place} {link}</dl> }.into_any()
}

fn came(one: &Invitation) -> AnyView {
    super::noted::came(&one.came)
}

fn answers(one: &Invitation, action: &str) -> AnyView {
    let said = one.answer.map(|answer| {
        view! { <p role="status"><b>{["You said: ", answer.words(), "."].concat()}</b> {one.shut.is_none().then_some(" You may say otherwise until it is over.")}</p> }
    });
    let body = match &one.shut {
        // A cancelled one has said so already, and so has one with a result.
        Some(_) if matches!(one.state, State::Cancelled | State::Presented) => ().into_any(),
        Some(shut) => view! { <p class="quiet">{shut.clone()}</p> }.into_any(),
        None => buttons(one, action),
    };
    let ask = (one.shut.is_none() && one.answer.is_none())
        .then(|| view! { <p class="lead">{[one.name.as_str(), ", do you come?"].concat()}</p> });
    view! { <section aria-label="Your answer" class="stack">{ask} {said} {body}</section> }.into_any()
}

/// Buttons only, since mail programs open links by themselves.
fn buttons(one: &Invitation, action: &str) -> AnyView {
    let button = |answer: Coming| {
        let chosen = one.answer == Some(answer);
        let class = match (one.answer, answer) {
            (None, Coming::Yes) => "btn btn-primary",
            _ if chosen => "btn btn-primary",
            _ => "btn",
        };
        let pressed = if chosen { "true" } else { "false" };
        let about = [": ", one.title.as_str()].concat();
        view! { <button class=class name="answer" value=answer.word() aria-pressed=pressed>{answer.words()} <span class="sr-only">{about}</span></button> }
            .into_any()
    };
    let buttons = Coming::ALL.map(button).into_iter().collect::<Vec<_>>();
    view! {
        <form method="post" action=action.to_owned() data-then="reload" data-toast="Noted. You may say otherwise until it is over.">
            {next_here()} <p class="flex flex-wrap gap-2">{buttons}</p> <div class="trouble" role="alert"></div>
        </form>
    }
    .into_any()
}
