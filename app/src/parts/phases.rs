//! Where a round stands: its phases, which of them are open, and until when.

use super::time::time;
use leptos::prelude::*;
use model::round::{Phase, Round};

/// The strip of phases; those that are open are marked.
#[must_use]
pub fn phases(round: &Round) -> AnyView {
    let steps = Phase::ALL
        .map(|phase| {
            let open = round.is_open(phase);
            view! {
                <li class="phase" class:open=open>
                    {phase.word()} {open.then(|| view! { <span class="sr-only">" (open)"</span> })}
                </li>
            }
            .into_any()
        })
        .into_iter()
        .collect::<Vec<_>>();
    view! { <ol class="phases" aria-label="Phases of this round">{steps}</ol> }.into_any()
}

/// "Voting closes in 12 days", or what is open instead.
#[must_use]
pub fn closing(round: &Round) -> AnyView {
    let open = round.open.iter().rev().copied().find(|phase| *phase != Phase::Refine);
    let closes =
        round.windows.iter().find(|window| Some(window.phase) == open).and_then(|window| window.closes);
    let words = match open {
        Some(Phase::Propose) => "Proposing",
        Some(Phase::Vote) => "Voting",
        Some(Phase::Adopt) => "The design is being decided",
        Some(Phase::Measure) => "The design is in use",
        _ => "Nothing is open at the moment",
    };
    let tail = match (open, closes) {
        (Some(Phase::Propose | Phase::Vote), Some(at)) => view! { " closes " {time(at)} }.into_any(),
        (Some(Phase::Propose | Phase::Vote), None) => " is open".into_any(),
        _ => ().into_any(),
    };
    view! { <span class="closing">{words} {tail}</span> }.into_any()
}
