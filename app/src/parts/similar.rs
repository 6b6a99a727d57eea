//! What others have asked for already, shown while one types. A lively part that listens to the field named `title` of
//! the form that it belongs to.

use crate::api::call;
use crate::form::{refused, values};
use crate::outcome::{open, sign_in_to_go_on};
use crate::parts::support::in_words;
use crate::parts::typed::Typed;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::proposals::FindSimilar;
use model::api::votes::CastVote;
use model::proposal::Card;
use model::vote::Stance;
use model::{ProblemKind, RoundId};

/// Fewer letters say nothing of what is meant.
const ENOUGH: usize = 6;

/// The place for what is found, empty at first.
#[cfg(feature = "ssr")]
#[must_use]
pub fn similar(round: RoundId) -> AnyView {
    crate::load::lively("similar", &round, list(RwSignal::new(Vec::new())))
}

/// The same, alive.
#[must_use]
pub fn part(round: RoundId) -> AnyView {
    let found = RwSignal::new(Vec::new());
    let words = Typed::default();
    let typing = window_event_listener(leptos::ev::input, move |event| {
        let Some(field) = values::target(&event).filter(|field| values::attribute(field, "name") == "title")
        else {
            return;
        };
        words.once_paused(values::value(&field), move |typed| look(round, typed, words, found));
    });
    on_cleanup(move || typing.remove());
    list(found)
}

fn look(round: RoundId, typed: String, words: Typed, found: RwSignal<Vec<Card>>) {
    if typed.trim().chars().count() < ENOUGH {
        found.set(Vec::new());
        return;
    }
    spawn_local(async move {
        let answer = call(FindSimilar { round, title: typed.clone(), ..Default::default() }).await;
        // Something else has been typed since.
        if !words.is_still(&typed) {
            return;
        }
        found.set(answer.unwrap_or_default());
    });
}

fn list(found: RwSignal<Vec<Card>>) -> AnyView {
    let list = move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            let lines = found.iter().map(line).collect::<Vec<_>>();
            view! { <p class="similar-title">"Others have asked for:"</p><ul>{lines}</ul> }
        })
    };
    view! { <div class="similar" aria-live="polite">{list}</div> }.into_any()
}

fn line(card: &Card) -> AnyView {
    let (id, seen, to) = (card.id, card.worded, card.path());
    // Where it is read, the vote is lit and can be taken back. What was typed is kept as a draft.
    let support = {
        let to = to.clone();
        move |_| {
            let to = to.clone();
            let vote = CastVote { seen: Some(seen.0), ..CastVote::new(id, Stance::Agree) };
            spawn_local(async move {
                match call(vote).await {
                    Ok(_) => open(&to),
                    Err(problem) if problem.kind == ProblemKind::SignInNeeded => open(&sign_in_to_go_on(&to)),
                    Err(problem) => refused(&problem),
                }
            });
        }
    };
    let title = card.title.to_string();
    view! {
        <li class="list-line">
            <span>
                <a href=to>{title.clone()}</a> " " <small class="quiet">{in_words(&card.support)}</small>
            </span>
            <button type="button" class="btn btn-sm" on:click=support>"Support this instead" <span class="sr-only">": " {title}</span></button>
        </li>
    }
    .into_any()
}
