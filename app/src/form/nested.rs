//! Forms that say more than a flat list, or go by another method than POST. A name with dots is nested: `lead.unit`,
//! `stages.0.name`. What was typed travels as it is; the server parses it, and names its complaints the same way.

use super::{Form, values};
use crate::api::call;
use crate::outcome::Page;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::endpoint::{Endpoint, Method};
use model::{FieldProblem, Problem, ProblemKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::marker::PhantomData;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// A form's fields by name.
pub type Fields = Map<String, Value>;

/// The request `E` as it was typed: its method, path and reply, with fields that nobody has parsed yet.
pub struct Typed<E>(Fields, PhantomData<fn() -> E>);

impl<E> Typed<E> {
    #[must_use]
    pub fn new(fields: Fields) -> Self {
        Self(fields, PhantomData)
    }
}

impl<E> Serialize for Typed<E> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de, E> Deserialize<'de> for Typed<E> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Fields::deserialize(from).map(Self::new)
    }
}

impl<E: Endpoint> Endpoint for Typed<E> {
    const METHOD: Method = E::METHOD;
    const PATH: &'static str = E::PATH;
    type Reply = E::Reply;
}

/// For `on:submit`: sends what `shape` makes of the fields as a request of type `E`. A complaint of `shape` is shown
/// beside its field, and nothing is sent.
pub fn send<E: Endpoint>(
    form: Form,
    shape: impl Fn(&mut Fields) -> Result<(), Problem> + 'static,
    done: impl Fn(E::Reply) + Clone + 'static,
) -> impl Fn(SubmitEvent) + 'static {
    move |event: SubmitEvent| {
        let Some((element, mut fields)) = begin(form, &event) else { return };
        if let Err(problem) = shape(&mut fields) {
            form.busy.set(false);
            form.refused(problem, Some(&element));
            return;
        }
        let done = done.clone();
        let page = Page::now();
        spawn_local(async move {
            let answer = call(Typed::<E>::new(fields)).await;
            if page.is_left() {
                return;
            }
            form.busy.set(false);
            match answer {
                Ok(reply) => {
                    form.problem.set(None);
                    done(reply);
                }
                Err(problem) => form.refused(problem, Some(&element)),
            }
        });
    }
}

fn begin(form: Form, event: &SubmitEvent) -> Option<(HtmlFormElement, Fields)> {
    event.prevent_default();
    let element = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
    if form.busy.get_untracked() {
        return None;
    }
    form.busy.set(true);
    let fields = values::of(&element, event.submitter().as_ref());
    Some((element, fields))
}

impl Form {
    /// For a button's `aria-disabled`, while an answer is awaited. A button that is `disabled` would lose the focus.
    #[must_use]
    pub fn waits(self) -> Option<&'static str> {
        self.busy.get().then_some("true")
    }
}

/// Nests the fields by the dots in their names.
pub fn nest(fields: &mut Fields) {
    let mut nested = Value::Object(Fields::new());
    for (name, value) in std::mem::take(fields) {
        put(&mut nested, &name, value);
    }
    if let Value::Object(nested) = nested {
        *fields = nested;
    }
}

fn put(place: &mut Value, name: &str, value: Value) {
    let (head, rest) = match name.split_once('.') {
        Some((head, rest)) => (head, Some(rest)),
        None => (name, None),
    };
    let slot = match head.parse::<usize>() {
        Ok(position) => {
            if !place.is_array() {
                *place = Value::Array(Vec::new());
            }
            let Value::Array(list) = place else { return };
            if list.len() <= position {
                list.resize(position + 1, Value::Null);
            }
            &mut list[position]
        }
        Err(_) => {
            if !place.is_object() {
                *place = Value::Object(Fields::new());
            }
            let Value::Object(fields) = place else { return };
            fields.entry(head).or_insert(Value::Null)
        }
    };
    match rest {
        Some(rest) => put(slot, rest, value),
        None => *slot = value,
    }
}

/// Makes whole numbers of the fields whose name ends so; one that was left empty is as if it were not there.
///
/// # Errors
/// Names the field that holds something else.
pub fn numbers(fields: &mut Fields, ends: &[&str]) -> Result<(), Problem> {
    let names = fields.keys().filter(|name| ends.contains(&last(name))).cloned().collect::<Vec<_>>();
    for name in names {
        let text = values::text(fields, &name);
        if text.is_empty() {
            fields.remove(&name);
            continue;
        }
        match text.parse::<i64>() {
            Ok(number) => drop(fields.insert(name, number.into())),
            Err(_) => return Err(Problem::field(name, "Please give a whole number.")),
        }
    }
    Ok(())
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Takes out what may be missing and was left empty.
pub fn drop_blank(fields: &mut Fields, names: &[&str]) {
    for name in names {
        if values::text(fields, name).is_empty() {
            fields.remove(*name);
        }
    }
}

/// One field's text as a list, separated by any of `marks`.
pub fn split(fields: &mut Fields, name: &str, marks: &[char]) {
    let text = values::text(fields, name);
    let parts = text.split(marks).map(str::trim).filter(|part| !part.is_empty());
    let list = parts.map(Value::from).collect::<Vec<_>>();
    fields.insert(name.to_owned(), Value::Array(list));
}

/// Several fields that were left empty.
#[must_use]
pub fn missing(names: &[&str]) -> Problem {
    let about =
        |name: &&str| FieldProblem { field: (*name).to_owned(), message: "Please fill this in.".into() };
    Problem {
        kind: ProblemKind::Invalid,
        message: "Please look at the marked fields.".into(),
        fields: names.iter().map(about).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        match value {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        }
    }

    #[test]
    fn dots_nest() {
        let mut typed = fields(json!({
            "question": "How?", "lead.unit": "days", "lead.name": "Wait",
            "stages.0.name": "Idea", "stages.1.name": "Case", "stages.10.name": "Late",
        }));
        nest(&mut typed);
        assert_eq!(typed["lead"], json!({ "unit": "days", "name": "Wait" }));
        assert_eq!(typed["stages"][1], json!({ "name": "Case" }));
        assert_eq!(typed["stages"].as_array().map(Vec::len), Some(11));
    }

    #[test]
    fn numbers_are_whole_or_refused_by_name() {
        let mut typed = fields(json!({ "resources.0.capacity": " 40 ", "resources.0.default_cost": "" }));
        assert!(numbers(&mut typed, &["capacity", "default_cost"]).is_ok());
        assert_eq!(typed, fields(json!({ "resources.0.capacity": 40 })));
        let mut typed = fields(json!({ "lead.target": "4.5" }));
        let problem = numbers(&mut typed, &["target"]).unwrap_err();
        assert!(problem.about("lead.target").is_some());
    }

    #[test]
    fn lists_are_split_and_blanks_dropped() {
        let mut typed = fields(json!({ "domains": "a.example, b.example  c.example", "tool": " " }));
        split(&mut typed, "domains", &[',', ' ']);
        drop_blank(&mut typed, &["tool"]);
        assert_eq!(typed, fields(json!({ "domains": ["a.example", "b.example", "c.example"] })));
    }
}
