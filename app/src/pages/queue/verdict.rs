//! The two verdicts on the item in focus; and, on the one before it, the other verdict after all.

use super::desk::Desk;
use crate::form::{Form, next, values};
use crate::parts::field::Field;
use crate::parts::staff::touch::{HEADING, focus as focus_on, submit, write};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::Reason;
use model::queue::Item;
use model::verdict::Decision;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, KeyboardEvent};

/// What declining says most often. Each can be changed before it is sent.
const REASONS: [(&str, &str); 5] = [
    ("asked already", "This has been asked for already. Please support the other proposal instead."),
    (
        "several wishes",
        "These are several wishes. Please propose them one by one, so that others can vote on each.",
    ),
    ("names a person", "This names a person. Please say the same without names."),
    ("not clear yet", "It is not clear yet what we should do, and when. Please say it in other words."),
    ("not our subject", "This is not about how we market to you, sell to you or serve you."),
];

/// The ready-made reason of a key, from 1.
pub(super) fn reason(key: usize) -> Option<&'static str> {
    REASONS.get(key.checked_sub(1)?).map(|(_, reason)| *reason)
}

/// The address that a verdict is sent to, and the page that a plain form then leads to.
fn ways(item: &Item) -> (String, String) {
    let key = item.key().to_string();
    (["/api/v1/", &key, "/verdict"].concat(), ["/queue?done=", &key].concat())
}

/// For `on:submit`: decides, with what the form holds.
fn deciding(desk: Desk, item: &Item, decision: Decision) -> impl Fn(SubmitEvent) + Clone + 'static {
    let item = item.clone();
    move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = event_form(&event) {
            desk.decide(item.clone(), decision, values::of(&form, None));
        }
    }
}

fn event_form(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

pub(super) fn verdict(desk: Desk, item: &Item) -> AnyView {
    let (action, on) = ways(item);
    let send = deciding(desk, item, Decision::Publish);
    let (to, then, trusted) = (action.clone(), on.clone(), send.clone());
    let trouble = desk.returned(item.key()).map(|returned| returned.why);
    // An imported text has nobody to trust; and what stands already is kept, not published.
    let stands = item.decision() == Some(Decision::Publish);
    let word = if stands { "Keep it" } else { "Publish" };
    let trust = (item.author().is_some() && !stands).then(|| {
        view! {
            <form id="publish-and-trust" method="post" action=to on:submit=trusted>
                {next(then)} <input type="hidden" name="decision" value="publish"/> <input type="hidden" name="trust" value="true"/>
                <button class="btn" aria-keyshortcuts="T">"Publish and trust"</button>
            </form>
        }
    });
    view! {
        <div class="verdicts">
            <form id="publish" method="post" action=action on:submit=send>
                {next(on)} <input type="hidden" name="decision" value="publish"/>
                <button class="btn btn-primary" aria-keyshortcuts="P">{word}</button>
            </form>
            {trust} {decline(desk, item)} <div class="trouble" role="alert">{trouble}</div>
        </div>
    }
    .into_any()
}

fn decline(desk: Desk, item: &Item) -> AnyView {
    let form = Form::main();
    let (action, on) = ways(item);
    let decide = deciding(desk, item, Decision::Decline);
    // What is wrong with the reason is said here, before the item has left.
    let send = move |event: SubmitEvent| {
        let reason = event_form(&event).map(|form| values::text(&values::of(&form, None), "reason"));
        match Reason::parse(&reason.unwrap_or_default()) {
            Ok(_) => decide(event),
            Err(fault) => {
                event.prevent_default();
                form.note("reason", Some(fault.0));
                focus_on("f-reason");
            }
        }
    };
    let before = desk.returned(item.key()).map(|returned| returned.reason).unwrap_or_default();
    Effect::new(move || {
        if desk.declining.get() {
            focus_on("f-reason");
        }
    });
    // Opened by hand or by key, it is the same.
    let toggled = move |event: leptos::ev::Event| {
        let details = event_target::<web_sys::Element>(&event);
        let open = details.has_attribute("open");
        // It is told a moment later, when the next item may be there already.
        if details.is_connected() && desk.declining.get_untracked() != open {
            desk.declining.set(open);
        }
    };
    let typed = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            submit("decline");
        } else if event.key() == "Escape" {
            desk.declining.set(false);
            focus_on(HEADING);
        }
    };
    let chips = REASONS
        .into_iter()
        .zip(1..)
        .map(|((name, reason), key): (_, usize)| {
            let fill = move |_| {
                write("f-reason", reason);
                focus_on("f-reason");
            };
            view! { <button type="button" class="matter" aria-keyshortcuts=key.to_string() on:click=fill>{name}</button> }.into_any()
        })
        .collect::<Vec<_>>();
    let begun = desk.declining.get_untracked() || !crate::flash::typed("decision").is_empty();
    desk.declining.set(begun);
    view! {
        <details class="decline" open=move || desk.declining.get() on:toggle=toggled>
            <summary class="btn" aria-keyshortcuts="D">"Decline …"</summary>
            <form id="decline" class="decline-form" method="post" action=action on:submit=send on:keydown=typed>
                {next(on)} <input type="hidden" name="decision" value="decline"/>
                <div class="chips needs-script" role="group" aria-label="Ready-made reasons">{chips}</div>
                {Field::new("reason", "Why?")
                    .hint("The author reads this, and customers in the log of verdicts: name nobody. Say what the author can do instead.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .value(before)
                    .lines(3)
                    .required()
                    .view(form)} {form.trouble()}
                <button class="btn">"Decline with this reason"</button>
            </form>
        </details>
    }
    .into_any()
}

/// What was decided last, with a way to look at it and a way to decide otherwise.
pub(super) fn after(desk: Desk) -> AnyView {
    let Some((item, decision)) = desk.done.get() else { return ().into_any() };
    let title = item.title();
    let look = view! { <a href=item.path()>"Look at it"</a> };
    let other = match decision {
        Decision::Publish => {
            let again = move |_| desk.decline_after_all(item.clone());
            view! { <button id="otherwise" type="button" class="btn btn-sm needs-script" aria-keyshortcuts="U" on:click=again>"Decline it after all"</button> }.into_any()
        }
        Decision::Decline => publish_after_all(desk, item),
    };
    let word = if decision == Decision::Publish { "Published: " } else { "Declined: " };
    view! { <div class="note queue-after"><span>{word} <b>{title}</b></span> {look} {other}</div> }.into_any()
}

fn publish_after_all(desk: Desk, item: Item) -> AnyView {
    let (action, on) = ways(&item);
    let send = deciding(desk, &item, Decision::Publish);
    view! {
        <form method="post" action=action on:submit=send>
            {next(on)} <input type="hidden" name="decision" value="publish"/>
            <button id="otherwise" class="btn btn-sm" aria-keyshortcuts="U">"Publish it after all"</button>
        </form>
    }
    .into_any()
}
