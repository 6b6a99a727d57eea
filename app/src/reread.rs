//! Reading again what a page shows. One reading follows another, so that no old answer is put over a newer one; whoever asks
//! while one is under way gets another after it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::mem;

/// Belongs to what is read again: it ends with the part of the page that made it.
#[derive(Clone, Copy)]
pub struct Reread(StoredValue<State>);

#[derive(Clone, Copy, Default)]
struct State {
    under_way: bool,
    /// Asked for since the reading under way began.
    wanted: bool,
}

impl State {
    /// Whether to begin a reading now.
    fn ask(&mut self) -> bool {
        self.wanted = self.under_way;
        !mem::replace(&mut self.under_way, true)
    }

    /// After a reading: whether to read once more.
    fn end(&mut self) -> bool {
        self.under_way = mem::take(&mut self.wanted);
        self.under_way
    }
}

impl Reread {
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(State::default()))
    }

    /// Reads now, or after the reading that is under way. What is passed along must be taken by `read` when it begins.
    pub fn ask<F: Future<Output = ()> + 'static>(self, read: impl Fn() -> F + 'static) {
        if self.0.try_update_value(State::ask) != Some(true) {
            return;
        }
        spawn_local(async move {
            loop {
                read().await;
                if self.0.try_update_value(State::end) != Some(true) {
                    return;
                }
            }
        });
    }
}

impl Default for Reread {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn however_many_ask_meanwhile_one_reading_follows() {
        let mut state = State::default();
        assert!(state.ask());
        assert!(!state.ask());
        assert!(!state.ask());
        assert!(state.end(), "it reads once more");
        assert!(!state.end(), "and no more");
        assert!(state.ask(), "the next one begins at once");
        assert!(!state.end());
    }
}
