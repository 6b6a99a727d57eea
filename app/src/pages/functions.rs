//! What each function answers for: its practices stage by stage, what is due, and which first signs should move which results.

use crate::api::call;
use crate::load::{At, still};
use crate::pages::design::{home, practice_path};
use crate::parts::count::counted;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::holds_too::for_whom;
use crate::parts::layout::{heading, title};
use crate::parts::promise::measured;
use crate::parts::sample::note;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::designs::{GetDesign, GetLatestDesign};
use model::api::promises::GetScorecard;
use model::design::{AdoptedPractice, Design};
use model::endpoint::encoded;
use model::person::Role;
use model::practice::{Direction, Indicator};
use model::promise::{Promise, Scorecard};
use model::scorecard::Gap;
use model::{Name, Problem, Version};
use std::collections::BTreeMap;

/// A design that holds, with how it is kept.
struct Held {
    design: Design,
    card: Scorecard,
}

struct Shown {
    /// The one that pages open on first.
    held: Vec<Held>,
    /// The one that is asked for; without it all of them are listed.
    name: Option<Name>,
}

#[must_use]
pub fn functions() -> AnyView {
    still(load, |shown| match shown.name.clone() {
        None => list(&shown),
        Some(name) => one(&shown, &name),
    })
}

/// The page of a function.
#[must_use]
pub fn path(name: &str) -> String {
    ["/functions?name=", &encoded(name)].concat()
}

async fn load(at: At) -> Result<Shown, Problem> {
    let design = call(GetLatestDesign {}).await?;
    let others: Vec<Version> = design.holds_too.iter().map(|one| one.version).collect();
    let mut held = vec![with_card(design).await?];
    for version in others {
        held.push(with_card(call(GetDesign { version }).await?).await?);
    }
    let asked = at.text("name");
    // As the design writes it, however it was typed.
    let name = of(&held).into_keys().find(|name| name.as_str().eq_ignore_ascii_case(asked.trim()));
    if !asked.is_empty() && name.is_none() {
        return Err(Problem::not_found("function"));
    }
    Ok(Shown { held, name })
}

async fn with_card(design: Design) -> Result<Held, Problem> {
    let card = call(GetScorecard { version: Some(design.version) }).await?;
    Ok(Held { design, card })
}

/// Every function of the designs and everybody who is in charge of a promise, with how many practices they answer for and have a part in.
fn of(held: &[Held]) -> BTreeMap<Name, (usize, usize)> {
    let mut functions: BTreeMap<Name, (usize, usize)> = BTreeMap::new();
    let practices = held.iter().flat_map(|held| held.design.practices.iter().map(|one| (one, &held.card)));
    for (practice, card) in practices {
        functions.entry(practice.text.accountable.clone()).or_default().0 += 1;
        for involved in &practice.text.involved {
            functions.entry(involved.clone()).or_default().1 += 1;
        }
        if let Some(owner) = owner(practice, card).filter(|owner| **owner != practice.text.accountable) {
            functions.entry(owner.clone()).or_default().0 += 1;
        }
    }
    functions
}

/// Who is in charge of the promise that a practice is.
fn owner<'c>(practice: &AdoptedPractice, card: &'c Scorecard) -> Option<&'c Name> {
    card.promises.iter().find(|promise| promise.practice == practice.id).map(|promise| &promise.owner)
}

