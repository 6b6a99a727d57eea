//! A culture's journey from the first idea to advocacy, as an adopted version has it: a lane for every function that answers for
//! something on it or has a part in it, and the same as a table.

mod drawing;

use super::moment;
use super::readings::{back, base, nothing, practice_path, read};
use crate::load::{At, still};
use crate::pages::functions::path as function_path;
use crate::parts::glyph::{Axes, suit};
use crate::parts::layout::title;
use leptos::prelude::*;
use model::design::{AdoptedPractice, Design, DesignState};
use model::{Name, Problem};

struct Shown {
    design: Design,
    culture: usize,
}

#[must_use]
pub fn journey() -> AnyView {
    still(load, |shown| show(&shown))
}

async fn load(at: At) -> Result<Shown, Problem> {
    let design = read(&at).await?;
    let culture = at.field("culture").unwrap_or(0);
    if culture >= design.cultures.len() {
        return Err(Problem::not_found("culture"));
    }
    Ok(Shown { design, culture })
}

/// A step of the journey: a stage at which something is done for this culture.
pub(super) struct Step<'a> {
    pub stage: usize,
    pub practices: Vec<&'a AdoptedPractice>,
}

impl Step<'_> {
    /// Who answers at it, each once.
    pub fn functions(&self) -> Vec<&Name> {
        let mut functions: Vec<&Name> = Vec::new();
        for practice in &self.practices {
            if !functions.contains(&&practice.text.accountable) {
                functions.push(&practice.text.accountable);
            }
        }
        functions
    }

    /// Whether nothing is done at it.
    pub fn is_empty(&self) -> bool {
        self.practices.is_empty()
    }

    /// Whether the customer changes hands on the way to the next: no function answers at both.
    pub fn hands_over(&self, next: &Self) -> bool {
        let after = next.functions();
        self.functions().iter().all(|function| !after.contains(function))
    }
}

/// The steps of a culture, in their order; stages at which nothing is done are none.
pub(super) fn steps(design: &Design, culture: usize) -> Vec<Step<'_>> {
    let mut steps = every_stage(design, culture);
    steps.retain(|step| !step.is_empty());
    steps
}

/// The same with the stages at which nothing is done: each of them is a question.
fn every_stage(design: &Design, culture: usize) -> Vec<Step<'_>> {
    let step = |stage: usize| {
        let here = |one: &&AdoptedPractice| one.text.stages.has(stage) && one.text.cultures.has(culture);
        Step { stage, practices: design.practices.iter().filter(here).collect() }
    };
    (0..design.stages.len()).map(step).collect()
}

/// What an empty stage asks; of today it is no question.
pub(super) fn asks(design: &Design) -> &'static str {
    match design.state {
        DesignState::Today => "Nothing is done here.",
        DesignState::Adopted | DesignState::InReview | DesignState::Draft => "—? Nobody has told us yet.",
    }
}

fn show(shown: &Shown) -> AnyView {
    let Shown { design, culture } = shown;
    let steps = steps(design, *culture);
    let Some(named) = design.cultures.get(*culture) else { return ().into_any() };
    let name = named.name.to_string();
    let others = design
        .cultures
        .iter()
        .enumerate()
        .map(|(place, other)| {
            let to = [&base(design), "/journey?culture=", &place.to_string()].concat();
            let here = (place == *culture).then_some("page");
            view! { <li><a class="pick" href=to aria-current=here>{suit(other.suit)} " " {other.name.to_string()}</a></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let hand_overs = steps.windows(2).filter(|pair| pair[0].hands_over(&pair[1])).count();
    let words = match hand_overs {
        0 => "Somebody stays with the customer at every step: there is no hand-over.".to_owned(),
        1 => "Once the customer changes hands: no function answers at both stages.".to_owned(),
        many => [&many.to_string(), " times the customer changes hands: no function answers at both stages."]
            .concat(),
    };
    let practices = || steps.iter().flat_map(|step| &step.practices);
    let shared = practices().any(|one| one.text.involved.iter().any(|name| *name != one.text.accountable));
    let legend = shared.then(|| {
        view! { <p class="quiet">"A box stands in the lane of whoever answers for it; a dashed one with “+” in that of whoever has a part in it."</p> }
    });
    let content = if steps.is_empty() {
        view! { <p class="empty">{nothing(design, "for this culture")}</p> }.into_any()
    } else {
        let all = every_stage(design, *culture);
        view! { <p>{words}</p> {legend} {drawing::drawing(design, &all, &name)} {table(design, &all, *culture)} }
            .into_any()
    };
    view! {
        {title(["The journey: ", &name].concat())} {back(design)}
        <h1 class="h1">"The journey of " {suit(named.suit)} " " {name.clone()}</h1>
        <p class="lead">{named.customer.to_string()}</p>
        <nav aria-label="Cultures"><ul class="round-switch">{others}</ul></nav> {content}
    }
    .into_any()
}

fn table(design: &Design, steps: &[Step<'_>], culture: usize) -> AnyView {
    let axes = Axes::new(&design.stages, &design.cultures);
    let mut rows = Vec::new();
    let mut before: Option<&Step<'_>> = None;
    for step in steps {
        if step.is_empty() {
            rows.push(question(design, &axes, (step.stage, culture)));
            continue;
        }
        let handed = before.is_some_and(|before| before.hands_over(step));
        rows.extend(step.practices.iter().map(|one| row(design, (step.stage, culture), one, handed)));
        before = Some(step);
    }
    view! {
        <table class="journey-table">
            <caption>"The same as a table"</caption>
            <thead><tr><th scope="col">"Stage"</th><th scope="col">"What we do"</th><th scope="col">"Answerable"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A stage at which nothing is done, with the way to say how it should be.
fn question(design: &Design, axes: &Axes, (stage, culture): (usize, usize)) -> AnyView {
    let name = design.stages.get(stage).map(|stage| stage.name.to_string());
    let words = match design.state {
        DesignState::Today => asks(design).into_any(),
        _ => view! { <a class="journey-question" href=axes.propose(stage, culture)>{asks(design)}</a> }
            .into_any(),
    };
    view! { <tr><th scope="row">{name}</th><td colspan="2">{words}</td></tr> }.into_any()
}

fn row(
    design: &Design,
    (stage, culture): (usize, usize),
    practice: &AdoptedPractice,
    handed: bool,
) -> AnyView {
    let moment = moment::path(design, stage, culture);
    let stage = design.stages.get(stage).map(|stage| stage.name.to_string());
    let to = practice_path(design, practice.id);
    let text = &practice.text;
    let involved = text.involved.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let involved = (!involved.is_empty())
        .then(|| view! { <small class="quiet">{["with ", &involved].concat()}</small> });
    let mark = handed.then(|| view! { " " <span class="kind">"changes hands"</span> });
    view! {
        <tr>
            <th scope="row"><a href=moment>{stage}</a> {mark}</th>
            <td><a href=to>{text.title.to_string()}</a></td>
            <td><a href=function_path(text.accountable.as_str())>{text.accountable.to_string()}</a> " " {involved}</td>
        </tr>
    }
    .into_any()
}
