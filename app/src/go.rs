//! Going from page to page within one document: the server renders the next page, its header and its main part take the
//! place of what was there, and its parts come to life. What does not fit (another build of the site, a page that needs
//! more code than is loaded, something that is not a page) is left to the browser to load.

use crate::enhance::on;
use crate::form::values::target;
use crate::outcome::here;
use crate::parts::on_the_way;
use crate::parts::toast::toast;
use crate::start;
use crate::viewer::{HANDED, provide_handed};
use gloo_net::http::Request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::picture::PLACE;
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, DomParser, Element, Event, FocusOptions, FormData, History, HtmlAnchorElement, HtmlElement,
    HtmlFormElement, MouseEvent, ScrollRestoration, SupportedType, Url, UrlSearchParams,
};

/// What an address is asked for as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A new entry in the history.
    On,
    /// The page that is shown, read again.
    Again,
    /// An entry of the history that the browser has gone to.
    Back,
}

thread_local! {
    /// Counts what was asked for: only the last is shown.
    static ASKED: Cell<u32> = const { Cell::new(0) };
    /// The path and query of the page that is shown.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    /// After a fault in our own code links are the browser's again.
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// From now on every link is followed by the browser, which starts afresh.
pub fn give_up() {
    BROKEN.set(true);
}

pub fn start() {
    SHOWN.set(here());
    if let Some(history) = history() {
        // Pages come later than the browser would restore their place.
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
    restore_place();
    on(&document(), "click", clicked);
    on(&document(), "submit", submitted);
    on(&window(), "popstate", |_| came_back());
    on(&window(), "pagehide", |_| keep_place());
}

fn clicked(event: Event) {
    let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || elsewhere {
        return;
    }
    let link = target(event).and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
    if ["download", "target", "rel"].into_iter().any(|name| link.has_attribute(name)) {
        return;
    }
    if let Some(to) = page_at(&link.href()) {
        event.prevent_default();
        // The page that is shown is read again, and makes no second entry.
        let way = if SHOWN.with_borrow(|shown| *shown == to) { Way::Again } else { Way::On };
        visit(to, way);
    }
}

/// A form that only asks: its fields become the query.
fn submitted(event: Event) {
    let Some(form) = target(&event).and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    if event.default_prevented() || !form.method().eq_ignore_ascii_case("get") {
        return;
    }
    let query = FormData::new_with_form(&form)
        .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data))
        .map(|query| String::from(query.to_string()));
    if let Ok(query) = query {
        let action = form.get_attribute("action").unwrap_or_default();
        event.prevent_default();
        visit([&action, "?", &query].concat(), Way::On);
    }
}

fn came_back() {
    if SHOWN.with_borrow(|shown| *shown == here()) {
        // Another page may be on its way still.
        ASKED.set(ASKED.get() + 1);
        set_state("data-going", false);
        set_state("data-hydrated", true);
        restore_place();
    } else {
        visit([here(), hash()].concat(), Way::Back);
    }
}

/// Path, query and fragment of an address, if another page of this site is there.
fn page_at(address: &str) -> Option<String> {
    let url = Url::new(address).ok().filter(|_| !BROKEN.get())?;
    let (path, hash) = ([url.pathname(), url.search()].concat(), url.hash());
    let ours = window().location().origin().is_ok_and(|origin| origin == url.origin());
    let is_file = path.starts_with("/api/") || path.starts_with(PLACE);
    // A place on the same page is the browser's to go to.
    let moves = !hash.is_empty() && SHOWN.with_borrow(|shown| *shown == path);
    // Two slashes at the start would name a host.
    (ours && !is_file && !moves && !path.starts_with("//")).then(|| path + &hash)
}

/// Shows the page at an address of this site.
pub fn visit(to: String, way: Way) {
    if BROKEN.get() {
        return load(&to, way);
    }
    let turn = ASKED.get() + 1;
    ASKED.set(turn);
    if way == Way::On {
        keep_place();
    }
    set_state("data-going", true);
    set_state("data-hydrated", false);
    on_the_way::when_all_are_there(move || spawn_local(ask(to, way, turn)));
}

async fn ask(to: String, way: Way, turn: u32) {
    // Something else may have been asked for, while a vote or this page was on its way.
    if ASKED.get() != turn {
        return;
    }
    let answer = fetch(&to).await;
    if ASKED.get() != turn {
        return;
    }
    set_state("data-going", false);
    match answer {
        Some((address, Some(page))) if fits(&page) => show(&page, &address, &to, way),
        None if way == Way::On => {
            set_state("data-hydrated", true);
            toast("The server could not be reached. Are you online? Please try again.".into());
        }
        _ => load(&to, way),
    }
}

