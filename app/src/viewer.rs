//! Who is looking: handed over by the server while rendering, read from the page's head in the browser. It travels
//! together with the flash, so that the first render in the browser has what the server's had.

use crate::Flash;
use leptos::prelude::*;
pub use model::person::Viewer;
use serde::{Deserialize, Serialize};

/// What the shell writes into the page's head.
#[derive(Default, Serialize, Deserialize)]
pub struct Handed {
    pub viewer: Viewer,
    pub flash: Flash,
}

/// The id of the element that carries it.
pub const HANDED: &str = "viewer";

#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub viewer: RwSignal<Viewer>,
    pub flash: RwSignal<Flash>,
}

/// Called for every page, before anything else of it is rendered.
pub fn provide_handed() {
    let Handed { viewer, flash } = handed();
    #[cfg(not(feature = "ssr"))]
    if let Some(known) = KNOWN.get() {
        known.viewer.set(viewer);
        known.flash.set(flash);
        return;
    }
    let known = Known { viewer: RwSignal::new(viewer), flash: RwSignal::new(flash) };
    #[cfg(feature = "ssr")]
    provide_context(known);
    #[cfg(not(feature = "ssr"))]
    KNOWN.set(Some(known));
}

#[cfg(not(feature = "ssr"))]
thread_local! {
    /// The parts of a page come to life one by one, without an ancestor to ask.
    static KNOWN: std::cell::Cell<Option<Known>> = const { std::cell::Cell::new(None) };
}

pub(crate) fn known() -> Known {
    #[cfg(feature = "ssr")]
    let known = use_context();
    #[cfg(not(feature = "ssr"))]
    let known = KNOWN.get();
    known.unwrap_or_else(|| Known { viewer: RwSignal::default(), flash: RwSignal::default() })
}

/// Who is looking, to be followed or read once.
#[must_use]
pub fn viewer() -> RwSignal<Viewer> {
    known().viewer
}

/// Who is looking, as of now.
#[must_use]
pub fn viewer_now() -> Viewer {
    viewer().get_untracked()
}

#[cfg(feature = "ssr")]
pub(crate) fn handed() -> Handed {
    Handed { viewer: use_context().unwrap_or_default(), flash: use_context().unwrap_or_default() }
}

#[cfg(not(feature = "ssr"))]
fn handed() -> Handed {
    document()
        .get_element_by_id(HANDED)
        .and_then(|element| element.text_content())
        .and_then(|text| crate::api::parse(text.as_bytes()))
        .unwrap_or_default()
}
