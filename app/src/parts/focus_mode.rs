//! Focus mode: one proposal at a time, its buttons and keys, and how far one has come. A lively part; without scripts
//! it shows the first one, and voting comes back to the page with the next.

use super::glyph::{Axes, glyph};
use super::keys::Keys;
use super::vote_box::{Ballot, Voting, vote_box, vote_row};
use crate::outcome::open;
use crate::viewer::viewer_now;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use model::ProposalId;
use model::proposal::Card;
use model::vote::{Stance, Vote};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// What the part needs to know.
#[derive(Clone, Serialize, Deserialize)]
pub struct Props {
    pub cards: Vec<Card>,
    pub axes: Axes,
    /// How many I have voted on, and how many there are with those that wait.
    pub done: usize,
    pub whole: usize,
    /// Where to go on behind the last one.
    pub again: String,
    /// Of which I get news; `None` for a stranger and a guest.
    pub followed: Option<Vec<ProposalId>>,
    /// Whether guests vote here, who are not led to signing in.
    pub guests: bool,
}

/// The desk as the server shows it.
#[cfg(feature = "ssr")]
#[must_use]
pub fn focus_mode(props: &Props) -> AnyView {
    crate::load::lively("focus", props, desk(props.clone()).1)
}

/// The same, alive.
#[must_use]
pub fn part(props: Props) -> AnyView {
    let (desk, view) = desk(props);
    let keys = window_event_listener(leptos::ev::keydown, move |event| desk.key(&event));
    on_cleanup(move || keys.remove());
    view
}

/// Seconds that people take for one, for the estimate.
const EACH: usize = 10;

#[derive(Clone)]
struct Desk {
    cards: Arc<[Card]>,
    axes: Axes,
    again: String,
    guests: bool,
    ballots: Arc<[Ballot]>,
    /// The one that is shown.
    at: RwSignal<usize>,
    keys: Keys,
}

impl Desk {
    fn vote(&self, stance: Stance) {
        if let Some(ballot) = self.ballots.get(self.at.get_untracked()) {
            // Said once more, after going back: how much it matters stays.
            if ballot.mine.get_untracked().is_none_or(|vote| vote.stance != stance) {
                ballot.cast(Vote::new(stance));
            }
            self.go(1);
        }
    }

    /// On, or back. Behind the last one the page is read again: there may be more.
    fn go(&self, step: isize) {
        // Whoever is neither signed in nor may vote as a guest is led to that by their first vote.
        if step > 0 && !self.guests && viewer_now().person.is_none() {
            return;
        }
        let to = self.at.get_untracked().saturating_add_signed(step);
        if to < self.cards.len() {
            self.at.set(to);
        } else {
            open(&self.again);
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        if !self.keys.are_on() {
            return;
        }
        // A key that is held is pressed once.
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat() || is_typing(event) {
            return;
        }
        match event.key().as_str() {
            "a" | "A" | "ArrowRight" => self.vote(Stance::Agree),
            "d" | "D" | "ArrowLeft" => self.vote(Stance::Disagree),
            " " | "ArrowDown" => self.vote(Stance::Pass),
            "ArrowUp" => self.go(-1),
            _ => return,
        }
        event.prevent_default();
    }
}

/// Whether the key is meant for something else: a field, or the space bar for the button that has the focus.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    // Whoever moves about in the frame is not voting.
    if element.closest("header, footer").ok().flatten().is_some() {
        return true;
    }
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        // Arrow keys move between radio buttons.
        "INPUT" if element.get_attribute("type").as_deref() != Some("checkbox") => true,
        "INPUT" | "BUTTON" | "A" | "SUMMARY" => event.key() == " ",
        _ => false,
    }
}

fn desk(props: Props) -> (Desk, AnyView) {
    let Props { cards, axes, done, whole, again, followed, guests } = props;
    let ballot = |card: &Card| {
        let ballot = Ballot::new(card.id, card.worded, None, card.support);
        ballot.followed.set(followed.as_ref().map(|all| all.contains(&card.id)));
        ballot
    };
    let ballots = cards.iter().map(ballot).collect();
    let (at, keys) = (RwSignal::new(0), Keys::new());
    let desk = Desk { cards: cards.into(), axes, again, guests, ballots, at, keys };
    let (shown, after) = (desk.clone(), desk.clone());
    let view = view! {
        <div class="focus-part">
            <p class="focus-top">{move || progress(done + at.get(), whole)}</p>
            <progress class="progress-line" max=whole value=move || done + at.get() aria-label="How far you are"></progress>
            {move || one(&shown)} {move || last(&after)}
            <p class="keys">
                <kbd>"A"</kbd>" or "<kbd>"→"</kbd>" agree, "<kbd>"D"</kbd>" or "<kbd>"←"</kbd>" disagree, "<kbd>"space"</kbd>
                " or "<kbd>"↓"</kbd>" pass, "<kbd>"↑"</kbd>" back " {keys.switch()}
            </p>
        </div>
    };
    (desk, view.into_any())
}

/// "12 of 30, about 3 minutes".
fn progress(done: usize, whole: usize) -> String {
    let minutes = (whole.saturating_sub(done) * EACH).div_ceil(60);
    let mut words = (done + 1).min(whole).to_string();
    words.push_str(" of ");
    words.push_str(&whole.to_string());
    words.push_str(", about ");
    words.push_str(&minutes.to_string());
    words.push_str(if minutes == 1 { " minute" } else { " minutes" });
    words
}

fn one(desk: &Desk) -> AnyView {
    let at = desk.at.get();
    let (Some(card), Some(ballot)) = (desk.cards.get(at), desk.ballots.get(at).copied()) else {
        return ().into_any();
    };
    // The buttons vote themselves; a vote that is new leads on.
    let on = desk.clone();
    let go = move |_| {
        if ballot.mine.get_untracked().is_some() {
            on.go(1);
        }
    };
    view! {
        <article class="focus-card" aria-live="polite">
            <p class="card-place">
                {glyph(&desk.axes, card.stages, card.cultures)}
                <span>{desk.axes.stage_names(card.stages)} " · " {desk.axes.culture_names(card.cultures)}</span> <span class="kind">{card.kind.word()}</span>
            </p>
            <h2 class="focus-title">{card.title.to_string()}</h2>
            <p class="prose-line">{card.why.clone()}</p>
            <p class="card-meta"><a href=card.path()>"Read it in full"</a></p>
        </article>
        <div class="vote-area" on:click=go>{vote_box(ballot, &card.title, Voting::All, true)}</div>
    }
    .into_any()
}

/// How much the last one mattered, asked without standing in the way of the next.
fn last(desk: &Desk) -> AnyView {
    let before = desk.at.get().checked_sub(1);
    let content = before.and_then(|before| {
        let (card, ballot) = (desk.cards.get(before)?, desk.ballots.get(before)?);
        Some(view! { <p class="last-title">"Before: " <a href=card.path()>{card.title.to_string()}</a></p> {vote_row(*ballot)} })
    });
    view! { <div class="last">{content}</div> }.into_any()
}
