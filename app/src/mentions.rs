//! Naming somebody with `@`: while one types, the people who may be named are offered below the field, as buttons that the
//! arrow down and the tabulator lead to. What is chosen is written with its number, by which the server knows whom it means.
//!
//! A place that takes names says so in `data-mentions`: a round, and the proposal that is written beside (`3/41`).

use crate::api::call;
use crate::enhance::on;
use crate::form::values::{attribute, target, value};
use js_sys::{Function, JsString, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::mentions::FindMentionable;
use model::mention::{Mentionable, typed};
use model::{PersonId, ProposalId, RoundId};
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// A pause in typing that is long enough to look.
const PAUSE: Duration = Duration::from_millis(200);
/// More signs than this after an `@` are no beginning of a name.
const LONGEST: usize = 30;

thread_local! {
    /// The field that was typed into last, and what stood in it up to the caret.
    static LAST: RefCell<Option<(Element, String)>> = const { RefCell::new(None) };
}

pub fn start() {
    on(&document(), "input", |event| {
        if let Some(field) = target(&event).filter(takes_names) {
            typing(&field);
        }
    });
    on(&document(), "keydown", |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            pressed(event);
        }
    });
    on(&document(), "click", |event| clicked(&event));
}

fn takes_names(field: &Element) -> bool {
    let named = ["text", "why"].contains(&attribute(field, "name").as_str());
    named && field.tag_name() == "TEXTAREA" && place(field).is_some()
}

/// Where what is written stands.
fn place(field: &Element) -> Option<(RoundId, Option<ProposalId>)> {
    let place = attribute(&field.closest("[data-mentions]").ok()??, "data-mentions");
    let (round, proposal) = place.split_once('/').unwrap_or((&place, ""));
    Some((round.parse().ok()?, proposal.parse().ok()))
}

/// What stands in a field up to the caret, counted as the browser counts.
fn before_caret(field: &Element) -> Option<(String, u32)> {
    let caret = Reflect::get(field, &"selectionStart".into()).ok()?.as_f64()? as u32;
    let text = JsString::from(value(field));
    Some((text.substring(0, caret).into(), caret))
}

/// The beginning of a name at the end of a text: what comes after an `@` that no word stands before.
fn begun(before: &str) -> Option<&str> {
    let (rest, name) = before.rsplit_once('@')?;
    let apart = rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let short = !name.is_empty() && name.chars().count() <= LONGEST && name.split(' ').count() <= 3;
    (apart && short && !name.starts_with(' ') && !name.contains(['\n', '[', ']'])).then_some(name)
}

fn typing(field: &Element) {
    let Some((before, _)) = before_caret(field) else { return };
    let found = begun(&before).map(str::to_owned);
    LAST.set(Some((field.clone(), before.clone())));
    let Some(q) = found else { return close(field) };
    // It has to be there before something comes into it: then it is read out.
    offer(field);
    let field = field.clone();
    set_timeout(
        move || {
            if is_last(&field, &before) {
                spawn_local(look(field, before, q));
            }
        },
        PAUSE,
    );
}

fn is_last(field: &Element, before: &str) -> bool {
    LAST.with_borrow(|last| last.as_ref().is_some_and(|(one, text)| one == field && text == before))
}

async fn look(field: Element, before: String, q: String) {
    let Some((round, proposal)) = place(&field) else { return };
    let found = call(FindMentionable { round, q, proposal }).await.unwrap_or_default();
    // Something else has been typed since, or the page is another.
    if is_last(&field, &before) && field.is_connected() {
        show(&field, &found);
    }
}

/// The place below a field where people are offered.
fn offer(field: &Element) -> Option<Element> {
    let next = field.next_element_sibling().filter(|next| next.class_list().contains("offer"));
    next.or_else(|| {
        let place = document().create_element("div").ok()?;
        place.set_class_name("offer");
        let _ = place.set_attribute("aria-live", "polite");
        field.insert_adjacent_element("afterend", &place).ok()?
    })
}

fn close(field: &Element) {
    let next = field.next_element_sibling().filter(|next| next.class_list().contains("offer"));
    if let Some(place) = next {
        place.set_text_content(None);
    }
}

