//! Whether the company keeps what it adopted: what it says of each promise, beside what customers report, by cell and quarter.

mod cells;
mod gap;
mod one;
mod state;
mod values;

pub use one::promise;

use crate::api::call;
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::holds_too::holds_too;
use crate::parts::layout::heading;
use crate::parts::pages::{self as parts, IN_ORDER};
use crate::parts::promise::{bar, measured};
use crate::parts::report::{Asking, report};
use crate::parts::sample::note;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::promises::ListReportedWords;
use model::api::scorecard::FindPromises;
use model::cells::Cell;
use model::endpoint::parts;
use model::person::Role;
use model::promise::{Progress, Promise, Quarter, Words};
use model::scorecard::{Only, ScorecardPage};
use model::{Problem, ProblemKind};

struct Shown {
    asked: FindPromises,
    card: Option<ScorecardPage>,
    /// For staff.
    words: Vec<Words>,
}

#[must_use]
pub fn promises() -> AnyView {
    let reads = reads_words();
    still(move |at| load(at, reads), show)
}

fn reads_words() -> bool {
    let viewer = viewer_now();
    viewer.may(Role::Designer) || viewer.may(Role::Signatory)
}

async fn load(at: At, reads: bool) -> Result<Shown, Problem> {
    let asked = FindPromises {
        cell: at.field::<Cell>("cell").map(|cell| cell.to_string()),
        only: at.field("only"),
        quarter: at.field("quarter"),
        page: at.field("page"),
        version: at.field("version"),
    };
    let card = match call(asked.clone()).await {
        Ok(card) => Some(card),
        Err(problem) if problem.kind == ProblemKind::NotFound => None,
        Err(problem) => return Err(problem),
    };
    let words = if reads && card.is_some() { call(ListReportedWords {}).await? } else { Vec::new() };
    Ok(Shown { asked, card, words })
}

/// The page with something else asked for.
fn href(asked: &FindPromises, change: impl FnOnce(&mut FindPromises)) -> String {
    let mut asked = FindPromises { page: None, ..asked.clone() };
    change(&mut asked);
    let uri = parts(&asked).uri;
    ["/promises", uri.find('?').map_or("", |at| &uri[at..])].concat()
}

/// All that the design promises.
fn all_of(asked: &FindPromises) -> FindPromises {
    FindPromises { version: asked.version, ..FindPromises::default() }
}

fn show(shown: Shown) -> AnyView {
    let Some(card) = shown.card else {
        return view! {
            {heading("Is it kept?", "")}
            <div class="empty">
                <p>"Nothing has been promised yet: no design has been adopted."</p>
                <a class="btn btn-primary" href="/design">"The design so far"</a>
            </div>
        }
        .into_any();
    };
    let axes = Axes::new(&card.stages, &card.cultures);
    let list = card
        .promises
        .items
        .iter()
        .map(|promise| one(promise, &axes, (card.quarter, card.sample), &shown.words))
        .collect::<Vec<_>>();
    let version = match card.sample {
        true => "the sample’s design".to_owned(),
        false => ["version ", &card.version.to_string()].concat(),
    };
    let (design, csv) = match shown.asked.version {
        None => ("/design".to_owned(), String::new()),
        Some(version) => {
            (["/design/", &version.to_string()].concat(), ["?version=", &version.to_string()].concat())
        }
    };
    let csv = ["/api/v1/scorecard.csv", &csv].concat();
    let json = shown
        .asked
        .version
        .is_none()
        .then(|| view! { " · " <a rel="external" href="/api/v1/promises">"as JSON"</a> });
    view! {
        {heading("Is it kept?", "")} {note(card.sample)}
        <p class="lead">"What we say of each promise, and what customers report: was it kept towards you?"</p>
        <p class="quiet">
            "The promises are those of " <a href=design>{version}</a> ", adopted on " {card.adopted.day()}
            ", by " <a href="/functions">"who answers for what"</a> ". Every account has one voice a quarter, shared by those of its people who report. From five accounts on it is told, from ten on measured, with the interval in which the true share lies in 19 of 20 cases. Figures move once five more accounts have reported, and when the quarter has ended, so that nobody can tell from them what one has just answered. "
            <a href="/you-said-we-did">"You said, we did"</a> " · "
            <a rel="external" href=csv>"All of it as CSV"</a> {json}
        </p>
        {holds_too(&card.holds_too, |version| ["/promises?version=", &version.to_string()].concat())}
        {cells::cells(&card, &axes, &shown.asked)} {narrowed(&card, &axes, &shown.asked)}
        <div class="promises">{list}</div>
        {pages(&card, &shown.asked)}
    }
    .into_any()
}

/// Which promises are listed, and how to see others.
fn narrowed(card: &ScorecardPage, axes: &Axes, asked: &FindPromises) -> AnyView {
    let cell = asked.cell.as_ref().and_then(|cell| cell.parse::<Cell>().ok());
    let place = cell.and_then(|cell| {
        let (stage, culture) = (axes.stages.get(cell.stage)?, axes.cultures.get(cell.culture)?);
        Some([" at ", stage.name.as_str(), " for ", culture.name.as_str()].concat())
    });
    let which = match asked.only {
        None => "",
        Some(Only::Gap) => " that customers say are not kept",
        Some(Only::Overdue) => " of which a review or a value should have come",
    };
    let count = counted(card.promises.total, "promise", "promises");
    let all = (place.is_some() || asked.only.is_some())
        .then(|| view! { " " <a href=href(asked, |asked| *asked = all_of(asked))>"All of them"</a> });
    let only = |only: Only, count: usize, words: &'static str| {
        (count > 0 && asked.only != Some(only)).then(|| {
            let to = href(asked, |asked| *asked = FindPromises { only: Some(only), ..all_of(asked) });
            view! { " " <a href=to>{[&count.to_string(), " ", words].concat()}</a> }
        })
    };
    view! {
        <h2 class="h2" id="list">"The promises"</h2>
        <p role="status">
            {[&count, place.as_deref().unwrap_or_default(), which, "."].concat()} {all}
            {only(Only::Gap, card.gaps, "not kept, as customers say")} {only(Only::Overdue, card.overdue, "overdue")}
        </p>
    }
    .into_any()
}

