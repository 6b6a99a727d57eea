//! The studio: where designers make practices from what customers ask for, cell by cell, within what there is to
//! spend; and where a signatory signs.

mod beginning;
mod begun;
mod cells;
mod choosing;
mod desk;
mod details;
mod facts;
mod functions;
mod gone;
mod inside_out;
mod integrity;
mod keeping;
mod known;
mod left;
mod marks;
mod moving;
mod placing;
mod posting;
mod practices;
mod putting;
mod review;
mod shape;
mod sheet;
mod sign;
mod standing;
mod stories;
mod suggestions;
mod texts;
mod what_if;

use crate::api::call;
use crate::load::{At, page};
use crate::parts::layout::heading;
use crate::parts::phases::phases;
use crate::parts::staff::admitted;
use crate::parts::staff::gauge::gauge;
use crate::viewer::viewer_now;
use desk::Desk;
use leptos::prelude::*;
use model::api::integrity::GetIntegrity;
use model::api::practices::GetDraft;
use model::api::rounds::{GetRound, ListRounds};
use model::api::selection::{GetSelection, GetWorkingList};
use model::api::sign_off::GetSignOff;
use model::cells::BEHAVIOURS;
use model::design::Draft;
use model::integrity::Integrity;
use model::person::Role;
use model::round::{Round, RoundLine};
use model::selection::{Selection, Weightings, WorkingList};
use model::sign_off::SignOff;
use model::{Problem, RoundId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
struct Begun {
    draft: Draft,
    round: Round,
    selection: Option<Selection>,
    integrity: Option<Integrity>,
    sign_off: Option<SignOff>,
    working: Option<WorkingList>,
    weightings: Weightings,
    rounds: Vec<RoundLine>,
    /// Whether this is version 0, and not the draft.
    today: bool,
    /// Whether all proposals that were left are to be shown, or the best of them.
    all: bool,
}

/// Set as it is: a browser with scripts reads what stands within as text, not as elements.
const NO_SCRIPT: &str = "<p class=\"note\">Working here needs scripts, which this browser has switched off. Without them you can read the \
draft with its practices, what is in none, and what to look at.</p>";

#[must_use]
pub fn studio() -> AnyView {
    let may = admitted(&[Role::Designer, Role::Signatory], "The studio is for designers and signatories.");
    let current = viewer_now().round;
    let makes = viewer_now().may(Role::Designer);
    page(move |at| load(at, current, makes, may.clone()), show)
}

async fn load(at: At, current: RoundId, makes: bool, may: Result<(), Problem>) -> Result<Begun, Problem> {
    may?;
    let round = at.field("round").unwrap_or(current);
    if at.text("today") == "true" {
        return inside_out::load(round).await;
    }
    let draft = call(GetDraft { round }).await?;
    let rounds = call(ListRounds {}).await?;
    let selection = call(GetSelection { round }).await.ok();
    let integrity = call(GetIntegrity { round }).await.ok();
    let sign_off = call(GetSignOff { round }).await.ok();
    let round = call(GetRound { round }).await?;
    let all = at.text("all") == "true";
    let working = call(GetWorkingList { round: round.id, all }).await.ok();
    let weightings = desk::weightings(round.id, makes).await;
    Ok(Begun { draft, round, selection, integrity, sign_off, working, weightings, rounds, today: false, all })
}

fn show(begun: Begun) -> AnyView {
    let Begun { draft, round, selection, integrity, sign_off, working, weightings, rounds, today, all } =
        begun;
    let desk = Desk::new(draft, round.clone(), selection, integrity, sign_off, all, today);
    desk.working.set(working);
    desk.weightings.set(weightings);
    crate::live::follow(round.id, move || desk.again());
    let signatory = viewer_now().may(Role::Signatory);
    let sheet = view! { <For each=move || desk.sheet.get() key=Clone::clone children=move |open| sheet::sheet(desk, &open)/> };
    if today {
        return inside_out::show(desk, &round, sheet.into_any());
    }
    view! {
        <div class="staff-head">
            {heading("Studio", "")}
            <div class="actions">
                <a class="btn" href=inside_out::path(round.id)>"How it is today"</a>
                <a class="btn" href=["/rounds/", &round.id.to_string(), "/integrity"].concat()>"Is the vote sound?"</a>
                {signatory.then(|| view! { <a class="btn btn-primary" href="#sign">"To the signature"</a> })}
            </div>
        </div>
        <noscript inner_html=NO_SCRIPT></noscript>
        {if rounds.len() < 2 {
            view! { <p class="studio-question">{round.question.to_string()}</p> }.into_any()
        } else {
            switch(&rounds, round.id)
        }}
        {move || desk.round.with(phases)} {move || desk.draft.with(needs)} {what_if::what_if(desk)} {cells::cells(desk)} {sheet}
        {integrity::integrity(desk)} {practices::practices(desk)} {left::left(desk)} {review::review(desk)} {signatory.then(|| sign::sign(desk))} {left::tray(desk)}
    }
    .into_any()
}

/// The other rounds, where there are any.
fn switch(rounds: &[RoundLine], shown: RoundId) -> AnyView {
    let links = rounds
        .iter()
        .map(|round| {
            let here = (round.id == shown).then_some("true");
            let href = ["/studio?round=", &round.id.to_string()].concat();
            view! { <li><a class="pick" href=href aria-current=here>{round.question.to_string()}</a></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! { <nav aria-label="Rounds"><ul class="round-switch">{links}</ul></nav> }.into_any()
}

/// What the practices need, and which of the five behaviours they serve: the balance and the gaps.
pub(super) fn needs(draft: &Draft) -> AnyView {
    let gauges = draft.needs.iter().map(gauge).collect::<Vec<_>>();
    let balance = BEHAVIOURS
        .iter()
        .enumerate()
        .map(|(position, name)| {
            let count =
                draft.practices.iter().filter(|practice| practice.text.behaviours.has(position)).count();
            let words = if count == 0 { "none yet".to_owned() } else { count.to_string() };
            // What may mend it is among what is to be looked at.
            let name = match count == 0 && !draft.practices.is_empty() {
                true => view! { <a href="#look">{*name}</a> }.into_any(),
                false => (*name).into_any(),
            };
            view! { <li class:gap=count == 0>{name} " " <b>{words}</b></li> }.into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <section class="studio-needs" aria-label="Capacity and balance">
            <div class="gauges">{gauges}</div>
            <div>
                <p class="quiet">"Practices that serve each behaviour:"</p>
                <ul class="balance">{balance}</ul>
            </div>
        </section>
    }
    .into_any()
}
