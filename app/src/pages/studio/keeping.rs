//! Keeping what is typed into a practice's form while it is typed, and never over what somebody else has written meanwhile: then
//! both texts are shown, and the writer chooses.

use super::desk::{Desk, NEW};
use super::shape::shape;
use crate::api::call;
use crate::form::nested::{Fields, Typed};
use crate::form::{Form, values};
use crate::outcome::Page;
use crate::parts::facts::done;
use crate::parts::glyph::Axes;
use crate::parts::time::time;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::practices::ChangePractice;
use model::practice::{Practice, PracticeText};
use model::{PracticeId, Problem};
use serde_json::Value;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement};

/// How long nothing has to be typed before it is kept.
const QUIET: Duration = Duration::from_millis(1_500);
/// The button that saves.
pub(super) const SAVE: &str = "sheet-save";

#[derive(Clone, Copy)]
pub(super) struct Keeping {
    desk: Desk,
    id: PracticeId,
    form: Form,
    /// What the writer has read.
    revision: RwSignal<i64>,
    /// What was sent last, for when it is refused.
    sent: RwSignal<Option<PracticeText>>,
    /// Counts what is typed: only the last of it is waited for.
    typed: StoredValue<u32>,
    under_way: StoredValue<bool>,
    /// Whether the writer pressed the button meanwhile.
    pressed: StoredValue<bool>,
    state: RwSignal<&'static str>,
}

impl Keeping {
    pub fn new(desk: Desk, id: PracticeId, form: Form) -> Self {
        Self {
            desk,
            id,
            form,
            revision: RwSignal::new(desk.practice(id).map_or(0, |practice| practice.revision)),
            sent: RwSignal::new(None),
            typed: StoredValue::new(0),
            under_way: StoredValue::new(false),
            pressed: StoredValue::new(false),
            state: RwSignal::new(""),
        }
    }

    /// The fields of a change, with what the writer has read.
    pub fn shape(self, fields: &mut Fields) -> Result<(), Problem> {
        // Whatever was to be kept by itself is kept by this.
        self.typed.update_value(|typed| *typed += 1);
        shape(fields, "practice", self.id.0, self.desk.today)?;
        self.sent.set(serde_json::from_value(Value::Object(fields.clone())).ok());
        fields.insert("revision".into(), self.revision.get_untracked().into());
        Ok(())
    }

    /// Whether something is being kept; the press is made up for when that is done.
    pub fn is_under_way(self) -> bool {
        let under_way = self.under_way.get_value();
        if under_way {
            self.pressed.set_value(true);
        }
        under_way
    }

    /// Keeps it once nothing more is typed.
    pub fn soon(self) {
        if self.id == NEW {
            return;
        }
        self.typed.update_value(|typed| *typed += 1);
        let now = self.typed.get_value();
        self.state.set("");
        set_timeout(
            move || {
                // The form may have gone.
                let last = self.typed.try_get_value().is_some_and(|typed| typed == now);
                if last && !self.form.busy.get_untracked() && !self.under_way.get_value() {
                    self.keep();
                }
            },
            QUIET,
        );
    }

    fn keep(self) {
        let form =
            document().get_element_by_id("sheet").and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(mut fields) = form.map(|form| values::of(&form, None)) else { return };
        if self.shape(&mut fields).is_err() {
            self.state.set("Not kept yet: something is missing.");
            return;
        }
        fields.insert("sitting".into(), true.into());
        self.under_way.set_value(true);
        let page = Page::now();
        spawn_local(async move {
            let answer = call(Typed::<ChangePractice>::new(fields)).await;
            if page.is_left() || self.under_way.try_get_value().is_none() {
                return;
            }
            self.under_way.set_value(false);
            match answer {
                Ok(practice) => {
                    self.revision.set(practice.revision);
                    self.state.set("Kept.");
                }
                Err(problem) if problem.about("revision").is_some() => {
                    self.state.set("");
                    self.form.problem.set(Some(problem));
                    self.desk.again();
                }
                Err(_) => self.state.set("Not kept yet: look at it again, or save it to see why."),
            }
            if self.pressed.get_value() {
                self.pressed.set_value(false);
                press();
            }
        });
    }

