//! A proposal in a list: the customer's words, where they belong, what others think of them, and one's own vote.

use super::glyph::{Axes, glyph};
use super::support::noted;
use super::time::time;
#[cfg(feature = "ssr")]
use super::vote_box::{Props, Voting, vote};
use leptos::prelude::*;
use model::proposal::{Card, Kind, Status};
#[cfg(feature = "ssr")]
use model::vote::Vote;

/// With its vote box, unless others cannot read it: then its place stays empty. `followed`: whether I get news of it, which is asked of whoever is signed in.
#[cfg(feature = "ssr")]
#[must_use]
pub fn card(card: &Card, mine: Option<Vote>, followed: Option<bool>, axes: &Axes, voting: Voting) -> AnyView {
    let Card { id: proposal, title, worded, support, .. } = card.clone();
    let votes = card
        .status
        .is_public()
        .then(|| vote(Props { proposal, title, worded, mine, support, voting, large: false, followed }));
    view! {
        <article class="card-line">
            <div class="card-text">{words(card, axes)}</div>
            {votes}
        </article>
    }
    .into_any()
}

/// Without one, for places where voting is not the matter.
#[must_use]
pub fn plain_card(card: &Card, axes: &Axes) -> AnyView {
    view! {
        <article class="card-plain">
            {words(card, axes)} <p class="card-meta">{super::support::in_words(&card.support)}</p>
        </article>
    }
    .into_any()
}

fn words(card: &Card, axes: &Axes) -> AnyView {
    view! {
        <div class="card-head">
            <h3 class="card-title"><a href=card.path()>{card.title.to_string()}</a></h3>
            <p class="card-place">
                {glyph(axes, card.stages, card.cultures)}
                <span class="card-short" aria-hidden="true">{axes.short(card.stages, card.cultures)}</span>
                {kind_mark(card.kind)}
            </p>
        </div>
        <p class="card-why">{card.why.clone()}</p>
        <p class="card-meta">{status_mark(card.status)} {time(card.at)}</p>
        {noted(card.noted).map(|words| view! { <p class="card-meta">{words}</p> })}
    }
    .into_any()
}

/// start, stop, keep or change.
#[must_use]
pub fn kind_mark(kind: Kind) -> AnyView {
    view! { <span class=["kind ", kind.word()].concat()>{kind.word()}</span> }.into_any()
}

/// Nothing for the ordinary case, a word for the others.
#[must_use]
pub fn status_mark(status: Status) -> AnyView {
    let words = match status {
        Status::Published => return ().into_any(),
        Status::Waiting => "waiting for a moderator",
        Status::Declined => "declined",
        Status::Adopted => "adopted",
        Status::Merged => "merged into another",
    };
    view! { <span class=["status ", status.word()].concat()>{words}</span> }.into_any()
}
