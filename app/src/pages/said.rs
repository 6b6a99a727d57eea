//! "You said, we did": what came of what customers asked for, in the team's words; for the team, its desk below.

mod desk;

use crate::api::call;
use crate::load::{At, still};
use crate::parts::layout::heading;
use crate::parts::pages::{self as parts, IN_TIME};
use crate::parts::prose::prose;
use crate::parts::sample::mark;
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::said::{GetDesk, ListSaid};
use model::person::Role;
use model::proposal::path;
use model::said::{Asked, Desk, Said};
use model::{Page, Problem};

struct Shown {
    page: Page<Said>,
    desk: Option<Desk>,
}

#[must_use]
pub fn said() -> AnyView {
    let viewer = viewer_now();
    let writes = viewer.may(Role::Moderator) || viewer.may(Role::Designer);
    still(move |at| load(at, writes), |shown| show(&shown))
}

async fn load(at: At, writes: bool) -> Result<Shown, Problem> {
    let page = call(ListSaid { page: at.field("page") }).await?;
    let desk = if writes { Some(call(GetDesk {}).await?) } else { None };
    Ok(Shown { page, desk })
}

fn show(shown: &Shown) -> AnyView {
    let writes = shown.desk.is_some();
    let entries = shown.page.items.iter().map(|entry| one(entry, writes)).collect::<Vec<_>>();
    let list = match entries.is_empty() {
        true => view! { <p class="empty">"Nothing has been told yet. What is adopted, started, changed or dropped will stand here, with what customers asked for."</p> }
            .into_any(),
        false => view! { <div class="promises">{entries}</div> }.into_any(),
    };
    view! {
        <div class="narrow">
            {heading("You said, we did", "What we adopted, started, changed and dropped of what you asked for.")}
            <p class="quiet"><a rel="external" href="/you-said-we-did.atom">"As a feed"</a> " · " <a href="/promises">"Is it kept?"</a></p>
            {list} {pages(&shown.page)} {shown.desk.as_ref().map(desk::desk)}
        </div>
    }
    .into_any()
}

fn one(entry: &Said, writes: bool) -> AnyView {
    let id = ["entry-", &entry.id.to_string()].concat();
    let title = [&id, "-title"].concat();
    let labelled = title.clone();
    let changed = entry.published.is_some_and(|published| entry.changed > published);
    let changed = changed.then(|| view! { ", changed " {time(entry.changed)} });
    view! {
        <article class="panel promise" id=id.clone() aria-labelledby=labelled>
            <h2 class="panel-title" id=title>{mark(entry.sample)} <span class="kind">{entry.text.did.word()}</span> " " {entry.text.title.to_string()}</h2>
            {prose(entry.text.words.as_str())} {asked(&entry.asked)}
            <p class="quiet">
                {entry.published.map(time)} {changed} " · " <a href=["/promises/", &entry.practice.to_string()].concat()>"Is it kept?"</a>
            </p>
            {writes.then(|| desk::edit(entry))}
        </article>
    }
    .into_any()
}

/// The proposals behind it, with the votes they got.
fn asked(asked: &[Asked]) -> AnyView {
    if asked.is_empty() {
        return ().into_any();
    }
    let lines = asked
        .iter()
        .map(|one| {
            view! { <li><q><a href=path(one.proposal, &one.title)>{one.title.to_string()}</a></q></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! { <p>"You said:"</p> <ul class="plain-list">{lines}</ul> }.into_any()
}

fn pages(page: &Page<Said>) -> AnyView {
    parts::pages(page.page, page.last(), IN_TIME, |to| ["/you-said-we-did?page=", &to.to_string()].concat())
}
