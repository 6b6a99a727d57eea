//! A list that is edited as a whole: rows of the same few lines, which can be added and removed. The fields are
//! called `stages.0.name` and so on, by the row's place at that moment.

use super::line::Line;
use super::touch::focus;
use crate::form::Form;
use crate::parts::glyph::{hue, sign};
use crate::parts::icon::icon;
use leptos::prelude::*;
use model::round::Suit;

/// What every row has in one place.
#[derive(Clone, Copy)]
pub struct Column {
    pub field: &'static str,
    pub label: &'static str,
    /// `number`, `text`, or `suit`, a choice among the four.
    pub kind: &'static str,
    pub max: usize,
    pub required: bool,
}

#[derive(Clone, Copy)]
pub struct Rows {
    pub name: &'static str,
    pub legend: &'static str,
    pub hint: &'static str,
    /// What one row is: "stage".
    pub one: &'static str,
    pub columns: &'static [Column],
    /// As many as there may be.
    pub most: usize,
    /// Where other things point to rows by their place: then only the last one can go.
    pub fixed: bool,
}

type Row = (u32, Vec<String>);

/// `values` has one list of texts for each row, in the order of the columns.
#[must_use]
pub fn rows(list: Rows, values: Vec<Vec<String>>, form: Form) -> AnyView {
    let Rows { name, legend, hint, columns, most, .. } = list;
    let next = StoredValue::new(u32::try_from(values.len()).unwrap_or_default());
    let rows = RwSignal::new((0..).zip(values).collect::<Vec<Row>>());
    let add = move |_| {
        let key = next.get_value();
        next.set_value(key + 1);
        rows.update(|rows| rows.push((key, vec![String::new(); columns.len()])));
        if let Some(first) = columns.first() {
            focus(line_id(name, key, first.field));
        }
    };
    let described = ["r-", name, "-problem"].concat();
    let problem_id = described.clone();
    let full = move || rows.with(|rows| rows.len() >= most);
    view! {
        <fieldset class="rows" aria-describedby=described>
            <legend class="field-label">{legend}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint">{hint}</p> })}
            <ol class=["rows-list rows-", name].concat()>
                <For each=move || rows.get() key=|row| row.0 children=move |row| one_row(list, row, rows, form)/>
            </ol>
            <p class="field-problem" id=problem_id aria-live="polite">{move || form.about(name)}</p>
            <button type="button" class="btn btn-sm needs-script" id=add_id(name) disabled=full on:click=add>
                "Add a " {list.one}
            </button>
        </fieldset>
    }
    .into_any()
}

fn one_row(list: Rows, row: Row, rows: RwSignal<Vec<Row>>, form: Form) -> AnyView {
    let (key, values) = row;
    let place =
        Memo::new(move |_| rows.with(|rows| rows.iter().position(|row| row.0 == key)).unwrap_or_default());
    let lines = list
        .columns
        .iter()
        .zip(values)
        .map(|(column, value)| {
            let field = column.field;
            let name =
                Signal::derive(move || [list.name, ".", &place.get().to_string(), ".", field].concat());
            let mut line = Line::moving(name, line_id(list.name, key, field), column.label, value);
            if column.required {
                line = line.required();
            }
            if column.kind == "suit" {
                line = line.options(suits());
            }
            line.kind(column.kind).max(column.max).view(form)
        })
        .collect::<Vec<_>>();
    let remove = move |_| {
        rows.update(|rows| rows.retain(|row| row.0 != key));
        focus(add_id(list.name));
    };
    let barred = move || list.fixed && rows.with(|rows| rows.last().is_some_and(|last| last.0 != key));
    let called = move || ["Remove ", list.one, " ", &(place.get() + 1).to_string()].concat();
    view! {
        <li class="row">
            {lines}
            <button type="button" class="btn btn-ghost btn-sm row-remove needs-script" title=called aria-label=called disabled=barred on:click=remove>
                {icon("close")}
            </button>
        </li>
    }
    .into_any()
}

fn line_id(list: &str, key: u32, field: &str) -> String {
    ["l-", list, "-", &key.to_string(), "-", field].concat()
}

fn add_id(list: &str) -> String {
    ["add-", list].concat()
}

fn suits() -> Vec<(String, String)> {
    [Suit::Diamonds, Suit::Clubs, Suit::Hearts, Suit::Spades]
        .map(|suit| (hue(suit).to_owned(), [sign(suit), " ", hue(suit)].concat()))
        .into()
}
