//! What if there were more capacity, other conditions, or accounts weighed otherwise: sliders, and what the votes would then
//! choose. Nothing is changed.

mod sliders;
mod told;
mod weights;

use super::desk::Desk;
use crate::api::{call, parse, text};
use crate::engine_worker::Engine;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::matrix::matrix;
use crate::parts::selected::percent;
use crate::parts::staff::scroll::scroll;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Problem;
use model::api::selection::{GetBallots, GetWeightings, WhatIf};
use model::round::Round;
use model::selection::{
    Candidate, Compared, Key, Outcome, Rules, Selection, TrialWeights, Weighting, WeightingStanding,
    Weightings,
};
use serde_json::json;

/// The engine in this browser, with the outcome and the weights as they were when its ballots were fetched: news of votes makes it
/// old.
struct Own {
    engine: Engine,
    of: Outcome,
    weightings: Weightings,
}

impl Own {
    fn is_of(&self, outcome: &Outcome, weightings: &Weightings) -> bool {
        self.of == *outcome && self.weightings == *weightings
    }
}

/// What is asked, and what came of it.
#[derive(Clone, Copy)]
struct Question {
    desk: Desk,
    rules: RwSignal<Rules>,
    capacities: RwSignal<Vec<i64>>,
    /// Nothing: as the round's rules say.
    weighting: RwSignal<Option<Weighting>>,
    answer: RwSignal<Option<Compared>>,
    /// A question is on its way; another waits behind it.
    asking: StoredValue<bool>,
    again: StoredValue<bool>,
    /// What is on its way was asked before all was put back as it is.
    dropped: StoredValue<bool>,
    /// Where the round's rule gives designers the ballots.
    /// Nothing on the server, which renders on many threads and must not keep what belongs to one of them.
    own: Option<StoredValue<Option<Own>, LocalStorage>>,
}

pub(super) fn what_if(desk: Desk) -> AnyView {
    if !desk.makes {
        return ().into_any();
    }
    let (rules, capacities) = desk.round.with_untracked(as_it_is);
    let question = Question {
        desk,
        rules: RwSignal::new(rules),
        capacities: RwSignal::new(capacities),
        weighting: RwSignal::new(None),
        answer: RwSignal::new(None),
        asking: StoredValue::new(false),
        again: StoredValue::new(false),
        dropped: StoredValue::new(false),
        own: (!cfg!(feature = "ssr")).then(|| StoredValue::new_local(None)),
    };
    let capacities = desk.round.with_untracked(|round| {
        let resources = round.resources.iter().enumerate();
        resources.map(|(place, resource)| sliders::capacity(question, place, resource)).collect::<Vec<_>>()
    });
    view! {
        <details class="panel what-if needs-script">
            <summary class="panel-title">"What if …"</summary>
            <p class="quiet">"Move capacity and conditions, let accounts weigh otherwise, and see what the votes would choose. Nothing is changed by it."</p>
            <div class="what-if-sliders">{capacities} {sliders::conditions(question)}</div>
            {weights::weights(question)}
            <p class="actions"><button type="button" class="btn btn-sm" on:click=move |_| question.reset()>"As it is"</button></p>
            <div role="status" class="sr-only">{move || question.said()}</div>
            {move || question.shown()}
        </details>
    }
    .into_any()
}

fn as_it_is(round: &Round) -> (Rules, Vec<i64>) {
    (round.rules, round.resources.iter().map(|resource| resource.capacity).collect())
}

impl Question {
    /// Asks at once, or, while an answer is awaited, as soon as it has come; only the last question matters.
    fn ask(self) {
        if self.asking.get_value() {
            self.again.set_value(true);
            return;
        }
        self.asking.set_value(true);
        let page = Page::now();
        let round = self.desk.round.with_untracked(|round| round.id);
        let (rules, capacities) = (self.rules.get_untracked(), self.capacities.get_untracked());
        let weighting = self.weighting.get_untracked();
        let now = self.desk.selection.with_untracked(|selection| {
            selection
                .as_ref()
                .filter(|selection| selection.ballots)
                .map(|selection| selection.outcome.clone())
        });
        spawn_local(async move {
            let (Some(now), Some(own)) = (now, self.own) else {
                let answer = call(WhatIf { round, rules: Some(rules), capacities, weighting }).await;
                if !page.is_left() {
                    self.answered(answer);
                }
                return;
            };
            let known = self.desk.weightings.get_untracked();
            if !own.with_value(|own| own.as_ref().is_some_and(|own| own.is_of(&now, &known))) {
                let ballots = text(&GetBallots { round }).await;
                let weightings = call(GetWeightings { round }).await;
                if page.is_left() {
                    return;
                }
                match (ballots, weightings) {
                    (Ok(ballots), Ok(weightings)) => {
                        self.desk.weightings.set(weightings.clone());
                        let engine = Engine::start(ballots);
                        own.set_value(Some(Own { engine, of: now.clone(), weightings }));
                    }
                    (Err(problem), _) | (_, Err(problem)) => return self.answered(Err(problem)),
                }
            }
            let weights = match weighting.map(|weighting| self.weights(&weighting)).transpose() {
                Ok(weights) => weights,
                Err(problem) => return self.answered(Err(problem)),
            };
            let change = json!({ "rules": rules, "capacities": capacities, "weights": weights }).to_string();
            own.with_value(|own| {
                if let Some(own) = own {
                    own.engine.ask(change, move |answer| {
                        if !page.is_left() {
                            self.answered(read(answer).map(|then| Compared { now: now.clone(), then }));
                        }
                    });
                }
            });
        });
    }

