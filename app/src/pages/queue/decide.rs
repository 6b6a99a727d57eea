//! Deciding on the desk: the item leaves at once and the next takes its place, while the verdict is on its way to the
//! server. What the server refuses comes back, with words.

use super::desk::{Desk, in_words};
use super::line;
use crate::outcome::{here, open, sign_in_to_go_on};
use crate::parts::staff::touch::{HEADING, focus};
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::queue::{Item, Key};
use model::verdict::Decision;
use model::{Problem, ProblemKind};
use serde_json::{Map, Value};

/// With fewer than so many at hand, more are fetched.
const ENOUGH: usize = 20;

/// A verdict that was refused: why, and what had been written as its reason.
#[derive(Clone)]
pub(super) struct Returned {
    key: Key,
    pub why: String,
    pub reason: String,
}

impl Desk {
    /// Shows the next one, and sends the verdict in a form's fields.
    pub fn decide(self, item: Item, decision: Decision, fields: Map<String, Value>) {
        let key = item.key();
        self.returned.update(|returned| returned.retain(|one| one.key != key));
        self.gone.begin(key);
        self.leave(key);
        self.declining.set(false);
        self.done.set(Some((item.clone(), decision)));
        let done = if decision == Decision::Publish { "Published. " } else { "Declined. " };
        self.said.set([done, &in_words(self.waiting.get_untracked())].concat());
        self.count();
        focus(HEADING);
        let reason = crate::form::values::text(&fields, "reason");
        let action = ["/api/v1/", &key.to_string(), "/verdict"].concat();
        line::send(action, fields, move |answer| self.answered(&item, &reason, answer));
    }

    /// Takes an item off the desk; if it was the one in focus, the next follows it there.
    fn leave(self, key: Key) {
        let Some(place) = self.queue.with_untracked(|queue| queue.iter().position(|one| one.key() == key))
        else {
            return;
        };
        let was_current = self.current.get_untracked() == Some(key);
        let next = self.queue.try_update(|queue| {
            queue.remove(place);
            queue.get(place.min(queue.len().saturating_sub(1))).map(Item::key)
        });
        if was_current {
            self.at.set(next.flatten());
        }
        self.waiting.update(|waiting| *waiting = waiting.saturating_sub(1));
    }

    fn answered(self, item: &Item, reason: &str, answer: Result<Value, Problem>) {
        let key = item.key();
        self.gone.answered(key, answer.is_ok());
        match answer {
            // Before the moderator comes to the end of it.
            Ok(_) => {
                let here = self.queue.with_untracked(Vec::len);
                if here < ENOUGH.min(self.waiting.get_untracked()) {
                    self.renew();
                }
            }
            Err(problem) if problem.kind == ProblemKind::SignInNeeded => {
                open(&sign_in_to_go_on(&here()));
            }
            Err(problem) => self.come_back(item, reason, &problem),
        }
        if self.current.get_untracked().is_none() && self.gone.all_answered_now() {
            focus(HEADING);
        }
    }

    /// What was refused stands where it stood. What is in focus stays there, as somebody may be about to press a key.
    fn come_back(self, item: &Item, reason: &str, problem: &Problem) {
        let key = item.key();
        let words = problem.fields.first().map_or(&problem.message, |field| &field.message);
        let title = item.title();
        toast(["Not kept: ", &title, ". ", words].concat());
        self.said.set(["Not kept: ", &title, ". ", words].concat());
        self.done.update(|done| {
            if done.as_ref().is_some_and(|(last, _)| last.key() == key) {
                *done = None;
            }
        });
        let (why, reason) = (words.clone(), reason.to_owned());
        self.returned.update(|returned| returned.push(Returned { key, why, reason }));
        if problem.kind == ProblemKind::Conflict {
            // Somebody else was quicker; whether it still waits is for the server to say.
            self.renew();
            return;
        }
        self.put_back(item.clone());
        self.count();
    }

    /// What was wrong with the last verdict on an item.
    pub fn returned(self, key: Key) -> Option<Returned> {
        self.returned.with_untracked(|returned| returned.iter().find(|one| one.key == key).cloned())
    }

    /// Puts an item among the others, by its age.
    fn put_back(self, item: Item) {
        let (key, age) = (item.key(), (item.at(), item.key()));
        if self.queue.with_untracked(|queue| queue.iter().any(|one| one.key() == key)) {
            return;
        }
        // With nothing in focus, it is; else what is there stays there, though this one may stand before it.
        self.at.set(self.current.get_untracked().or(Some(key)));
        self.queue.update(|queue| {
            let place = queue.iter().position(|one| (one.at(), one.key()) > age).unwrap_or(queue.len());
            queue.insert(place, item);
        });
        self.waiting.update(|waiting| *waiting += 1);
    }

    /// Takes a published item back onto the desk, to decline it with a reason.
    pub fn decline_after_all(self, item: Item) {
        let key = item.key();
        self.put_back(item);
        self.done.set(None);
        self.at.set(Some(key));
        self.declining.set(true);
    }
}
