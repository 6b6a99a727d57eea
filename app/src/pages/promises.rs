//! Whether the company keeps what it adopted: what it says of each promise, beside what customers report, quarter by quarter.

use crate::api::call;
use crate::form::{Form, next_here};
use crate::load::still;
use crate::parts::field::Field;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::layout::heading;
use crate::parts::promise::{bar, measured};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::promises::{GetScorecard, ListReportedWords};
use model::person::Role;
use model::promise::{Feeling, Progress, Promise, Scorecard, Words};
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
            ". Every account has one voice a quarter, shared by those of its people who report. From five accounts on it is told, from ten on measured, with the interval in which the true share lies in 19 of 20 cases."
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
        Some(person) if person.roles.is_empty() || person.membership.is_confirmed() => report(promise, card),
        Some(_) => ().into_any(),
        None => view! { <p><a href="/sign-in?next=%2Fpromises">"Sign in"</a> " to say whether it was kept towards you."</p> }.into_any(),
    };
    let state = viewer.may(Role::Designer).then(|| state(promise));
    view! {
        <article class="panel promise" id=id.clone() aria-labelledby=[&id, "-title"].concat()>
            <div class="practice-head">
                <h2 class="panel-title" id=[&id, "-title"].concat()><a href=design>{promise.title.to_string()}</a></h2>
                {glyph(axes, promise.stages, promise.cultures)}
            </div>
            {said(promise)} {heard(promise)} {reports} {quotes(promise, words)} {state}
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
    let owner = [promise.owner.as_str(), " answers for it. "].concat();
    view! {
        <p><span class="kind">{promise.progress.words()} {starts}</span> " " {owner} {review}</p>
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

/// One press says whether it was kept; how it felt and in what words is asked beside it, and may be left.
fn report(promise: &Promise, card: &Scorecard) -> AnyView {
    let number = promise.practice.to_string();
    let action = ["/api/v1/promises/", &number, "/report"].concat();
    let mine = promise.mine.as_ref();
    let pressed = |kept: bool| if mine.is_some_and(|mine| mine.kept == kept) { "true" } else { "false" };
    let feelings = std::iter::once((String::new(), "No answer".to_owned()))
        .chain(Feeling::ALL.map(|feeling| (feeling.word().to_owned(), feeling.words().to_owned())))
        .collect();
    let feeling = mine.and_then(|mine| mine.feeling).map(Feeling::word).unwrap_or_default();
    let words = mine.and_then(|mine| mine.words.as_ref()).map(ToString::to_string).unwrap_or_default();
    let form = Form::new();
    let of = [": ", promise.title.as_str()].concat();
    let question = ["Towards you, in the ", &card.quarter.words(), ":"].concat();
    let take_back = mine.is_some().then(|| {
        let action = ["/api/v1/promises/", &number, "/report/take-back"].concat();
        view! {
            <form method="post" action=action data-then="reload" data-toast="Taken back.">
                {next_here()} <button class="btn btn-ghost btn-sm">"Take my report back" <span class="sr-only">{of.clone()}</span></button>
            </form>
        }
    });
    view! {
        <form method="post" action=action class="report" data-then="reload" data-toast="Thank you. Your report counts.">
            {next_here()} <p class="report-question">{question}</p>
            <div class="actions">
                <button class="btn" name="kept" value="true" aria-pressed=pressed(true)>"It was kept" <span class="sr-only">{of.clone()}</span></button>
                <button class="btn" name="kept" value="false" aria-pressed=pressed(false)>"It was not kept" <span class="sr-only">{of.clone()}</span></button>
            </div>
            <details class="fold-plain">
                <summary>"How it felt, in your words"</summary>
                {Field::new("feeling", "How did it feel?").options(feelings).value(feeling).group(["-", &number].concat()).view(form)}
                {Field::new("words", "In your words")
                    .hint("The company reads them, without your name. Press one of the two buttons above to send them.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(2)
                    .value(words)
                    .group(["-", &number].concat())
                    .view(form)}
            </details>
            {form.trouble()}
        </form>
        {take_back}
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
