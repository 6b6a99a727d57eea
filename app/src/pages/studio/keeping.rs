//! Keeping what is typed into a practice's form while it is typed: at once in this browser, and of a practice that is there soon
//! in the draft too; never over what somebody else has written meanwhile: then both texts are shown, and the writer chooses.

use super::begun::Opened;
use super::desk::{Desk, NEW};
use super::posting::Post;
use super::shape::shape;
use super::texts;
use crate::form::nested::Fields;
use crate::form::{Form, values};
use crate::outcome::Page;
use crate::parts::draft;
use crate::parts::staff::touch::focus;
use crate::parts::time::time;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::practice::{Practice, PracticeText};
use model::stale::SEEN;
use model::{PracticeId, Problem, ProblemKind};
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
    pub(super) desk: Desk,
    pub(super) id: PracticeId,
    pub(super) form: Form,
    post: StoredValue<Post>,
    /// Whether something that was typed before stands in the form again.
    restored: RwSignal<bool>,
    /// What was sent last, for when it is refused.
    sent: RwSignal<Option<PracticeText>>,
    /// Counts what is typed: only the last of it is waited for.
    typed: StoredValue<u32>,
    /// Whether the writer pressed the button meanwhile.
    pressed: StoredValue<bool>,
    state: RwSignal<&'static str>,
}

impl Keeping {
    pub fn new(desk: Desk, opened: &Opened, form: Form) -> Self {
        let id = opened.practice;
        let kept = draft::kept(&opened.name);
        let read = kept.as_ref().and_then(|fields| fields.get(SEEN)?.as_i64());
        let there = desk.practice(id).map_or(0, |practice| practice.revision);
        let post = Post::new(id, desk.today, opened.name.clone(), read.unwrap_or(there));
        let keeping = Self {
            desk,
            id,
            form,
            post: StoredValue::new(post.clone()),
            restored: RwSignal::new(kept.is_some()),
            sent: RwSignal::new(None),
            typed: StoredValue::new(0),
            pressed: StoredValue::new(false),
            state: RwSignal::new(""),
        };
        if let Some(fields) = kept {
            Effect::new(move || {
                if let Some(form) = element() {
                    values::restore(&form, &fields);
                }
            });
        }
        keeping.look_when_gone();
        keeping.follow_ticks(opened.clone());
        keeping.send_when_left(post);
        keeping
    }

    /// What is ticked and unticked outside of the form is typed too.
    fn follow_ticks(self, opened: Opened) {
        Effect::new(move |before: Option<()>| {
            self.desk.ticked.track();
            let here = self.desk.sheet.with_untracked(|open| open.as_ref() == Some(&opened));
            if before.is_some() && here {
                self.typed();
            }
        });
    }

    /// Whoever goes before it was kept has not lost it: it is sent now, and stays in the browser until it has arrived.
    fn send_when_left(self, post: Post) {
        let desk = self.desk;
        on_cleanup(move || {
            if post.id == NEW || post.unsent().fields.is_none() {
                return desk.look();
            }
            let (post, page) = (post.clone(), Page::now());
            spawn_local(async move {
                let _ = post.send().await;
                if !page.is_left() {
                    desk.look();
                    desk.again();
                }
            });
        });
    }

    /// The fields of a change, with what the writer has read.
    pub fn shape(self, fields: &mut Fields) -> Result<(), Problem> {
        // Whatever was to be kept by itself is kept by this.
        self.typed.update_value(|typed| *typed += 1);
        shape(fields, "practice", self.id.0, self.desk.today)?;
        self.sent.set(serde_json::from_value(Value::Object(fields.clone())).ok());
        // Whoever saves below both texts has read the other one.
        let there = self.form.problem.with_untracked(|problem| problem.as_ref().and_then(Problem::overtaken));
        let revision = there.unwrap_or_else(|| self.post.with_value(|post| post.unsent().revision));
        fields.insert(SEEN.into(), revision.into());
        Ok(())
    }

    /// What was typed is where it belongs.
    pub fn saved(self) {
        self.post.with_value(|post| {
            post.unsent().fields = None;
            draft::forget(&post.name);
        });
    }

    /// Whether something is being kept; the press is made up for when that is done.
    pub fn is_under_way(self) -> bool {
        let under_way = self.post.with_value(|post| post.unsent().under_way);
        if under_way {
            self.pressed.set_value(true);
        }
        under_way
    }

