//! Choosing several items, to decide the same on all of them at once.

use super::desk::Desk;
use leptos::prelude::*;
use model::queue::{Item, Key};
use web_sys::MouseEvent;

/// What is chosen, and what can be done with it.
pub(super) fn bar(desk: Desk) -> AnyView {
    let bar = move || {
        let count = desk.chosen.with(Vec::len);
        (count > 0).then(|| {
            view! {
                <div class="note queue-after" role="status">
                    <span><b>{count}</b> " chosen: " {desk.publish_word().to_lowercase()} " or decline them together."</span>
                    <button type="button" class="btn btn-sm" on:click=move |_| desk.chosen.set(Vec::new())>"Choose none"</button>
                </div>
            }
        })
    };
    view! { {bar} }.into_any()
}

/// The box before a line of the list.
pub(super) fn tick(desk: Desk, key: Key, title: &str) -> AnyView {
    let label = ["Choose: ", title].concat();
    let clicked = move |event: MouseEvent| desk.toggle(key, event.shift_key());
    let is = move || desk.chosen.with(|chosen| chosen.contains(&key));
    view! {
        <input type="checkbox" class="queue-tick needs-script" aria-label=label prop:checked=is on:click=clicked/>
    }
    .into_any()
}

impl Desk {
    /// Chooses an item, or no longer; with `range`, all from the one chosen last to it.
    pub fn toggle(self, key: Key, range: bool) {
        let keys: Vec<Key> = self.queue.with_untracked(|queue| queue.iter().map(Item::key).collect());
        let place = |key: Key| keys.iter().position(|one| *one == key);
        self.chosen.update(|chosen| {
            let ends = chosen.last().copied().filter(|_| range).and_then(place).zip(place(key));
            match ends {
                Some((from, to)) => {
                    let span = keys[from.min(to)..=from.max(to)].iter();
                    let new: Vec<Key> = span.filter(|one| !chosen.contains(one)).copied().collect();
                    chosen.extend(new);
                    // The next range begins here.
                    chosen.retain(|one| *one != key);
                    chosen.push(key);
                }
                None if chosen.contains(&key) => chosen.retain(|one| *one != key),
                None => chosen.push(key),
            }
        });
    }

    /// Chooses all that are here; or none, if all are.
    pub fn choose_all(self) {
        let keys: Vec<Key> = self.queue.with_untracked(|queue| queue.iter().map(Item::key).collect());
        let all = self.chosen.with_untracked(|chosen| keys.iter().all(|key| chosen.contains(key)));
        self.chosen.set(if all { Vec::new() } else { keys });
    }

    /// What publishing what is chosen, or else in focus, is called.
    pub fn publish_word(self) -> &'static str {
        let joins = |key: &Key| key.written().is_err();
        self.chosen.with(|chosen| match chosen.as_slice() {
            [] if self.current.get().is_some_and(|key| joins(&key)) => "Confirm",
            [] => "Publish",
            all if all.iter().all(joins) => "Confirm",
            all if all.iter().any(joins) => "Publish or confirm",
            _ => "Publish",
        })
    }

    /// The chosen ones that still wait, oldest first.
    pub fn chosen_items(self) -> Vec<Item> {
        let chosen = self.chosen.get_untracked();
        self.queue.with_untracked(|queue| {
            queue.iter().filter(|item| chosen.contains(&item.key())).cloned().collect()
        })
    }
}
