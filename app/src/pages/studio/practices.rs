//! The practices of the draft, in full, each with the proposals that it came from and what they say.

use super::beginning::nothing_yet;
use super::begun::begun;
use super::desk::{Desk, NEW};
use super::placing;
use super::stories::stories;
use super::texts::{self, measured};
use crate::parts::facts::{documents, done, lines};
use crate::parts::glyph::glyph;
use crate::parts::goes_on::goes_on;
use crate::parts::staff::press;
use crate::parts::staff::touch::focus;
use crate::parts::support::{in_words, noted};
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::cells::BEHAVIOURS;
use model::design::{Draft, RemovedPractice};
use model::practice::Practice;
use model::round::{Resource, Round};
use model::selection::Key;
use model::{PracticeId, ResourceId};

pub(super) fn practices(desk: Desk) -> AnyView {
    let list = move || {
        desk.draft.with(|draft| {
            if draft.practices.is_empty() {
                return nothing_yet(desk, draft.begins);
            }
            desk.round.with(|round| {
                draft
                    .practices
                    .iter()
                    .map(|practice| one(desk, round, draft, practice))
                    .collect::<Vec<_>>()
                    .into_any()
            })
        })
    };
    let removed = move || {
        let id = desk.removed.get()?;
        let title = desk.draft.with(|draft| {
            draft.removed.iter().find(|one| one.practice == id).map(|one| one.title.to_string())
        });
        title.map(|title| {
            view! {
                <div class="note queue-after">
                    <span>"Taken out: " <b>{title}</b></span>
                    <button type="button" id="put-back" class="btn btn-sm" on:click=move |_| desk.put_back(id)>"Put it back"</button>
                </div>
            }
        })
    };
    // Those that were taken out before, by whomever.
    let earlier = move || {
        let lines = desk.draft.with(|draft| {
            let others = draft.removed.iter().filter(|one| desk.removed.get() != Some(one.practice));
            others.map(|one| taken_out(desk, one)).collect::<Vec<_>>()
        });
        (desk.makes && !lines.is_empty()).then(|| {
            view! {
                <details class="fold-plain"><summary>"Taken out before"</summary><ul class="plain-list">{lines}</ul></details>
            }
        })
    };
    let add = desk.makes.then(|| {
        press(if desk.today { "Add a practice" } else { "Make a practice" }, "", move || desk.open(NEW))
    });
    view! {
        <section aria-labelledby="practices">
            <div class="staff-head"><h2 class="h2" id="practices" tabindex="-1">"Practices"</h2> {add}</div>
            <div role="status">{removed} {contested(desk)}</div>
            {begun(desk)} {move || desk.draft.with(|draft| draft.goes_on.as_ref().map(goes_on))}
            <div class="practices" on:dragover=move |event| placing::over(desk, &event) on:drop=move |event| placing::drop_on(desk, &event)>{list}</div>
            {earlier}
        </section>
    }
    .into_any()
}

/// A practice that was to be taken out, and that another has changed since it was read: both texts.
fn contested(desk: Desk) -> AnyView {
    const COLUMNS: [&str; 2] = ["As it is there now", "As you had read it"];
    let shown = move || {
        let read = desk.contested.get()?;
        let there = desk.draft.with(|draft| draft.practices.iter().find(|one| one.id == read.id).cloned())?;
        let by = there.changed.as_ref().map(|change| change.by.to_string());
        let id = there.id;
        let keep = move |_| {
            desk.contested.set(None);
            focus(button_id(id));
        };
        Some(view! {
            <section class="note" aria-labelledby="contested">
                <p id="contested" tabindex="-1">
                    "Not taken out: " <b>{read.text.title.to_string()}</b> " was changed by " {by.unwrap_or_else(|| "somebody".into())} " since you read it."
                </p>
                {texts::table(desk, COLUMNS, &there.text, &read.text)}
                <p class="actions">
                    <button type="button" class="btn btn-sm" on:click=move |_| desk.remove(id)>"Take it out all the same"</button>
                    <button type="button" class="btn btn-sm" on:click=keep>"Leave it in"</button>
                </p>
            </section>
        })
    };
    view! { {shown} }.into_any()
}

fn taken_out(desk: Desk, one: &RemovedPractice) -> AnyView {
    let (id, title) = (one.practice, one.title.to_string());
    let what = [" ", &title].concat();
    view! {
        <li>
            {title} ", " {one.by.as_ref().map(|by| [by.as_str(), ", "].concat())} {one.at.day()} " "
            <button type="button" class="btn btn-ghost btn-sm" on:click=move |_| desk.put_back(id)>
                "Put back" <span class="sr-only">{what}</span>
            </button>
        </li>
    }
    .into_any()
}

/// The button that opens a practice's form, to come back to. Not the practice itself: what can have the focus only by an
/// attribute loses it when the list is renewed.
pub(super) fn button_id(id: PracticeId) -> String {
    ["change-", &id.to_string()].concat()
}

