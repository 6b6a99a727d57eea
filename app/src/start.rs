//! What happens in the browser once a page is there: its forms and links are taken over, its lively parts and, on a
//! staff page, all of it come to life.

use crate::parts::{focus_mode, live_part, preview, renewed, similar, support, time, toast, vote_box};
use crate::viewer::provide_handed;
use crate::{enhance, go, mentions, passkey, slides, upload};
use leptos::mount::hydrate_from;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

thread_local! {
    /// What has come to life on this page; ends when it is left.
    static ALIVE: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
    /// Counts the pages that were shown.
    static NUMBER: Cell<u32> = const { Cell::new(0) };
}

/// Once in a document.
pub fn start() {
    // A page of forms alone mounts nothing, and nobody else would do this for it.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    // Lives as long as the document.
    let owner = Owner::new_root(None);
    owner.with(provide_handed);
    std::mem::forget(owner);
    enhance::start();
    mentions::start();
    upload::start();
    go::start();
    time::start();
    passkey::start();
    slides::start();
    page();
}

/// Once for every page that is shown.
pub fn page() {
    toast::start();
    #[cfg(feature = "staff")]
    if let Some(place) = crate::load::place() {
        whole(place);
    }
    for element in all("[data-part]") {
        part(element);
    }
    time::tell();
    // Tests wait for this before they click.
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-hydrated", "");
    }
}

/// Ends what lives on the page that is left.
pub fn leave() {
    NUMBER.set(NUMBER.get() + 1);
    vote_box::forget_all();
    drop(ALIVE.take());
}

/// The page that is shown now, told from those before it by a number.
pub fn number() -> u32 {
    NUMBER.get()
}

/// The pages that come to life as a whole.
#[cfg(feature = "staff")]
fn whole(place: Element) {
    use crate::pages;
    use crate::viewer::viewer;

    let path = window().location().pathname().unwrap_or_default();
    let page = match path.as_str() {
        "/queue" => pages::queue::queue,
        "/studio" => pages::studio::studio,
        "/accounts" => pages::accounts::accounts,
        "/accounts/purchases" => pages::accounts::purchases::purchases,
        "/people" => pages::people::people,
        "/manage" => pages::manage::manage,
        "/programs" => pages::programs::programs,
        _ => return,
    };
    hydrate(place, move || {
        Effect::new(|| count_waiting(viewer().with(|viewer| viewer.waits())));
        page()
    });
}

/// The number beside "Queue", which stands outside of the page that changes it.
#[cfg(feature = "staff")]
fn count_waiting(waiting: usize) {
    for element in all("[data-waiting]") {
        element.set_text_content(Some(&waiting.to_string()));
        let _ = element.toggle_attribute_with_force("hidden", waiting == 0);
    }
}

/// The parts that come to life by themselves.
fn part(element: Element) {
    let name = element.get_attribute("data-part").unwrap_or_default();
    match name.as_str() {
        "vote" => with(element, vote_box::part),
        "support" => with(element, support::part),
        "similar" => with(element, similar::part),
        "preview" => with(element, preview::part),
        "focus" => with(element, focus_mode::part),
        "live" => with(element, live_part::part),
        "renewed" => with(element, renewed::part),
        _ => {}
    }
}

/// Reads what the part needs to know, and renders it over what the server has rendered.
fn with<P: DeserializeOwned + 'static>(element: Element, part: fn(P) -> AnyView) {
    let props = element.get_attribute("data-props").unwrap_or_default();
    if let Some(props) = crate::api::parse(props.as_bytes()) {
        hydrate(element, move || part(props));
    }
}

fn hydrate(element: Element, view: impl FnOnce() -> AnyView + 'static) {
    let alive = hydrate_from(element.unchecked_into::<HtmlElement>(), view);
    ALIVE.with_borrow_mut(|all| all.push(Box::new(alive)));
}

/// The elements that a selector names, as they are now.
pub fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}
