//! What if there were more capacity, or other conditions: sliders, and what the votes would then choose. Nothing is changed.

mod sliders;

use super::desk::Desk;
use crate::api::{call, parse, text};
use crate::engine_worker::Engine;
use crate::form::refused;
use crate::outcome::Page;
use crate::parts::matrix::matrix;
use crate::parts::selected::{candidate, percent, voices};
use crate::parts::staff::scroll::scroll;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Problem;
use model::api::selection::{GetBallots, WhatIf};
use model::round::Round;
use model::selection::{Candidate, Compared, Key, Outcome, Rules, Selection};
use serde_json::json;

/// The engine in this browser, with the outcome as it was when its ballots were fetched: news of votes makes it old.
struct Own {
    engine: Engine,
    of: Outcome,
}

/// What is asked, and what came of it.
#[derive(Clone, Copy)]
struct Question {
    desk: Desk,
    rules: RwSignal<Rules>,
    capacities: RwSignal<Vec<i64>>,
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
            <p class="quiet">"Move capacity and conditions, and see what the votes would choose. Nothing is changed by it."</p>
            <div class="what-if-sliders">{capacities} {sliders::conditions(question)}</div>
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
        let now = self.desk.selection.with_untracked(|selection| {
            selection
                .as_ref()
                .filter(|selection| selection.ballots)
                .map(|selection| selection.outcome.clone())
        });
        spawn_local(async move {
            let (Some(now), Some(own)) = (now, self.own) else {
                let answer = call(WhatIf { round, rules: Some(rules), capacities }).await;
                if !page.is_left() {
                    self.answered(answer);
                }
                return;
            };
            if own.with_value(|own| own.as_ref().is_none_or(|own| own.of != now)) {
                let ballots = text(&GetBallots { round }).await;
                if page.is_left() {
                    return;
                }
                match ballots {
                    Ok(ballots) => {
                        own.set_value(Some(Own { engine: Engine::start(ballots), of: now.clone() }))
                    }
                    Err(problem) => return self.answered(Err(problem)),
                }
            }
            let change = json!({ "rules": rules, "capacities": capacities }).to_string();
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
            Err(problem) => refused(&problem),
        }
        self.asking.set_value(false);
        if self.again.get_value() {
            self.again.set_value(false);
            self.ask();
        }
    }

    fn reset(self) {
        let (rules, capacities) = self.desk.round.with_untracked(as_it_is);
        self.rules.set(rules);
        self.capacities.set(capacities);
        self.answer.set(None);
        self.again.set_value(false);
        self.dropped.set_value(self.asking.get_value());
    }

    fn change(self, change: impl FnOnce(&mut Rules)) {
        self.rules.update(change);
        self.ask();
    }

    /// "3 would come in, 1 would go out. 80 % of the voices would have something in it."
    fn said(self) -> String {
        self.compare(|_, compared, came, went| {
            let served = compared.then.everybody.covered.map(|covered| {
                [" ", &percent(covered), " of the voices would have something in it."].concat()
            });
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
                {figures(selection, compared)} {changes(selection, outcome, "Would come in", came)}
                {changes(selection, outcome, "Would go out", went)}
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

/// Now and then, side by side.
fn figures(selection: &Selection, compared: &Compared) -> AnyView {
    let Compared { now, then } = compared;
    let covered = |outcome: &Outcome| outcome.everybody.covered.map_or("too few to say".into(), percent);
    let mut rows = vec![
        ("In the design".to_owned(), now.chosen.len().to_string(), then.chosen.len().to_string()),
        ("Voices with something in it".to_owned(), covered(now), covered(then)),
    ];
    for (place, need) in selection.needs.iter().enumerate() {
        let spent = |outcome: &Outcome| {
            let spent = outcome.spent.get(place).copied().unwrap_or(0).to_string();
            [&spent, " ", need.resource.unit.as_str()].concat()
        };
        rows.push((need.resource.name.to_string(), spent(now), spent(then)));
    }
    let rows = rows
        .into_iter()
        .map(|(name, now, then)| {
            view! { <tr><th scope="row">{name}</th><td>{now}</td><td>{then}</td></tr> }.into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <table class="what-if-figures">
            <caption class="sr-only">"Now, and what would be"</caption>
            <thead><tr><td></td><th scope="col">"Now"</th><th scope="col">"Then"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn changes(selection: &Selection, then: &Outcome, words: &'static str, keys: &[Key]) -> AnyView {
    if keys.is_empty() {
        return ().into_any();
    }
    let votes = |key: Key| {
        let chosen = then.chosen.iter().find(|chosen| chosen.key == key).map(|chosen| chosen.votes);
        let left = || then.left.iter().find(|left| left.key == key).map(|left| left.votes);
        voices(chosen.or_else(left).flatten())
    };
    let lines = keys
        .iter()
        .filter_map(|key| candidate(&selection.candidates, *key))
        .map(|candidate| {
            view! { <li>{candidate.title.clone()} " " <span class="quiet">{votes(candidate.key)}</span></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! { <h3 class="h3">{words}</h3> <ul class="plain-list">{lines}</ul> }.into_any()
}
