//! What is on the moderator's desk: what waits, the item in focus, and what was last decided.

use super::Waiting;
use super::acts::{Choice, Choosing};
use super::decide::Returned;
use super::done::{Deed, Done};
use super::joiner;
use super::line::Gone;
use crate::api::call;
use crate::outcome::Page;
use crate::parts::glyph::Axes;
use crate::parts::keys::Keys;
use crate::parts::staff::touch::{HEADING, focus};
use crate::parts::toast::toast;
use crate::reread::Reread;
use crate::viewer::viewer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::queue::{GetQueue, Part};
use model::api::rounds::GetRound;
use model::queue::{Item, Key, Queue};
use model::round::Round;
use model::verdict::Decision;
use model::{RoundId, Timestamp};

#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The oldest of what waits; the rest is fetched when it is come to.
    pub queue: RwSignal<Vec<Item>>,
    /// How many wait in all.
    pub waiting: RwSignal<usize>,
    pub at: RwSignal<Option<Key>>,
    /// The one in focus: the chosen one while it waits, else the oldest.
    pub current: Memo<Option<Key>>,
    /// What was last decided, to look at or to decide otherwise.
    pub done: RwSignal<Option<Done>>,
    /// Read out by screen readers.
    pub said: RwSignal<String>,
    pub declining: RwSignal<bool>,
    /// What is public, and stands among the others only while it is being declined after all.
    pub again: RwSignal<Option<Key>>,
    /// Whether declining blocks the author too.
    pub blocking: RwSignal<bool>,
    pub asking: RwSignal<bool>,
    pub choosing: RwSignal<Option<Choosing>>,
    /// What there is to choose from, once it has come.
    pub choices: RwSignal<Option<Vec<Choice>>>,
    /// What is decided on together.
    pub chosen: RwSignal<Vec<Key>>,
    /// Since when the oldest has waited, and how many wait elsewhere.
    pub oldest: RwSignal<Option<Timestamp>>,
    pub part: Option<Part>,
    /// What was decided here, and may not be known to the server yet.
    pub gone: Gone,
    /// What the server refused, with words.
    pub returned: RwSignal<Vec<Returned>>,
    pub keys: Keys,
    rounds: RwSignal<Vec<Round>>,
    rereading: Reread,
}