fn show(field: &Element, found: &[Mentionable]) {
    let Some(place) = offer(field) else { return };
    place.set_text_content(None);
    let (false, Some(list), Some(head)) = (found.is_empty(), make("ul", ""), make("p", "similar-title"))
    else {
        return;
    };
    head.set_text_content(Some("Name somebody (arrow down):"));
    for one in found {
        if let Some(line) = line(one) {
            let _ = list.append_child(&line);
        }
    }
    let _ = place.append_child(&head);
    let _ = place.append_child(&list);
}

fn line(one: &Mentionable) -> Option<Element> {
    let (line, button, of) = (make("li", "")?, make("button", "btn btn-sm")?, make("small", "quiet")?);
    let _ = button.set_attribute("type", "button");
    let _ = button.set_attribute("data-person", &one.person.to_string());
    let _ = button.set_attribute("data-name", one.name.as_str());
    button.set_text_content(Some(one.name.as_str()));
    if let Some(account) = &one.of {
        of.set_text_content(Some(&[" ", account.as_str()].concat()));
        let _ = button.append_child(&of);
    }
    let _ = line.append_child(&button);
    Some(line)
}

fn make(name: &str, class: &str) -> Option<Element> {
    let made = document().create_element(name).ok()?;
    made.set_class_name(class);
    Some(made)
}

/// The buttons of an offer, in order.
fn buttons(place: &Element) -> Vec<HtmlElement> {
    let found = place.get_elements_by_tag_name("button");
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

fn pressed(event: &KeyboardEvent) {
    let Some(at) = target(event) else { return };
    let key = event.key();
    if takes_names(&at) {
        let open = offered(&at);
        match (key.as_str(), open.first()) {
            ("ArrowDown", Some(first)) => {
                event.prevent_default();
                let _ = first.focus();
            }
            ("Escape", Some(_)) => close(&at),
            _ => {}
        }
        return;
    }
    let Some((place, field)) = around(&at) else { return };
    let all = buttons(&place);
    let here = all.iter().position(|button| **button == at);
    let to = match (key.as_str(), here) {
        ("ArrowDown", Some(here)) => all.get(here + 1),
        ("ArrowUp", Some(0)) | ("Escape", _) => field.dyn_ref(),
        ("ArrowUp", Some(here)) => all.get(here - 1),
        _ => return,
    };
    event.prevent_default();
    if let Some(to) = to {
        let _ = to.focus();
    }
    if key == "Escape" {
        close(&field);
    }
}

fn offered(field: &Element) -> Vec<HtmlElement> {
    let next = field.next_element_sibling().filter(|next| next.class_list().contains("offer"));
    next.map(|place| buttons(&place)).unwrap_or_default()
}

/// The offer that something is in, and the field above it.
fn around(at: &Element) -> Option<(Element, Element)> {
    let place = at.closest(".offer").ok()??;
    let field = place.previous_element_sibling()?;
    Some((place, field))
}

fn clicked(event: &Event) {
    let button = target(event).and_then(|at| at.closest("button[data-person]").ok()?);
    let Some((button, (_, field))) = button.and_then(|button| Some((button.clone(), around(&button)?)))
    else {
        return;
    };
    if let Ok(person) = attribute(&button, "data-person").parse::<PersonId>() {
        choose(&field, &attribute(&button, "data-name"), person);
    }
}

/// Writes whom it is in the place of what was typed.
fn choose(field: &Element, name: &str, person: PersonId) {
    let Some((before, caret)) = before_caret(field) else { return };
    let Some(typed_so_far) = begun(&before) else { return close(field) };
    let from = caret - JsString::from(["@", typed_so_far].concat()).length();
    let text = typed(name, person) + " ";
    if let Ok(set) = Reflect::get(field, &"setRangeText".into())
        && let Ok(set) = set.dyn_into::<Function>()
    {
        let (text, from, to) = (JsValue::from_str(&text), JsValue::from(from), JsValue::from(caret));
        let _ = Reflect::apply(&set, field, &js_sys::Array::of4(&text, &from, &to, &"end".into()));
    }
    close(field);
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        let _ = field.focus();
    }
}
