//! The forms of still pages: sent by script, with what was wrong shown beside the fields, without leaving the page.
//! One piece of code for all of them; a form says in `data-then` what follows when it went well.

use crate::form::values;
use crate::outcome::{here, open, reload, sign_in_to_go_on};
use crate::parts::{draft, toast};
use crate::passkey;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::stale::SEEN;
use model::text::TextProblem;
use model::{Email, Name, Particular, Problem, ProblemKind, ProposalId, Question, Title, Why};
use serde_json::{Map, Value};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, HtmlFormElement, SubmitEvent};

pub fn start() {
    on(&document(), "submit", |event| {
        if let Ok(event) = event.dyn_into::<SubmitEvent>() {
            submitted(&event);
        }
    });
    // A complaint comes when a field has been left, and goes as soon as it is put right.
    on(&document(), "change", |event| {
        if let Some(field) = values::target(&event) {
            check(&field);
        }
    });
    on(&document(), "input", |event| {
        if let Some(field) = values::target(&event).filter(|field| field.has_attribute("aria-invalid")) {
            check(&field);
        }
    });
}

/// Listens as long as the document lives.
pub fn on(place: &EventTarget, name: &str, heard: impl Fn(Event) + 'static) {
    let heard = Closure::<dyn Fn(Event)>::new(heard);
    let _ = place.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// The form that a field is in, if it is one of ours.
fn form_of(field: &Element) -> Option<HtmlFormElement> {
    field.closest("form[data-then]").ok()??.dyn_into().ok()
}

fn submitted(event: &SubmitEvent) {
    let target = values::target(event);
    let Some(form) = target.as_ref().and_then(form_of).filter(|_| !event.default_prevented()) else { return };
    event.prevent_default();
    if form.has_attribute("aria-busy") {
        return;
    }
    let fields = values::of(&form, event.submitter().as_ref());
    let then = attribute(&form, "data-then");
    if then == "theme" {
        show_theme(&values::text(&fields, "theme"));
    }
    let _ = form.set_attribute("aria-busy", "true");
    let action = attribute(&form, "action");
    spawn_local(async move {
        let answer = send(&form, action, fields).await;
        // Whoever has gone to another page meanwhile is left there.
        if !form.is_connected() {
            return;
        }
        let _ = form.remove_attribute("aria-busy");
        match answer {
            Ok(reply) => went_well(&form, &then, &reply),
            Err(problem) => went_wrong(&form, &problem),
        }
    });
}

/// What a form holds, and what only somebody's own device can add to it.
async fn send(form: &Element, action: String, mut fields: Map<String, Value>) -> Result<Value, Problem> {
    if let Some(what) = form.get_attribute("data-passkey") {
        let credential = passkey::answer(&action, what == "make").await?;
        fields.insert("credential".to_owned(), credential);
    }
    crate::api::post(action, Value::Object(fields)).await
}

fn went_well(form: &Element, then: &str, reply: &Value) {
    clear(form);
    let draft = attribute(form, "data-draft");
    if !draft.is_empty() {
        draft::forget(&draft);
    }
    // A proposal that was begun before the sign-in is sent now; and whoever comes after me is not me.
    let sent = reply["completed"].is_string()
        && reply["next"].as_str().is_some_and(|next| next.contains("/proposals/"));
    if sent {
        draft::forget_proposals();
    }
    if attribute(form, "action").ends_with("/sign-out") {
        draft::forget_all();
    }
    let sentence = attribute(form, "data-toast");
    let stays = matches!(then, "stay" | "theme");
    match (sentence.is_empty(), stays) {
        (true, _) => {}
        (false, true) => toast::toast(sentence),
        (false, false) => toast::toast_on_next_page(&sentence),
    }
    match then {
        "stay" | "theme" => {}
        "reload" => reload(),
        "next" => open(reply["next"].as_str().unwrap_or("/")),
        "proposal" => open_proposal(reply),
        page => open(page),
    }
}

fn open_proposal(reply: &Value) {
    let title = reply["text"]["title"].as_str().and_then(|title| Title::parse(title).ok());
    if let (Some(id), Some(title)) = (reply["id"].as_i64(), title) {
        open(&model::proposal::path(ProposalId(id), &title));
    }
}

fn went_wrong(form: &HtmlFormElement, problem: &Problem) {
    if problem.kind == ProblemKind::SignInNeeded {
        open(&sign_in_to_go_on(&here()));
        return;
    }
    clear(form);
    let mut elsewhere = problem.fields.is_empty() || problem.overtaken().is_some();
    // "The marked field" helps nobody where none is marked: then the form says what is wrong with it.
    let mut unmarked = None;
    for field in &problem.fields {
        // Somebody else was faster: what is sent now replaces theirs.
        if field.field == SEEN {
            values::set_hidden(form, SEEN, &field.message);
            continue;
        }
        if !note(form, &field.field, &field.message) {
            elsewhere = true;
            unmarked.get_or_insert(&field.message);
        }
    }
    let message = unmarked.unwrap_or(&problem.message);
    match form.query_selector(".trouble").ok().flatten().filter(|_| elsewhere) {
        Some(place) => place.set_text_content(Some(message)),
        None if elsewhere => toast::toast(message.clone()),
        None => {}
    }
    if let Some(first) = problem.fields.first() {
        values::focus(form, &first.field);
    }
}

/// Takes every complaint away.
fn clear(form: &Element) {
    let Ok(places) = form.query_selector_all("[data-problem], .trouble") else { return };
    for index in 0..places.length() {
        if let Some(place) = places.item(index) {
            place.set_text_content(None);
        }
    }
    let Ok(fields) = form.query_selector_all("[aria-invalid]") else { return };
    for index in 0..fields.length() {
        if let Some(field) = fields.item(index).and_then(|field| field.dyn_into::<Element>().ok()) {
            let _ = field.remove_attribute("aria-invalid");
        }
    }
}

/// Shows a complaint beside its field; says whether there is a place for it.
fn note(form: &Element, name: &str, message: &str) -> bool {
    let find = |attribute: &str| {
        let selector = ["[", attribute, "=\"", name, "\"]"].concat();
        form.query_selector(&selector).ok().flatten()
    };
    if let Some(field) = find("name") {
        let _ = match message {
            "" => field.remove_attribute("aria-invalid"),
            _ => field.set_attribute("aria-invalid", "true"),
        };
    }
    let place = find("data-problem");
    if let Some(place) = &place {
        place.set_text_content(Some(message));
    }
    place.is_some()
}

/// Says what the server would say of a field. One that is empty is complained of when it is sent.
fn check(field: &Element) {
    let name = attribute(field, "name");
    let Some(form) = form_of(field) else { return };
    let text = values::value(field);
    let parse: fn(&str) -> Result<(), TextProblem> = match name.as_str() {
        "title" => |text| Title::parse(text).map(drop),
        "why" => |text| Why::parse(text).map(drop),
        "who" | "how" | "tool" | "measure" => |text| Particular::parse(text).map(drop),
        "email" => |text| Email::parse(text).map(drop),
        "name" | "company" | "account" => |text| Name::parse(text).map(drop),
        "question" => |text| Question::parse(text).map(drop),
        _ => return,
    };
    let fault = parse(&text).err().filter(|_| !text.trim().is_empty());
    note(&form, &name, &fault.map(|fault| fault.0).unwrap_or_default());
}

fn show_theme(theme: &str) {
    set_on_root("data-theme", &["accord-", theme].concat());
}

/// Says something of the document as a whole, for the style sheet.
pub fn set_on_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(name, value);
    }
}

fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}