impl Desk {
    pub fn new(waiting: Waiting) -> Self {
        let all = RwSignal::new(waiting.queue.waiting);
        let queue = RwSignal::new(waiting.queue.items);
        let at = RwSignal::new(waiting.at);
        let current = Memo::new(move |_| {
            let at = at.get();
            queue
                .with(|queue| queue.iter().find(|one| Some(one.key()) == at).or(queue.first()).map(Item::key))
        });
        let decided = waiting.done.and_then(|item| {
            let deed = match item.decision()? {
                Decision::Publish => Deed::of(std::slice::from_ref(&item)),
                Decision::Decline => Deed::Decline,
            };
            let at = joiner::of(&item).and_then(|asks| Some(asks.answered.as_ref()?.at.0));
            Some(Done { items: vec![item], deed, at, also: false, back: false })
        });
        Self {
            queue,
            waiting: all,
            at,
            current,
            done: RwSignal::new(decided),
            said: RwSignal::new(String::new()),
            declining: RwSignal::new(false),
            again: RwSignal::new(None),
            blocking: RwSignal::new(false),
            asking: RwSignal::new(false),
            choosing: RwSignal::new(None),
            choices: RwSignal::new(None),
            chosen: RwSignal::new(Vec::new()),
            oldest: RwSignal::new(waiting.queue.oldest),
            part: waiting.part,
            rereading: Reread::new(),
            gone: Gone::new(),
            returned: RwSignal::new(Vec::new()),
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
        self.shut();
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
        match to {
            Some(key) => self.go(key),
            None if !back => self.fetch_more(),
            None => {}
        }
    }

    /// Past the end of what is here: the next of what waits, if there is more.
    fn fetch_more(self) {
        let (here, last) = self.queue.with_untracked(|queue| (queue.len(), queue.last().map(Item::key)));
        if here >= self.waiting.get_untracked() || last.is_none() {
            return;
        }
        let (page, moment) = (Page::now(), self.gone.moment());
        spawn_local(async move {
            let Ok(mut more) = call(GetQueue { after: last, part: self.part }).await else { return };
            self.know(&more.items, page).await;
            if page.is_left() {
                return;
            }
            self.without_gone(&mut more, moment);
            let first = more.items.first().map(Item::key);
            self.waiting.set(more.waiting);
            self.queue.update(|queue| {
                let new =
                    more.items.into_iter().filter(|item| queue.iter().all(|one| one.key() != item.key()));
                let new: Vec<Item> = new.collect();
                queue.extend(new);
            });
            if let Some(key) = first {
                self.go(key);
            }
        });
    }

    pub fn left_in_words(self) -> String {
        in_words(self.waiting.get())
    }

    /// The figures in the header: of all that waits, and, where all of it is here, of who asks to join.
    pub fn count(self) {
        // Of a part of the queue the figure would be another.
        if self.part.is_some() {
            return;
        }
        let count = self.waiting.get_untracked();
        let viewer = viewer();
        let known = viewer.with_untracked(|viewer| viewer.joining);
        let joining = self.queue.with_untracked(|queue| match queue.len() == count {
            true => queue.iter().filter(|item| joiner::of(item).is_some()).count(),
            false => known,
        });
        if viewer.with_untracked(|viewer| (viewer.queue, viewer.joining) != (count, joining)) {
            viewer.update(|viewer| (viewer.queue, viewer.joining) = (count, joining));
        }
    }

    /// Takes over what came in, and what other moderators have decided.
    pub fn renew(self) {
        self.rereading.ask(move || self.read());
    }

    async fn read(self) {
        let (page, moment) = (Page::now(), self.gone.moment());
        let Ok(mut queue) = call(GetQueue { after: None, part: self.part }).await else { return };
        self.know(&queue.items, page).await;
        if page.is_left() {
            return;
        }
        self.without_gone(&mut queue, moment);
        let before = self.current.get_untracked();
        // What a reason is being written for stays, whatever has become of it; it may be published already.
        let kept = before.filter(|_| self.is_open()).and_then(|key| self.item(key));
        let kept = kept.filter(|item| queue.items.iter().all(|one| one.key() != item.key()));
        self.waiting.set(queue.waiting + usize::from(kept.is_some()));
        self.oldest.set(queue.oldest);
        let old = self.queue.get_untracked();
        self.queue.update(|here| {
            *here = joined(here, queue);
            if let Some(item) = kept.filter(|item| here.iter().all(|one| one.key() != item.key())) {
                here.insert(0, item);
            }
        });
        self.count();
        if let Some(overtaken) = before.and_then(|key| old.iter().position(|item| item.key() == key)) {
            self.overtaken(&old, overtaken);
        }
    }

    /// Where somebody else has decided on the item in focus, that is said, and the next one after it comes in its place: never the first
    /// of all, on which a key that is just being pressed would decide unread.
    fn overtaken(self, old: &[Item], place: usize) {
        let next = self.queue.with_untracked(|queue| {
            let here = |item: &&Item| queue.iter().any(|one| one.key() == item.key());
            if here(&&old[place]) {
                return None;
            }
            Some(next_of(old, place, here))
        });
        let Some(next) = next else { return };
        self.at.set(next);
        let words = ["Somebody else has decided on “", &old[place].title(), "”."].concat();
        toast(words.clone());
        self.said.set(words);
        focus(HEADING);
    }

    /// Says it where it is seen and read out.
    pub fn say(self, words: impl Into<String>) {
        let words = words.into();
        toast(words.clone());
        self.said.set(words);
    }

    /// Leaves out what was decided here after `moment`, when the server was asked.
    fn without_gone(self, queue: &mut Queue, moment: u32) {
        let before = queue.items.len();
        queue.items.retain(|item| !self.gone.since(moment, item.key()));
        queue.waiting = queue.waiting.saturating_sub(before - queue.items.len());
    }

    /// Fetches the rounds of items, as far as they are not known yet.
    async fn know(self, items: &[Item], page: Page) {
        for round in items.iter().filter_map(Item::round) {
            let known = self.rounds.with_untracked(|rounds| rounds.iter().any(|known| known.id == round));
            if !known
                && !page.is_left()
                && let Ok(round) = call(GetRound { round }).await
                && !page.is_left()
            {
                self.rounds.update(|rounds| rounds.push(round));
            }
        }
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

/// What has come from the front of the queue, and behind it what was fetched beyond that before.
fn joined(here: &[Item], front: Queue) -> Vec<Item> {
    let mut items = front.items;
    if items.len() < front.waiting
        && let Some(last) = items.last().map(|item| (item.since, item.key()))
    {
        items.extend(here.iter().filter(|item| (item.since, item.key()) > last).cloned());
    }
    items
}

/// What comes in the place of an item that goes: the next that stays, or else the one before.
pub(super) fn next_of(items: &[Item], place: usize, stays: impl Fn(&&Item) -> bool) -> Option<Key> {
    let next = items[place..].iter().find(&stays).or_else(|| items[..place].iter().rfind(&stays));
    next.map(Item::key)
}

/// How many wait.
pub(super) fn in_words(count: usize) -> String {
    match count {
        0 => "Nothing waits.".into(),
        1 => "1 waits.".into(),
        count => [&count.to_string(), " wait."].concat(),
    }
}