fn pages(card: &ScorecardPage, asked: &FindPromises) -> AnyView {
    parts::pages(card.promises.page, card.promises.last(), IN_ORDER, |to| {
        href(asked, |asked| asked.page = Some(to)) + "#list"
    })
}

/// A promise by itself.
#[must_use]
pub fn path(promise: &Promise) -> String {
    ["/promises/", &promise.practice.to_string()].concat()
}

fn one(promise: &Promise, axes: &Axes, (quarter, sample): (Quarter, bool), words: &[Words]) -> AnyView {
    let id = ["promise-", &promise.practice.to_string()].concat();
    view! {
        <article class="panel promise" id=id.clone() aria-labelledby=[&id, "-title"].concat()>
            <div class="practice-head">
                <h3 class="panel-title" id=[&id, "-title"].concat()><a href=path(promise)>{promise.title.to_string()}</a></h3>
                {glyph(axes, promise.stages, promise.cultures)}
            </div>
            {said(promise)} {gap::gap(promise, axes, sample)} {heard(promise)} {mine(promise, quarter)} {quotes(promise, words)} {staff(promise)}
        </article>
    }
    .into_any()
}

/// What the company says.
fn said(promise: &Promise) -> AnyView {
    let day = |day: model::time::Day| day.begins().day();
    let starts = promise
        .starts
        .filter(|_| promise.progress == Progress::Planned)
        .map(|starts| [" from ", &day(starts)].concat());
    let reason =
        promise.reason.as_ref().map(|reason| view! { <p class="prose-line">{reason.to_string()}</p> });
    let review = promise.review.map(|review| match promise.overdue {
        true => view! { <b class="overdue">{["Its review was due on ", &day(review), "."].concat()}</b> }
            .into_any(),
        false => view! { <span>{["Looked at again on ", &day(review), "."].concat()}</span> }.into_any(),
    });
    let values = promise
        .wants_values
        .then(|| view! { " " <b class="overdue">"Nobody has said lately how its indicators stand."</b> });
    let owner = promise.owner.to_string();
    view! {
        <p><span class="kind">{promise.progress.words()} {starts}</span> " " {owner} " answers for it. " {review} {values}</p>
        {reason}
    }
    .into_any()
}

/// What customers report.
fn heard(promise: &Promise) -> AnyView {
    if promise.kept.is_empty() {
        return view! { <p class="quiet">"Too early to tell: fewer than five accounts."</p> }.into_any();
    }
    let rows = promise
        .kept
        .iter()
        .map(|kept| {
            view! {
                <tr>
                    <th scope="row">{kept.quarter.words()}</th>
                    <td class="part-bar">{bar(kept.told)}</td>
                    <td>{measured(kept.told)}</td>
                </tr>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let trend = Some(promise.trend.words()).filter(|words| !words.is_empty());
    view! {
        <table class="parts">
            <caption class="sr-only">{["Kept, as customers report: ", promise.title.as_str()].concat()}</caption>
            <thead><tr><th scope="col">"Quarter"</th><td></td><th scope="col">"Kept"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {trend.map(|words| view! { <p class="quiet">{["Kept: ", words, "."].concat()}</p> })}
    }
    .into_any()
}

/// Where a customer says whether it was kept.
fn mine(promise: &Promise, quarter: Quarter) -> AnyView {
    match &viewer_now().person {
        Some(person) if person.roles.is_empty() || person.membership.is_confirmed() => report(Asking {
            action: ["/api/v1/promises/", &promise.practice.to_string(), "/report"].concat(),
            group: ["-", &promise.practice.to_string()].concat(),
            title: promise.title.as_str(),
            question: ["Towards you, in the ", &quarter.words(), ":"].concat(),
            mine: promise.mine.as_ref(),
            open: false,
        }),
        Some(_) => ().into_any(),
        None => view! { <p><a href="/sign-in?next=%2Fpromises">"Sign in"</a> " to say whether it was kept towards you."</p> }.into_any(),
    }
}

/// For staff: asking a customer, and how far it has come.
fn staff(promise: &Promise) -> AnyView {
    let viewer = viewer_now();
    let asks =
        [Role::Moderator, Role::Designer, Role::AccountManager].into_iter().any(|role| viewer.may(role));
    let ask = (asks && promise.progress == Progress::InPlace).then(|| {
        let to = ["/ask?practice=", &promise.practice.to_string()].concat();
        view! { <p><a href=to>"Ask a customer whether it was kept"</a></p> }
    });
    let state = viewer.may(Role::Designer).then(|| state::state(promise));
    view! { {ask} {state} }.into_any()
}

/// For staff: what was written, by nobody in particular.
fn quotes(promise: &Promise, words: &[Words]) -> AnyView {
    let lines = words
        .iter()
        .filter(|words| words.practice == promise.practice)
        .map(|words| view! { <li><q>{words.words.to_string()}</q> " " <small class="quiet">{words.quarter.words()}</small></li> }.into_any())
        .collect::<Vec<_>>();
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold-plain"><summary>"What they wrote"</summary><ul class="plain-list">{lines}</ul></details> }
        .into_any()
}
