//! One promise by itself: what the company says, what customers say, and how its indicators fare.

use super::{gap, heard, mine, quotes, reads_words, said, staff, values};
use crate::api::call;
use crate::load::{At, still};
use crate::parts::glyph::{Axes, glyph};
use crate::parts::layout::title;
use crate::parts::sample::note;
use leptos::prelude::*;
use model::api::promises::ListReportedWords;
use model::api::scorecard::GetPromise;
use model::promise::Words;
use model::scorecard::PromisePage;
use model::{PracticeId, Problem};

#[must_use]
pub fn promise() -> AnyView {
    let reads = reads_words();
    still(move |at| load(at, reads), |(page, words)| show(&page, &words))
}

async fn load(at: At, reads: bool) -> Result<(PromisePage, Vec<Words>), Problem> {
    let practice: PracticeId = at.part("practice")?;
    let page = call(GetPromise { practice }).await?;
    let words = if reads { call(ListReportedWords {}).await? } else { Vec::new() };
    Ok((page, words))
}

fn show(page: &PromisePage, words: &[Words]) -> AnyView {
    let promise = &page.promise;
    let axes = Axes::new(&page.stages, &page.cultures);
    let design = ["/design#practice-", &promise.practice.to_string()].concat();
    let place =
        [axes.stage_names(promise.stages).as_str(), "; ", axes.culture_names(promise.cultures).as_str()]
            .concat();
    view! {
        <div class="narrow stack promise">
            {title(promise.title.to_string())}
            <p class="quiet"><a href="/promises">"Is it kept?"</a></p> {note(page.sample)}
            <div class="practice-head">
                <h1 class="h1">{promise.title.to_string()}</h1>
                {glyph(&axes, promise.stages, promise.cultures)}
            </div>
            <p class="quiet">{place} ". " <a href=design>"In the design, with the words it came from"</a></p>
            {said(promise)} {gap::gap(promise, &axes)}
            <h2 class="h2">"What customers report"</h2>
            {heard(promise)} {mine(promise, page.quarter)} {quotes(promise, words)}
            {values::values(page)} {staff(promise)}
        </div>
    }
    .into_any()
}
