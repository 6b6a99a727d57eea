//! For designers: how far a promise has come.

use crate::flash::typed;
use crate::form::{Form, next_here};
use crate::parts::field::Field;
use leptos::prelude::*;
use model::promise::{Progress, Promise};
use model::{Name, Reason};

pub(super) fn state(promise: &Promise) -> AnyView {
    let number = promise.practice.to_string();
    let action = ["/api/v1/promises/", &number].concat();
    let group = || ["-state-", &number].concat();
    let options =
        Progress::ALL.map(|progress| (progress.word().to_owned(), progress.words().to_owned())).to_vec();
    let day = |day: Option<model::time::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let form = Form::new();
    view! {
        <details class="fold-plain" open=!typed("progress").is_empty()>
            <summary>"Say how far it is" <span class="sr-only">{[": ", promise.title.as_str()].concat()}</span></summary>
            <form method="post" action=action class="stack" data-then="reload" data-toast="Kept; customers see it.">
                {next_here()} {form.seen(promise.since.map_or(0, |since| since.0))}
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
                {Field::new("review", "Looked at again on")
                    .kind("date")
                    .hint("What is in place is looked at again in a quarter of a year, unless you say when.")
                    .value(day(promise.review))
                    .group(group())
                    .view(form)}
                {form.trouble()} <p><button class="btn">"Keep this"</button></p>
            </form>
        </details>
    }
    .into_any()
}