    /// How it is with what is typed, beside the buttons.
    pub fn state(self) -> AnyView {
        view! { <span class="quiet" role="status">{move || self.state.get()}</span> }.into_any()
    }

    /// Both texts, where a stale one was refused.
    pub fn both(self) -> AnyView {
        let refused = Memo::new(move |_| self.form.about("revision").is_some());
        let shown = move || {
            refused.get().then(|| {
                let there = move || {
                    self.desk.draft.with(|draft| {
                        let there = draft.practices.iter().find(|one| one.id == self.id)?;
                        Some(self.compare(there))
                    })
                };
                view! {
                    <section class="note sheet-wide" aria-label="Both texts">
                        {there}
                        <p class="actions">
                            <button type="button" class="btn btn-sm" on:click=move |_| self.keep_mine()>"Put mine in its place"</button>
                            <button type="button" class="btn btn-sm" on:click=move |_| self.take_theirs()>"Take what is there"</button>
                        </p>
                    </section>
                }
            })
        };
        view! { {shown} }.into_any()
    }

    fn compare(self, there: &Practice) -> AnyView {
        let axes = self.desk.axes.get_value();
        let theirs = said(&there.text, &axes);
        let mine = self.sent.get_untracked().map(|text| said(&text, &axes)).unwrap_or_default();
        let rows = theirs
            .into_iter()
            .zip(mine)
            .filter(|(theirs, mine)| theirs.1 != mine.1)
            .map(|(theirs, mine)| {
                view! { <tr><th scope="row">{theirs.0}</th><td>{theirs.1}</td><td>{mine.1}</td></tr> }
                    .into_any()
            })
            .collect::<Vec<_>>();
        let by = there.changed.as_ref().map(|change| {
            view! { <p>"It was changed by " <b>{change.by.to_string()}</b> ", " {time(change.at)} ", while you wrote."</p> }
        });
        view! {
            {by}
            <table class="parts">
                <thead><tr><td></td><th scope="col">"As it is there now"</th><th scope="col">"As you have it"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }

    fn keep_mine(self) {
        if let Some(there) = self.desk.practice(self.id) {
            self.revision.set(there.revision);
        }
        self.form.problem.set(None);
        press();
    }

    fn take_theirs(self) {
        let (desk, id) = (self.desk, self.id);
        desk.close();
        set_timeout(move || desk.open(id), Duration::ZERO);
    }
}

fn press() {
    let button = document().get_element_by_id(SAVE).and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        button.click();
    }
}

/// What a text says, field by field, always in the same order.
fn said(text: &PracticeText, axes: &Axes) -> Vec<(&'static str, String)> {
    let numbers = |numbers: Vec<String>| numbers.join(", ");
    let titled = [("What we will do", text.title.to_string()), ("Answerable", text.accountable.to_string())];
    let more = [
        ("Documents", numbers(text.details.documents.iter().map(ToString::to_string).collect())),
        ("First sign", text.lead.as_ref().map(|lead| lead.name.to_string()).unwrap_or_default()),
        ("Result", text.lag.as_ref().map(|lag| lag.name.to_string()).unwrap_or_default()),
        ("Stages", axes.stage_names(text.stages)),
        ("Cultures", axes.culture_names(text.cultures)),
        ("Made from", numbers(text.proposals.iter().map(ToString::to_string).collect())),
        (
            "Costs",
            numbers(
                text.costs
                    .iter()
                    .filter(|cost| cost.amount != 0)
                    .map(|cost| cost.amount.to_string())
                    .collect(),
            ),
        ),
        ("Hours a month", numbers(text.loads.iter().map(|load| load.hours.to_string()).collect())),
    ];
    titled.into_iter().chain(done(text)).chain(more).collect()
}
