//! What one is to know before voting, wherever one votes: a guest that guests are counted apart, a customer who is told how their
//! organisation stands.

use crate::outcome::{here, sign_in_path};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::round::{Phase, Round};
use model::selection::LEAST_STANCES;

#[must_use]
pub fn before_voting(round: &Round) -> AnyView {
    let viewer = viewer_now();
    if !round.is_open(Phase::Vote) {
        return ().into_any();
    }
    if let Some(person) = &viewer.person {
        let told = round.rules.stances && person.roles.is_empty();
        return told.then(told_to_staff).into_any();
    }
    if !round.guests {
        return ().into_any();
    }
    let words = if viewer.guest {
        "You vote as a guest, known by this browser alone."
    } else {
        "You can vote as a guest, without an account."
    };
    view! {
        <p class="note">
            {words} " Guests are counted apart, and have no share in the result. " <a href=sign_in_path(&here())>"Sign in"</a>
            ", and your votes stay yours and can count."
        </p>
    }
    .into_any()
}

fn told_to_staff() -> AnyView {
    view! {
        <p class="note">
            "Nobody sees how you vote, unless you let it be told at " <a href="/me#telling">"You"</a> ". How your organisation stands on a proposal is told to our staff who look after it, once "
            {LEAST_STANCES} " of you have voted on it: this round’s rules say so."
        </p>
    }
    .into_any()
}
