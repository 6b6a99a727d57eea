//! What surrounds every page: the skip link, the header with where one can go, the footer.

use super::icon::icon;
use super::time::time;
use super::toast::toasts;
use crate::form::next_here;
use crate::load::kept;
use crate::outcome::here;
use crate::viewer::{Viewer, viewer_now};
use leptos::prelude::*;
use model::person::Role;

/// The page's frame with `content` as its main part.
#[must_use]
pub fn frame(content: AnyView) -> AnyView {
    let viewer = viewer_now();
    let name = viewer.person.as_ref().map(|person| (&person.name, &person.roles));
    let shown = (
        &viewer.company,
        name,
        (viewer.queue, viewer.queue_since, viewer.joining, viewer.news),
        viewer.needs_setup,
        here(),
    );
    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <header class="top" inner_html=kept("top", &shown, || top(&viewer))></header>
        <main id="main" class="main" tabindex="-1">{content}</main>
        <footer class="foot" inner_html=FOOT></footer>
        {toasts()}
    }
    .into_any()
}

const FOOT: &str = "<p>Customers say how they want to be sold to; the company signs what it adopts and is held to it.</p>\
                    <p><a href=\"/design\">The design</a> · <a href=\"/promises\">Is it kept?</a> · <a href=\"/you-said-we-did\">You said, we did</a> · <a href=\"/moderation\">How we moderate</a> · <a rel=\"external\" href=\"/api/v1/openapi.json\">API</a></p>";

fn top(viewer: &Viewer) -> AnyView {
    view! {
        <div class="top-inner">
            {brand()} <nav class="nav" aria-label="Main">{nav(viewer)}</nav>
            <div class="top-end">{theme_toggle()} {me()}</div>
        </div>
    }
    .into_any()
}

/// A small matrix with its diagonal filled.
const MARK: &str = "<path d=\"M0 0h4v4H0zM5 5h4v4H5zM10 10h4v4h-4zM10 0h4v4h-4z\"/><path class=\"no\" d=\"M5 0h4v4H5zM0 5h4v4H0zM10 5h4v4h-4zM0 10h4v4H0zM5 10h4v4H5z\"/>";

fn brand() -> AnyView {
    let company = Some(viewer_now().company).filter(|company| !company.is_empty());
    view! {
        <a class="brand" href="/">
            <svg class="brand-mark" viewBox="0 0 14 14" aria-hidden="true" inner_html=MARK></svg>
            "Accord" {company.map(|company| view! { <span class="brand-company">"· " {company}</span> })}
        </a>
    }
    .into_any()
}

fn nav(viewer: &Viewer) -> AnyView {
    if viewer.needs_setup {
        return ().into_any();
    }
    let staff = staff_links(viewer);
    view! {
        {way("/", "Proposals")} {way("/vote", "Vote")} {way("/design", "Design")}
        {(!staff.is_empty())
            .then(|| {
                view! {
                    <details class="menu-fold" name="menu">
                        <summary>"Staff" {count(viewer.waits())} {icon("down")}</summary>
                        <div class="menu-list">{staff}</div>
                    </details>
                }
            })}
    }
    .into_any()
}

/// How many wait; kept current by the page that changes it.
fn count(waiting: usize) -> AnyView {
    view! { <span class="count" title="waiting" data-waiting hidden=waiting == 0>{waiting}</span> }.into_any()
}

/// A link that knows whether it leads to where one is.
fn way(href: &'static str, name: &'static str) -> AnyView {
    let path = leptos_router::hooks::use_location().pathname;
    let here = path.with_untracked(|path| path == href).then_some("page");
    view! { <a href=href aria-current=here>{name}</a> }.into_any()
}

fn staff_links(viewer: &Viewer) -> Vec<AnyView> {
    let mut links = Vec::new();
    let mut link = |may: bool, href: &'static str, name: &'static str| {
        if may {
            let count = match href {
                "/queue" => {
                    let oldest = viewer
                        .queue_since
                        .map(|since| view! { <small class="quiet">" oldest " {time(since)}</small> });
                    Some(view! { {count(viewer.queue)} {oldest} }.into_any())
                }
                "/people" if viewer.joining > 0 => {
                    Some(view! { <span class="count" title="waiting">{viewer.joining}</span> }.into_any())
                }
                _ => None,
            };
            links.push(view! { <a href=href>{name} {count}</a> }.into_any());
        }
    };
    let (moderator, manager) = (viewer.may(Role::Moderator), viewer.may(Role::AccountManager));
    link(moderator, "/queue", "Queue");
    link(viewer.may(Role::Designer) || viewer.may(Role::Signatory), "/studio", "Studio");
    link(moderator || viewer.may(Role::Designer), "/follow-up", "Follow-up");
    link(moderator || manager || viewer.may(Role::Designer), "/ask", "Ask customers");
    link(moderator || manager || viewer.may(Role::Designer), "/activities", "Activities");
    link(moderator || manager, "/accounts", "Accounts");
    link(moderator || manager, "/people", "People");
    link(moderator, "/manage", "Rounds");
    link(viewer.may(Role::Admin), "/programs", "Other programs");
    link(viewer.may(Role::Admin), "/audit", "Log");
    links
}

fn me() -> AnyView {
    let viewer = viewer_now();
    match viewer.person {
        Some(person) => {
            let name = person.name.to_string();
            let news = view! { <span class="count" hidden=viewer.news == 0>{viewer.news}</span> };
            view! {
                <a class="me" href="/notices">{icon("bell")}<span class="sr-only">"News"</span> {news}</a>
                <a class="me" href="/me">{icon("person")}<span class="me-name">{name}</span></a>
            }
            .into_any()
        }
        None if viewer.needs_setup => ().into_any(),
        None => view! { <a class="btn btn-sm" href="/sign-in">"Sign in"</a> }.into_any(),
    }
}

/// Two buttons of which the style sheet shows the one that changes something; it alone knows what a device prefers.
fn theme_toggle() -> AnyView {
    let button = |theme: &'static str, label: &'static str, sign: &'static str| {
        view! {
            <button class=["theme to-", theme].concat() name="theme" value=theme>
                {icon(sign)} <span class="sr-only">{label}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <form method="post" action="/api/v1/theme" class="themes" data-then="theme">
            {next_here()} {button("dark", "Use dark colours", "moon")} {button("light", "Use light colours", "sun")}
        </form>
    }
    .into_any()
}
