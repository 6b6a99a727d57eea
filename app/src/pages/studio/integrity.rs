//! What is to be looked at in the draft: how complex it is beside the designs before it, and every finding with the way to its
//! place and its mend.

use super::desk::{Desk, NEW};
use super::functions::{self, functions};
use super::moving;
use crate::parts::count::counted;
use crate::parts::counts::{called, counts};
use crate::parts::glyph::Axes;
use leptos::prelude::*;
use model::cells::BEHAVIOURS;
use model::design::Draft;
use model::integrity::Finding;
use model::{Name, PracticeId};

pub(super) fn integrity(desk: Desk) -> AnyView {
    // Drawn anew with every vote: what was unfolded stays so.
    let unfolded = RwSignal::new(Vec::new());
    let content = move || {
        desk.integrity.with(|integrity| {
            let integrity = integrity.as_ref()?;
            let found = desk.draft.with(|draft| kinds(desk, draft, unfolded, &integrity.findings));
            let round = integrity.round.to_string();
            let beside = integrity.beside.iter().filter(|_| !desk.today).map(|beside| {
                let (version, words) = (beside.version.to_string(), called(beside.version));
                let to = ["/design/compare?to=draft&round=", &round, "&from=", &version].concat();
                view! { <li><a href=to>"Cell by cell beside " {words}</a></li> }.into_any()
            });
            let beside = beside.collect::<Vec<_>>();
            Some(view! {
                {counts(if desk.today { "Today" } else { "This draft" }, &integrity.counts, &integrity.beside)} <ul class="readings-list">{beside}</ul> {found}
            })
        })
    };
    view! {
        <section aria-labelledby="look">
            <h2 class="h2" id="look" tabindex="-1">"What to look at"</h2>
            {content} {functions(desk)}
        </section>
    }
    .into_any()
}

/// The kinds of findings, in the order in which they are shown: what is counted, and what it means.
const KINDS: [(&str, &str, &str, &str); 10] = [
    ("empty cell", "empty cells", "empty", "No practice stands there. It is a question, not a fault."),
    ("hand-over", "hand-overs", "hands", "The customer changes hands: no function answers at both stages."),
    (
        "cell in the fog",
        "cells in the fog",
        "fog",
        "Several functions answer there at once, or none does, so that nobody answers for the customer.",
    ),
    ("overloaded function", "overloaded functions", "load", "More is asked of it than it can carry."),
    ("tool used once", "tools used once", "tool", "Perhaps it is not worth having, or others could use it."),
    (
        "practice that lacks an indicator",
        "practices that lack an indicator",
        "indicator",
        "Each should have one that leads and one that lags: what moves first, and what it is to move.",
    ),
    (
        "pair of practices that could be one",
        "pairs of practices that could be one",
        "one",
        "The same activity at a common stage, for different cultures.",
    ),
    (
        "pair of practices that are not measured",
        "pairs of practices that are not measured",
        "unmeasured",
        "The same activity, and nobody can tell whether they could be one: a lag indicator is missing.",
    ),
    (
        "pair of practices that must stay apart",
        "pairs of practices that must stay apart",
        "apart",
        "They sound alike, and their results are measured differently.",
    ),
    (
        "behaviour that nothing serves",
        "behaviours that nothing serves",
        "gap",
        "A sound design combines all five.",
    ),
];

/// The kinds that are.
type Unfolded = RwSignal<Vec<&'static str>>;

fn kind(finding: &Finding) -> &'static str {
    match finding {
        Finding::EmptyCell { .. } => "empty",
        Finding::HandOver { .. } => "hands",
        Finding::Overload { .. } => "load",
        Finding::ToolUsedOnce { .. } => "tool",
        Finding::Fog { .. } => "fog",
        Finding::CouldBeOne { .. } => "one",
        Finding::NotMeasured { .. } => "unmeasured",
        Finding::Unmeasured { .. } => "indicator",
        Finding::BehaviourGap { .. } => "gap",
        Finding::StayApart { .. } => "apart",
    }
}

