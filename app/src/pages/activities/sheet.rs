//! One activity as staff look after it: who is invited and comes, who was there, notes, what came out of it, and its result.

use super::{Shown, noted, plan};
use crate::flash::flash;
use crate::form::{Form, next_here};
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::layout::title;
use crate::parts::prose::marked_up;
use crate::parts::staff::notes::notes;
use crate::parts::staff::scroll::scroll;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::activity::{ActivitySheet, Coming, Guest, State, presence};
use model::person::Role;
use model::stale::SEEN;
use model::{ActivityId, Email, Reason, Remark};

fn at(activity: ActivityId, what: &str) -> String {
    ["/api/v1/activities/", &activity.to_string(), what].concat()
}

pub(super) fn show(shown: &Shown) -> AnyView {
    let sheet = &shown.sheet;
    let name = sheet.text.title.to_string();
    let planned = sheet.state == State::Planned;
    let owed = sheet.due.map(|due| {
        view! { <p class="note" role="note"><b>"Due: "</b> {due.words()} "."</p> }
    });
    view! {
        {title(name.clone())}
        <article class="narrow">
            <p class="quiet"><a href="/activities">"Activities"</a> " · " <span class="kind">{sheet.text.kind.words()}</span></p>
            <h1 class="h1">{name}</h1>
            <p class="lead"><span class="status">{sheet.state.word()}</span> " · " {sheet.text.when().words()}</p>
            <div class="stack">{problem()} {told(shown.told)} {owed} {facts(sheet)} {marked_up(&sheet.html)}</div>
            {planned.then(|| view! { <div class="folds">{plan::change(sheet)} {cancel(sheet)}</div> })}
            {people(sheet)} {notes(at(sheet.id, "/notes"), &sheet.notes)} {noted::section(sheet, shown.round.as_ref())} {result(sheet)}
        </article>
    }
    .into_any()
}

/// What was wrong with what a plain form sent, with the field it is about.
fn problem() -> AnyView {
    let problem = flash().with_untracked(|flash| flash.0.as_ref().map(ToString::to_string));
    problem.map(|problem| view! { <p class="note" role="alert">{problem}</p> }).into_any()
}

fn told(told: Option<(usize, usize, usize)>) -> AnyView {
    let Some((invited, before, without)) = told else { return ().into_any() };
    let mut words = [&counted(invited, "person is", "people are"), " invited now."].concat();
    if before > 0 {
        words = [words, [" ", &before.to_string(), " were before."].concat()].concat();
    }
    if without > 0 {
        words =
            [words, [" ", &without.to_string(), " take no such letters, and read it under News."].concat()]
                .concat();
    }
    view! { <p class="note" role="status">{words}</p> }.into_any()
}

fn facts(sheet: &ActivitySheet) -> AnyView {
    let text = &sheet.text;
    let round = ["/rounds/", &sheet.round.to_string()].concat();
    let room = match (text.one_to_one, text.most) {
        (true, _) => "one customer, one to one".to_owned(),
        (false, Some(most)) => ["many customers, ", &most.to_string(), " people at most"].concat(),
        (false, None) => "many customers".to_owned(),
    };
    let place = text.place.as_ref().map(|place| view! { <dt>"In person"</dt> <dd>{place.to_string()}</dd> });
    let link = text.link.as_ref().map(|link| {
        let link = link.to_string();
        view! { <dt>"Remote"</dt> <dd><a rel="external nofollow noopener" href=link.clone()>{link.clone()}</a></dd> }
    });
    let reason =
        sheet.reason.as_ref().map(|reason| view! { <dt>"Cancelled"</dt> <dd>{reason.to_string()}</dd> });
    view! {
        <dl class="facts">
            {place} {link} <dt>"For"</dt> <dd>{room}</dd> <dt>"Round"</dt> <dd><a href=round>{sheet.question.to_string()}</a></dd>
            <dt>"Planned by"</dt> <dd>{sheet.by.to_string()}</dd> {reason}
        </dl>
    }
    .into_any()
}

