//! What somebody is typing: looked at once the typing pauses, and of no use once something else has been typed.

use leptos::prelude::*;
use std::time::Duration;

/// How long typing has to pause.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Clone, Copy)]
pub struct Typed(StoredValue<String>);

impl Default for Typed {
    fn default() -> Self {
        Self(StoredValue::new(String::new()))
    }
}

impl Typed {
    /// Calls `look` unless something else is typed within the pause.
    pub fn once_paused(self, text: String, look: impl FnOnce(String) + 'static) {
        self.0.set_value(text.clone());
        set_timeout(
            move || {
                if self.is_still(&text) {
                    look(text);
                }
            },
            PAUSE,
        );
    }

    /// Whether nothing else has been typed since, and the page is still there.
    #[must_use]
    pub fn is_still(self, text: &str) -> bool {
        self.0.try_with_value(|words| words == text) == Some(true)
    }
}
