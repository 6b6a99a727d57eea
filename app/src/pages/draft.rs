//! The draft design as the votes choose it this moment: what is in, cell by cell, and why the rest is not.

use crate::api::call;
use crate::load::still;
use crate::parts::cost_changes::cost_changes;
use crate::parts::firm;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::layout::heading;
use crate::parts::matrix::matrix;
use crate::parts::renewed::renewed;
use crate::parts::selected::{
    Places, candidate, left_by_support, path, percent, rules, verdicts, voices, way, why,
};
use crate::parts::staff::gauge::gauge;
use crate::parts::support::noted;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::rounds::GetRound;
use model::api::selection::{GetFirmness, GetSelection};
use model::api::sign_off::GetSignOff;
use model::round::Round;
use model::selection::{Candidate, Chosen, Firmness, Firmnesses, Key, NotChosen, Selection};
use model::sign_off::{SignOff, SignOffState};
use model::{Problem, RoundId};

/// So many of what is not in are listed.
const LISTED: usize = 50;

#[must_use]
pub fn draft() -> AnyView {
    let current = viewer_now().round;
    let lead = "This is what the votes choose at this moment.";
    still(move |at| load(at.part("round").unwrap_or(current)), move |shown| show(lead, &shown))
}

pub(super) struct Shown {
    round: Round,
    selection: Selection,
    /// Nothing while too few have voted.
    firmness: Option<Firmnesses>,
    sign_off: SignOff,
}

pub(super) async fn load(round: RoundId) -> Result<Shown, Problem> {
    let selection = call(GetSelection { round }).await?;
    let firmness = call(GetFirmness { round }).await.ok();
    let sign_off = call(GetSignOff { round }).await?;
    Ok(Shown { round: call(GetRound { round }).await?, selection, firmness, sign_off })
}

pub(super) fn show(lead: &'static str, shown: &Shown) -> AnyView {
    let round = &shown.round;
    let id = round.id;
    let content = content(shown);
    view! {
        {heading("The design, so far", lead)} <p class="lead">{round.question.to_string()}</p>
        {(shown.sign_off.state != SignOffState::Draft)
            .then(|| view! { <p class="note"><a href=["/rounds/", &id.to_string(), "/sign-off"].concat()>{shown.sign_off.words()}</a></p> })}
        {renewed(id, content)}
        <p class="actions">
            <a class="btn btn-primary" href=["/vote?round=", &id.to_string()].concat()>"Vote on it"</a>
            <a class="btn" href=["/rounds/", &id.to_string(), "/common-ground"].concat()>"Common ground, and who took part"</a>
        </p>
    }
    .into_any()
}

fn content(shown: &Shown) -> AnyView {
    let Shown { round, selection, firmness, .. } = shown;
    let firm = firmness.as_ref().and_then(|firmness| firmness.found.as_ref());
    let axes = Axes::new(&round.stages, &round.cultures);
    let title = |key: Key| candidate(&selection.candidates, key).map(|candidate| candidate.title.clone());
    let places =
        Places { axes: &axes, title: &title, segments: &selection.segments, resources: &round.resources };
    let outcome = &selection.outcome;
    let cell = |stage: usize, culture: usize| {
        let here = |candidate: &&Candidate| candidate.stages.has(stage) && candidate.cultures.has(culture);
        let chosen = outcome.chosen.iter().filter_map(|chosen| candidate(&selection.candidates, chosen.key));
        let lines = chosen.filter(here).map(line).collect::<Vec<_>>();
        (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> }.into_any())
    };
    let gauges = selection.needs.iter().map(gauge).collect::<Vec<_>>();
    let chosen = outcome.chosen.iter().filter_map(|chosen| {
        Some(came_in(candidate(&selection.candidates, chosen.key)?, chosen, &places, firm))
    });
    let chosen = chosen.collect::<Vec<_>>();
    let left = left_by_support(outcome);
    let more = left.len().saturating_sub(LISTED);
    let left = left.into_iter().take(LISTED).filter_map(|left| {
        Some(stayed_out(candidate(&selection.candidates, left.key)?, left, &places, firm))
    });
    let left = left.collect::<Vec<_>>();
    view! {
        <p class="draft-summary">{summary(selection)}</p> {noted(round.totals.noted).map(|words| view! { <p class="quiet">{words}</p> })}
        <div class="gauges">{gauges}</div>
        <section aria-labelledby="matrix">
            <h2 class="h2" id="matrix">"At every stage, for every culture"</h2>
            <p class="quiet">"What the votes choose within our capacity, as they stand. “—?” is a question: nothing is in there yet."</p>
            {matrix(&axes, "What is in the design so far, by stage and culture", cell)}
        </section>
        <section aria-labelledby="in">
            <h2 class="h2" id="in">"What is in, in this order"</h2>
            {if chosen.is_empty() {
                view! { <p class="empty">"Nothing yet: a practice needs voices."</p> }.into_any()
            } else {
                view! { <ol class="chosen">{chosen}</ol> }.into_any()
            }}
        </section>
        {(!left.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="out">
                        <h2 class="h2" id="out">"What is not, and why"</h2>
                        <ul class="chosen">{left}</ul>
                        {(more > 0).then(|| view! { <p class="quiet">"And " {more} " more with fewer voices."</p> })}
                    </section>
                }
            })}
        {firm::section(firm, firmness.as_ref().is_some_and(|firmness| firmness.counting))} {proof(selection)}
    }
    .into_any()
}

