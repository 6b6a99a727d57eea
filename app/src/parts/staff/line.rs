//! One line to type into where a field's name is made while the page runs, or where the company's own words are
//! offered: costs by resource, attributes by segment, rows of a list.

use crate::form::Form;
use leptos::prelude::*;

pub struct Line {
    /// May change, as rows before it come and go.
    name: Signal<String>,
    id: String,
    label: String,
    value: String,
    hint: &'static str,
    kind: &'static str,
    list: &'static str,
    max: usize,
    required: bool,
    optional: bool,
    options: Vec<(String, String)>,
}

impl Line {
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        let id = ["l-", &name].concat();
        Self::moving(Signal::stored(name), id, label, value)
    }

    /// Its name follows a signal; `id` stays.
    #[must_use]
    pub fn moving(
        name: Signal<String>,
        id: String,
        label: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            name,
            id,
            label: label.into(),
            value: value.into(),
            hint: "",
            kind: "text",
            list: "",
            max: 0,
            required: false,
            optional: false,
            options: Vec::new(),
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// The id of a `<datalist>`.
    #[must_use]
    pub fn list(mut self, list: &'static str) -> Self {
        self.list = list;
        self
    }

    #[must_use]
    pub fn max(mut self, max: usize) -> Self {
        self.max = max;
        self
    }

    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Says beside the label that it may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Makes it a choice of these (value, words).
    #[must_use]
    pub fn options(mut self, options: Vec<(String, String)>) -> Self {
        self.options = options;
        self
    }

    #[must_use]
    pub fn view(self, form: Form) -> AnyView {
        let name = self.name;
        let problem = Memo::new(move |_| name.with(|name| form.about(name)));
        let (label_id, problem_id) = (self.id.clone(), [&self.id, "-problem"].concat());
        let (label, hint, optional) = (self.label.clone(), self.hint, self.optional);
        let input = self.input(problem, problem_id.clone());
        view! {
            <div class="field line">
                <label class="field-label" for=label_id>
                    {label} {optional.then(|| view! { <span class="field-optional">"optional"</span> })}
                </label>
                {(!hint.is_empty()).then(|| view! { <p class="field-hint">{hint}</p> })} {input}
                <p class="field-problem" id=problem_id aria-live="polite">{move || problem.get()}</p>
            </div>
        }
        .into_any()
    }

    fn input(self, problem: Memo<Option<String>>, problem_id: String) -> AnyView {
        let name = self.name;
        let invalid = move || problem.with(Option::is_some).then_some("true");
        if !self.options.is_empty() {
            let value = self.value;
            let option = |(word, words): (String, String)| {
                let chosen = word == value;
                view! { <option value=word selected=chosen>{words}</option> }.into_any()
            };
            let options = self.options.into_iter().map(option).collect::<Vec<_>>();
            return view! {
                <select class="select" id=self.id name=name aria-describedby=problem_id aria-invalid=invalid>{options}</select>
            }
            .into_any();
        }
        view! {
            <input
                class="input"
                id=self.id
                name=name
                type=self.kind
                value=self.value
                list=(!self.list.is_empty()).then_some(self.list)
                step=(self.kind == "number").then_some("1")
                maxlength=(self.max > 0).then_some(self.max)
                required=self.required
                autocomplete="off"
                aria-describedby=problem_id
                aria-invalid=invalid
            />
        }
        .into_any()
    }
}
