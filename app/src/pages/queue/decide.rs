//! Deciding on the desk: what is decided leaves at once and the next takes its place, while the verdict is on its way to
//! the server. What the server refuses comes back, with words.

use super::desk::{Desk, in_words, next_of};
use super::done::{Deed, Done, undo};
use super::{joiner, line};
use crate::api::parse;
use crate::outcome::{here, open, sign_in_to_go_on};
use crate::parts::staff::touch::{HEADING, focus};
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::queue::{Batch, Item, Key};
use model::verdict::Decision;
use model::{Problem, ProblemKind};
use serde_json::{Map, Value};

/// With fewer than so many at hand, more are fetched.
const ENOUGH: usize = 20;

/// Something that was refused: why, and what had been written as its reason.
#[derive(Clone)]
pub(super) struct Returned {
    key: Key,
    pub why: String,
    pub reason: String,
}

impl Desk {
    /// Decides on what is chosen, or else on `item`, as a form's fields say.
    pub fn decide(self, item: Item, decision: Decision, mut fields: Map<String, Value>) {
        let chosen = self.chosen_items();
        let items = if chosen.is_empty() { vec![item.clone()] } else { chosen };
        // The account stands in the form of whoever is in focus.
        let typed = fields.get("account").and_then(Value::as_str).unwrap_or_default();
        if items.iter().any(|one| one.key() != item.key()) {
            // Which is not dropped unseen where another account was typed.
            if items.len() > 1 && joiner::of(&item).is_some_and(|asks| joiner::named(asks) != typed) {
                return self.say(joiner::ONE_AT_A_TIME);
            }
            fields.remove("account");
        }
        let keys = items.iter().map(|item| Value::String(item.key().to_string())).collect();
        fields.insert("items".into(), Value::Array(keys));
        // What a colleague has decided on meanwhile is not decided otherwise unseen; what one decided oneself may be.
        let again = self.again.get_untracked();
        let own = |item: &Item| {
            let last = |done: &Option<Done>| {
                done.iter().flat_map(|done| &done.items).any(|one| one.key() == item.key())
            };
            again == Some(item.key()) || self.done.with_untracked(last)
        };
        fields.insert("waits".into(), Value::Bool(!items.iter().any(own)));
        let deed = if decision == Decision::Publish { Deed::of(&items) } else { Deed::Decline };
        self.send(items, deed, "/api/v1/queue/verdicts".into(), fields);
    }

    /// Shows the next one, and sends what was done.
    pub fn send(self, items: Vec<Item>, deed: Deed, action: String, fields: Map<String, Value>) {
        let keys: Vec<Key> = items.iter().map(Item::key).collect();
        self.returned.update(|returned| returned.retain(|one| !keys.contains(&one.key)));
        self.chosen.set(Vec::new());
        self.again.update(|again| *again = again.filter(|key| !keys.contains(key)));
        self.gone.begin(&keys);
        self.leave(&keys);
        self.shut();
        self.said.set([deed.said(), ". ", &in_words(self.waiting.get_untracked())].concat());
        let also = ["trust", "block"].iter().any(|name| crate::form::values::text(&fields, name) == "true");
        self.done.set(Some(Done { items: items.clone(), deed, at: None, also, back: false }));
        self.count();
        focus(HEADING);
        let reason = crate::form::values::text(&fields, "reason");
        line::send(action, fields, move |answer| self.answered(&items, &reason, answer));
    }

    /// Takes items off the desk; if the one in focus was among them, the next that stays follows it there.
    fn leave(self, keys: &[Key]) {
        let current = self.current.get_untracked();
        let before = self.queue.with_untracked(Vec::len);
        let next = self.queue.try_update(|queue| {
            let place = queue.iter().position(|one| Some(one.key()) == current).unwrap_or_default();
            let stays = |one: &&Item| !keys.contains(&one.key());
            let next = next_of(queue, place, stays);
            queue.retain(|one| !keys.contains(&one.key()));
            next
        });
        if current.is_some_and(|current| keys.contains(&current)) {
            self.at.set(next.flatten());
        }
        let left = before - self.queue.with_untracked(Vec::len);
        self.waiting.update(|waiting| *waiting = waiting.saturating_sub(left));
    }

