//! A phase's gate: what is to be so before it is opened, and opening it; and to discontinue a round.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::time::time;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::gate::{Gate, GatePass};
use model::round::Round;
use model::{Explanation, Reason, RoundId};

/// Opens a phase through its gate.
pub(super) fn pass(round: RoundId, gate: &Gate, again: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let form = Form::new();
    let phase = gate.phase;
    let action = ["/api/v1/rounds/", &round.to_string(), "/phases/", phase.word(), "/pass"].concat();
    let send = form.send(move |_| {
        again();
        toast([phase.word(), " is now open."].concat());
    });
    let criteria = gate
        .criteria
        .iter()
        .enumerate()
        .map(|(place, text)| {
            view! {
                <label class="choice">
                    <input type="checkbox" name="met" value=place.to_string()/>
                    <span class="choice-text">{text.to_string()}</span>
                </label>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <details class="fold-plain">
            <summary>"Open through its gate" <span class="sr-only">": " {phase.word()}</span></summary>
            <form class="form" method="post" action=action on:submit=send>
                {next_here()}
                <fieldset class="choices">
                    <legend class="field-label">"Is it so?"</legend>
                    <div class="stack">{criteria}</div>
                </fieldset>
                {Field::new("overrule", "Why it is opened although not all of it is so")
                    .hint("Recorded with who opens it.")
                    .group(["-", phase.word()].concat())
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(2)
                    .view(form)} {form.trouble()}
                <p><button class="btn btn-sm" aria-disabled=move || form.waits()>"Open now" <span class="sr-only">": " {phase.word()}</span></button></p>
            </form>
        </details>
    }
    .into_any()
}

/// What is to be so, a line each.
pub(super) fn criteria(
    round: RoundId,
    gate: &Gate,
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let form = Form::new();
    let phase = gate.phase;
    let action = ["/api/v1/rounds/", &round.to_string(), "/gates/", phase.word()].concat();
    let send = form.send(move |_| {
        again();
        toast("The gate is kept.".into());
    });
    let lines = gate.criteria.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("\n");
    let words = if gate.criteria.is_empty() { "Give it a gate" } else { "Its gate" };
    view! {
        <details class="fold-plain">
            <summary>{words} <span class="sr-only">": " {phase.word()}</span></summary>
            {gate.passed.as_ref().map(passed)}
            <form class="form" method="post" action=action on:submit=send>
                {next_here()}
                {Field::new("criteria", "What must be so before it is opened")
                    .hint("One to a line. A phase with a gate is opened by hand alone, never by date. Empty: no gate.")
                    .group(["-", phase.word()].concat())
                    .value(lines)
                    .text(Explanation::MAX, |text| Explanation::parse(text).map(drop))
                    .lines(3)
                    .view(form)} {form.trouble()}
                <p><button class="btn btn-sm" aria-disabled=move || form.waits()>"Keep the gate" <span class="sr-only">": " {phase.word()}</span></button></p>
            </form>
        </details>
    }
    .into_any()
}

fn passed(pass: &GatePass) -> AnyView {
    let unmet = pass.criteria.iter().filter(|one| !one.met).map(|one| one.text.as_str()).collect::<Vec<_>>();
    let words = match (unmet.is_empty(), &pass.reason) {
        (true, _) => "everything was so.".to_owned(),
        (false, reason) => {
            let reason = reason.as_ref().map(|reason| reason.as_str()).unwrap_or_default();
            ["not so: ", &unmet.join("; "), ". Overruled: ", reason].concat()
        }
    };
    view! { <p class="quiet">"Passed " {time(pass.at)} " by " {pass.by.to_string()} ": " {words}</p> }
        .into_any()
}

/// To end the round before its time, or to take it up again.
pub(super) fn discontinue(
    round: RwSignal<Round>,
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let id = round.with_untracked(|round| round.id);
    let ended = Memo::new(move |_| round.with(|round| round.discontinued.clone()));
    let shown = move || match ended.get() {
        Some(end) => {
            let form = Form::new();
            let action = ["/api/v1/rounds/", &id.to_string(), "/take-up"].concat();
            let send = form.send(move |_| {
                again();
                toast("The round goes on, with its phases as they were.".into());
            });
            view! {
                <form class="note" method="post" action=action on:submit=send>
                    {next_here()} <p><b>"Discontinued " {time(end.at)} ": "</b> {end.reason.to_string()}</p>
                    <button class="btn btn-sm" aria-disabled=move || form.waits()>"Take it up again"</button> {form.trouble()}
                </form>
            }
            .into_any()
        }
        None => end(id, again),
    };
    view! { {shown} }.into_any()
}

fn end(id: RoundId, again: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let form = Form::new();
    let action = ["/api/v1/rounds/", &id.to_string(), "/discontinue"].concat();
    let send = form.send(move |_| {
        again();
        toast("The round is discontinued. Those who took part are told.".into());
    });
    view! {
        <details class="fold-plain">
            <summary>"Discontinue this round"</summary>
            <form class="form" method="post" action=action on:submit=send>
                {next_here()}
                <p class="quiet">"Nothing can be done in it any more, and everything stays to be read. It can be taken up again."</p>
                {Field::new("reason", "Why")
                    .hint("Published on the round's page; those who took part are told.")
                    .group("-discontinue")
                    .text(Reason::MAX, |text| Reason::parse(text).map(drop))
                    .lines(3)
                    .required()
                    .view(form)} {form.trouble()}
                <p><button class="btn btn-sm" aria-disabled=move || form.waits()>"Discontinue it"</button></p>
            </form>
        </details>
    }
    .into_any()
}
