//! Two versions side by side, adopted ones, how it is today or a draft: in words, practice by practice, and cell by cell.

use crate::api::call;
use crate::load::{At, still};
use crate::parts::changes::changes;
use crate::parts::counts::{called, capital, counts, in_words};
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::designs::{CompareDesigns, CompareDraft, GetDesign, GetLatestDesign};
use model::design::{CellChange, Comparison};
use model::person::Role;
use model::{Name, Problem, RoundId, Title, Version};

/// What stands in the address for a draft.
const DRAFT: &str = "draft";
/// How the company engages today.
const TODAY: Version = Version(0);

struct Shown {
    comparison: Comparison,
    versions: Vec<Version>,
    /// Whose draft may be compared too, and with how it is today, by this reader.
    round: Option<RoundId>,
}

#[must_use]
pub fn compare() -> AnyView {
    let current = viewer_now().round;
    still(move |at| load(at, current), |shown| show(&shown))
}

async fn load(at: At, current: RoundId) -> Result<Shown, Problem> {
    let viewer = viewer_now();
    let makes = viewer.may(Role::Designer) || viewer.may(Role::Signatory);
    if at.text("to") == DRAFT {
        let round = at.field("round").unwrap_or(current);
        // Before anything was adopted there is only how it is today.
        let versions = call(GetLatestDesign {}).await.map_or_else(|_| Vec::new(), |design| design.versions);
        let from = at.field("from").or(versions.last().copied()).unwrap_or(TODAY);
        let comparison = call(CompareDraft { round, from }).await?;
        return Ok(Shown { comparison, versions, round: Some(round) });
    }
    let to = match at.field::<Version>("to") {
        // The other way round: it is compared with the one that holds.
        Some(TODAY) | None => call(GetLatestDesign {}).await?,
        Some(version) => call(GetDesign { version }).await?,
    };
    let place = to.versions.iter().position(|version| *version == to.version).unwrap_or(0);
    let before = to.versions.get(place.saturating_sub(1)).copied().unwrap_or(to.version);
    let from = at.field("from").unwrap_or(before);
    let wanted = at.field("to").unwrap_or(to.version);
    let comparison = call(CompareDesigns { from, to: wanted }).await?;
    Ok(Shown { comparison, versions: to.versions, round: makes.then_some(current) })
}

fn show(shown: &Shown) -> AnyView {
    let one = &shown.comparison;
    let practices = if one.difference.is_empty() {
        view! { <p>"No practice differs."</p> }.into_any()
    } else {
        changes(&one.difference)
    };
    let this = if one.draft { "The draft".into() } else { capital(&called(one.to)) };
    let not_adopted = one.draft.then(|| {
        view! { <p class="note">"This is a draft that nobody has adopted: for those who make and sign it."</p> }
    });
    view! {
        <p class="back"><a href="/design">"The design"</a></p> {heading("Two versions side by side", "")} {not_adopted}
        {choose(shown)} <p class="lead">{this.clone()} ": " {in_words(&one.counts, &one.beside)}</p>
        <section aria-labelledby="practices"><h2 class="h2" id="practices">"Practice by practice"</h2> {practices}</section>
        <section aria-labelledby="cells"><h2 class="h2" id="cells">"Cell by cell"</h2> {cells(one)}</section>
        <section aria-labelledby="simple">
            <h2 class="h2" id="simple">"How simple they are"</h2>
            {counts(&this, &one.counts, std::slice::from_ref(&one.beside))}
        </section>
    }
    .into_any()
}

fn choose(shown: &Shown) -> AnyView {
    let one = &shown.comparison;
    let option = |value: String, words: String, chosen: bool| {
        view! { <option value=value selected=chosen>{words}</option> }.into_any()
    };
    let options = |chosen: Option<Version>| {
        let today = one.today.then_some(TODAY);
        today
            .into_iter()
            .chain(shown.versions.iter().copied())
            .map(|version| option(version.to_string(), capital(&called(version)), chosen == Some(version)))
            .collect::<Vec<_>>()
    };
    let draft = shown.round.map(|_| option(DRAFT.into(), "The draft".into(), one.draft));
    let round =
        shown.round.map(|round| view! { <input type="hidden" name="round" value=round.to_string()/> });
    view! {
        <form method="get" action="/design/compare" class="inline-form">
            {round}
            <p class="field">
                <label class="field-label" for="to">"This version"</label>
                <select id="to" name="to" class="select">{options((!one.draft).then_some(one.to))} {draft}</select>
            </p>
            <p class="field">
                <label class="field-label" for="from">"beside"</label>
                <select id="from" name="from" class="select">{options(Some(one.from))}</select>
            </p>
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