    fn answered(self, items: &[Item], reason: &str, answer: Result<Value, Problem>) {
        let keys: Vec<Key> = items.iter().map(Item::key).collect();
        match answer {
            Ok(reply) => {
                let batch: Option<Batch> = parse(reply.to_string().as_bytes());
                let refused = batch.as_ref().map(|batch| batch.refused.clone()).unwrap_or_default();
                self.gone.answered(&keys, |key| refused.iter().all(|one| one.item != key));
                self.note_when(&keys, batch.map(|batch| batch.at.0));
                for one in &refused {
                    let item = items.iter().find(|item| item.key() == one.item);
                    item.into_iter().for_each(|item| self.come_back(item, reason, &one.why, true));
                }
                // Before the moderator comes to the end of it.
                let here = self.queue.with_untracked(Vec::len);
                if here < ENOUGH.min(self.waiting.get_untracked()) {
                    self.renew();
                }
            }
            Err(problem) if problem.kind == ProblemKind::SignInNeeded => {
                open(&sign_in_to_go_on(&here()));
            }
            Err(problem) => {
                self.gone.answered(&keys, |_| false);
                let why = problem.fields.first().map_or(&problem.message, |field| &field.message);
                let overtaken = problem.kind == ProblemKind::Conflict;
                items.iter().for_each(|item| self.come_back(item, reason, why, overtaken));
            }
        }
        if self.current.get_untracked().is_none() && self.gone.all_answered_now() {
            focus(HEADING);
        }
    }

    /// When it was done, which taking it back has to say.
    fn note_when(self, keys: &[Key], at: Option<i64>) {
        self.done.update(|done| {
            let same = |done: &&mut Done| done.items.iter().map(Item::key).eq(keys.iter().copied());
            if let Some(done) = done.as_mut().filter(same) {
                done.at = at;
            }
        });
        let back =
            self.done.with_untracked(|done| done.clone().filter(|done| done.back && done.at.is_some()));
        if let Some(done) = back {
            undo(self, &done);
        }
    }

    /// What was refused stands where it stood. What is in focus stays there, as somebody may be about to press a key.
    fn come_back(self, item: &Item, reason: &str, why: &str, overtaken: bool) {
        let (key, title) = (item.key(), item.title());
        let words = ["Not kept: ", &title, ". ", why].concat();
        toast(words.clone());
        self.said.set(words);
        self.done.update(|done| {
            if let Some(last) = done {
                last.items.retain(|one| one.key() != key);
            }
            if done.as_ref().is_some_and(|last| last.items.is_empty()) {
                *done = None;
            }
        });
        let (why, reason) = (why.to_owned(), reason.to_owned());
        self.returned.update(|returned| returned.push(Returned { key, why, reason }));
        if overtaken {
            // Somebody else was quicker; whether it still waits is for the server to say.
            self.renew();
            return;
        }
        self.put_back(item.clone());
        self.count();
    }

    /// What was wrong with the last thing done with an item.
    pub fn returned(self, key: Key) -> Option<Returned> {
        self.returned.with_untracked(|returned| returned.iter().find(|one| one.key == key).cloned())
    }

    /// Puts an item among the others, by its age.
    pub fn put_back(self, item: Item) {
        let (key, age) = (item.key(), (item.since, item.key()));
        if self.queue.with_untracked(|queue| queue.iter().any(|one| one.key() == key)) {
            return;
        }
        // With nothing in focus, it is; else what is there stays there, though this one may stand before it.
        self.at.set(self.current.get_untracked().or(Some(key)));
        self.queue.update(|queue| {
            let place = queue.iter().position(|one| (one.since, one.key()) > age).unwrap_or(queue.len());
            queue.insert(place, item);
        });
        self.waiting.update(|waiting| *waiting += 1);
    }

    /// Takes a published item back onto the desk, to decline it with a reason.
    pub fn decline_after_all(self, item: Item) {
        let key = item.key();
        self.chosen.set(Vec::new());
        self.put_back(item);
        self.done.set(None);
        self.at.set(Some(key));
        self.again.set(Some(key));
        self.declining.set(true);
    }

    /// What was to be declined after all, and is not, goes again: it is public, and does not wait.
    pub fn stays_public(self) {
        if let Some(key) = self.again.get_untracked() {
            self.again.set(None);
            self.leave(&[key]);
            self.said.set("It stays published.".into());
        }
    }
}
