//! The two verdicts on the item in focus; and, on the one before it, the other verdict after all.

use super::acts::{acts, sent_by_key};
use super::desk::Desk;
use super::joiner;
use crate::form::{Form, next, values};
use crate::parts::field::Field;
use crate::parts::staff::touch::{focus as focus_on, write};
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

/// The ready-made reason of a key, from 1, for something.
pub(super) fn reason(item: &Item, key: usize) -> Option<&'static str> {
    reasons(item).get(key.checked_sub(1)?).map(|(_, reason)| *reason)
}

fn reasons(item: &Item) -> &'static [(&'static str, &'static str)] {
    if joiner::of(item).is_some() { &joiner::REASONS } else { &REASONS }
}

/// Offered where an author is to be blocked.
pub(super) const BREAKS_RULES: &str =
    "This breaks our rules. Please read how we moderate before you write again.";

/// Where verdicts are sent.
const VERDICTS: &str = "/api/v1/queue/verdicts";

/// The item as a verdict's form names it, and the page that a plain form then leads to.
fn hidden(item: &Item) -> AnyView {
    let key = item.key().to_string();
    view! { {next(["/queue?done=", &key].concat())} <input type="hidden" name="items" value=key/> }.into_any()
}

/// For `on:submit`: decides, with what the form holds.
pub(super) fn deciding(
    desk: Desk,
    item: &Item,
    decision: Decision,
) -> impl Fn(SubmitEvent) + Clone + 'static {
    let item = item.clone();
    move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = event_form(&event) {
            desk.decide(item.clone(), decision, values::of(&form, None));
        }
    }
}

pub(super) fn event_form(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

pub(super) fn verdict(desk: Desk, item: &Item) -> AnyView {
    let send = deciding(desk, item, Decision::Publish);
    let trusted = send.clone();
    let trouble = desk.returned(item.key()).map(|returned| returned.why);
    // An imported text has nobody to trust; and what stands already is kept, not published.
    let stands = item.decision() == Some(Decision::Publish);
    let word = move || match desk.chosen.with(Vec::len) {
        0 if stands => "Keep it".to_owned(),
        0 => desk.publish_word().to_owned(),
        many => [desk.publish_word(), " ", &many.to_string()].concat(),
    };
    let account = joiner::of(item).map(joiner::account);
    let trust = (item.author().is_some() && !stands).then(|| {
        view! {
            <form id="publish-and-trust" method="post" action=VERDICTS on:submit=trusted>
                {hidden(item)} <input type="hidden" name="decision" value="publish"/> <input type="hidden" name="trust" value="true"/>
                <button class="btn" aria-keyshortcuts="T">"Publish and trust"</button>
            </form>
        }
    });
    view! {
        <div class="verdicts">
            <form id="publish" method="post" action=VERDICTS on:submit=send>
                {hidden(item)} <input type="hidden" name="decision" value="publish"/> {account}
                <button class="btn btn-primary" aria-keyshortcuts="P">{word}</button>
            </form>
            {trust} {decline(desk, item)} <div class="trouble" role="alert">{trouble}</div>
        </div>
        {acts(desk, item)}
    }
    .into_any()
}

fn decline(desk: Desk, item: &Item) -> AnyView {
    let form = Form::main();
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
    let typed = move |event: KeyboardEvent| sent_by_key(&event, "decline", move || desk.declining.set(false));
    let (many, button) = (move || desk.chosen.with(Vec::len), "Decline with this reason");
    let button = move || match many() {
        0 => button.to_owned(),
        many => ["Decline ", &many.to_string(), " with this reason"].concat(),
    };
    let block = item.author().is_some().then(|| {
        let ticked = move |event| desk.blocking.set(event_target_checked(&event));
        view! {
            <label class="choice-line">
                <input type="checkbox" name="block" value="true" prop:checked=move || desk.blocking.get() on:change=ticked/>
                " Block its author too: they write nothing for now, and read this reason."
            </label>
        }
    });
    let chips = reasons(item)
        .iter()
        .zip(1..)
        .map(|(&(name, reason), key): (_, usize)| {
            let fill = move |_| {
                write("f-reason", reason);
                focus_on("f-reason");
            };
            view! { <button type="button" class="matter" aria-keyshortcuts=key.to_string() on:click=fill>{name}</button> }.into_any()
        })
        .collect::<Vec<_>>();
    let hint = match joiner::of(item) {
        None => {
            "The author reads this, and customers in the log of verdicts: name nobody. Say what the author can do instead."
        }
        Some(_) => "They read it, and may ask again.",
    };
    let begun = desk.declining.get_untracked() || !crate::flash::typed("decision").is_empty();
    desk.declining.set(begun);
    view! {
        <details class="decline" open=move || desk.declining.get() on:toggle=toggled>
            <summary class="btn" aria-keyshortcuts="D">"Decline …"</summary>
            <form id="decline" class="decline-form" method="post" action=VERDICTS on:submit=send on:keydown=typed>
                {hidden(item)} <input type="hidden" name="decision" value="decline"/>
                <div class="chips needs-script" role="group" aria-label="Ready-made reasons">{chips}</div>
                {Field::new("reason", "Why?")
                    .hint(hint)
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .value(before)
                    .lines(3)
                    .required()
                    .view(form)} {block} {form.trouble()}
                <button class="btn">{button}</button>
            </form>
        </details>
    }
    .into_any()
}
