//! A practice's form: for a new one filled with what the ticked proposals say, for another with what it says itself.

use super::begun::Opened;
use super::desk::{Desk, NEW};
use super::details::details;
use super::facts::{costs, links, measures, place};
use super::keeping::{Keeping, SAVE};
use super::practices::button_id;
use super::shape::shape;
use crate::form::Form;
use crate::form::nested::send;
use crate::parts::field::Field;
use crate::parts::staff::line::Line;
use crate::parts::staff::touch::{Standing, focus};
use crate::parts::support::in_words;
use crate::parts::toast::toast;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::api::practices::{AddInsideOut, AddPractice, ChangePractice};
use model::practice::{ListKind, Practice, PracticeText};
use model::{Name, Particular, Title};

pub(super) fn sheet(desk: Desk, opened: &Opened) -> AnyView {
    let form = Form::new();
    let id = opened.practice;
    let keeping = Keeping::new(desk, opened, form);
    let saved = move |practice: Practice| {
        keeping.saved();
        desk.close();
        let words = if desk.today { " is kept." } else { " is in the draft." };
        toast([practice.text.title.as_str(), words].concat());
        let at = button_id(practice.id);
        desk.changed(practice);
        desk.again_at(at, Standing::now());
    };
    let round = desk.round.with_untracked(|round| round.id);
    let today = desk.today;
    let add = send::<AddPractice>(form, move |fields| shape(fields, "round", round.0, today), saved);
    let add_inside_out =
        send::<AddInsideOut>(form, move |fields| shape(fields, "round", round.0, today), saved);
    let change = send::<ChangePractice>(form, move |fields| keeping.shape(fields), saved);
    let submit = move |event: SubmitEvent| match (id == NEW, desk.today) {
        (false, _) if keeping.is_under_way() => event.prevent_default(),
        (false, _) => change(event),
        (true, false) => add(event),
        (true, true) => add_inside_out(event),
    };
    let text = desk.practice(id).map(|practice| practice.text);
    view! {
        <form class="panel sheet" aria-label=if id == NEW { "A new practice" } else { "Change a practice" } on:submit=submit id="sheet" on:input=move |_| keeping.typed()>
            {keeping.restored()}
            {(!today).then(|| made_from(desk, form))} {what(desk, text.as_ref(), form)} {place(desk, text.as_ref(), form)}
            {measures(text.as_ref(), form)} {costs(desk, text.as_ref(), form)} {(!today).then(|| links(desk, id, text.as_ref(), form))} {keeping.both()} {keeping.trouble()}
            <p class="actions">
                <button id=SAVE class="btn btn-primary" aria-disabled=move || form.waits()>
                    {match (id == NEW, today) {
                        (true, false) => "Put it in the draft",
                        (true, true) => "Add it",
                        (false, _) => "Save",
                    }}
                </button>
                <button type="button" class="btn btn-ghost" on:click=move |_| {
                    desk.close();
                    focus("practices");
                }>"Leave it"</button> {keeping.state()}
            </p>
        </form>
    }
    .into_any()
}

