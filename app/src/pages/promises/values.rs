//! A promise's indicators with their targets and values, and, for staff, where values are said.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::series::{line, meets, target};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::PracticeId;
use model::person::Role;
use model::scorecard::PromisePage;
use model::value::{Series, Value, Which};

pub(super) fn values(page: &PromisePage) -> AnyView {
    if page.series.is_empty() {
        return ().into_any();
    }
    let viewer = viewer_now();
    let may = viewer.may(Role::Designer) || viewer.may(Role::AccountManager);
    let practice = page.promise.practice;
    let series = page.series.iter().map(|series| one(series, practice, may)).collect::<Vec<_>>();
    let lead = match page.series.as_slice() {
        [_, _] => Some(view! { <p class="quiet">"The first sign should move the result."</p> }),
        _ => None,
    };
    view! { <h2 class="h2" id="indicators">"How it is measured"</h2> {lead} {series} {may.then(import)} }
        .into_any()
}

fn one(series: &Series, practice: PracticeId, may: bool) -> AnyView {
    let id = ["series-", series.which.word()].concat();
    let labelled = id.clone();
    let due = series.due.then(|| view! { <p><b class="overdue">"A value should have come by now."</b></p> });
    let rows = series.values.iter().rev().map(|value| row(series, *value, practice, may)).collect::<Vec<_>>();
    let table = match rows.is_empty() {
        true => view! { <p class="quiet">"No value yet."</p> }.into_any(),
        false => view! {
            <table class="parts">
                <caption class="sr-only">{["Values of ", series.indicator.name.as_str()].concat()}</caption>
                <thead><tr><th scope="col">"Day"</th><th scope="col">"Value"</th><th scope="col">"Target"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any(),
    };
    view! {
        <section aria-labelledby=labelled class="stack">
            <h3 class="h3" id=id>{[series.which.words(), ": ", series.indicator.name.as_str(), ", ", &target(series)].concat()}</h3>
            {due} {line(series)} {table} {may.then(|| form(series, practice))}
        </section>
    }
    .into_any()
}

fn row(series: &Series, value: Value, practice: PracticeId, may: bool) -> AnyView {
    let met = if meets(series, value.value) { "met" } else { "not met" };
    let day = value.day.begins().day();
    let remove = may.then(|| {
        let action = ["/api/v1/promises/", &practice.to_string(), "/values/remove"].concat();
        view! {
            <form method="post" action=action data-then="reload" data-toast="Taken away." class="inline">
                {next_here()} <input type="hidden" name="which" value=series.which.word()/>
                <input type="hidden" name="day" value=value.day.to_string()/>
                <button class="btn btn-ghost btn-sm">"Take away" <span class="sr-only">{[" the value of ", &day].concat()}</span></button>
            </form>
        }
    });
    view! {
        <tr><th scope="row">{day.clone()}</th><td>{[&value.value.to_string(), " ", series.indicator.unit.as_str()].concat()}</td><td>{met} {remove}</td></tr>
    }
    .into_any()
}

fn form(series: &Series, practice: PracticeId) -> AnyView {
    let action = ["/api/v1/promises/", &practice.to_string(), "/values"].concat();
    let group = || ["-", series.which.word()].concat();
    let form = Form::new();
    view! {
        <details class="fold-plain">
            <summary>{["Say how it stands", ": ", series.indicator.name.as_str()].concat()}</summary>
            <form method="post" action=action class="stack" data-then="reload" data-toast="Kept.">
                {next_here()} <input type="hidden" name="which" value=series.which.word()/>
                {Field::new("day", "On which day?").kind("date").group(group()).required().view(form)}
                {Field::new("value", "The value").hint("In the unit above; three places behind the point at most.").group(group()).required().view(form)}
                {form.trouble()} <p><button class="btn">"Keep this value"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn import() -> AnyView {
    let form = Form::new();
    let columns = ["practice,which,day,value\n12,", Which::Lead.word(), ",2026-05-03,4.5"].concat();
    view! {
        <details class="fold-plain">
            <summary>"Values from a list, of any promise"</summary>
            <form method="post" action="/api/v1/values/import" class="stack" data-then="reload" data-toast="Read in.">
                {next_here()}
                {Field::new("csv", "The lines")
                    .hint("CSV with the columns practice (number or title), which (lead or lag), day and value; all of it, or nothing where a line cannot be read.")
                    .value(columns)
                    .lines(5)
                    .required()
                    .view(form)}
                {form.trouble()} <p><button class="btn">"Read them in"</button></p>
            </form>
        </details>
    }
    .into_any()
}
