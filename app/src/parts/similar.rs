//! What others have asked for already, shown while one types. A lively part that listens to the field named `title` of
//! the form that it belongs to.

use crate::api::call;
use crate::form::values;
use crate::parts::support::in_words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::RoundId;
use model::api::proposals::ListProposals;
use model::proposal::Card;
use std::time::Duration;

/// A pause in typing that is long enough to look.
const PAUSE: Duration = Duration::from_millis(300);
/// Words of fewer letters match everything.
const ENOUGH: usize = 4;
/// As many as can be looked through before one has forgotten one's own words.
const MOST: usize = 4;

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
    let words = StoredValue::new(String::new());
    let typing = window_event_listener(leptos::ev::input, move |event| {
        let Some(field) = values::target(&event).filter(|field| values::attribute(field, "name") == "title")
        else {
            return;
        };
        let typed = values::value(&field);
        words.set_value(typed.clone());
        set_timeout(
            move || {
                // Looks once the typing pauses.
                if words.try_with_value(|words| *words == typed) == Some(true) {
                    look(round, typed, words, found);
                }
            },
            PAUSE,
        );
    });
    on_cleanup(move || typing.remove());
    list(found)
}

fn look(round: RoundId, typed: String, words: StoredValue<String>, found: RwSignal<Vec<Card>>) {
    // Short words say nothing of what is meant.
    let long = typed.split_whitespace().filter(|word| word.chars().count() >= ENOUGH);
    let q = long.collect::<Vec<_>>().join(" ");
    if q.is_empty() {
        found.set(Vec::new());
        return;
    }
    spawn_local(async move {
        let answer = call(ListProposals { round, q, ..Default::default() }).await;
        // Something else has been typed since.
        if words.try_with_value(|words| *words == typed) != Some(true) {
            return;
        }
        let mut like = answer.map(|page| page.items).unwrap_or_default();
        like.truncate(MOST);
        found.set(like);
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
    let to = card.path();
    view! {
        <li class="list-line">
            <span>
                <a href=to.clone()>{card.title.to_string()}</a> " " <small class="quiet">{in_words(&card.support)}</small>
            </span>
            <a class="btn btn-sm" href=to>"Support this instead"</a>
        </li>
    }
    .into_any()
}
