//! What a page's rendering comes to besides its content: a status, or that another page is to be shown instead.

use leptos::prelude::*;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

/// Handed over by the server, which reads it after rendering. Starts at 200.
#[derive(Clone, Debug)]
pub struct PageStatus(pub Arc<AtomicU16>);

/// Handed over by the server, which answers 303 when it finds an address here.
#[derive(Clone, Debug, Default)]
pub struct Redirect(pub Arc<Mutex<Option<String>>>);

/// Handed over by the server where a request was refused before any page was asked: the page says why.
#[derive(Clone, Debug)]
pub struct Refused(pub model::Problem);

/// Says which status the page has. Without effect in the browser.
pub fn status(code: u16) {
    if let Some(PageStatus(status)) = use_context::<PageStatus>() {
        status.store(code, Ordering::Relaxed);
    }
}

/// Another page instead of this one, which then leaves no trace in the history. Without effect in the browser.
pub fn redirect(to: &str) {
    if let Some(Redirect(place)) = use_context::<Redirect>()
        && let Ok(mut place) = place.lock()
    {
        *place = Some(to.to_owned());
    }
}

/// Opens a page. Only in the browser.
pub fn open(to: &str) {
    #[cfg(feature = "customer")]
    crate::go::visit(to.to_owned(), crate::go::Way::On);
    #[cfg(not(feature = "customer"))]
    let _ = to;
}

/// Shows this page again, read afresh. Only in the browser.
pub fn reload() {
    #[cfg(feature = "customer")]
    crate::go::visit(here(), crate::go::Way::Again);
}

/// Where we are: path and query, for links that lead back.
#[must_use]
pub fn here() -> String {
    #[cfg(feature = "ssr")]
    let (mut path, search) = {
        let location = leptos_router::hooks::use_location();
        (location.pathname.get_untracked(), location.search.get_untracked())
    };
    #[cfg(not(feature = "ssr"))]
    let (mut path, search) = {
        let location = window().location();
        (location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
    };
    if !search.is_empty() && !search.starts_with('?') {
        path.push('?');
    }
    path.push_str(&search);
    path
}

/// The page to sign in on, and come back from.
#[must_use]
pub fn sign_in_path(next: &str) -> String {
    let mut path = String::from("/sign-in?next=");
    path.push_str(&model::endpoint::encoded(next));
    path
}

/// The same, to go on with what was just begun.
#[must_use]
pub fn sign_in_to_go_on(next: &str) -> String {
    sign_in_path(next) + "&begun=1"
}

/// The page that is shown when somebody begins to wait for an answer. What it knew is gone once it is left, and must
/// not be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page(u32);

impl Page {
    #[must_use]
    pub fn now() -> Self {
        #[cfg(feature = "customer")]
        return Self(crate::start::number());
        #[cfg(not(feature = "customer"))]
        Self(0)
    }

    #[must_use]
    pub fn is_left(self) -> bool {
        self != Self::now()
    }
}
