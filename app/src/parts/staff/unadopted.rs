//! The ways to read a draft, or how it is today, as an adopted version is read.

use crate::parts::glyph::sign;
use leptos::prelude::*;
use model::RoundId;
use model::round::Culture;

#[must_use]
pub fn unadopted(round: RoundId, today: bool, cultures: &[Culture]) -> AnyView {
    let of = if today { "/design/today-" } else { "/design/draft-" };
    let base = [of, &round.to_string()].concat();
    let journeys = cultures.iter().enumerate().map(|(place, culture)| {
        let to = [&base, "/journey?culture=", &place.to_string()].concat();
        let words = ["Journey: ", sign(culture.suit), " ", culture.name.as_str()].concat();
        view! { <li><a href=to>{words}</a></li> }.into_any()
    });
    view! {
        <details class="fold-plain">
            <summary>"Read it as …"</summary>
            <ul class="readings-list">
                {journeys.collect::<Vec<_>>()} <li><a href=[&base, "/path"].concat()>"Path to purchase"</a></li>
                <li><a href=[&base, "/slides"].concat()>"Slides"</a></li>
            </ul>
        </details>
    }
    .into_any()
}