/// "12 accounts have voted. 5 of 14 are in; 92 % of the voices have something in it."
fn summary(selection: &Selection) -> String {
    let outcome = &selection.outcome;
    let (voices, chosen) = (outcome.voices, outcome.chosen.len());
    let mut words = match voices {
        0 => "Nobody whose voice counts has voted yet.".to_owned(),
        1 => "1 account has voted.".to_owned(),
        _ => format!("{voices} accounts have voted."),
    };
    words.push_str(&format!(" {chosen} of {} are in", selection.candidates.len()));
    match outcome.everybody.covered {
        Some(covered) => {
            words.push_str(&format!("; {} of the voices have something in it.", percent(covered)))
        }
        None => words.push('.'),
    }
    words
}

fn line(candidate: &Candidate) -> AnyView {
    let uncosted = matches!(candidate.key, Key::Proposal(_));
    view! {
        <li class="cell-line">
            <a href=candidate.key.why_path()>{candidate.title.clone()}</a>
            {uncosted.then(|| view! { <small class="quiet">"not costed"</small> })}
        </li>
    }
    .into_any()
}

fn head(candidate: &Candidate) -> AnyView {
    let mark = match candidate.key {
        Key::Practice(_) => "practice",
        Key::Proposal(_) => "proposal, not costed",
    };
    view! { <a href=path(candidate.key)>{candidate.title.clone()}</a> " " <span class="kind">{mark}</span> }
        .into_any()
}

fn why_link(candidate: &Candidate, words: &'static str) -> AnyView {
    view! { <a class="why-link" href=candidate.key.why_path()>{words} <span class="sr-only">": " {candidate.title.clone()}</span></a> }
        .into_any()
}

fn came_in(
    candidate: &Candidate,
    chosen: &Chosen,
    places: &Places<'_>,
    firmness: Option<&Firmness>,
) -> AnyView {
    view! {
        <li>
            <p>{head(candidate)} {glyph(places.axes, candidate.stages, candidate.cultures)}</p>
            <p class="quiet">{voices(chosen.votes)} "; " {way(chosen)} ". " {why_link(candidate, "Why it is in")}</p>
            {firm::of(firmness, chosen.key)} {cost_changes(&candidate.cost_changes, places.resources)}
        </li>
    }
    .into_any()
}

/// What came close is told apart from the rest.
fn stayed_out(
    candidate: &Candidate,
    left: &NotChosen,
    places: &Places<'_>,
    firmness: Option<&Firmness>,
) -> AnyView {
    let close = firmness.filter(|firmness| firmness.of(left.key).is_some_and(|firm| firm.fragile));
    view! {
        <li>
            <p>{head(candidate)} {glyph(places.axes, candidate.stages, candidate.cultures)}</p>
            <p class="quiet">{voices(left.votes)} ". " {why(left, places)} " " {why_link(candidate, "Why it is not")}</p>
            {firm::of(close, left.key)} {cost_changes(&candidate.cost_changes, places.resources)}
        </li>
    }
    .into_any()
}

fn proof(selection: &Selection) -> AnyView {
    let ballots = selection.ballots.then(|| {
        let to = ["/api/v1/rounds/", &selection.round.to_string(), "/ballots"].concat();
        view! { <p class="quiet">"Compute it yourself: " <a rel="external" download="ballots.json" href=to>"the ballots, without names"</a>", for accord verify."</p> }
    });
    view! {
        <section aria-labelledby="proof">
            <h2 class="h2" id="proof">"Is it fair?"</h2>
            <ul class="plain-list">{verdicts(selection.outcome.certificate)}</ul>
            <h3 class="h3">"What a practice must meet"</h3>
            <ul class="plain-list">{rules(&selection.rules)}</ul>
            {ballots}
        </section>
    }
    .into_any()
}
