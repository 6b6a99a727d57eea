//! That customers say that a promise is not kept: what follows from it, and, for designers, closing it with a reason.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::glyph::Axes;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::Reason;
use model::person::Role;
use model::promise::Promise;
use model::scorecard::Gap;

pub(super) fn gap(promise: &Promise, axes: &Axes) -> AnyView {
    let Some(gap) = &promise.gap else { return ().into_any() };
    let designer = viewer_now().may(Role::Designer);
    match &gap.closed {
        Some(closed) => view! {
            <div class="note">
                <p>{["In the ", &gap.quarter.words(), " customers said that this is not kept. What we did about it, on ", &closed.at.day(), ":"].concat()}</p>
                <p class="prose-line">{closed.reason.to_string()}</p>
                {designer.then(|| again(promise))}
            </div>
        }
        .into_any(),
        None => open(promise, gap, axes, designer),
    }
}

fn open(promise: &Promise, gap: &Gap, axes: &Axes, designer: bool) -> AnyView {
    let place =
        [axes.stage_names(promise.stages).as_str(), " for ", axes.culture_names(promise.cultures).as_str()]
            .concat();
    let first = promise.stages.iter().next().zip(promise.cultures.iter().next());
    let to = first.map_or_else(String::new, |(stage, culture)| axes.propose(stage, culture));
    view! {
        <div class="note gap">
            <p>
                <b>"Customers say that this is not kept"</b>
                {[", in the ", &gap.quarter.words(), ". It is looked at again now, and ", &place, " is open again: "].concat()}
                <a href=to>"What would you rather have?"</a>
            </p>
            {designer.then(|| close(promise))}
        </div>
    }
    .into_any()
}

fn close(promise: &Promise) -> AnyView {
    let number = promise.practice.to_string();
    let action = ["/api/v1/promises/", &number, "/gap/close"].concat();
    let form = Form::new();
    view! {
        <details class="fold-plain">
            <summary>"Say what you did about it" <span class="sr-only">{[": ", promise.title.as_str()].concat()}</span></summary>
            <form method="post" action=action class="stack" data-then="reload" data-toast="Closed; customers read why.">
                {next_here()}
                {Field::new("reason", "What was looked at, and what changes")
                    .hint("Customers read it. The cells are then no longer open.")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(3)
                    .group(["-gap-", &number].concat())
                    .required()
                    .view(form)}
                {Field::new("review", "Looked at again on")
                    .kind("date")
                    .hint("In a quarter of a year, unless you say when.")
                    .group(["-gap-", &number].concat())
                    .view(form)}
                {form.trouble()} <p><button class="btn">"Close it"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn again(promise: &Promise) -> AnyView {
    let action = ["/api/v1/promises/", &promise.practice.to_string(), "/gap/reopen"].concat();
    view! {
        <form method="post" action=action data-then="reload" data-toast="Open again.">
            {next_here()} <button class="btn btn-ghost btn-sm">"Open it again" <span class="sr-only">{[": ", promise.title.as_str()].concat()}</span></button>
        </form>
    }
    .into_any()
}
