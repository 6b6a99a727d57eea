//! The queue's keys. They rest while somebody types, and where they have been switched off (`parts::keys`).

use super::acts::{Choosing, block};
use super::desk::Desk;
use super::joiner;
use super::verdict::reason;
use crate::parts::staff::touch::{HEADING, focus, press, submit, write};
use leptos::ev::keydown;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

const KEYS: [(&str, &str); 14] = [
    ("J", "next (or →)"),
    ("K", "the one before (or ←)"),
    ("P", "publish, or confirm who asks to join"),
    ("T", "publish, and trust its author from now on"),
    ("D", "decline (Ctrl+Enter sends, Esc leaves)"),
    ("1 to 5", "decline for that reason (Ctrl+Enter sends)"),
    ("B", "decline and block its author (Ctrl+Enter sends)"),
    ("A", "ask its author (Ctrl+Enter sends)"),
    ("H", "hand it to a colleague, by a digit"),
    ("M", "merge it into another, by a digit"),
    ("R", "move it to another round, by a digit"),
    ("X", "choose it, to decide on several at once (Shift+X: all from the last to it)"),
    ("*", "choose all"),
    ("U", "the other verdict on the last one, or take back what was done"),
];

pub(super) fn listen(desk: Desk) {
    Effect::new(move || {
        let handle = window_event_listener(keydown, move |event| pressed(desk, &event));
        on_cleanup(move || handle.remove());
    });
}

fn pressed(desk: Desk, event: &KeyboardEvent) {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat();
    if !desk.keys.are_on() || elsewhere || is_typing(event) {
        return;
    }
    let item = desk.current.get_untracked().and_then(|key| desk.item(key));
    let waits = item.is_some();
    let joins = item.as_ref().is_some_and(|item| joiner::of(item).is_some());
    match event.key().as_str() {
        "t" | "T" | "b" | "B" | "a" | "A" | "m" | "M" | "r" | "R" if joins => desk.say(joiner::NOT_WRITTEN),
        "j" | "J" | "ArrowRight" => desk.step(false),
        "k" | "K" | "ArrowLeft" => desk.step(true),
        "p" | "P" if waits => drop(submit("publish")),
        "t" | "T" if waits => drop(submit("publish-and-trust")),
        "d" | "D" if waits => {
            desk.shut();
            desk.declining.set(true);
        }
        "b" | "B" if waits => block(desk),
        "a" | "A" if waits => press("ask-author"),
        "h" | "H" if waits => desk.choose(Choosing::Colleague),
        "m" | "M" if waits => desk.choose(Choosing::Merging),
        "r" | "R" if waits => desk.choose(Choosing::Round),
        "x" | "X" => {
            if let Some(key) = desk.current.get_untracked() {
                desk.toggle(key, event.shift_key());
            }
        }
        "*" => desk.choose_all(),
        "Escape" if desk.is_open() => {
            desk.shut();
            focus(HEADING);
        }
        digit if desk.choosing.get_untracked().is_some() => match digit.parse::<usize>() {
            Ok(place) if place > 0 => desk.pick(place - 1),
            _ => return,
        },
        "u" | "U" => press("otherwise"),
        digit if waits => match digit.parse().ok().and_then(|key| reason(item.as_ref()?, key)) {
            None if joins && digit == "5" => desk.say(joiner::NO_SUCH_REASON),
            Some(reason) => {
                desk.shut();
                write("f-reason", reason);
                desk.declining.set(true);
            }
            None => return,
        },
        _ => return,
    }
    // Otherwise the letter would be typed into the reason that has just been opened.
    event.prevent_default();
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        let field = target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
        field.ok().flatten().is_some()
    })
}

/// What the keys do, and the switch.
pub(super) fn legend(desk: Desk) -> AnyView {
    let keys = KEYS
        .map(|(key, does)| view! { <li><kbd>{key}</kbd> " " {does}</li> }.into_any())
        .into_iter()
        .collect::<Vec<_>>();
    view! {
        <section class="keys keys-staff needs-script" aria-label="Keys">
            <ul>{keys}</ul>
            {desk.keys.switch()}
        </section>
    }
    .into_any()
}
