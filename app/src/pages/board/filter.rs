//! What a list of proposals is narrowed to and sorted by: all of it in the address, as plain links.

use crate::load::At;
use crate::outcome::here;
use crate::parts::count::counted;
use crate::parts::glyph::{Axes, hue, sign};
use crate::parts::pages::{self as parts, IN_ORDER};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::RoundId;
use model::api::proposals::ListProposals;
use model::endpoint::parts;
use model::proposal::{Kind, Sort, Status};

/// Of what is looked for, in a field.
const LONGEST: usize = 200;

/// What the address asks for.
#[must_use]
pub fn from_query(at: &At, round: RoundId) -> ListProposals {
    ListProposals {
        round,
        stage: at.field("stage"),
        culture: at.field("culture"),
        kind: at.field("kind"),
        status: at.field("status"),
        mine: at.text("mine") == "true",
        unvoted: at.text("unvoted") == "true",
        q: at.text("q"),
        sort: at.field("sort"),
        page: at.field("page"),
    }
}

/// The address of this list with a change. Any change begins at the first page.
#[must_use]
pub fn href(filter: &ListProposals, change: impl FnOnce(&mut ListProposals)) -> String {
    let mut filter = filter.clone();
    filter.page = None;
    change(&mut filter);
    filter.page = filter.page.filter(|page| *page > 1);
    filter.sort = filter.sort.filter(|sort| *sort != Sort::Best);
    let uri = parts(&filter).uri;
    let mut href = path(&filter);
    if let Some((_, query)) = uri.split_once('?') {
        href.push('?');
        href.push_str(query);
    }
    href
}

/// The page that the list is on.
fn path(filter: &ListProposals) -> String {
    match here().starts_with("/rounds/") {
        true => ["/rounds/", &filter.round.to_string()].concat(),
        false => String::from("/"),
    }
}

/// Whether anything is left out of the list.
#[must_use]
pub fn is_narrowed(filter: &ListProposals) -> bool {
    let all =
        ListProposals { round: filter.round, sort: filter.sort, page: filter.page, ..Default::default() };
    *filter != all
}

/// The strips of filters; on a phone they fold away.
#[must_use]
pub fn bar(filter: &ListProposals, axes: &Axes, total: usize) -> AnyView {
    let narrowed = is_narrowed(filter);
    let shown = counted(total, "proposal", "proposals");
    let sought = (!filter.q.is_empty()).then(|| [" with “", &filter.q, "”"].concat());
    view! {
        {search(filter)}
        <div class="filter-bar">
            <details class="filter-fold">
                <summary class="btn btn-sm">
                    "Filter and sort" {narrowed.then(|| view! { <span class="dot"></span><span class="sr-only">" (filtered)"</span> })}
                </summary>
                <nav class="filters" aria-label="Filter and sort">
                    {stages(filter, axes)} {cultures(filter, axes)} {kinds(filter)} {others(filter)} {sorts(filter)}
                </nav>
            </details>
            <p class="shown">
                {shown} {sought} {narrowed.then(|| view! { " · " <a href=href(filter, |f| *f = ListProposals { round: f.round, sort: f.sort, ..Default::default() })>"show all"</a> })}
            </p>
        </div>
    }
    .into_any()
}

/// Looks for words, in what the list is narrowed to; what has been said beside and practices are found with them.
fn search(filter: &ListProposals) -> AnyView {
    // Words and numbers: nothing in it is escaped.
    let address = href(filter, |filter| filter.q.clear());
    let kept = address.split_once('?').map_or("", |(_, query)| query).split('&');
    let kept = kept.filter_map(|field| field.split_once('=')).map(|(name, value)| {
        view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }.into_any()
    });
    view! {
        <form class="board-search" method="get" action=path(filter) role="search">
            {kept.collect::<Vec<_>>()} <label class="sr-only" for="board-q">"Look for words in proposals, comments, stories and practices"</label>
            <input class="input" type="search" id="board-q" name="q" value=filter.q.clone() maxlength=LONGEST placeholder="Search"/>
            <button class="btn btn-sm">"Search"</button>
        </form>
    }
    .into_any()
}

/// One link; pressed again it takes its filter off.
fn link(href: String, on: bool, class: &str, words: String, name: String) -> AnyView {
    let spoken = name != words;
    let title = spoken.then(|| name.clone());
    view! {
        <a class=["pick ", class].concat() href=href aria-current=on.then_some("true") title=title>
            {if spoken {
                view! { <span aria-hidden="true">{words}</span><span class="sr-only">{name}</span> }.into_any()
            } else {
                words.into_any()
            }}
        </a>
    }
    .into_any()
}

fn group(label: &'static str, class: &'static str, links: Vec<AnyView>) -> AnyView {
    view! {
        <div class=["picks ", class].concat() role="group" aria-label=label>
            <span class="picks-label" aria-hidden="true">{label}</span>
            {links}
        </div>
    }
    .into_any()
}

fn stages(filter: &ListProposals, axes: &Axes) -> AnyView {
    let links = axes.stages.iter().enumerate().map(|(position, stage)| {
        let on = filter.stage == Some(position);
        let to = href(filter, |f| f.stage = (!on).then_some(position));
        link(to, on, "letter", stage.letter.to_string(), stage.name.to_string())
    });
    group("Stage", "joined", links.collect())
}

fn cultures(filter: &ListProposals, axes: &Axes) -> AnyView {
    let links = axes.cultures.iter().enumerate().map(|(position, culture)| {
        let on = filter.culture == Some(position);
        let to = href(filter, |f| f.culture = (!on).then_some(position));
        let class = ["letter suit ", hue(culture.suit)].concat();
        link(to, on, &class, sign(culture.suit).to_owned(), culture.name.to_string())
    });
    group("Culture", "joined", links.collect())
}

fn kinds(filter: &ListProposals) -> AnyView {
    let links = Kind::ALL.map(|kind| {
        let on = filter.kind == Some(kind);
        let to = href(filter, |f| f.kind = (!on).then_some(kind));
        link(to, on, "", kind.word().to_owned(), kind.word().to_owned())
    });
    group("Kind", "", links.into())
}

fn others(filter: &ListProposals) -> AnyView {
    let mut links = Vec::new();
    let adopted = filter.status == Some(Status::Adopted);
    let to = href(filter, |f| f.status = (!adopted).then_some(Status::Adopted));
    links.push(link(to, adopted, "", "adopted".into(), "adopted".into()));
    if viewer_now().person.is_some() {
        let to = href(filter, |f| f.mine = !f.mine);
        links.push(link(to, filter.mine, "", "mine".into(), "mine".into()));
        let to = href(filter, |f| f.unvoted = !f.unvoted);
        links.push(link(to, filter.unvoted, "", "not voted".into(), "not voted".into()));
    }
    group("Show", "", links)
}

fn sorts(filter: &ListProposals) -> AnyView {
    let links = Sort::ALL.map(|sort| {
        let on = filter.sort.unwrap_or_default() == sort;
        link(href(filter, |f| f.sort = Some(sort)), on, "", sort.name().to_owned(), sort.name().to_owned())
    });
    group("Sort", "", links.into())
}

/// Links to the pages of a list.
#[must_use]
pub fn pages(filter: &ListProposals, page: usize, last: usize) -> AnyView {
    parts::pages(page, last, IN_ORDER, |to| href(filter, |f| f.page = Some(to)))
}
