//! What happens in the field for pictures: a file that is chosen goes up at once, and comes back as a row with a place for its
//! words. One piece of code for all such fields; until all are there the form waits.

use crate::enhance::on;
use crate::form::values::{attribute, target};
use crate::outcome::{here, open, sign_in_to_go_on};
use crate::parts::pictures::add_row;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::picture::{MOST, MOST_BYTES, Picture};
use model::{Problem, ProblemKind};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, File, HtmlElement, HtmlInputElement};

pub fn start() {
    on(&document(), "change", |event| {
        let input = target(&event).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input.filter(|input| input.type_() == "file")
            && let Ok(Some(place)) = input.closest("[data-pictures]")
        {
            chosen(place, &input);
        }
    });
    on(&document(), "click", |event| {
        let button = target(&event).and_then(|button| button.closest("[data-take-away]").ok().flatten());
        if let Some(button) = button {
            take_away(&button);
        }
    });
}

fn chosen(place: Element, input: &HtmlInputElement) {
    let files = input.files();
    let files: Vec<File> =
        files.iter().flat_map(|files| (0..files.length()).filter_map(|at| files.item(at))).collect();
    // The same file may be chosen again.
    input.set_value("");
    complain(&place, "");
    let form = place.closest("form").ok().flatten();
    if files.is_empty() || form.as_ref().is_some_and(|form| form.has_attribute("aria-busy")) {
        return;
    }
    if count(&place) + files.len() > MOST {
        return complain(&place, &["Please keep this to ", &MOST.to_string(), " pictures."].concat());
    }
    if let Some(form) = &form {
        let _ = form.set_attribute("aria-busy", "true");
    }
    spawn_local(async move {
        for file in files {
            if !place.is_connected() {
                return;
            }
            say(&place, &["Working on ", &file.name(), " …"].concat());
            match send(&place, file).await {
                Ok(picture) => added(&place, &picture),
                Err(problem) => {
                    say(&place, "");
                    refused(&place, &problem);
                    break;
                }
            }
        }
        if let Some(form) = &form {
            let _ = form.remove_attribute("aria-busy");
        }
    });
}

async fn send(place: &Element, file: File) -> Result<Picture, Problem> {
    if file.size() > MOST_BYTES as f64 {
        let most = (MOST_BYTES / (1024 * 1024)).to_string();
        let words = ["This file is too large: at most ", &most, " MB. Please make the picture smaller."];
        return Err(Problem::field("pictures", words.concat()));
    }
    let uri = ["/api/v1/rounds/", &attribute(place, "data-pictures"), "/pictures"].concat();
    crate::api::upload(&uri, file.into()).await
}

fn added(place: &Element, picture: &Picture) {
    let Some(row) = add_row(place, &picture.id.to_string()) else { return };
    say(place, "It is there. Say what is to be seen in it, for whoever cannot see it.");
    if let Ok(Some(words)) = row.query_selector("input") {
        focus(&words);
    }
    told(place);
}

fn take_away(button: &Element) {
    let Ok(Some(place)) = button.closest("[data-pictures]") else { return };
    if let Ok(Some(row)) = button.closest("[data-picture]") {
        row.remove();
    }
    complain(&place, "");
    say(&place, "Taken away.");
    // The button that had the focus is gone.
    if let Ok(Some(input)) = place.query_selector("input[type=file]") {
        focus(&input);
    }
    told(&place);
}

fn refused(place: &Element, problem: &Problem) {
    if problem.kind == ProblemKind::SignInNeeded {
        return open(&sign_in_to_go_on(&here()));
    }
    complain(place, problem.fields.first().map_or(&problem.message, |field| &field.message));
    if let Ok(Some(input)) = place.query_selector("input[type=file]") {
        focus(&input);
    }
}

/// Whoever keeps what is typed in the form keeps its pictures too.
fn told(place: &Element) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
        let _ = place.dispatch_event(&event);
    }
}

fn count(place: &Element) -> usize {
    let rows = place.query_selector_all("[data-picture]");
    rows.map_or(0, |rows| rows.length() as usize)
}

fn say(place: &Element, words: &str) {
    write(place, "[data-status]", words);
}

fn complain(place: &Element, words: &str) {
    write(place, "[data-problem=pictures]", words);
}

fn write(place: &Element, selector: &str, words: &str) {
    if let Ok(Some(line)) = place.query_selector(selector) {
        line.set_text_content(Some(words));
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
