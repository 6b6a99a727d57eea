//! What a stranger is to know before voting as a guest, and a guest before going away: wherever they vote.

use crate::outcome::{here, sign_in_path};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::round::{Phase, Round};

#[must_use]
pub fn guest(round: &Round) -> AnyView {
    let viewer = viewer_now();
    if viewer.person.is_some() || !round.guests || !round.is_open(Phase::Vote) {
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