fn kinds(desk: Desk, draft: &Draft, unfolded: Unfolded, findings: &[Finding]) -> AnyView {
    let axes = desk.axes.get_value();
    let folds = KINDS
        .iter()
        .filter_map(|(one, many, of, meaning)| {
            let here = findings.iter().filter(|finding| kind(finding) == *of);
            let lines = here.map(|finding| line(desk, draft, &axes, finding)).collect::<Vec<_>>();
            (!lines.is_empty()).then(|| {
                let count = counted(lines.len(), one, many);
                let open = unfolded.with_untracked(|unfolded| unfolded.contains(of));
                let turn = move |_| {
                    unfolded.update(|unfolded| match unfolded.iter().position(|other| other == of) {
                        Some(place) => drop(unfolded.remove(place)),
                        None => unfolded.push(of),
                    });
                };
                view! {
                    <details class="fold-plain" open=open>
                        <summary on:click=turn>{count}</summary>
                        <p class="quiet">{*meaning}</p>
                        <ul class="look-list">{lines}</ul>
                    </details>
                }
                .into_any()
            })
        })
        .collect::<Vec<_>>();
    if folds.is_empty() {
        return view! { <p class="quiet">"Nothing: every cell has a practice, nobody changes hands, and nothing is used once."</p> }
            .into_any();
    }
    view! { <div class="looks">{folds}</div> }.into_any()
}

fn line(desk: Desk, draft: &Draft, axes: &Axes, finding: &Finding) -> AnyView {
    match finding {
        Finding::EmptyCell { stage, culture } => empty(draft, axes, *stage, *culture),
        Finding::HandOver { culture, from, to, before, after, practices } => {
            let words = [
                stage(axes, *from),
                " (",
                &names(before),
                ") → ",
                stage(axes, *to),
                " (",
                &names(after),
                ")",
            ]
            .concat();
            view! {
                <li>
                    <a href=cell_at(*to, *culture)>{culture_name(axes, *culture)} ": " {words}</a>
                    {mends(desk, draft, practices)}
                </li>
            }
            .into_any()
        }
        Finding::Fog { stage: at, culture, functions, practices } => {
            let words = if functions.is_empty() { "nobody answers".into() } else { names(functions) };
            let place = [stage(axes, *at), " for ", culture_name(axes, *culture), ": ", &words].concat();
            view! { <li><a href=cell_at(*at, *culture)>{place}</a> {mends(desk, draft, practices)}</li> }
                .into_any()
        }
        Finding::BehaviourGap { behaviour, practices } => gap(desk, draft, *behaviour, practices),
        Finding::Overload { function, load, capacity, practices } => {
            let words = [": ", &load.to_string(), " hours a month of ", &capacity.to_string(), "."].concat();
            view! { <li>{functions::way_to(desk, function)} {words} {mends(desk, draft, practices)}</li> }
                .into_any()
        }
        Finding::ToolUsedOnce { tool, practice } => {
            view! { <li><b>{tool.to_string()}</b> {mends(desk, draft, &[*practice])}</li> }.into_any()
        }
        Finding::Unmeasured { practice, lead, lag } => {
            view! { <li><b>{lacks(*lead, *lag)}</b> {mends(desk, draft, &[*practice])}</li> }.into_any()
        }
        Finding::CouldBeOne { practices, activity } => {
            let one = moving::make_one(desk, draft, *practices);
            pair(desk, draft, *practices, activity, ": measured alike.".into(), one)
        }
        Finding::NotMeasured { practices, activity } => pair(
            desk,
            draft,
            *practices,
            activity,
            ": one of them has no lag indicator to tell by.".into(),
            None,
        ),
        Finding::StayApart { practices, activity, indicators } => {
            pair(desk, draft, *practices, activity, [": ", &indicators.join(", "), "."].concat(), None)
        }
    }
}

