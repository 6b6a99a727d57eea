//! Whether the company keeps what it adopted: what it says of each promise, beside what customers report, quarter by quarter.

use crate::api::call;
use crate::form::{Form, next_here};
use crate::load::still;
use crate::parts::field::Field;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::layout::heading;
use crate::parts::promise::{bar, measured};
use crate::parts::report::{Asking, report};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::promises::{GetScorecard, ListReportedWords};
use model::person::Role;
use model::promise::{Progress, Promise, Scorecard, Words};
use model::{Name, Problem, ProblemKind, Reason};

struct Shown {
    card: Option<Scorecard>,
    /// For staff.
    words: Vec<Words>,
}

#[must_use]
pub fn promises() -> AnyView {
    let viewer = viewer_now();
    let reads = viewer.may(Role::Designer) || viewer.may(Role::Signatory);
    still(move |_| load(reads), show)
}

async fn load(reads: bool) -> Result<Shown, Problem> {
    let card = match call(GetScorecard {}).await {
        Ok(card) => Some(card),
        Err(problem) if problem.kind == ProblemKind::NotFound => None,
        Err(problem) => return Err(problem),
    };
    let words = if reads && card.is_some() { call(ListReportedWords {}).await? } else { Vec::new() };
    Ok(Shown { card, words })
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
    let promises =
        card.promises.iter().map(|promise| one(promise, &axes, &card, &shown.words)).collect::<Vec<_>>();
    let version = match card.sample {
        true => "the sample’s design".to_owned(),
        false => ["version ", &card.version.to_string()].concat(),
    };
    view! {
        {heading("Is it kept?", "")}
        <p class="lead">"What we say of each promise, and what customers report: was it kept towards you?"</p>
        <p class="quiet">
            "The promises are those of " <a href="/design">{version}</a> ", adopted on " {card.adopted.day()}
            ", by " <a href="/functions">"who answers for what"</a> ". Every account has one voice a quarter, shared by those of its people who report. From five accounts on it is told, from ten on measured, with the interval in which the true share lies in 19 of 20 cases."
        </p>
        <div class="promises">{promises}</div>
    }
    .into_any()
}

fn one(promise: &Promise, axes: &Axes, card: &Scorecard, words: &[Words]) -> AnyView {
    let viewer = viewer_now();
    let id = ["promise-", &promise.practice.to_string()].concat();
    let design = ["/design#practice-", &promise.practice.to_string()].concat();
    let reports = match &viewer.person {
        Some(person) if person.roles.is_empty() || person.membership.is_confirmed() => report(Asking {
            action: ["/api/v1/promises/", &promise.practice.to_string(), "/report"].concat(),
            group: ["-", &promise.practice.to_string()].concat(),
            title: promise.title.as_str(),
            question: ["Towards you, in the ", &card.quarter.words(), ":"].concat(),
            mine: promise.mine.as_ref(),
            open: false,
        }),
        Some(_) => ().into_any(),
        None => view! { <p><a href="/sign-in?next=%2Fpromises">"Sign in"</a> " to say whether it was kept towards you."</p> }.into_any(),
    };
    let state = viewer.may(Role::Designer).then(|| state(promise));
    let asks =
        [Role::Moderator, Role::Designer, Role::AccountManager].into_iter().any(|role| viewer.may(role));
    let ask = (asks && promise.progress == Progress::InPlace).then(|| {
        let to = ["/ask?practice=", &promise.practice.to_string()].concat();
        view! { <p><a href=to>"Ask a customer whether it was kept"</a></p> }
    });
    view! {
        <article class="panel promise" id=id.clone() aria-labelledby=[&id, "-title"].concat()>
            <div class="practice-head">
                <h2 class="panel-title" id=[&id, "-title"].concat()><a href=design>{promise.title.to_string()}</a></h2>
                {glyph(axes, promise.stages, promise.cultures)}
            </div>
            {said(promise)} {heard(promise)} {reports} {quotes(promise, words)} {ask} {state}
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
    let owner = promise.owner.to_string();
    view! {
        <p><span class="kind">{promise.progress.words()} {starts}</span> " " {owner} " answers for it. " {review}</p>
        {reason}
    }
    .into_any()
}

/// What customers report.
fn heard(promise: &Promise) -> AnyView {
    if promise.kept.is_empty() {
        return view! { <p class="quiet">"Nobody has reported yet."</p> }.into_any();
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
    view! {
        <table class="parts">
            <caption class="sr-only">{["Kept, as customers report: ", promise.title.as_str()].concat()}</caption>
            <thead><tr><th scope="col">"Quarter"</th><td></td><th scope="col">"Kept"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
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

/// For designers: how far it has come.
fn state(promise: &Promise) -> AnyView {
    let number = promise.practice.to_string();
    let action = ["/api/v1/promises/", &number].concat();
    let group = || ["-state-", &number].concat();
    let options =
        Progress::ALL.map(|progress| (progress.word().to_owned(), progress.words().to_owned())).to_vec();
    let day = |day: Option<model::time::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let form = Form::new();
    view! {
        <details class="fold-plain">
            <summary>"Say how far it is" <span class="sr-only">{[": ", promise.title.as_str()].concat()}</span></summary>
            <form method="post" action=action class="stack" data-then="reload" data-toast="Kept; customers see it.">
                {next_here()}
                {Field::new("progress", "It is").options(options).value(promise.progress.word()).group(group()).required().view(form)}
                {Field::new("reason", "Why it is paused or dropped")
                    .hint("Customers read it.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(2)
                    .value(promise.reason.as_ref().map(ToString::to_string).unwrap_or_default())
                    .group(group())
                    .view(form)}
                {Field::new("owner", "Who answers for it")
                    .text(Name::MAX, |text| Name::parse(text).map(drop))
                    .value(promise.owner.as_str())
                    .group(group())
                    .view(form)}
                {Field::new("starts", "Starts on").kind("date").value(day(promise.starts)).group(group()).view(form)}
                {Field::new("review", "Looked at again on").kind("date").value(day(promise.review)).group(group()).view(form)}
                {form.trouble()} <p><button class="btn">"Keep this"</button></p>
            </form>
        </details>
    }
    .into_any()
}
