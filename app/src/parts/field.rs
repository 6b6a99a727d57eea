//! A field of a form: label, hint, the thing to type into, and what is wrong with it, tied together for everybody.
//!
//! `Field::new("title", "In one sentence").hint("…").text(Title::MAX, |t| Title::parse(t).map(drop)).view(form)`

use super::textarea::TextArea;
use crate::form::Form;
use leptos::prelude::*;
use model::text::TextProblem;

/// A parser of the model, of which only the complaint matters here.
pub type Check = fn(&str) -> Result<(), TextProblem>;

pub struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    value: Option<String>,
    placeholder: &'static str,
    autocomplete: &'static str,
    inputmode: &'static str,
    list: &'static str,
    required: bool,
    max: usize,
    lines: u32,
    check: Option<Check>,
    options: Vec<(String, String)>,
    group: String,
}

impl Field {
    #[must_use]
    pub fn new(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            hint: "",
            kind: "text",
            value: None,
            placeholder: "",
            autocomplete: "",
            inputmode: "",
            list: "",
            required: false,
            max: 0,
            lines: 0,
            check: None,
            options: Vec::new(),
            group: String::new(),
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// The type of input: `email`, `number`, `date` …
    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// What stands in it, unless a refused post left something else behind.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    #[must_use]
    pub fn placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    #[must_use]
    pub fn inputmode(mut self, inputmode: &'static str) -> Self {
        self.inputmode = inputmode;
        self
    }

    /// The id of a `<datalist>`.
    #[must_use]
    pub fn list(mut self, list: &'static str) -> Self {
        self.list = list;
        self
    }

    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Its most characters, and the parser that says what is wrong with it once it has been left.
    #[must_use]
    pub fn text(mut self, max: usize, check: Check) -> Self {
        self.max = max;
        self.check = Some(check);
        self
    }

    /// A text area of so many lines.
    #[must_use]
    pub fn lines(mut self, lines: u32) -> Self {
        self.lines = lines;
        self
    }

    /// A choice of these (value, words); makes it a select.
    #[must_use]
    pub fn options(mut self, options: Vec<(String, String)>) -> Self {
        self.options = options;
        self
    }

    /// Sets it apart from fields of the same name in other forms of the page.
    #[must_use]
    pub fn group(mut self, group: impl std::fmt::Display) -> Self {
        self.group = group.to_string();
        self
    }

    #[must_use]
    pub fn view(self, form: Form) -> AnyView {
        let mut id = String::from("f-");
        id.push_str(self.name);
        id.push_str(&self.group);
        let (problem_id, hint_id) = (id.clone() + "-problem", id.clone() + "-hint");
        let (name, label, hint) = (self.name, self.label, self.hint);
        let optional = !self.required;
        let described =
            if hint.is_empty() { problem_id.clone() } else { hint_id.clone() + " " + &problem_id };
        let heading = view! {
            <label class="field-label" for=id.clone()>
                {label}
                {optional.then(|| view! { <span class="field-optional">"optional"</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        };
        let input = self.input(form, id, described);
        view! {
            <div class="field">
                {heading} {input}
                <p class="field-problem" id=problem_id data-problem=name aria-live="polite">
                    {move || form.about(name)}
                </p>
            </div>
        }
        .into_any()
    }

    fn input(self, form: Form, id: String, described: String) -> AnyView {
        let (name, check, required) = (self.name, self.check, self.required);
        // An empty field that is needed is complained of when it is sent, not when it is passed through.
        let leave = move |text: String| {
            let fault = check.and_then(|check| check(&text).err()).filter(|_| !text.trim().is_empty());
            form.left(name, fault.map(|fault| fault.0));
        };
        let invalid = Signal::derive(move || form.about(name).is_some());
        let value = form.typed_or(name, self.value.unwrap_or_default());
        if self.lines > 0 {
            return view! {
                <TextArea
                    name=name
                    id=id
                    value=value
                    lines=self.lines
                    max=self.max
                    required=required
                    described_by=described
                    invalid=invalid
                    placeholder=self.placeholder
                    on_leave=Callback::new(leave)
                />
            }
            .into_any();
        }
        let aria_invalid = move || invalid.get().then_some("true");
        if !self.options.is_empty() {
            let options = self
                .options
                .into_iter()
                .map(|(word, words)| {
                    let chosen = word == value;
                    view! { <option value=word selected=chosen>{words}</option> }
                })
                .collect_view();
            return view! {
                <select class="select" name=name id=id required=required aria-describedby=described aria-invalid=aria_invalid>
                    {options}
                </select>
            }
            .into_any();
        }
        view! {
            <input
                class="input"
                type=self.kind
                name=name
                id=id
                value=value
                required=required
                maxlength=(self.max > 0).then_some(self.max)
                placeholder=some(self.placeholder)
                autocomplete=some(self.autocomplete)
                inputmode=some(self.inputmode)
                list=some(self.list)
                aria-describedby=described
                aria-invalid=aria_invalid
                on:change=move |event| leave(event_target_value(&event))
            />
        }
        .into_any()
    }
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}