/// What a practice lacks to be measured by.
pub(super) fn lacks(lead: bool, lag: bool) -> &'static str {
    match (lead, lag) {
        (false, false) => "no indicator",
        (false, true) => "no lead indicator",
        (true, false) => "no lag indicator",
        (true, true) => "",
    }
}

/// With what customers ask for there, or the way to ask.
fn empty(draft: &Draft, axes: &Axes, at: usize, culture: usize) -> AnyView {
    let proposals = draft.cells.iter().find(|cell| cell.stage == at && cell.culture == culture);
    let proposals = proposals.map_or(0, |cell| cell.proposals);
    let query = ["?stage=", &at.to_string(), "&culture=", &culture.to_string()].concat();
    let mend = if proposals > 0 {
        let to = ["/rounds/", &draft.round.to_string(), &query].concat();
        view! { <a href=to>{counted(proposals, "proposal", "proposals")}</a> }.into_any()
    } else {
        let to = ["/propose", &query, "&round=", &draft.round.to_string()].concat();
        view! { <a href=to>"nobody has told us: ask for it"</a> }.into_any()
    };
    let place = [stage(axes, at), " for ", culture_name(axes, culture)].concat();
    view! { <li><a href=cell_at(at, culture)>{place}</a> ", " {mend}</li> }.into_any()
}

/// The practices that say nothing of behaviours may serve it; or one that does is still to be made.
fn gap(desk: Desk, draft: &Draft, behaviour: usize, practices: &[PracticeId]) -> AnyView {
    let name = BEHAVIOURS.get(behaviour).copied().unwrap_or_default();
    let words = match practices.is_empty() {
        true => {
            ": every practice says what it serves, and it is not this. Change one, or make one that does."
        }
        false => ": of these nobody has said what they serve.",
    };
    let make = (desk.makes && practices.is_empty()).then(|| {
        view! {
            <button type="button" class="btn btn-ghost btn-sm needs-script" on:click=move |_| desk.open(NEW)>
                "Make a practice" <span class="sr-only">": " {name}</span>
            </button>
        }
    });
    view! { <li><a href="#practices"><b>{name}</b></a> {words} {make} {mends(desk, draft, practices)}</li> }
        .into_any()
}

fn pair(
    desk: Desk,
    draft: &Draft,
    practices: (PracticeId, PracticeId),
    activity: &Name,
    words: String,
    mend: Option<AnyView>,
) -> AnyView {
    view! { <li><b>{activity.to_string()}</b> {words} {mend} {mends(desk, draft, &[practices.0, practices.1])}</li> }
        .into_any()
}

/// The practices concerned: where they stand, and their forms.
fn mends(desk: Desk, draft: &Draft, practices: &[PracticeId]) -> AnyView {
    let concerned = draft.practices.iter().filter(|practice| practices.contains(&practice.id));
    let lines = concerned
        .map(|practice| {
            let (id, title) = (practice.id, practice.text.title.to_string());
            let to = ["#practice-", &id.to_string()].concat();
            let change = desk.makes.then(|| {
                view! {
                    <button type="button" class="btn btn-ghost btn-sm needs-script" on:click=move |_| desk.open(id)>
                        "Change" <span class="sr-only">": " {title.clone()}</span>
                    </button>
                }
            });
            view! { <li><a href=to>{practice.text.title.to_string()}</a> " " {change}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    view! { <ul class="look-mends">{lines}</ul> }.into_any()
}

pub(super) fn names(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}

fn stage(axes: &Axes, at: usize) -> &str {
    axes.stages.get(at).map_or("?", |stage| stage.name.as_str())
}

fn culture_name(axes: &Axes, at: usize) -> &str {
    axes.cultures.get(at).map_or("?", |culture| culture.name.as_str())
}

fn cell_at(stage: usize, culture: usize) -> String {
    ["#cell-", &stage.to_string(), "-", &culture.to_string()].concat()
}
