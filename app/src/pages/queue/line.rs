//! Verdicts on their way to the server: sent one after the other, in the order in which they were given, while the
//! moderator reads on. Those that are still to be sent outlive the page that they were given on.

use crate::outcome::Page;
use crate::parts::toast::toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Problem;
use model::queue::Key;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Something decided, to be told to the server.
pub(super) struct Sent {
    pub action: String,
    pub fields: Map<String, Value>,
    page: Page,
    then: Rc<dyn Fn(Result<Value, Problem>)>,
}

thread_local! {
    static LINE: RefCell<VecDeque<Sent>> = const { RefCell::new(VecDeque::new()) };
    static SENDING: RefCell<bool> = const { RefCell::new(false) };
}

/// Sends it after what waits already; `then` hears the answer, if the page is still there by then.
pub(super) fn send(
    action: String,
    fields: Map<String, Value>,
    then: impl Fn(Result<Value, Problem>) + 'static,
) {
    let sent = Sent { action, fields, page: Page::now(), then: Rc::new(then) };
    LINE.with_borrow_mut(|line| line.push_back(sent));
    if !SENDING.replace(true) {
        spawn_local(send_all());
    }
}

async fn send_all() {
    while let Some(sent) = LINE.with_borrow_mut(VecDeque::pop_front) {
        let answer = crate::api::post(sent.action, Value::Object(sent.fields)).await;
        if !sent.page.is_left() {
            (sent.then)(answer);
        } else if let Err(problem) = answer {
            // Whoever has gone on to another page still learns of it.
            toast(["Not kept: ", &problem.message].concat());
        }
    }
    SENDING.set(false);
}

/// Asks whoever shuts the window while something is still to be sent.
pub(super) fn watch() {
    Effect::new(move || {
        let handle = window_event_listener_untyped("beforeunload", |event| {
            if SENDING.with_borrow(|sending| *sending) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// What has been decided here, so that an answer which the server gave before it knew does not bring it back.
#[derive(Clone, Copy)]
pub(super) struct Gone {
    /// Each with the number of answers that had come when its own came; none while it is under way.
    keys: StoredValue<Vec<(Key, Option<u32>)>>,
    answers: StoredValue<u32>,
    under_way: RwSignal<usize>,
}

impl Gone {
    pub fn new() -> Self {
        Self { keys: StoredValue::new(Vec::new()), answers: StoredValue::new(0), under_way: RwSignal::new(0) }
    }

    /// Whether every verdict has been answered.
    pub fn all_answered(self) -> bool {
        self.under_way.get() == 0
    }

    /// The same, for whoever asks once.
    pub fn all_answered_now(self) -> bool {
        self.under_way.get_untracked() == 0
    }

    pub fn begin(self, items: &[Key]) {
        self.keys.update_value(|keys| keys.extend(items.iter().map(|key| (*key, None))));
        self.under_way.update(|count| *count += 1);
    }

    /// The answer for the first that was under way with these. A refused one is not gone at all.
    pub fn answered(self, items: &[Key], kept: impl Fn(Key) -> bool) {
        let now = self.answers.get_value() + 1;
        self.answers.set_value(now);
        self.keys.update_value(|keys| {
            for key in items {
                match keys.iter().position(|one| *one == (*key, None)) {
                    Some(place) if kept(*key) => keys[place].1 = Some(now),
                    Some(place) => drop(keys.remove(place)),
                    None => {}
                }
            }
        });
        self.under_way.update(|count| *count = count.saturating_sub(1));
    }

    /// A moment at which the server is asked, for `since`.
    pub fn moment(self) -> u32 {
        self.answers.get_value()
    }

    /// Whether what was asked at `moment` may not tell of the verdict on it yet.
    pub fn since(self, moment: u32, key: Key) -> bool {
        self.keys.with_value(|keys| {
            keys.iter().any(|(gone, answer)| *gone == key && answer.is_none_or(|answer| answer > moment))
        })
    }
}
