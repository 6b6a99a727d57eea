//! The matrix of the draft: in each cell its practices and the proposals that lead there, to be ticked.

use super::desk::Desk;
use super::marks::{cell_marks, marks};
use super::{moving, placing};
use crate::parts::matrix::matrix;
use crate::parts::staff::scroll::scroll;
use crate::parts::staff::unadopted::unadopted;
use crate::parts::support::in_words;
use leptos::prelude::*;
use model::cells::Cell as Place;
use model::design::{Cell, Draft};
use model::integrity::Finding;
use model::proposal::Card;

pub(super) fn cells(desk: Desk) -> AnyView {
    let table = move || {
        let axes = desk.axes.get_value();
        let findings =
            desk.integrity.with(|one| one.as_ref().map(|one| one.findings.clone()).unwrap_or_default());
        desk.draft.with(|draft| {
            matrix(&axes, "Practices and leading proposals by stage and culture", |stage, culture| {
                let found = draft.cells.iter().find(|cell| cell.stage == stage && cell.culture == culture);
                let content = found.and_then(|found| content(desk, draft, &findings, found));
                // Of how it is today nobody is asked: it is entered here, or it is not.
                let missing = || view! { <span class="quiet">"Not entered"</span> }.into_any();
                content.or_else(|| desk.today.then(missing))
            })
        })
    };
    let lead = match (desk.makes, desk.today) {
        (_, true) => "What is done at each stage, for each culture.",
        (true, false) => {
            "Tick proposals that one practice can answer, then make it; or drag one into a cell or onto a practice. Practices are dragged to another cell (where \
             else they stand they stay), with Ctrl or Alt to stand in both, or placed with their button. “—?” is a question: nobody has told us yet."
        }
        (false, false) => "“—?” is a question: nobody has told us yet.",
    };
    let readings = desk.round.with_untracked(|round| unadopted(round.id, desk.today, &round.cultures));
    view! {
        <section aria-labelledby="matrix">
            <h2 class="h2" id="matrix">"Where it stands"</h2>
            <p class="quiet">{lead}</p> {readings}
            <div class="matrix-desk" on:dragstart=move |event| placing::begin(desk, &event) on:dragover=move |event| placing::over(desk, &event) on:drop=move |event| placing::drop_on(desk, &event) on:dragend=move |_| placing::end(desk)>
                {scroll("Matrix of stages and cultures", view! { {table} }.into_any())}
            </div>
            {moving::last_move(desk)} <div role="status">{placing::panel(desk)}</div>
        </section>
    }
    .into_any()
}

fn content(desk: Desk, draft: &Draft, findings: &[Finding], cell: &Cell) -> Option<AnyView> {
    if cell.practices.is_empty() && cell.proposals == 0 {
        return None;
    }
    let at = Place { stage: cell.stage, culture: cell.culture };
    let here =
        draft.practices.iter().filter(|practice| cell.practices.contains(&practice.id)).collect::<Vec<_>>();
    let practices = here
        .iter()
        .map(|practice| {
            let href = ["#practice-", &practice.id.to_string()].concat();
            let marks = marks(findings, practice.id).join(", ");
            let place = desk.makes.then(|| placing::place_button(desk, practice, at));
            view! {
                <li data-practice=practice.id.to_string()>
                    <a class="cell-practice" href=href>{practice.text.title.to_string()}</a> {place}
                    {(!marks.is_empty()).then(|| view! { <small class="cell-mark">{marks}</small> })}
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    // What a practice of this cell answers already need not lead it any more.
    let answered = |card: &Card| here.iter().any(|practice| practice.text.proposals.contains(&card.id));
    let leading = cell.leading.iter().filter(|card| !answered(card)).collect::<Vec<_>>();
    let more = cell.proposals.saturating_sub(cell.leading.len());
    let leading = leading
        .into_iter()
        .map(|card| {
            let drags = desk.makes.then_some("true");
            view! { <li data-proposal=card.id.to_string() draggable=drags>{tick(desk, card)} " " <small class="quiet">{in_words(&card.support)}</small></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let more = (more > 0).then(|| {
        let href = [
            "/rounds/",
            &draft.round.to_string(),
            "?stage=",
            &cell.stage.to_string(),
            "&culture=",
            &cell.culture.to_string(),
        ]
        .concat();
        view! { <a class="cell-more" href=href>"and " {more} " more"</a> }
    });
    // What the finding says stands where it is to be seen.
    let mut mark = cell_marks(findings, cell.stage, cell.culture);
    if here.is_empty() {
        mark.push("no practice yet".into());
    }
    let mark =
        mark.into_iter().map(|words| view! { <li><small class="cell-mark">{words}</small></li> }.into_any());
    let mark = mark.collect::<Vec<_>>();
    Some(view! { <ul class="cell">{mark} {practices} {leading}</ul> {more} }.into_any())
}

/// A proposal to be ticked, by its title.
pub(super) fn tick(desk: Desk, card: &Card) -> AnyView {
    let id = card.id;
    let title = card.title.to_string();
    if !desk.makes {
        return view! { <span>{title}</span> }.into_any();
    }
    view! {
        <label class="tick">
            <input type="checkbox" class="needs-script" prop:checked=move || desk.is_ticked(id) on:change=move |_| desk.toggle(id)/>
            <span>{title}</span>
        </label>
    }
    .into_any()
}
