//! A practice of an adopted design, with everything that was signed, and the words it came from.

use super::readings::practice_in;
use crate::pages::functions::path;
use crate::parts::cost_changes::cost_changes;
use crate::parts::facts::{documents, done, lines};
use crate::parts::firm;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::paid;
use crate::parts::selected::{Places, voices, way, why};
use crate::parts::support::in_words;
use leptos::prelude::*;
use model::PracticeId;
use model::cells::BEHAVIOURS;
use model::comment::Found;
use model::design::{AdoptedPractice, Design, Evidence};
use model::practice::{Direction, Indicator, PracticeText};
use model::round::Resource;
use model::selection::Key;

pub(super) fn practice(practice: &AdoptedPractice, axes: &Axes, design: &Design) -> AnyView {
    let text = &practice.text;
    let words = practice.from.iter().map(evidence).collect::<Vec<_>>();
    view! {
        <article class="practice" id=["practice-", &practice.id.to_string()].concat()>
            <div class="card-head">
                <h3 class="card-title">{text.title.to_string()}</h3>
                <p class="card-place">
                    {glyph(axes, text.stages, text.cultures)}
                    <span aria-hidden="true">{axes.short(text.stages, text.cultures)}</span>
                </p>
            </div>
            <p class="quiet">"At " {axes.stage_names(text.stages)} "; for " {axes.culture_names(text.cultures)} "."</p>
            {goes_on(practice)} {standing(design, Key::Practice(practice.id), axes)} {cost_changes(&practice.cost_changes, &design.resources)}
            <dl class="facts">
                <dt>"Answerable"</dt>
                <dd><a href=path(text.accountable.as_str())>{text.accountable.to_string()}</a></dd>
                {facts(text, design)} {documents(text)}
            </dl>
            {design.selection.as_ref().and_then(|selection| paid::folded(&selection.paid, Key::Practice(practice.id)))}
            <h4 class="h3">"In customers' words"</h4>
            <ul class="plain-list">{words}</ul> {stories(&practice.stories)}
        </article>
    }
    .into_any()
}

/// Not decided with this version: it was chosen with an earlier one.
fn goes_on(practice: &AdoptedPractice) -> Option<AnyView> {
    let to = practice_in(practice.goes_on?, practice.id);
    let version = practice.goes_on?.to_string();
    Some(
        view! { <p class="standing"><b>"Goes on as it was chosen"</b> " with " <a href=to>{["version ", &version].concat()}</a> "."</p> }
            .into_any(),
    )
}

/// Whether the votes chose it, and why not.
pub(super) fn standing(design: &Design, key: Key, axes: &Axes) -> AnyView {
    let Some(selection) = design.selection.as_ref() else { return ().into_any() };
    let outcome = &selection.outcome;
    if let Some(chosen) = outcome.chosen.iter().find(|chosen| chosen.key == key) {
        let words = [voices(chosen.votes), "; ".into(), way(chosen), ".".into()].concat();
        let firm = firm::of(selection.firmness.as_ref(), key);
        return view! { <p class="standing"><b>"Chosen by the votes: "</b> {words}</p> {firm} }.into_any();
    }
    let title = |key: Key| match key {
        Key::Practice(id) => titled(design, id),
        Key::Proposal(_) => None,
    };
    let places = Places { axes, title: &title, segments: &selection.segments, resources: &design.resources };
    let words = outcome.left.iter().find(|left| left.key == key).map(|left| why(left, &places));
    words
        .map(|words| view! { <p class="standing"><b>"Not chosen by the votes: "</b> {words}</p> }.into_any())
        .unwrap_or_else(|| ().into_any())
}

fn titled(design: &Design, id: PracticeId) -> Option<String> {
    let practice = design.practices.iter().find(|practice| practice.id == id)?;
    Some(practice.text.title.to_string())
}

fn facts(text: &PracticeText, design: &Design) -> Vec<AnyView> {
    let needs = text.needs.iter().filter_map(|id| titled(design, *id)).collect::<Vec<_>>().join("; ");
    let behaviours =
        text.behaviours.iter().filter_map(|at| BEHAVIOURS.get(at).copied()).collect::<Vec<_>>().join(", ");
    let measured = [
        ("First sign", text.lead.as_ref().map(indicator).unwrap_or_default()),
        ("Result", text.lag.as_ref().map(indicator).unwrap_or_default()),
        ("Serves", behaviours),
        ("Costs", costs(text, &design.resources)),
        ("Needs", needs),
    ];
    lines(done(text).into_iter().chain(measured))
}

/// "answers within a day, at least 95 %".
fn indicator(indicator: &Indicator) -> String {
    let bound = match indicator.direction {
        Direction::Up => ", at least ",
        Direction::Down => ", at most ",
    };
    [indicator.name.as_str(), bound, &indicator.target.to_string(), " ", indicator.unit.as_str()].concat()
}

fn costs(text: &PracticeText, resources: &[Resource]) -> String {
    let mut words = String::new();
    for cost in text.costs.iter().filter(|cost| cost.amount != 0) {
        let Some(resource) = resources.iter().find(|resource| resource.id == cost.resource) else { continue };
        if !words.is_empty() {
            words.push_str("; ");
        }
        if cost.amount < 0 {
            words.push_str("saves ");
        }
        words.push_str(&cost.amount.unsigned_abs().to_string());
        words.extend([" ", resource.unit.as_str(), " (", resource.name.as_str(), ")"]);
    }
    words
}

/// What customers lived through, which a designer has put beside it.
fn stories(stories: &[Found]) -> AnyView {
    if stories.is_empty() {
        return ().into_any();
    }
    let line = |story: &Found| {
        let (to, beside) = (story.path(), ["beside “", story.on.as_str(), "”"].concat());
        view! { <li><q>{story.begins.clone()}</q> " " <small class="quiet"><a href=to>{beside}</a></small></li> }.into_any()
    };
    let lines = stories.iter().map(line).collect::<Vec<_>>();
    view! { <h4 class="h3">"As it was lived"</h4> <ul class="plain-list">{lines}</ul> }.into_any()
}

fn evidence(evidence: &Evidence) -> AnyView {
    let to = ["/proposals/", &evidence.proposal.to_string()].concat();
    let counted = evidence.counted.map(|version| [", as of version ", &version.to_string()].concat());
    view! {
        <li><q><a href=to>{evidence.title.clone()}</a></q> " " <small class="quiet">{in_words(&evidence.support)} {counted}</small></li>
    }
    .into_any()
}
