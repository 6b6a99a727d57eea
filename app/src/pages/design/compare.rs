//! Two adopted versions side by side: in words, practice by practice, and cell by cell.

use crate::api::call;
use crate::load::{At, still};
use crate::parts::changes::changes;
use crate::parts::counts::{called, counts, in_words};
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::api::designs::{CompareDesigns, GetDesign, GetLatestDesign};
use model::design::{CellChange, Comparison};
use model::{Name, Problem, Title, Version};

struct Shown {
    comparison: Comparison,
    versions: Vec<Version>,
}

#[must_use]
pub fn compare() -> AnyView {
    still(load, |shown| show(&shown))
}

async fn load(at: At) -> Result<Shown, Problem> {
    let to = match at.field::<Version>("to") {
        Some(version) => call(GetDesign { version }).await?,
        None => call(GetLatestDesign {}).await?,
    };
    let place = to.versions.iter().position(|version| *version == to.version).unwrap_or(0);
    let before = to.versions.get(place.saturating_sub(1)).copied().unwrap_or(to.version);
    let from = at.field("from").unwrap_or(before);
    let comparison = call(CompareDesigns { from, to: to.version }).await?;
    Ok(Shown { comparison, versions: to.versions })
}

fn show(shown: &Shown) -> AnyView {
    let one = &shown.comparison;
    let practices = if one.difference.is_empty() {
        view! { <p>"No practice differs."</p> }.into_any()
    } else {
        changes(&one.difference)
    };
    view! {
        <p class="back"><a href="/design">"The design"</a></p> {heading("Two versions side by side", "")}
        {choose(shown)} <p class="lead">{capital(&called(one.to))} ": " {in_words(&one.counts, &one.beside)}</p>
        <section aria-labelledby="practices"><h2 class="h2" id="practices">"Practice by practice"</h2> {practices}</section>
        <section aria-labelledby="cells"><h2 class="h2" id="cells">"Cell by cell"</h2> {cells(one)}</section>
        <section aria-labelledby="simple">
            <h2 class="h2" id="simple">"How simple they are"</h2>
            {counts("The later", &one.counts, std::slice::from_ref(&one.beside))}
        </section>
    }
    .into_any()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn choose(shown: &Shown) -> AnyView {
    let select = |name: &'static str, label: &'static str, chosen: Version| {
        let options = shown
            .versions
            .iter()
            .map(|version| {
                let number = version.to_string();
                view! { <option value=number selected=*version == chosen>{capital(&called(*version))}</option> }
                    .into_any()
            })
            .collect::<Vec<_>>();
        view! {
            <p class="field">
                <label class="field-label" for=name>{label}</label>
                <select id=name name=name class="select">{options}</select>
            </p>
        }
    };
    view! {
        <form method="get" action="/design/compare" class="inline-form">
            {select("to", "This version", shown.comparison.to)} {select("from", "beside", shown.comparison.from)}
            <button class="btn">"Compare"</button>
        </form>
    }
    .into_any()
}

fn cells(one: &Comparison) -> AnyView {
    let heads = one.cultures.iter().map(|name| view! { <th scope="col">{name.to_string()}</th> }.into_any());
    let rows = one
        .stages
        .iter()
        .map(|stage| {
            let cells = one.cultures.iter().map(|culture| cell(one, stage, culture)).collect::<Vec<_>>();
            view! { <tr><th scope="row">{stage.to_string()}</th>{cells}</tr> }.into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="journey-scroll" role="region" aria-label="Practices by stage and culture, in both versions" tabindex="0">
            <table class="compared">
                <thead><tr><td></td>{heads.collect::<Vec<_>>()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cell(one: &Comparison, stage: &Name, culture: &Name) -> AnyView {
    let found = one.cells.iter().find(|cell| cell.stage == *stage && cell.culture == *culture);
    let Some(CellChange { came, stayed, went, .. }) = found else {
        return view! { <td><span class="quiet">"–"</span></td> }.into_any();
    };
    let lines = |titles: &[Title], mark: &'static str, class: &'static str| {
        titles
            .iter()
            .map(|title| {
                let mark = (!mark.is_empty())
                    .then(|| view! { <b class=["differs ", class].concat()>{mark}</b> " " });
                view! { <li>{mark} {title.to_string()}</li> }.into_any()
            })
            .collect::<Vec<_>>()
    };
    view! { <td><ul>{lines(came, "new", "new")} {lines(stayed, "", "")} {lines(went, "gone", "gone")}</ul></td> }.into_any()
}
