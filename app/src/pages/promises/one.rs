//! One promise by itself: what the company says, what customers say, and how its indicators fare.

use super::{gap, heard, mine, quotes, reads_words, said, staff, values};
use crate::api::call;
use crate::load::{At, still};
use crate::pages::design::practice_in;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::layout::title;
use crate::parts::sample::note;
use leptos::prelude::*;
use model::api::promises::ListReportedWords;
use model::api::scorecard::{GetPastPromise, GetPromise};
use model::promise::Words;
use model::scorecard::{PastPromise, PromisePage, Reworded};
use model::{PracticeId, Problem, ProblemKind, Version};

#[must_use]
pub fn promise() -> AnyView {
    let reads = reads_words();
    still(
        move |at| load(at, reads),
        |found| match found {
            Found::Held(page, words) => show(&page, &words),
            Found::Past(past) => ended(&past),
        },
    )
}

enum Found {
    Held(Box<PromisePage>, Vec<Words>),
    Past(Box<PastPromise>),
}

async fn load(at: At, reads: bool) -> Result<Found, Problem> {
    let practice: PracticeId = at.part("practice")?;
    let page = match call(GetPromise { practice }).await {
        Err(problem) if problem.kind == ProblemKind::NotFound => {
            return call(GetPastPromise { practice }).await.map(|past| Found::Past(Box::new(past)));
        }
        page => page?,
    };
    let words = if reads { call(ListReportedWords {}).await? } else { Vec::new() };
    Ok(Found::Held(Box::new(page), words))
}

/// A promise of an earlier design leads to what it became, or says that it ended, and why.
fn ended(past: &PastPromise) -> AnyView {
    let version = |version: Version| {
        let to = ["/design/", &version.to_string()].concat();
        view! { <a href=to>{["version ", &version.to_string()].concat()}</a> }
    };
    let what = match past.goes_on {
        Some(practice) => {
            let to = ["/promises/", &practice.to_string()].concat();
            view! {
                <p>
                    "This was promised in " {version(past.version)} " of the design. It goes on, with all that was reported of it: "
                    <a href=to>"Is it kept?"</a>
                </p>
            }
            .into_any()
        }
        None => {
            let reasons = past
                .reasons
                .iter()
                .map(|reason| view! { <p class="prose-line">{reason.clone()}</p> }.into_any());
            let reasons = reasons.collect::<Vec<_>>();
            view! {
                <p>
                    "This was promised in " {version(past.version)} " of the design, and ended with " {version(past.ended)} ", on " {past.at.day()} "."
                </p>
                {reasons} {past.vote.as_ref().map(gap::vote)}
                <p><a href="/promises">"What is promised now"</a></p>
            }
            .into_any()
        }
    };
    view! {
        <div class="narrow stack promise">
            {title(past.title.to_string())} <h1 class="h1">{past.title.to_string()}</h1> {what}
        </div>
    }
    .into_any()
}

/// Since when it says what it says: what was reported before is about other words.
fn reworded(one: &Reworded) -> AnyView {
    let (before, version) = (one.before.to_string(), one.version.to_string());
    let to = ["/design/compare?from=", &before, "&to=", &version].concat();
    view! {
        <p class="note">
            {["It has been worded as it is since ", &one.since.day(), ", with version ", &version, " of the design. What was reported before that day is about "].concat()}
            <a href=to>"its former wording"</a> "."
        </p>
    }
    .into_any()
}

fn show(page: &PromisePage, words: &[Words]) -> AnyView {
    let promise = &page.promise;
    let axes = Axes::new(&page.stages, &page.cultures);
    let design = practice_in(page.version, promise.practice);
    let all = ["/promises?version=", &page.version.to_string()].concat();
    let place =
        [axes.stage_names(promise.stages).as_str(), "; ", axes.culture_names(promise.cultures).as_str()]
            .concat();
    view! {
        <div class="narrow stack promise">
            {title(promise.title.to_string())}
            <p class="quiet"><a href=all>"Is it kept?"</a></p> {note(page.sample)}
            <div class="practice-head">
                <h1 class="h1">{promise.title.to_string()}</h1>
                {glyph(&axes, promise.stages, promise.cultures)}
            </div>
            <p class="quiet">{place} ". " <a href=design>"In the design, with the words it came from"</a></p>
            {said(promise)} {gap::gap(promise, &axes, page.sample)} {page.vote.as_ref().map(gap::vote)}
            <h2 class="h2">"What customers report"</h2> {page.reworded.as_ref().map(reworded)}
            {heard(promise)} {mine(promise, page.quarter)} {quotes(promise, words)}
            {values::values(page)} {staff(promise)}
        </div>
    }
    .into_any()
}
