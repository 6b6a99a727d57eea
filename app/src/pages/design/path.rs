//! Path to purchase: an adopted version stage by stage, with what a customer meets at each, and where it changes hands in between.
//! Staff also read how long purchases stay at a stage, as far as that was noted.

use super::journey::steps;
use super::readings::{back, nothing, practice_path, read};
use crate::api::call;
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::glyph::{Axes, glyph, suit};
use crate::parts::layout::heading;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::Problem;
use model::api::designs::GetPace;
use model::design::{AdoptedPractice, Design};
use model::purchase::{Cycle, CycleLength, Pace};
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
    let of =
        |stage: usize| pace.as_ref().and_then(|cycle| cycle.stages.iter().find(|pace| pace.stage == stage));
    let stages = design.stages.iter().enumerate();
    let stages =
        stages.map(|(place, named)| stage(design, &axes, (place, named), of(place))).collect::<Vec<_>>();
    let unknown = pace.as_ref().is_some_and(|cycle| cycle.stages.is_empty()).then(|| {
        view! { <p class="quiet">"How long a stage takes is said here, to staff, once purchases of five accounts have been noted as they came to it and went on."</p> }
    });
    view! {
        {back(design)}
        <div class="narrow">
            {heading("Path to purchase", "What a customer meets, stage by stage, and where it changes hands.")}
            {pace.as_ref().map(|cycle| whole(design, cycle.whole))} <ol class="purchase">{stages}</ol> {unknown}
        </div>
    }
    .into_any()
}

fn stage(design: &Design, axes: &Axes, (place, named): (usize, &Stage), pace: Option<&Pace>) -> AnyView {
    let here = design.practices.iter().filter(|one| one.text.stages.has(place));
    let practices = here.map(|one| touchpoint(design, axes, one)).collect::<Vec<_>>();
    let empty = practices.is_empty();
    let handed = handed(design, place);
    view! {
        <li class="purchase-stage">
            {(!handed.is_empty()).then(|| view! { <ul class="purchase-hands">{handed}</ul> })}
            <h2 class="h2"><span class="letter-mark" aria-hidden="true">{named.letter.to_string()}</span> " " {named.name.to_string()}</h2>
            <p class="quiet">{named.text.to_string()}</p> {pace.map(stays)}
            {if empty {
                view! { <p class="quiet">{nothing(design, "for this stage")}</p> }.into_any()
            } else {
                view! { <ul class="plain-list">{practices}</ul> }.into_any()
            }}
        </li>
    }
    .into_any()
}

/// The length of the whole cycle.
fn whole(design: &Design, length: Option<CycleLength>) -> AnyView {
    let Some(length) = length else {
        return view! { <p class="quiet">"How long the whole way takes is said here, to staff, once five accounts have bought here whose purchases were noted from the first stage on."</p> }
            .into_any();
    };
    let from = design.stages.first().map(|stage| stage.name.to_string()).unwrap_or_default();
    let words = ["From ", &from, " to the purchase: ", &half(length.purchases, "took", length.days)].concat();
    view! { <p class="purchase-pace">{words}</p> }.into_any()
}

/// "half of 12 purchases stayed 30 days or less."
fn half(purchases: u32, did: &str, days: u32) -> String {
    let days = match days {
        0 => "less than a day".to_owned(),
        days => [&counted(days as usize, "day", "days"), " or less"].concat(),
    };
    ["half of ", &counted(purchases as usize, "purchase", "purchases"), " ", did, " ", &days, "."].concat()
}

fn stays(pace: &Pace) -> AnyView {
    let words = ["Here ", &half(pace.purchases, "stayed", pace.days)].concat();
    view! { <p class="purchase-pace">{words}</p> }.into_any()
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
