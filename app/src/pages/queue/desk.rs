//! What is on the moderator's desk: what waits, the item in focus, and what was last decided.

use super::Waiting;
use crate::api::call;
use crate::outcome::Page;
use crate::parts::glyph::Axes;
use crate::parts::keys::Keys;
use crate::parts::staff::touch::{HEADING, focus};
use crate::viewer::viewer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::RoundId;
use model::api::queue::GetQueue;
use model::api::rounds::GetRound;
use model::queue::{Item, Key};
use model::round::Round;
use model::verdict::Decision;

#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub queue: RwSignal<Vec<Item>>,
    at: RwSignal<Option<Key>>,
    /// The one in focus: the chosen one while it waits, else the oldest.
    pub current: Memo<Option<Key>>,
    /// What was last decided, to look at or to decide otherwise.
    pub done: RwSignal<Option<(Item, Decision)>>,
    /// Read out by screen readers.
    pub said: RwSignal<String>,
    pub declining: RwSignal<bool>,
    pub keys: Keys,
    rounds: RwSignal<Vec<Round>>,
}

impl Desk {
    pub fn new(waiting: Waiting) -> Self {
        let queue = RwSignal::new(waiting.queue);
        let at = RwSignal::new(waiting.at);
        let current = Memo::new(move |_| {
            let at = at.get();
            queue
                .with(|queue| queue.iter().find(|one| Some(one.key()) == at).or(queue.first()).map(Item::key))
        });
        let decided = waiting.done.and_then(|item| item.decision().map(|decision| (item, decision)));
        Self {
            queue,
            at,
            current,
            done: RwSignal::new(decided),
            said: RwSignal::new(String::new()),
            declining: RwSignal::new(false),
            keys: Keys::new(),
            rounds: RwSignal::new(waiting.rounds),
        }
    }

    pub fn item(self, key: Key) -> Option<Item> {
        self.queue.with_untracked(|queue| queue.iter().find(|item| item.key() == key).cloned())
    }

    /// A round's question, and its axes.
    pub fn round(self, id: RoundId) -> Option<(String, Axes)> {
        self.rounds.with_untracked(|rounds| {
            let round = rounds.iter().find(|round| round.id == id)?;
            Some((round.question.to_string(), Axes::new(&round.stages, &round.cultures)))
        })
    }

    /// Puts an item in focus, for the keyboard and for screen readers too.
    pub fn go(self, key: Key) {
        self.declining.set(false);
        self.at.set(Some(key));
        focus(HEADING);
    }

    /// To the next, or, with `back`, to the one before; at either end it stays.
    pub fn step(self, back: bool) {
        let current = self.current.get_untracked();
        let to = self.queue.with_untracked(|queue| {
            let place = queue.iter().position(|item| Some(item.key()) == current)?;
            let to = if back { place.checked_sub(1)? } else { place + 1 };
            queue.get(to).map(Item::key)
        });
        if let Some(key) = to {
            self.go(key);
        }
    }

    /// After a verdict: the item leaves, the next takes its place.
    pub fn decided(self, item: Item, decision: Decision) {
        let key = item.key();
        let next = self.queue.try_update(|queue| {
            let place = queue.iter().position(|one| one.key() == key);
            queue.retain(|one| one.key() != key);
            let place = place.unwrap_or_default().min(queue.len().saturating_sub(1));
            queue.get(place).map(Item::key)
        });
        self.at.set(next.flatten());
        self.declining.set(false);
        self.done.set(Some((item, decision)));
        let done = if decision == Decision::Publish { "Published. " } else { "Declined. " };
        self.said.set([done, &in_words(self.queue.with_untracked(Vec::len))].concat());
        self.count();
        focus(HEADING);
    }

    /// Takes a published item back onto the desk, to decline it with a reason.
    pub fn decline_after_all(self, item: Item) {
        let key = item.key();
        self.queue.update(|queue| {
            if queue.iter().all(|one| one.key() != key) {
                queue.insert(0, item);
            }
        });
        self.done.set(None);
        self.at.set(Some(key));
        self.declining.set(true);
    }

    pub fn left_in_words(self) -> String {
        in_words(self.queue.with(Vec::len))
    }

    /// The figure in the header.
    fn count(self) {
        let count = self.queue.with_untracked(Vec::len);
        let viewer = viewer();
        if viewer.with_untracked(|viewer| viewer.queue != count) {
            viewer.update(|viewer| viewer.queue = count);
        }
    }

    /// Takes over what came in, and what other moderators have decided.
    pub fn renew(self) {
        let page = Page::now();
        spawn_local(async move {
            let Ok(queue) = call(GetQueue {}).await else { return };
            for item in &queue {
                if page.is_left() {
                    return;
                }
                let known = self.rounds.with_untracked(|rounds| rounds.iter().any(|r| r.id == item.round()));
                if !known
                    && let Ok(round) = call(GetRound { round: item.round() }).await
                    && !page.is_left()
                {
                    self.rounds.update(|rounds| rounds.push(round));
                }
            }
            // One that was published already may be on the desk again, to be declined.
            if !page.is_left() && !self.declining.get_untracked() {
                self.queue.set(queue);
                self.count();
            }
        });
    }

    pub fn follow(self) {
        for round in self.rounds.with_untracked(|rounds| rounds.iter().map(|r| r.id).collect::<Vec<_>>()) {
            crate::live::follow(round, move || self.renew());
        }
        let current = crate::viewer::viewer_now().round;
        if self.round(current).is_none() {
            crate::live::follow(current, move || self.renew());
        }
    }
}

/// How many wait.
fn in_words(count: usize) -> String {
    match count {
        0 => "Nothing waits.".into(),
        1 => "1 waits.".into(),
        count => [&count.to_string(), " wait."].concat(),
    }
}
