//! The lists of a round: its stages, its cultures, and what there is to spend.

use crate::form::Form;
use crate::parts::glyph::hue;
use crate::parts::staff::rows::{Column, Rows, rows};
use leptos::prelude::*;
use model::cells::{CultureSet, StageSet};
use model::round::Round;
use model::{Explanation, Name, Unit};

/// What is wanted in a column.
const fn text(field: &'static str, label: &'static str, max: usize) -> Column {
    Column { field, label, kind: "text", max, required: true }
}

const fn number(field: &'static str, label: &'static str) -> Column {
    Column { field, label, kind: "number", max: 0, required: true }
}

/// A letter on the strip of stages.
const LETTERS: usize = 2;

const STAGES: [Column; 3] = [
    text("letter", "Letter", LETTERS),
    text("name", "Name", Name::MAX),
    Column { required: false, ..text("text", "What it is", Explanation::MAX) },
];
const CULTURES: [Column; 4] = [
    Column { kind: "suit", ..text("suit", "Suit", 0) },
    text("name", "Name", Name::MAX),
    Column { required: false, ..text("customer", "The customer", Explanation::MAX) },
    Column { required: false, ..text("vendor", "What we then do", Explanation::MAX) },
];
const RESOURCES: [Column; 4] = [
    text("name", "Name", Name::MAX),
    text("unit", "Unit", Unit::MAX),
    number("capacity", "There is"),
    number("default_cost", "An uncosted practice takes"),
];
/// More kinds of scarcity than anybody can weigh at once.
const RESOURCES_MOST: usize = 8;

pub(super) fn stages(round: &Round, form: Form) -> AnyView {
    let values =
        round.stages.iter().map(|s| vec![s.letter.to_string(), s.name.to_string(), s.text.to_string()]);
    let list = Rows {
        name: "stages",
        legend: "Stages",
        hint: hint(round),
        one: "stage",
        columns: &STAGES,
        most: StageSet::MOST,
        fixed: is_fixed(round),
    };
    rows(list, values.collect(), form)
}

pub(super) fn cultures(round: &Round, form: Form) -> AnyView {
    let values = round.cultures.iter().map(|culture| {
        vec![
            hue(culture.suit).to_owned(),
            culture.name.to_string(),
            culture.customer.to_string(),
            culture.vendor.to_string(),
        ]
    });
    let list = Rows {
        name: "cultures",
        legend: "Cultures",
        hint: hint(round),
        one: "culture",
        columns: &CULTURES,
        most: CultureSet::MOST,
        fixed: is_fixed(round),
    };
    rows(list, values.collect(), form)
}

pub(super) fn resources(round: &Round, form: Form) -> AnyView {
    let values = round.resources.iter().map(|resource| {
        vec![
            resource.name.to_string(),
            resource.unit.to_string(),
            resource.capacity.to_string(),
            resource.default_cost.to_string(),
        ]
    });
    let list = Rows {
        name: "resources",
        legend: "Resources",
        hint: if round.totals.votes > 0 {
            "People have voted under these: they stay."
        } else {
            "What there is only so much of, for the whole design, in whole units. It cannot change once there are votes."
        },
        one: "resource",
        columns: &RESOURCES,
        most: RESOURCES_MOST,
        fixed: false,
    };
    rows(list, values.collect(), form)
}

/// Proposals say where they belong by position: taking a row out of the middle would move them all.
fn is_fixed(round: &Round) -> bool {
    round.totals.proposals > 0
}

fn hint(round: &Round) -> &'static str {
    if is_fixed(round) { "Proposals point here by position, so only the last can be removed." } else { "" }
}
