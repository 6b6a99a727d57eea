//! Version 0: how the company engages today, before customers were asked. The same matrix, forms and findings as the draft's, but
//! nothing in it was asked for, and nobody signs it: it is what every design is compared with.

use super::desk::Desk;
use super::{Begun, cells, integrity, needs, practices};
use crate::api::call;
use crate::parts::layout::heading;
use crate::parts::staff::csv::{Column, import};
use leptos::prelude::*;
use model::api::practices::GetInsideOut;
use model::api::rounds::{GetRound, ListRounds};
use model::round::Round;
use model::selection::Weightings;
use model::{Problem, RoundId};

pub(super) fn path(round: RoundId) -> String {
    ["/studio?today=true&round=", &round.to_string()].concat()
}

pub(super) async fn load(round: RoundId) -> Result<Begun, Problem> {
    let found = call(GetInsideOut { round }).await?;
    Ok(Begun {
        draft: found.draft,
        integrity: Some(found.integrity),
        selection: None,
        sign_off: None,
        working: None,
        weightings: Weightings::default(),
        rounds: call(ListRounds {}).await?,
        round: call(GetRound { round }).await?,
        today: true,
        all: false,
    })
}

const COLUMNS: [Column; 17] = [
    ("title", "Needed. A practice of this title is changed, any other added."),
    ("activity", "Needed."),
    ("accountable", "Needed: the function that answers for it."),
    ("involved", "Other functions, between semicolons; after a colon the hours a month: Service: 20."),
    ("stages", "Names, between semicolons; all of them when empty."),
    ("cultures", "Likewise."),
    ("how", "So that a new colleague could do it."),
    ("tool", "What they work with."),
    ("aim", "The strategic aim it serves."),
    ("touchpoints", "Where the customer meets it."),
    ("redundant", "What in it is redundant, or could be automated."),
    (
        "documents",
        "A title and an address each, between semicolons. And setting: remote, in_person or either; audience: one_to_one or many.",
    ),
    ("behaviours", "access, engage, customise, connect, collaborate, between semicolons."),
    ("lead", "What is counted as a first sign. Then lead_unit, lead_target, and lead_direction: up or down."),
    ("lag", "The result, likewise."),
    ("hours", "Hours a month that it takes from the accountable function."),
    ("a resource", "Named as the round names it: what it costs, in whole units; below zero it saves."),
];

pub(super) fn show(desk: Desk, round: &Round, sheet: AnyView) -> AnyView {
    let id = round.id.to_string();
    let action = ["/api/v1/rounds/", &id, "/inside-out/import"].concat();
    let columns = desk.makes.then(|| {
        import(action, &COLUMNS, "title,activity,accountable,stages,cultures", move || desk.again())
    });
    view! {
        <div class="staff-head">
            {heading("How we engage today", "")}
            <div class="actions"><a class="btn" href=["/studio?round=", &id].concat()>"To the studio"</a></div>
        </div>
        <p class="studio-question">"Version 0, from the inside out: what we do now, before customers were asked. It is never adopted; every design is compared with it, in how simple it is and what it costs."</p>
        {move || desk.draft.with(needs)} {cells::cells(desk)} {sheet} {integrity::integrity(desk)} {practices::practices(desk)} {columns}
    }
    .into_any()
}