fn list(shown: &Shown) -> AnyView {
    let lines = of(&shown.held)
        .into_iter()
        .map(|(name, (answers, part))| {
            let words = match (answers, part) {
                (0, part) => ["has a part in ", &counted(part, "practice", "practices")].concat(),
                (answers, 0) => ["answers for ", &counted(answers, "practice", "practices")].concat(),
                (answers, part) => {
                    ["answers for ", &counted(answers, "practice", "practices"), ", has a part in ", &part.to_string()].concat()
                }
            };
            view! { <li class="list-line"><a href=path(name.as_str())>{name.to_string()}</a> <span class="quiet">{words}</span></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="narrow">
            {heading("Who answers for what", "")} {note(made_up(shown))} {holding(shown)}
            {viewer_now().may(Role::Designer).then(mistyped)}
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

fn mistyped() -> AnyView {
    view! { <p class="quiet">"Mistyped? Drafts are put right in " <a href="/lists">"the company’s lists"</a> "; this page follows with the next version."</p> }
        .into_any()
}

fn made_up(shown: &Shown) -> bool {
    shown.held.iter().any(|held| held.design.sample)
}

/// Which designs it is of.
fn holding(shown: &Shown) -> AnyView {
    let [first, others @ ..] = shown.held.as_slice() else { return ().into_any() };
    let others = others.iter().map(|held| {
        let label = ["version ", &held.design.version.to_string()].concat();
        view! { ", and of " <a href=home(&held.design)>{label}</a> {whose(shown, held)} }.into_any()
    });
    let others = others.collect::<Vec<_>>();
    view! {
        <p class="quiet">
            "The functions and partners of " <a href="/design">"the design"</a> " that holds now" {whose(shown, first)} {others} "."
        </p>
    }
    .into_any()
}

/// For whom a design is, where another holds beside it.
fn whose(shown: &Shown, held: &Held) -> Option<String> {
    let all = shown.held.iter().flat_map(|other| &other.design.holds_too);
    Some([" for ", for_whom(all, held.design.version)?].concat())
}

fn one(shown: &Shown, name: &Name) -> AnyView {
    let designs = shown.held.iter().map(|held| answers(shown, held, name)).collect::<Vec<_>>();
    let part = shown.held.iter().flat_map(|held| part(&held.design, name)).collect::<Vec<_>>();
    view! {
        {title(name.to_string())}
        <div class="narrow">
            <p class="back"><a href="/functions">"Who answers for what"</a></p> {note(made_up(shown))}
            <h1 class="h1">{name.to_string()}</h1> {due(shown, name)} {designs}
            {(!part.is_empty()).then(|| view! { <h2 class="h2">"Has a part in"</h2> <ul>{part}</ul> })}
        </div>
    }
    .into_any()
}

/// What a function answers for in a design, stage by stage.
fn answers(shown: &Shown, held: &Held, name: &Name) -> AnyView {
    let Held { design, card } = held;
    let axes = Axes::new(&design.stages, &design.cultures);
    let answers = |practice: &&AdoptedPractice| {
        practice.text.accountable == *name || owner(practice, card) == Some(name)
    };
    let stages = design
        .stages
        .iter()
        .enumerate()
        .filter_map(|(place, stage)| {
            let here = |practice: &&AdoptedPractice| practice.text.stages.has(place);
            let practices = design.practices.iter().filter(answers).filter(here);
            // In full at the first of its stages; at the others it is named.
            let lines = practices
                .map(|practice| match practice.text.stages.iter().next() == Some(place) {
                    true => line(practice, &axes, held),
                    false => once_more(practice, design),
                })
                .collect::<Vec<_>>();
            let name = stage.name.to_string();
            (!lines.is_empty()).then(|| view! { <h2 class="h2">{name}</h2> {lines} }.into_any())
        })
        .collect::<Vec<_>>();
    let of = whose(shown, held).filter(|_| !stages.is_empty()).map(|whose| {
        let label = ["version ", &design.version.to_string()].concat();
        view! { <p class="quiet">"By " <a href=home(design)>{label}</a> {whose} ":"</p> }
    });
    view! { {of} {stages} }.into_any()
}

/// What it has a part in.
fn part(design: &Design, name: &Name) -> Vec<AnyView> {
    let line = |practice: &AdoptedPractice| {
        let accountable = practice.text.accountable.as_str();
        view! {
            <li class="list-line">
                <a href=practice_path(design, practice.id)>{practice.text.title.to_string()}</a>
                <a class="quiet" href=path(accountable)>{accountable.to_owned()} " answers for it"</a>
            </li>
        }
        .into_any()
    };
    let practices = design.practices.iter().filter(|practice| practice.text.involved.contains(name));
    practices.map(line).collect()
}

/// Of all that it answers for: reviews that should have been held, values that should have come, and what customers say is not kept.
fn due(shown: &Shown, name: &Name) -> Option<AnyView> {
    let promises =
        shown.held.iter().flat_map(|held| held.card.promises.iter().map(|one| (&held.design, one)));
    let lines = promises
        .filter(|(design, promise)| owned(design, promise, name))
        .map(|(_, promise)| promise)
        .filter_map(|promise| {
            let words = overdue(promise);
            let to = ["/promises/", &promise.practice.to_string()].concat();
            (!words.is_empty()).then(|| {
                view! {
                    <li class="list-line"><a href=to>{promise.title.to_string()}</a> <b class="overdue">{words.join(" ")}</b></li>
                }
                .into_any()
            })
        })
        .collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! { <section aria-labelledby="due"><h2 class="h2" id="due">"What is due"</h2> <ul>{lines}</ul></section> }
            .into_any()
    })
}

/// What is due of a promise, a sentence each.
fn overdue(promise: &Promise) -> Vec<String> {
    let review = promise.review.filter(|_| promise.overdue);
    let review = review.map(|review| ["Its review was due on ", &review.begins().day(), "."].concat());
    let values = promise.wants_values.then(|| "Nobody has said lately how its indicators stand.".to_owned());
    let gap = promise.gap.as_ref().is_some_and(Gap::is_open);
    let gap = gap.then(|| "Customers say that it is not kept.".to_owned());
    [review, values, gap].into_iter().flatten().collect()
}

fn owned(design: &Design, promise: &Promise, name: &Name) -> bool {
    design.practices.iter().any(|practice| {
        practice.id == promise.practice && (practice.text.accountable == *name || promise.owner == *name)
    })
}

fn once_more(practice: &AdoptedPractice, design: &Design) -> AnyView {
    view! { <p class="list-line"><a href=practice_path(design, practice.id)>{practice.text.title.to_string()}</a> <span class="quiet">"as above"</span></p> }.into_any()
}

fn line(practice: &AdoptedPractice, axes: &Axes, Held { design, card }: &Held) -> AnyView {
    let text = &practice.text;
    let promise = card.promises.iter().find(|promise| promise.practice == practice.id);
    let state = promise.map(|promise| {
        let late = overdue(promise).join(" ");
        let late = (!late.is_empty()).then(|| view! { <b class="overdue">{late}</b> });
        let review = promise.review.filter(|_| !promise.overdue);
        let review = review.map(|review| ["Looked at again on ", &review.begins().day(), ". "].concat());
        let owner = (promise.owner != text.accountable)
            .then(|| [text.accountable.as_str(), " answers for it, ", promise.owner.as_str(), " is in charge. "].concat());
        let kept = promise.kept.first().map(|kept| {
            [" Customers, ", &kept.quarter.words(), ": ", &measured(kept.told), "."].concat()
        });
        view! { <p><span class="kind">{promise.progress.words()}</span> " " {owner} {review} {late} {kept}</p> }
    });
    let signs = match (&text.lead, &text.lag) {
        (Some(lead), Some(lag)) => Some([&indicator(lead), " should move ", &indicator(lag), "."].concat()),
        (Some(one), None) | (None, Some(one)) => Some([indicator(one), ".".into()].concat()),
        (None, None) => None,
    };
    view! {
        <article class="panel function-practice">
            <div class="practice-head">
                <h3 class="panel-title"><a href=practice_path(design, practice.id)>{text.title.to_string()}</a></h3> {glyph(axes, text.stages, text.cultures)}
            </div>
            {state} {signs.map(|signs| view! { <p class="quiet">{signs}</p> })}
        </article>
    }
    .into_any()
}

/// "Days until the first answer (at most 2 days)".
fn indicator(indicator: &Indicator) -> String {
    let bound = match indicator.direction {
        Direction::Up => " (at least ",
        Direction::Down => " (at most ",
    };
    [indicator.name.as_str(), bound, &indicator.target.to_string(), " ", indicator.unit.as_str(), ")"]
        .concat()
}
