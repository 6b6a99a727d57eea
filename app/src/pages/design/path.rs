//! Path to purchase: an adopted version stage by stage, with what a customer meets at each, and where it changes hands in between.
//! How many days lie between the stages is said once something that is known has a day.

use super::journey::steps;
use super::readings::back;
use crate::api::call;
use crate::load::{At, still};
use crate::parts::glyph::{Axes, glyph, suit};
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::api::designs::GetDesign;
use model::design::{AdoptedPractice, Design};
use model::round::Stage;
use model::{Problem, Version};

#[must_use]
pub fn path() -> AnyView {
    still(load, |design| show(&design))
}

async fn load(at: At) -> Result<Design, Problem> {
    let version: Version = at.part("version")?;
    call(GetDesign { version }).await
}

fn show(design: &Design) -> AnyView {
    let axes = Axes::new(&design.stages, &design.cultures);
    let stages = design.stages.iter().enumerate();
    let stages = stages.map(|(place, named)| stage(design, &axes, place, named)).collect::<Vec<_>>();
    view! {
        {back(design)}
        <div class="narrow">
            {heading("Path to purchase", "What a customer meets, stage by stage, and where it changes hands.")}
            <ol class="purchase">{stages}</ol>
            <p class="quiet">"How long each stage takes is not known here: nothing that is recorded has a day of it."</p>
        </div>
    }
    .into_any()
}

fn stage(design: &Design, axes: &Axes, place: usize, named: &Stage) -> AnyView {
    let here = design.practices.iter().filter(|one| one.text.stages.has(place));
    let practices = here.map(|one| touchpoint(design, axes, one)).collect::<Vec<_>>();
    let empty = practices.is_empty();
    let handed = handed(design, place);
    view! {
        <li class="purchase-stage">
            {(!handed.is_empty()).then(|| view! { <ul class="purchase-hands">{handed}</ul> })}
            <h2 class="h2"><span class="letter-mark" aria-hidden="true">{named.letter.to_string()}</span> " " {named.name.to_string()}</h2>
            <p class="quiet">{named.text.to_string()}</p>
            {if empty {
                view! { <p class="quiet">"Nothing has been adopted for this stage."</p> }.into_any()
            } else {
                view! { <ul class="plain-list">{practices}</ul> }.into_any()
            }}
        </li>
    }
    .into_any()
}

fn touchpoint(design: &Design, axes: &Axes, one: &AdoptedPractice) -> AnyView {
    let to = ["/design/", &design.version.to_string(), "#practice-", &one.id.to_string()].concat();
    let with = one.text.tool.as_ref().map(|tool| [", with ", tool.as_str()].concat());
    view! {
        <li>
            <p><a href=to>{one.text.title.to_string()}</a> " " {glyph(axes, one.text.stages, one.text.cultures)}</p>
            <p class="quiet">{one.text.accountable.to_string()} {with} "; for " {axes.culture_names(one.text.cultures)}</p>
        </li>
    }
    .into_any()
}

/// The cultures that change hands on their way here.
fn handed(design: &Design, place: usize) -> Vec<AnyView> {
    let line = |(at, culture): (usize, &model::round::Culture)| {
        let steps = steps(design, at);
        let here = steps.iter().position(|step| step.stage == place)?;
        let (before, after) = (steps.get(here.checked_sub(1)?)?, steps.get(here)?);
        before.hands_over(after).then(|| {
            let names = |step: &super::journey::Step<'_>| {
                step.functions().iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
            };
            let words = [" changes hands: from ", &names(before), " to ", &names(after), "."].concat();
            view! { <li>{suit(culture.suit)} " " {culture.name.to_string()} {words}</li> }.into_any()
        })
    };
    design.cultures.iter().enumerate().filter_map(line).collect()
}