/// The address that answered in the end, and the page, if it is one. Nothing when nobody could be reached.
async fn fetch(to: &str) -> Option<(String, Option<Document>)> {
    let answer = Request::get(to).header("accept", "text/html").send().await.ok()?;
    let is_page = answer.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    let address = answer.url();
    let page = match is_page {
        true => parse(&answer.text().await.ok()?),
        false => None,
    };
    Some((address, page))
}

/// The page that is shown, as the server would render it now.
pub async fn here_again() -> Option<Document> {
    fetch(&here()).await?.1
}

fn parse(text: &str) -> Option<Document> {
    DomParser::new().ok()?.parse_from_string(text, SupportedType::TextHtml).ok()
}

/// Whether the code that runs here can bring that page to life. The staff's code can do all that the customers' can.
fn fits(page: &Document) -> bool {
    let code = |document: &Document| {
        document.query_selector("link[rel=modulepreload]").ok().flatten()?.get_attribute("href")
    };
    let (ours, its) = (code(&document()), code(page));
    ours.is_some() && (ours == its || ours == its.map(|its| its.replacen("/pkg/", "/staff/", 1)))
}

fn show(page: &Document, address: &str, asked: &str, way: Way) {
    let focused = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
    start::leave();
    for part in ["header", "main"] {
        let find =
            |document: &Document| document.query_selector(["body > ", part].concat().as_str()).ok().flatten();
        if let (Some(old), Some(new)) = (find(&document()), find(page)) {
            let _ = old.replace_with_with_node_1(&new);
        }
    }
    let handed = |document: &Document| document.get_element_by_id(HANDED);
    if let (Some(old), Some(new)) = (handed(&document()), handed(page)) {
        old.set_text_content(new.text_content().as_deref());
    }
    document().set_title(&page.title());
    // What the server had to say stands where it would stand on a page of its own.
    if let Ok(Some(line)) = page.query_selector(".toast-line") {
        toast(line.text_content().unwrap_or_default());
    }
    write_history(address, asked, way);
    SHOWN.set(here());
    provide_handed();
    start::page();
    match way {
        Way::On => {
            settle(None);
            arrive();
        }
        Way::Back => {
            settle(None);
            restore_place();
        }
        Way::Again => settle(focused),
    }
}

/// The address that answered may be another than the one that was asked; a fragment is never sent, so it is not lost.
fn write_history(address: &str, asked: &str, way: Way) {
    let Some(history) = history() else { return };
    let fragment = asked.find('#').map(|at| &asked[at..]).unwrap_or_default();
    // The library that fetches adds a mark of its own behind a query.
    let address = address.split('#').next().unwrap_or_default().trim_end_matches('&');
    let address = [address, fragment].concat();
    let state = history.state().unwrap_or(JsValue::NULL);
    let _ = match way {
        Way::On => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        Way::Again | Way::Back => history.replace_state_with_url(&state, "", Some(&address)),
    };
}

/// To the place that the fragment names, else to the top.
fn arrive() {
    let hash = hash();
    let place = hash.strip_prefix('#').and_then(|id| document().get_element_by_id(id));
    match place {
        Some(place) => place.scroll_into_view(),
        None => window().scroll_to_with_x_and_y(0.0, 0.0),
    }
}

/// The focus goes to where it was, to what asks for it, or to the page's heading, which screen readers then read out.
fn settle(focused: Option<String>) {
    let by_id = focused.and_then(|id| document().get_element_by_id(&id));
    let first = |selector: &str| document().query_selector(selector).ok().flatten();
    let place = by_id
        .or_else(|| first("main [autofocus], main [autocomplete=one-time-code]"))
        .or_else(|| first("main h1"))
        .or_else(|| first("main"));
    let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) else { return };
    if place.tag_name() == "H1" {
        let _ = place.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = place.focus_with_options(&options);
}

/// The browser's own way to a page.
fn load(to: &str, way: Way) {
    let location = window().location();
    let _ = match way {
        Way::On => location.assign(to),
        Way::Again | Way::Back => location.reload(),
    };
}

/// How far down one was, kept with the entry of the history.
fn keep_place() {
    if let (Some(history), Ok(y)) = (history(), window().scroll_y()) {
        let _ = history.replace_state(&JsValue::from_f64(y), "");
    }
}

fn restore_place() {
    if let Some(y) = history().and_then(|history| history.state().ok()?.as_f64()) {
        window().scroll_to_with_x_and_y(0.0, y);
    }
}

fn history() -> Option<History> {
    window().history().ok()
}

fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Said of the page as a whole; the style sheet and the tests look at it.
fn set_state(name: &str, on: bool) {
    if let Some(root) = document().document_element() {
        let _ = Element::toggle_attribute_with_force(&root, name, on);
    }
}