/// The ticked proposals; ticking more of them while the form is open adds them here.
fn made_from(desk: Desk, form: Form) -> AnyView {
    let cards = move || {
        desk.ticked_cards()
            .into_iter()
            .map(|card| {
                let id = card.id;
                let untick = move |_| {
                    desk.toggle(id);
                    focus("made-from");
                };
                view! {
                    <label class="choice">
                        <input type="checkbox" name="proposals" value=id.to_string() checked=true on:change=untick/>
                        <span class="choice-text">{card.title.to_string()} <small>{in_words(&card.support)}</small></span>
                    </label>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    };
    view! {
        <fieldset class="choices sheet-wide" aria-describedby="made-from-problem">
            <legend class="field-label" id="made-from" tabindex="-1">"Made from"</legend>
            <p class="field-hint">"Tick more in the matrix or in the list; untick here."</p>
            <div class="choices-row">{cards}</div>
            <p class="field-problem" id="made-from-problem" aria-live="polite">{move || form.about("proposals")}</p>
        </fieldset>
    }
    .into_any()
}

/// Words that the company uses already.
fn known(desk: Desk, id: &'static str, list: ListKind) -> AnyView {
    let entries = desk.draft.with_untracked(|draft| {
        let entries = draft.entries.iter().filter(|entry| entry.list == list);
        entries
            .map(|entry| view! { <option value=entry.name.to_string()></option> }.into_any())
            .collect::<Vec<_>>()
    });
    view! { <datalist id=id>{entries}</datalist> }.into_any()
}

fn what(desk: Desk, text: Option<&PracticeText>, form: Form) -> AnyView {
    let asked = untrack(|| desk.ticked_cards()).first().map(|card| card.title.to_string());
    let title = Field::new("title", "What we will do")
        .value(text.map_or(asked.unwrap_or_default(), |text| text.title.to_string()))
        .text(Title::MAX, |text| Title::parse(text).map(drop))
        .required();
    let of = |get: fn(&PracticeText) -> String| text.map(get).unwrap_or_default();
    let activity = Line::new("activity", "Activity", of(|text| text.activity.to_string()))
        .list("activities")
        .hint("From the company's list, or a new one.")
        .max(Name::MAX)
        .required();
    let tool = Line::new("tool", "Tool", of(|text| said(text.tool.as_ref())))
        .list("tools")
        .hint("What the people who do it work with.")
        .max(Name::MAX)
        .optional();
    let answers = of(|text| match text.accountable.is_nobody() {
        true => String::new(),
        false => text.accountable.to_string(),
    });
    let accountable =
        Line::new("accountable", "Answerable from end to end", answers).list("functions").max(Name::MAX);
    let accountable = match desk.today {
        true => accountable.hint("One function, or a partner. Empty: nobody answers for it.").optional(),
        false => accountable.hint("One function, or a partner.").required(),
    };
    let hours =
        Line::new("hours", "Hours a month that it takes from it", of(|text| load(text, &text.accountable)))
            .hint("As far as it is known.")
            .kind("number")
            .optional();
    let names = of(|text| {
        let one = |name: &Name| match load(text, name) {
            hours if hours.is_empty() => name.to_string(),
            hours => [name.as_str(), ": ", &hours].concat(),
        };
        text.involved.iter().map(one).collect::<Vec<_>>().join(", ")
    });
    let involved = Line::new("involved", "Others involved", names)
        .hint("Functions, separated by commas; after a colon the hours a month that it takes: Service: 20.")
        .optional();
    let particular = |name: &'static str, label: &'static str, hint: &'static str, value: String| {
        let field = Field::new(name, label).hint(hint).value(value);
        field.text(Particular::MAX, |text| Particular::parse(text).map(drop)).lines(2).view(form)
    };
    view! {
        {known(desk, "activities", ListKind::Activity)} {known(desk, "functions", ListKind::Function)}
        {known(desk, "tools", ListKind::Tool)}
        <div class="sheet-wide">{title.view(form)}</div>
        {activity.view(form)} {tool.view(form)} {accountable.view(form)} {hours.view(form)}
        <div class="sheet-wide">{involved.view(form)}</div>
        {particular("how", "How", "So that a new colleague could do it.", of(|text| said(text.how.as_ref())))}
        {particular("aim", "Aim", "Which strategic aim it serves.", of(|text| said(text.aim.as_ref())))}
        {details(text.map(|text| &text.details), form)}
    }
    .into_any()
}

/// What a practice takes from a function, if that was said.
fn load(text: &PracticeText, function: &Name) -> String {
    let load = text.loads.iter().find(|load| load.function == *function);
    load.map(|load| load.hours.to_string()).unwrap_or_default()
}

fn said(text: Option<&impl ToString>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}
