//! Whether the votes choose something of the draft, and why not.

use super::desk::Desk;
use crate::parts::selected::{Places, candidate, voices, way, why};
use leptos::prelude::*;
use model::selection::Key;

impl Desk {
    /// Whether the votes choose a candidate, and why not, in a line.
    pub fn standing(self, key: Key) -> AnyView {
        let words = move || {
            self.selection.with(|selection| {
                let selection = selection.as_ref()?;
                if let Some(chosen) = selection.outcome.chosen.iter().find(|chosen| chosen.key == key) {
                    let words = [voices(chosen.votes), "; ".into(), way(chosen), ".".into()].concat();
                    return Some(("Chosen by the votes: ", words, "standing in"));
                }
                let left = selection.outcome.left.iter().find(|left| left.key == key)?;
                let axes = self.axes.get_value();
                let words = self.round.with(|round| {
                    let title = |key| candidate(&selection.candidates, key).map(|found| found.title.clone());
                    let (segments, resources) = (&selection.segments, &round.resources);
                    why(left, &Places { axes: &axes, title: &title, segments, resources })
                });
                Some(("Not chosen: ", words, "standing"))
            })
        };
        let link = key.why_path();
        let shown = move || {
            words().map(|(mark, words, class)| {
                view! { <p class=class><b>{mark}</b> {words} " " <a href=link.clone()>"Why"</a></p> }
            })
        };
        view! { {shown} }.into_any()
    }
}