    fn answered(self, answer: Result<Compared, Problem>) {
        let dropped = self.dropped.try_update_value(std::mem::take) == Some(true);
        match answer {
            _ if dropped => {}
            Ok(compared) => self.answer.set(Some(compared)),
            Err(problem) => {
                // What is not tried any more is not shown either, nor asked for again.
                if problem.about("weighting").is_some() {
                    self.weighting.set(None);
                    self.answer.set(None);
                }
                refused(&problem);
            }
        }
        self.asking.set_value(false);
        if self.again.get_value() {
            self.again.set_value(false);
            self.ask();
        }
    }

    /// The weights of the ballots that this browser has.
    fn weights(self, of: &Weighting) -> Result<TrialWeights, Problem> {
        self.desk.weightings.with_untracked(|weightings| match weightings.standing(of) {
            Some(WeightingStanding::Open { weights: Some(weights), .. }) => Ok(weights.clone()),
            _ => Err(Problem::field(
                "weighting",
                "Others have voted since: these weights are not tried any more.",
            )),
        })
    }

    /// Whether other weights are tried with the round's own capacity and rules alone: where nobody is given the ballots.
    fn weighs_alone(self) -> bool {
        self.desk
            .selection
            .with_untracked(|selection| !selection.as_ref().is_some_and(|selection| selection.ballots))
    }

    fn weigh(self, weighting: Option<Weighting>) {
        if weighting.is_some() && self.weighs_alone() {
            let (rules, capacities) = self.desk.round.with_untracked(as_it_is);
            self.rules.set(rules);
            self.capacities.set(capacities);
        }
        self.weighting.set(weighting);
        self.ask();
    }

    /// After a slider has moved.
    fn moved(self) {
        if self.weighs_alone() {
            self.weighting.set(None);
        }
        self.ask();
    }

    fn reset(self) {
        let (rules, capacities) = self.desk.round.with_untracked(as_it_is);
        self.rules.set(rules);
        self.capacities.set(capacities);
        self.weighting.set(None);
        self.answer.set(None);
        self.again.set_value(false);
        self.dropped.set_value(self.asking.get_value());
    }

    fn change(self, change: impl FnOnce(&mut Rules)) {
        self.rules.update(change);
        self.moved();
    }

    /// "3 would come in, 1 would go out. 80 % of the voices would have something in it."
    fn said(self) -> String {
        self.compare(|_, compared, came, went| {
            let everybody = &compared.then.everybody;
            let served =
                everybody.covered.map(|covered| [percent(covered), " of the voices".into()].concat());
            let served = served.or_else(|| told::accounts(everybody).map(|of| of + " accounts"));
            let served = served.map(|served| [" ", &served, " would have something in it."].concat());
            let (came, went) = (came.len().to_string(), went.len().to_string());
            [&came, " would come in, ", &went, " would go out.", &served.unwrap_or_default()].concat()
        })
        .unwrap_or_default()
    }

    fn compare<T>(self, show: impl FnOnce(&Selection, &Compared, &[Key], &[Key]) -> T) -> Option<T> {
        self.answer.with(|answer| {
            let Compared { now, then } = answer.as_ref()?;
            self.desk.selection.with(|selection| {
                let selection = selection.as_ref()?;
                let keys = |outcome: &Outcome, other: &Outcome| {
                    let keys = outcome.chosen.iter().map(|chosen| chosen.key);
                    keys.filter(|key| !other.is_in(*key)).collect::<Vec<_>>()
                };
                let came = keys(then, now);
                let went = keys(now, then);
                Some(show(selection, answer.as_ref()?, &came, &went))
            })
        })
    }

    fn shown(self) -> AnyView {
        let shown = self.compare(|selection, compared, came, went| {
            let outcome = &compared.then;
            let axes = self.desk.axes.get_value();
            let cell = |stage: usize, culture: usize| {
                let here = |candidate: &&Candidate| candidate.stages.has(stage) && candidate.cultures.has(culture);
                let line = |candidate: &Candidate| {
                    let (sign, class, words) = if came.contains(&candidate.key) {
                        ("+ ", "cell-line comes", "comes in: ")
                    } else if went.contains(&candidate.key) {
                        ("− ", "cell-line goes", "goes out: ")
                    } else {
                        ("", "cell-line stays", "")
                    };
                    view! {
                        <li class=class><span aria-hidden="true">{sign}</span><span class="sr-only">{words}</span> {candidate.title.clone()}</li>
                    }
                    .into_any()
                };
                let concerned = |candidate: &&Candidate| outcome.is_in(candidate.key) || went.contains(&candidate.key);
                let lines = selection.candidates.iter().filter(concerned).filter(here).map(line).collect::<Vec<_>>();
                (!lines.is_empty()).then(|| view! { <ul class="cell">{lines}</ul> }.into_any())
            };
            let picture = matrix(&axes, "What would be in, come in and go out, by stage and culture", cell);
            view! {
                {told::figures(selection, compared)} {told::changes(selection, &compared.now, "Would come in", came)}
                {told::changes(selection, &compared.now, "Would go out", went)}
                {scroll("Matrix of what would change", picture)}
            }
            .into_any()
        });
        shown.unwrap_or_else(|| ().into_any())
    }
}

/// The engine's answer in the words of the wire, which are the same.
fn read(answer: Result<String, String>) -> Result<Outcome, Problem> {
    let trouble = |words: String| Problem::conflict(words);
    let answer = answer.map_err(trouble)?;
    let unreadable =
        || Problem::conflict("The engine's answer could not be read. Please load the page again.");
    parse(answer.as_bytes()).ok_or_else(unreadable)
}