fn one(desk: Desk, round: &Round, draft: &Draft, practice: &Practice) -> AnyView {
    let (id, text) = (practice.id, &practice.text);
    let title = text.title.to_string();
    let axes = desk.axes.get_value();
    let behaviours = BEHAVIOURS.iter().enumerate().filter(|(position, _)| text.behaviours.has(*position));
    let behaviours = behaviours.map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
    let costs = text.costs.iter().map(|cost| in_units(resource(round, cost.resource), cost.amount));
    let measured = [
        ("Lead indicator", text.lead.as_ref().map(measured).unwrap_or_default()),
        ("Lag indicator", text.lag.as_ref().map(measured).unwrap_or_default()),
        ("Behaviours", behaviours),
        ("Costs", costs.collect::<Vec<_>>().join("; ")),
        ("Excludes", titles(draft, &text.opposites)),
        ("Needs", titles(draft, &text.needs)),
    ];
    let answerable = ("Answerable", text.accountable.to_string());
    let facts = lines(std::iter::once(answerable).chain(done(text)).chain(measured));
    let from = practice
        .from
        .iter()
        .map(|card| {
            view! { <li><a href=card.path()>{card.title.to_string()}</a> " " <span class="quiet">{in_words(&card.support)} {noted(card.noted).map(|words| [". ", &words].concat())}</span></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let buttons = desk.makes.then(|| {
        let of = [": ", &title].concat();
        view! {
            <p class="actions">
                <button type="button" id=button_id(id) class="btn btn-sm needs-script" on:click=move |_| desk.open(id)>
                    "Change" <span class="sr-only">{of.clone()}</span>
                </button>
                <button type="button" class="btn btn-sm needs-script" on:click=move |_| desk.remove(id)>
                    "Take out" <span class="sr-only">{of.clone()}</span>
                </button>
                {undo(desk, practice, of)}
            </p>
        }
    });
    view! {
        <article class="draft-practice panel" id=["practice-", &id.to_string()].concat() data-practice=id.to_string()>
            <div class="practice-head">
                <h3 class="panel-title">{title.clone()}</h3> {glyph(&axes, text.stages, text.cultures)}
            </div>
            {desk.standing(Key::Practice(id))} <p class="quiet">"At " {axes.stage_names(text.stages)} "; for " {axes.culture_names(text.cultures)}</p>
            <dl class="facts">{facts} {documents(text)}</dl>
            {(!desk.today).then(|| view! { <p class="practice-from">"Customers asked:"</p><ul class="practice-cards">{from}</ul> })}
            {history(round, practice)} {(desk.makes && !desk.today).then(|| stories(desk, id, &title))} {buttons}
        </article>
    }
    .into_any()
}

/// For whoever changed it last.
fn undo(desk: Desk, practice: &Practice, of: String) -> Option<AnyView> {
    let me = viewer_now().person.map(|person| person.id);
    practice.changed.as_ref().filter(|change| Some(change.person) == me)?;
    let (id, revision) = (practice.id, practice.revision);
    Some(
        view! {
            <button type="button" class="btn btn-ghost btn-sm needs-script" on:click=move |_| desk.undo(id, revision)>
                "Undo my change" <span class="sr-only">{of}</span>
            </button>
        }
        .into_any(),
    )
}

fn titles(draft: &Draft, ids: &[PracticeId]) -> String {
    let named = draft.practices.iter().filter(|practice| ids.contains(&practice.id));
    named.map(|practice| practice.text.title.as_str()).collect::<Vec<_>>().join("; ")
}

/// Who changed what it costs, and when.
fn history(round: &Round, practice: &Practice) -> AnyView {
    let lines = practice
        .cost_changes
        .iter()
        .map(|change| {
            let resource = resource(round, change.resource);
            let name = resource.map(|resource| resource.name.to_string());
            let before = change.before.map(|before| before.to_string()).unwrap_or_else(|| "nothing".into());
            view! { <li>{name} ": from " {before} " to " {change.after} ", " {change.by.to_string()} ", " {time(change.at)}</li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold-plain"><summary>"How its costs changed"</summary><ul class="practice-cards">{lines}</ul></details> }
        .into_any()
}

fn resource(round: &Round, id: ResourceId) -> Option<&Resource> {
    round.resources.iter().find(|resource| resource.id == id)
}

/// "People's time: 40 hours a month", or what it saves.
fn in_units(resource: Option<&Resource>, amount: i64) -> String {
    let (name, unit) = resource.map_or(("", ""), |resource| (resource.name.as_str(), resource.unit.as_str()));
    let saves = if amount < 0 { "saves " } else { "" };
    [name, ": ", saves, &amount.unsigned_abs().to_string(), " ", unit].concat()
}
