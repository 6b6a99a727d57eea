//! A choice among few, all in sight: boxes to tick or one of several, each with its value as a form sends it.

use crate::form::Form;
use leptos::prelude::*;

/// One thing to choose.
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A further sentence; may be empty.
    pub hint: String,
    pub chosen: bool,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl ToString, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.to_string(), label: label.into(), hint: String::new(), chosen }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Several may be ticked.
#[must_use]
pub fn boxes(name: &'static str, legend: &'static str, choices: Vec<Choice>, form: Form) -> AnyView {
    choose("checkbox", name, legend, choices, form)
}

/// One of them.
#[must_use]
pub fn one_of(name: &'static str, legend: &'static str, choices: Vec<Choice>, form: Form) -> AnyView {
    choose("radio", name, legend, choices, form)
}

fn choose(
    kind: &'static str,
    name: &'static str,
    legend: &'static str,
    choices: Vec<Choice>,
    form: Form,
) -> AnyView {
    let problem_id = String::from("c-") + name + "-problem";
    let choices = choices
        .into_iter()
        .map(|choice| {
            view! {
                <label class="choice">
                    <input type=kind name=name value=choice.value checked=choice.chosen/>
                    <span class="choice-text">
                        {choice.label}
                        {(!choice.hint.is_empty()).then(|| view! { <small>{choice.hint}</small> })}
                    </span>
                </label>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let described = problem_id.clone();
    view! {
        <fieldset class="choices" aria-describedby=described>
            <legend class="field-label">{legend}</legend>
            <div class="choices-row">{choices}</div>
            <p class="field-problem" id=problem_id data-problem=name aria-live="polite">{move || form.about(name)}</p>
        </fieldset>
    }
    .into_any()
}

/// A single yes or no.
#[must_use]
pub fn tick(name: &'static str, label: &'static str, hint: &'static str, chosen: bool) -> AnyView {
    view! {
        <label class="choice choice-single">
            <input type="checkbox" name=name value="true" checked=chosen/>
            <span class="choice-text">
                {label} {(!hint.is_empty()).then(|| view! { <small>{hint}</small> })}
            </span>
        </label>
    }
    .into_any()
}