fn cancel(sheet: &ActivitySheet) -> AnyView {
    let form = Form::new();
    view! {
        <details class="fold">
            <summary>"Cancel it"</summary>
            <form method="post" action=at(sheet.id, "/cancel") class="form fold-text" data-then="reload" data-toast="Cancelled. Those who were invited are told.">
                {next_here()}
                {Field::new("reason", "Why")
                    .hint("Everybody who is invited reads it.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(2)
                    .required()
                    .view(form)}
                {form.trouble()} <p><button class="btn">"Cancel it"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn people(sheet: &ActivitySheet) -> AnyView {
    let coming = |answer| sheet.people.iter().filter(|guest| guest.answer == Some(answer)).count();
    let count = [
        &counted(sheet.people.len(), "person is", "people are"),
        " invited; ",
        &counted(coming(Coming::Yes), "comes", "come"),
        ", ",
        &coming(Coming::Perhaps).to_string(),
        " perhaps, ",
        &counted(coming(Coming::No), "cannot", "cannot"),
        ".",
    ]
    .concat();
    let list = if sheet.people.is_empty() { ().into_any() } else { held(sheet) };
    let open = matches!(sheet.state, State::Planned | State::Held);
    view! {
        <section aria-labelledby="people" class="stack">
            <h2 class="h2" id="people">"Who is invited"</h2> <p>{count}</p> {open.then(|| invite(sheet))} {list}
        </section>
    }
    .into_any()
}

fn invite(sheet: &ActivitySheet) -> AnyView {
    let form = Form::main();
    let hosts = viewer_now().may(Role::Moderator) || viewer_now().may(Role::AccountManager);
    let profile = ["/accounts/profile?activity=", &sheet.id.to_string()].concat();
    let (button, toast) = match sheet.due.is_some() || sheet.state == State::Held {
        true => ("Add them as present", "Added."),
        false => ("Invite them", "Invited. A letter is on its way, if they take such letters."),
    };
    view! {
        <form method="post" action=at(sheet.id, "/people") class="inline-form" data-then="reload" data-toast=toast>
            {next_here()}
            {Field::new("email", "A customer's e-mail address")
                .kind("email")
                .text(Email::MAX, |text| Email::parse(text).map(drop))
                .required()
                .view(form)}
            <button class="btn">{button}</button>
            {hosts.then(|| view! { <a class="btn btn-ghost" href=profile>"Invite by profile"</a> })} {form.trouble()}
        </form>
    }
    .into_any()
}

/// Who is invited; once it has begun, with boxes for who was there.
fn held(sheet: &ActivitySheet) -> AnyView {
    let owes = sheet.begun && matches!(sheet.state, State::Planned | State::Held);
    let back = sheet.state == State::Planned && !sheet.begun;
    let rows =
        sheet.people.iter().map(|guest| row(guest, owes, back.then_some(sheet.id))).collect::<Vec<_>>();
    let last = back.then(|| view! { <th scope="col"><span class="sr-only">"The invitation"</span></th> });
    let table = view! {
        <table class="table staff-table">
            <caption class="sr-only">"Who is invited"</caption>
            <thead><tr><th scope="col">"Person"</th><th scope="col">"Account"</th><th scope="col">"Answer"</th><th scope="col">"Present"</th>{last}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let table = scroll("Everybody, with their answers", table.into_any());
    if !owes {
        return table;
    }
    let seen = presence(sheet.people.iter().filter(|guest| guest.present).map(|guest| guest.person));
    let words =
        if sheet.state == State::Held { "Keep who was present" } else { "It was held, with those ticked" };
    view! {
        <form method="post" action=at(sheet.id, "/held") class="stack" data-then="reload" data-toast="Noted.">
            {next_here()} <input type="hidden" name=SEEN value=seen.to_string()/> {table} <div class="trouble" role="alert"></div> <p><button class="btn btn-primary">{words}</button></p>
        </form>
    }
    .into_any()
}

/// `back`: the activity, where invitations to it can be taken back.
fn row(guest: &Guest, ticks: bool, back: Option<ActivityId>) -> AnyView {
    let present = if ticks {
        let label = [guest.name.as_str(), " was present"].concat();
        view! { <input type="checkbox" class="checkbox" name="people" value=guest.person.to_string() checked=guest.present aria-label=label/> }
            .into_any()
    } else {
        guest.present.then_some("yes").into_any()
    };
    view! {
        <tr>
            <th scope="row">{guest.name.to_string()}</th><td>{guest.account.as_ref().map(ToString::to_string)}</td>
            <td>{guest.answer.map_or("", Coming::words)}</td><td>{present}</td>
            {back.map(|activity| view! { <td>{guest.answer.is_none().then(|| take_back(activity, guest))}</td> })}
        </tr>
    }
    .into_any()
}

/// For whoever has not answered yet.
fn take_back(activity: ActivityId, guest: &Guest) -> AnyView {
    let action = at(activity, &["/people/", &guest.person.to_string(), "/uninvite"].concat());
    let of = [": ", guest.name.as_str()].concat();
    view! {
        <form method="post" action=action data-then="reload" data-toast="The invitation is taken back. They are told.">
            {next_here()} <button class="btn btn-sm btn-ghost">"Take it back" <span class="sr-only">{of}</span></button>
        </form>
    }
    .into_any()
}

fn result(sheet: &ActivitySheet) -> AnyView {
    let body = match sheet.state {
        State::Presented => marked_up(&sheet.result_html),
        State::Held => present(sheet),
        State::Planned | State::Cancelled => return ().into_any(),
    };
    view! { <section aria-labelledby="result"><h2 class="h2" id="result">"The result, presented back"</h2> {body}</section> }.into_any()
}

fn present(sheet: &ActivitySheet) -> AnyView {
    let form = Form::new();
    let apart = (!sheet.pending.is_empty()).then(|| {
        let count = counted(sheet.pending.len(), "thing that was noted is", "things that were noted are");
        view! { <p class="quiet">{[&count, " not confirmed yet; it joins the page once it is."].concat()}</p> }
    });
    view! {
        <form method="post" action=at(sheet.id, "/result") class="form" data-then="reload" data-toast="Presented. Everybody who was invited is told.">
            {next_here()} {apart}
            {Field::new("result", "What came out of it, in a few sentences")
                .hint("It goes to everybody who was invited, once, with what came of it below. You can use Markdown.")
                .text(Remark::MAX, |text| Remark::parse(text).map(drop))
                .lines(5)
                .required()
                .view(form)}
            {form.trouble()} <p><button class="btn btn-primary">"Present it back"</button></p>
        </form>
    }
    .into_any()
}
