//! The second half of a practice's form: where it belongs, how it is measured, what it costs, and what it excludes and needs.

use super::desk::Desk;
use super::shape::COST;
use crate::form::Form;
use crate::parts::choices::{Choice, boxes};
use crate::parts::glyph::sign;
use crate::parts::staff::line::Line;
use leptos::prelude::*;
use model::cells::{BEHAVIOURS, CultureSet, StageSet};
use model::practice::{Direction, Indicator, PracticeText};
use model::{Name, PracticeId, Unit};

pub(super) fn place(desk: Desk, text: Option<&PracticeText>, form: Form) -> AnyView {
    // For a new one: where it is begun, or else wherever its proposals belong.
    let begins = desk.begins.try_update_value(Option::take).flatten();
    let (stages, cultures) = match (text, begins) {
        (Some(text), _) => (text.stages, text.cultures),
        (None, Some(cell)) => (StageSet::of(&[cell.stage]), CultureSet::of(&[cell.culture])),
        (None, None) => untrack(|| desk.ticked_cards()).iter().fold(
            (StageSet::default(), CultureSet::default()),
            |(stages, cultures), card| {
                (StageSet(stages.0 | card.stages.0), CultureSet(cultures.0 | card.cultures.0))
            },
        ),
    };
    let axes = desk.axes.get_value();
    let stage_choices = axes.stages.iter().enumerate();
    let stage_choices = stage_choices.map(|(at, stage)| Choice::new(at, stage.name.as_str(), stages.has(at)));
    let culture_choices = axes.cultures.iter().enumerate().map(|(at, culture)| {
        Choice::new(at, [sign(culture.suit), " ", culture.name.as_str()].concat(), cultures.has(at))
    });
    let served = text.map(|text| text.behaviours).unwrap_or_default();
    let behaviours = BEHAVIOURS.iter().enumerate().map(|(at, name)| Choice::new(at, *name, served.has(at)));
    view! {
        <div class="sheet-wide stack">
            {boxes("stages", "Stages", stage_choices.collect(), form)} {boxes("cultures", "Cultures", culture_choices.collect(), form)}
            {boxes("behaviours", "Behaviours that it serves", behaviours.collect(), form)}
        </div>
    }
    .into_any()
}

pub(super) fn measures(text: Option<&PracticeText>, form: Form) -> AnyView {
    const LEAD: [&str; 4] = ["lead.name", "lead.unit", "lead.direction", "lead.target"];
    const LAG: [&str; 4] = ["lag.name", "lag.unit", "lag.direction", "lag.target"];
    view! {
        {indicator("Lead indicator", "Moves first, and shows early whether it works.", LEAD, text.and_then(|text| text.lead.as_ref()), form)}
        {indicator("Lag indicator", "What it should move in the end; not revenue alone.", LAG, text.and_then(|text| text.lag.as_ref()), form)}
    }
    .into_any()
}

fn indicator(
    legend: &'static str,
    hint: &'static str,
    names: [&'static str; 4],
    indicator: Option<&Indicator>,
    form: Form,
) -> AnyView {
    let [name, unit, direction, target] = names;
    let of = |get: fn(&Indicator) -> String| indicator.map(get).unwrap_or_default();
    let ways = vec![("up".to_owned(), "up to".to_owned()), ("down".to_owned(), "down to".to_owned())];
    let down = indicator.is_some_and(|indicator| indicator.direction == Direction::Down);
    view! {
        <fieldset class="indicator">
            <legend class="field-label">{legend} <span class="field-optional">"optional"</span></legend>
            <p class="field-hint">{hint}</p>
            {Line::new(name, "What is counted", of(|indicator| indicator.name.to_string())).max(Name::MAX).view(form)}
            <div class="indicator-row">
                {Line::new(direction, "Should go", if down { "down" } else { "up" }).options(ways).view(form)}
                {Line::new(target, "Target", of(|indicator| indicator.target.to_string())).kind("number").view(form)}
                {Line::new(unit, "Unit", of(|indicator| indicator.unit.to_string())).max(Unit::MAX).view(form)}
            </div>
        </fieldset>
    }
    .into_any()
}

pub(super) fn costs(desk: Desk, text: Option<&PracticeText>, form: Form) -> AnyView {
    let lines = desk.round.with_untracked(|round| {
        let line = |resource: &model::round::Resource| {
            let own = text.and_then(|text| text.costs.iter().find(|cost| cost.resource == resource.id));
            let amount = match (text, own) {
                (_, Some(own)) => own.amount,
                (Some(_), None) => 0,
                (None, None) => resource.default_cost,
            };
            let label = [resource.name.as_str(), ", ", resource.unit.as_str()].concat();
            let name = [COST, &resource.id.to_string()].concat();
            Line::new(name, label, amount.to_string()).kind("number").view(form)
        };
        round.resources.iter().map(line).collect::<Vec<_>>()
    });
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <fieldset class="sheet-wide indicator costs">
            <legend class="field-label">"What it costs"</legend>
            <p class="field-hint">"Whole units; below zero it saves. A new practice starts with the round's default. Every change is kept with your name."</p>
            <div class="indicator-row">{lines}</div>
        </fieldset>
    }
    .into_any()
}

/// What of the draft it excludes, and what it needs.
pub(super) fn links(desk: Desk, id: PracticeId, text: Option<&PracticeText>, form: Form) -> AnyView {
    let choices = |named: fn(&PracticeText) -> &Vec<PracticeId>| {
        desk.draft.with_untracked(|draft| {
            let others = draft.practices.iter().filter(|other| other.id != id);
            let chosen = |other: PracticeId| text.is_some_and(|text| named(text).contains(&other));
            others
                .map(|other| Choice::new(other.id, other.text.title.as_str(), chosen(other.id)))
                .collect::<Vec<_>>()
        })
    };
    let opposites = choices(|text| &text.opposites);
    if opposites.is_empty() {
        return ().into_any();
    }
    let needs = choices(|text| &text.needs);
    let open = opposites.iter().chain(&needs).any(|choice| choice.chosen);
    view! {
        <details class="sheet-wide fold-plain" open=open>
            <summary>"What it excludes, and what it needs"</summary>
            <div class="stack">
                {boxes("opposites", "Cannot be done together with", opposites, form)} {boxes("needs", "Cannot be done without", needs, form)}
            </div>
        </details>
    }
    .into_any()
}
