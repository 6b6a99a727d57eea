//! The card as others will read it, beside the form that it is written in. A lively part: it follows what is typed, and
//! keeps it in the browser until it is sent.

use super::glyph::{Axes, glyph};
use super::{draft, pictures};
use crate::form::values;
use leptos::prelude::*;
use model::cells::{CultureSet, StageSet};
use model::mention::readable;
use model::proposal::{Kind, ProposalText};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// What the card beside the form shows.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    pub kind: Option<Kind>,
    pub title: String,
    pub why: String,
    pub stages: StageSet,
    pub cultures: CultureSet,
}

impl Preview {
    /// Before anything is typed: nothing but perhaps a title and where it belongs.
    #[must_use]
    pub fn begun(title: String, stages: StageSet, cultures: CultureSet) -> Self {
        Self { kind: Some(Kind::Start), title, why: String::new(), stages, cultures }
    }

    /// As it was written.
    #[must_use]
    pub fn of(text: &ProposalText) -> Self {
        Self {
            kind: Some(text.kind),
            title: text.title.to_string(),
            why: text.why.to_string(),
            stages: text.stages,
            cultures: text.cultures,
        }
    }

    /// As the form's fields are now.
    #[must_use]
    pub fn read(fields: &Map<String, Value>) -> Self {
        Self {
            kind: values::text(fields, "kind").parse().ok(),
            title: values::text(fields, "title"),
            why: values::text(fields, "why"),
            stages: StageSet::of(&values::positions(fields, "stages")),
            cultures: CultureSet::of(&values::positions(fields, "cultures")),
        }
    }
}

/// What the part needs to know.
#[derive(Clone, Serialize, Deserialize)]
pub struct Props {
    /// The id of the form.
    pub form: String,
    pub axes: Axes,
    pub begun: Preview,
    /// What a kept draft is called; empty where none is kept.
    pub draft: String,
    /// Whether a kept draft may take the place of what the form begins with.
    pub restore: bool,
}

/// The preview as the server shows it.
#[cfg(feature = "ssr")]
#[must_use]
pub fn preview(props: &Props) -> AnyView {
    crate::load::lively("preview", props, card(RwSignal::new(props.begun.clone()), props.axes.clone()))
}

/// The same, alive.
#[must_use]
pub fn part(props: Props) -> AnyView {
    let shown = RwSignal::new(props.begun.clone());
    let axes = props.axes.clone();
    if let Some(form) = find(&props.form) {
        if let Some(fields) = draft::kept(&props.draft).filter(|_| props.restore) {
            pictures::restore(&form, &fields);
            values::restore(&form, &fields);
        }
        let own = props.form.clone();
        // The form may hold more than the server knew: browsers refill it when one comes back.
        Effect::new(move || {
            if let Some(form) = find(&own) {
                shown.set(Preview::read(&values::of(&form, None)));
            }
        });
        let typing = window_event_listener(leptos::ev::input, move |event| {
            let own = values::target(&event).and_then(|field| field.closest("form").ok().flatten());
            if own.is_none_or(|own| own.id() != props.form) {
                return;
            }
            let Some(form) = find(&props.form) else { return };
            let fields = values::of(&form, None);
            shown.set(Preview::read(&fields));
            if !props.draft.is_empty() {
                draft::keep(&props.draft, &fields);
            }
        });
        on_cleanup(move || typing.remove());
    }
    card(shown, axes)
}

fn find(id: &str) -> Option<HtmlFormElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn card(preview: RwSignal<Preview>, axes: Axes) -> AnyView {
    let content = move || {
        preview.with(|now| {
            let title = if now.title.is_empty() { "Your sentence" } else { &now.title };
            let why = if now.why.is_empty() { "… and why." } else { &now.why };
            view! {
                <div class="card-head">
                    <p class="card-title">{title.to_owned()}</p>
                    <p class="card-place">
                        {glyph(&axes, now.stages, now.cultures)}
                        <span class="card-short">{axes.short(now.stages, now.cultures)}</span>
                        <span class="kind">{now.kind.map(Kind::word)}</span>
                    </p>
                </div>
                <p class="card-why">{readable(why)}</p>
            }
        })
    };
    view! {
        <aside class="preview" aria-label="Preview">
            <p class="preview-label">"This is what others will read"</p>
            <div class="panel">{content}</div>
        </aside>
    }
    .into_any()
}
