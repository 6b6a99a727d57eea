//! Forms: plain ones that work without scripts. On still pages `enhance` sends them where there are scripts; on pages
//! that come to life as a whole each form has a state here, which shows what was wrong beside the fields.

pub mod nested;
pub mod values;

use crate::flash::SENT_TO;
use crate::outcome::{Page, here, open, sign_in_to_go_on};
use crate::parts::toast::toast;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::stale::SEEN;
use model::{Problem, ProblemKind};
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// One form's state: what was wrong with what it sent last, and whether an answer is awaited.
#[derive(Clone, Copy)]
pub struct Form {
    pub problem: RwSignal<Option<Problem>>,
    pub busy: RwSignal<bool>,
    /// Whether what a plain post left behind, if anything, is of this form.
    own: bool,
}

/// How long it takes to press something.
const PRESS: std::time::Duration = std::time::Duration::from_millis(300);

impl Form {
    /// A form of which a page has several: it knows only its own problems.
    #[must_use]
    pub fn new() -> Self {
        Self { problem: RwSignal::new(None), busy: RwSignal::new(false), own: true }
    }

    /// A form among several of a page, each with its own address: it starts with what a plain post of it, and of no other, left
    /// behind.
    #[must_use]
    pub fn at(action: &str) -> Self {
        let own = crate::flash::typed(SENT_TO) == action;
        let main = Self::main();
        if !own {
            main.problem.set(None);
        }
        Self { own, ..main }
    }

    /// What had been typed into a field of it, else what the page itself would put there.
    #[must_use]
    pub fn typed_or(self, field: &str, otherwise: String) -> String {
        if self.own { crate::flash::typed_or(field, otherwise) } else { otherwise }
    }

    /// The page's main form: it starts with what a plain post of it left behind.
    #[must_use]
    pub fn main() -> Self {
        let flash = crate::flash::flash();
        Self {
            problem: RwSignal::new(flash.with_untracked(|flash| flash.0.clone())),
            busy: RwSignal::new(false),
            own: true,
        }
    }

    /// What is wrong with `field`, to be shown beside it.
    #[must_use]
    pub fn about(self, field: &str) -> Option<String> {
        self.problem.with(|problem| problem.as_ref()?.about(field).map(str::to_owned))
    }

    /// The same as `note` for a field that is being left, once whatever it is left for has been pressed: a complaint that comes
    /// or goes moves what stands below it, and the press would go into the void.
    pub fn left(self, field: &'static str, message: Option<String>) {
        let said = move || self.problem.try_with_untracked(|p| p.as_ref()?.about(field).map(str::to_owned));
        let before = said();
        let settle = move || {
            // What was answered meanwhile is newer.
            if said() == before {
                self.note(field, message.clone());
            }
        };
        set_timeout(settle, PRESS);
    }

    /// Notes what is wrong with one field, or that nothing is any more.
    pub fn note(self, field: &str, message: Option<String>) {
        // The form may have gone while its field was being left.
        let known = self.problem.try_with_untracked(|p| p.as_ref()?.about(field).map(str::to_owned));
        if known.is_none_or(|known| known == message) {
            return;
        }
        self.problem.update(|problem| {
            let mut now = problem.take().unwrap_or_else(|| Problem::field(field, ""));
            now.fields.retain(|other| other.field != field);
            if let Some(message) = message {
                now.fields.push(model::FieldProblem { field: field.to_owned(), message });
            }
            *problem = (!now.fields.is_empty()).then_some(now);
        });
    }

    /// For `on:submit`: sends the fields as JSON to the form's own address, and calls `done` with the answer.
    pub fn send(self, done: impl Fn(Value) + Clone + 'static) -> impl Fn(SubmitEvent) + Clone + 'static {
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok())
            else {
                return;
            };
            if self.busy.get_untracked() {
                return;
            }
            let fields = Value::Object(values::of(&form, event.submitter().as_ref()));
            let action = form.get_attribute("action").unwrap_or_default();
            self.busy.set(true);
            let (done, page) = (done.clone(), Page::now());
            spawn_local(async move {
                let answer = crate::api::post(action, fields).await;
                if page.is_left() {
                    return;
                }
                self.busy.set(false);
                match answer {
                    Ok(reply) => {
                        self.problem.set(None);
                        done(reply);
                    }
                    Err(problem) => self.refused(problem, Some(&form)),
                }
            });
        }
    }

    /// Shows a refusal: beside its fields, or else as a sentence in the form; or leads to the sign-in.
    pub fn refused(self, mut problem: Problem, form: Option<&HtmlFormElement>) {
        if problem.kind == ProblemKind::SignInNeeded {
            open(&sign_in_to_go_on(&here()));
            return;
        }
        // "The marked field" helps nobody where none is marked. What is there now is sent along, and is nothing to be read.
        let hidden = |field: &str| field == SEEN && problem.overtaken().is_some();
        let unmarked = form.and_then(|form| {
            problem.fields.iter().find(|one| !hidden(&one.field) && !values::marks(form, &one.field))
        });
        if let Some(message) = unmarked.map(|one| one.message.clone()) {
            problem.message = message;
        }
        let first = problem.fields.first().map(|field| field.field.clone());
        self.problem.set(Some(problem));
        if let (Some(field), Some(form)) = (first, form) {
            values::focus(form, &field);
        }
    }

    /// What the writer has read, sent along. Where another was faster, what they wrote stands beside the fields, and what is sent then
    /// takes its place.
    #[must_use]
    pub fn seen(self, read: i64) -> AnyView {
        self.seen_of(Signal::stored(read))
    }

    /// The same where what was read may become another without the form being drawn anew.
    #[must_use]
    pub fn seen_of(self, read: Signal<i64>) -> AnyView {
        let there = self.problem;
        let overtaken = move || there.with(|problem| problem.as_ref()?.overtaken());
        let now = move || overtaken().unwrap_or_else(|| read.get()).to_string();
        view! { <input type="hidden" name=SEEN value=now/> }.into_any()
    }

    /// What is wrong with the form as a whole, above its button.
    #[must_use]
    pub fn trouble(self) -> AnyView {
        let message = move || {
            self.problem.with(|problem| problem.as_ref().map(|p| p.message.clone()).filter(|m| !m.is_empty()))
        };
        view! { <div class="trouble" role="alert">{message}</div> }.into_any()
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows what went wrong where there is no form to show it in; leads to the sign-in where that is what is missing.
pub fn refused(problem: &Problem) {
    if problem.kind == ProblemKind::SignInNeeded {
        open(&sign_in_to_go_on(&here()));
    } else {
        toast(problem.message.clone());
    }
}

/// The page that a plain form comes back to.
#[must_use]
pub fn next_here() -> AnyView {
    next(here())
}

/// The page that a plain form goes on to.
#[must_use]
pub fn next(to: String) -> AnyView {
    view! { <input type="hidden" name="next" value=to/> }.into_any()
}
