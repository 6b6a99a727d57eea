//! What came of a "what if": figures, and what would come in and go out.

use crate::parts::selected::{candidate, percent, voices};
use leptos::prelude::*;
use model::selection::{Compared, Key, Outcome, Selection, Served};

/// Now and then, side by side.
pub(super) fn figures(selection: &Selection, compared: &Compared) -> AnyView {
    let Compared { now, then } = compared;
    // Voices are not told where accounts weigh otherwise; accounts are.
    let covered = |outcome: &Outcome| outcome.everybody.covered.map(percent);
    let accounts = |outcome: &Outcome| accounts(&outcome.everybody);
    let of_voices = covered(then).is_some();
    let served = if of_voices { "Voices with something in it" } else { "Accounts with something in it" };
    let figure = |outcome: &Outcome| {
        let figure = if of_voices { covered(outcome) } else { accounts(outcome) };
        figure.unwrap_or_else(|| "too few to say".into())
    };
    let mut rows = vec![
        ("In the design".to_owned(), now.chosen.len().to_string(), then.chosen.len().to_string()),
        (served.to_owned(), figure(now), figure(then)),
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

/// What comes in or goes out, with the voices behind it, which are the same whatever is tried: those that the round counts.
pub(super) fn changes(selection: &Selection, now: &Outcome, words: &'static str, keys: &[Key]) -> AnyView {
    if keys.is_empty() {
        return ().into_any();
    }
    let votes = |key: Key| {
        let chosen = now.chosen.iter().find(|chosen| chosen.key == key).map(|chosen| chosen.votes);
        let left = || now.left.iter().find(|left| left.key == key).map(|left| left.votes);
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

/// "34 of 40", where that may be said.
pub(super) fn accounts(everybody: &Served) -> Option<String> {
    let (covered, all) = (everybody.covered_accounts?, everybody.accounts?);
    Some([&covered.to_string(), " of ", &all.to_string()].concat())
}