    /// Keeps what is typed in this browser, and of a practice that is there in the draft, once nothing more is typed.
    pub fn typed(self) {
        let Some(mut fields) = element().map(|form| values::of(&form, None)) else { return };
        if !self.desk.today {
            let ticked = untrack(|| self.desk.ticked_cards());
            fields.insert("proposals".into(), ticked.iter().map(|card| card.id.to_string()).collect());
        }
        self.post.with_value(|post| {
            let mut unsent = post.unsent();
            unsent.fields = Some(fields.clone());
            fields.insert(SEEN.into(), unsent.revision.into());
            draft::keep(&post.name, &fields);
        });
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
                if last && !self.form.busy.get_untracked() {
                    self.keep();
                }
            },
            QUIET,
        );
    }

    fn keep(self) {
        let post = self.post.get_value();
        let sent = post.unsent().fields.clone();
        if let Some(mut fields) = sent
            && shape(&mut fields, "practice", self.id.0, self.desk.today).is_ok()
        {
            self.sent.set(serde_json::from_value(Value::Object(fields)).ok());
        }
        let page = Page::now();
        spawn_local(async move {
            let Some(answer) = post.send().await else { return };
            if page.is_left() || self.typed.try_get_value().is_none() {
                return;
            }
            match answer {
                Ok(_) => {
                    self.restored.set(false);
                    self.state.set("Kept.");
                }
                Err(problem) if problem.overtaken().is_some() => {
                    // Whoever pressed meanwhile had not seen what another wrote, and does not write over it.
                    self.pressed.set_value(false);
                    self.state.set("");
                    self.form.problem.set(Some(problem));
                    self.desk.again();
                }
                Err(problem) if problem.kind == ProblemKind::NotFound => {
                    self.state.set("");
                    self.form.problem.set(Some(problem));
                }
                Err(_) => self.state.set("Not kept yet: look at it again, or save it to see why."),
            }
            if self.pressed.get_value() {
                self.pressed.set_value(false);
                press();
            }
        });
    }

    /// That what was typed before and not saved stands in the form again, with the way back.
    pub fn restored(self) -> AnyView {
        let shown = move || {
            self.restored.get().then(|| {
                let (words, back) = match self.id == NEW {
                    true => ("What you had typed is here again.", "Throw it away"),
                    false => ("What you had typed and not saved is here again.", "Take what is saved"),
                };
                view! {
                    <p class="note queue-after sheet-wide" role="status">
                        <span>{words}</span>
                        <button type="button" class="btn btn-sm" on:click=move |_| self.take_theirs()>{back}</button>
                    </p>
                }
            })
        };
        view! { {shown} }.into_any()
    }

    /// How it is with what is typed, beside the buttons.
    pub fn state(self) -> AnyView {
        view! { <span class="quiet" role="status">{move || self.state.get()}</span> }.into_any()
    }

    /// Both texts, where a stale one was refused.
    pub fn both(self) -> AnyView {
        let refused = Memo::new(move |_| {
            self.form
                .problem
                .with(|problem| problem.as_ref().is_some_and(|problem| problem.overtaken().is_some()))
        });
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
        const COLUMNS: [&str; 2] = ["As it is there now", "As you have it"];
        let by = there.changed.as_ref().map(|change| {
            view! { <p>"It was changed by " <b>{change.by.to_string()}</b> ", " {time(change.at)} ", while you wrote."</p> }
        });
        let differs = self.sent.with_untracked(|mine| {
            mine.as_ref().map(|mine| texts::table(self.desk, COLUMNS, &there.text, mine))
        });
        view! { {by} {differs} }.into_any()
    }

    fn keep_mine(self) {
        if let Some(there) = self.desk.practice(self.id) {
            self.post.with_value(|post| post.unsent().revision = there.revision);
        }
        self.form.problem.set(None);
        press();
    }

    /// Gives up what is typed here.
    fn take_theirs(self) {
        let (desk, id) = (self.desk, self.id);
        self.saved();
        desk.close();
        if id == NEW {
            focus("practices");
        } else {
            set_timeout(move || desk.open(id), Duration::ZERO);
        }
    }
}

fn element() -> Option<HtmlFormElement> {
    document().get_element_by_id("sheet")?.dyn_into().ok()
}

fn press() {
    let button = document().get_element_by_id(SAVE).and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        button.click();
    }
}
