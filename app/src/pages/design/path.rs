//! Path to purchase: an adopted version stage by stage, with what a customer meets at each, and where it changes hands in between.
//! Staff also read how long it takes from one to the next, as far as that was noted or reported.

mod length;

use super::journey::steps;
use super::readings::{back, nothing, practice_path, read};
use crate::api::call;
use crate::load::{At, still};
use crate::parts::glyph::{Axes, glyph, suit};
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::Problem;
use model::api::designs::GetPace;
use model::design::{AdoptedPractice, Design};
use model::purchase::Cycle;
use model::round::Stage;

struct Shown {
    design: Design,
    /// For staff.
    pace: Option<Cycle>,
}

#[must_use]
pub fn path() -> AnyView {
    still(load, |shown| show(&shown))
}

async fn load(at: At) -> Result<Shown, Problem> {
    let design = read(&at).await?;
    let staff = viewer_now().person.is_some_and(|person| !person.roles.is_empty());
    let version = design.version;
    // Purchases go their way by what holds, and not by a draft.
    let pace = match staff && design.state.is_adopted() {
        true => Some(call(GetPace { version }).await?),
        false => None,
    };
    Ok(Shown { design, pace })
}

fn show(Shown { design, pace }: &Shown) -> AnyView {
    let axes = Axes::new(&design.stages, &design.cultures);
    let stages = design.stages.iter().enumerate();
    let stages = stages.map(|stage_at| stage(design, &axes, stage_at, pace.as_ref())).collect::<Vec<_>>();
    view! {
        {back(design)}
        <div class="narrow">
            {heading("Path to purchase", "What a customer meets, stage by stage, and where it changes hands.")}
            {pace.as_ref().map(|cycle| length::whole(design, cycle.whole))} <ol class="purchase">{stages}</ol>
            {pace.as_ref().map(|cycle| length::table(design, cycle))}
        </div>
    }
    .into_any()
}

fn stage(design: &Design, axes: &Axes, (place, named): (usize, &Stage), pace: Option<&Cycle>) -> AnyView {
    let here = design.practices.iter().filter(|one| one.text.stages.has(place));
    let practices = here.map(|one| touchpoint(design, axes, one)).collect::<Vec<_>>();
    let empty = practices.is_empty();
    let handed = handed(design, place);
    view! {
        <li class="purchase-stage">
            {pace.map(|cycle| length::before(design, cycle, place))} {(!handed.is_empty()).then(|| view! { <ul class="purchase-hands">{handed}</ul> })}
            <h2 class="h2"><span class="letter-mark" aria-hidden="true">{named.letter.to_string()}</span> " " {named.name.to_string()}</h2>
            <p class="quiet">{named.text.to_string()}</p>
            {if empty {
                view! { <p class="quiet">{nothing(design, "for this stage")}</p> }.into_any()
            } else {
                view! { <ul class="plain-list">{practices}</ul> }.into_any()
            }}
        </li>
    }
    .into_any()
}

fn touchpoint(design: &Design, axes: &Axes, one: &AdoptedPractice) -> AnyView {
    let to = practice_path(design, one.id);
    let with = one.text.tool.as_ref().map(|tool| [", with ", tool.as_str()].concat());
    let details = &one.text.details;
    let touchpoints = details.touchpoints.as_ref().map(|words| {
        view! { <p>{["Where: ", words.as_str()].concat()}</p> }
    });
    let channel =
        Some(details.channel()).filter(|words| !words.is_empty()).map(|words| [", ", &words].concat());
    view! {
        <li>
            <p class="purchase-touch"><a href=to>{one.text.title.to_string()}</a> {glyph(axes, one.text.stages, one.text.cultures)}</p>
            <p class="quiet">{one.text.accountable.to_string()} {with} {channel} "; for " {axes.culture_names(one.text.cultures)}</p> {touchpoints}
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
