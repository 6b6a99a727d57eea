//! Whether single keys do something: on every page that has such keys, until somebody switches them off in their browser.
//! Who speaks to their computer would press them by accident (WCAG 2.1, criterion 2.1.4).

use leptos::prelude::*;

const NAME: &str = "accord-keys";
const OFF: &str = "off";

#[derive(Clone, Copy)]
pub struct Keys(RwSignal<bool>);

impl Keys {
    /// As they were left; on until the page has come to life, as the server shows them.
    #[must_use]
    pub fn new() -> Self {
        let on = RwSignal::new(true);
        Effect::new(move || on.set(!remembered_off()));
        Self(on)
    }

    #[must_use]
    pub fn are_on(self) -> bool {
        self.0.get_untracked()
    }

    /// The switch.
    #[must_use]
    pub fn switch(self) -> AnyView {
        let turn = move |event| {
            let on = event_target_checked(&event);
            remember(on);
            self.0.set(on);
        };
        view! {
            <label class="keys-switch needs-script">
                <input type="checkbox" prop:checked=move || self.0.get() on:change=turn/>
                " Keys are on"
            </label>
        }
        .into_any()
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new()
    }
}

fn remembered_off() -> bool {
    let kept = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(NAME).ok()?);
    kept.as_deref() == Some(OFF)
}

fn remember(on: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = if on { storage.remove_item(NAME) } else { storage.set_item(NAME, OFF) };
    }
}
