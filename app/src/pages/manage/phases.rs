//! A round's phases: which are open, by hand or by date. Dates are typed as the clock on the wall says, and travel as
//! moments.

use super::gates;
use crate::api::call;
use crate::form::{Form, next_here, values};
use crate::outcome::Page;
use crate::parts::time::time;
use crate::parts::toast::toast;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::rounds::SetWindow;
use model::gate::Gate;
use model::round::{Phase, Round, Window};
use model::{Problem, RoundId, Timestamp};
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlFormElement;

pub(super) fn phases(
    round: RwSignal<Round>,
    gates: RwSignal<Vec<Gate>>,
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let lines = move || {
        gates.with(|gates| {
            let gate = |phase: Phase| gates.iter().find(|gate| gate.phase == phase);
            round.with(|round| {
                Phase::ALL.map(|phase| line(round, phase, gate(phase), again)).into_iter().collect::<Vec<_>>()
            })
        })
    };
    view! {
        <section aria-labelledby="phases">
            <h3 class="h3" id="phases">"Phases"</h3>
            <p class="quiet">"They may overlap; but while adopt or measure is open, proposals and votes are frozen. Without an opening date a phase is shut; without a closing date it stays open."</p>
            <ul class="phase-rows">{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(
    round: &Round,
    phase: Phase,
    gate: Option<&Gate>,
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let window = round.windows.iter().find(|window| window.phase == phase).copied();
    let window = window.unwrap_or(Window { phase, opens: None, closes: None });
    let is_open = round.is_open(phase);
    let shut_gate = gate.filter(|gate| !is_open && !gate.criteria.is_empty());
    let frozen = round.is_frozen(phase);
    let open = match shut_gate {
        _ if frozen => ().into_any(),
        Some(gate) => gates::pass(round.id, gate, again),
        None => now(round.id, phase, is_open, again),
    };
    let state = match (is_open, frozen) {
        (true, _) => "open",
        (false, true) => "frozen",
        (false, false) => "shut",
    };
    let criteria = gate.map(|gate| gates::criteria(round.id, gate, again));
    view! {
        <li class="phase-row" class:open=is_open>
            <div>
                <b class="phase-name">{phase.word()}</b> " " <span class="phase-state">{state}</span>
                <p class="quiet">{from_to(&window)}</p>
            </div>
            {dates(round.id, window, again)} {open} {criteria}
        </li>
    }
    .into_any()
}

/// The same words for what was and what will be: the moments say which.
fn from_to(window: &Window) -> AnyView {
    let moment =
        |word: &'static str, at: Option<Timestamp>| at.map(|at| view! { <span>{word} {time(at)}</span> });
    match (window.opens, window.closes) {
        (None, None) => "No dates".into_any(),
        (opens, closes) => view! { {moment("Opens: ", opens)} " " {moment("Closes: ", closes)} }.into_any(),
    }
}

/// Opens or closes at once; works as a plain form.
fn now(
    round: RoundId,
    phase: Phase,
    is_open: bool,
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let form = Form::new();
    let verb = if is_open { "close" } else { "open" };
    let action = ["/api/v1/rounds/", &round.to_string(), "/phases/", phase.word(), "/", verb].concat();
    let send = form.send(move |_| {
        again();
        toast([phase.word(), if is_open { " is now shut." } else { " is now open." }].concat());
    });
    view! {
        <form class="phase-now" method="post" action=action on:submit=send>
            {next_here()}
            <button class="btn btn-sm" aria-disabled=move || form.waits()>
                {if is_open { "Close now" } else { "Open now" }} <span class="sr-only">": " {phase.word()}</span>
            </button>
            {form.trouble()}
        </form>
    }
    .into_any()
}

fn dates(round: RoundId, window: Window, again: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let form = Form::new();
    let phase = window.phase;
    // The server does not know this browser's clock: the fields are filled once the page has come to life.
    let (opens, closes) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    Effect::new(move || {
        opens.set(window.opens.map(on_the_wall).unwrap_or_default());
        closes.set(window.closes.map(on_the_wall).unwrap_or_default());
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        let fields = values::of(&element, None);
        let request =
            SetWindow { round, phase, opens: moment(&fields, "opens"), closes: moment(&fields, "closes") };
        form.busy.set(true);
        let page = Page::now();
        spawn_local(async move {
            let answer = call(request).await;
            if page.is_left() {
                return;
            }
            form.busy.set(false);
            match answer {
                Ok(_) => {
                    form.problem.set(None::<Problem>);
                    again();
                    toast("The dates are kept.".into());
                }
                Err(problem) => form.refused(problem, Some(&element)),
            }
        });
    };
    view! {
        <form class="phase-dates needs-script" on:submit=submit>
            {date(form, phase, "opens", "Opens", opens)} {date(form, phase, "closes", "Closes", closes)}
            <button class="btn btn-sm btn-ghost" aria-disabled=move || form.waits()>
                "Keep dates" <span class="sr-only">": " {phase.word()}</span>
            </button>
            {form.trouble()}
        </form>
    }
    .into_any()
}

fn date(
    form: Form,
    phase: Phase,
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
) -> AnyView {
    let id = ["d-", name, "-", phase.word()].concat();
    let (label_id, problem_id) = (id.clone(), [&id, "-problem"].concat());
    let described = problem_id.clone();
    view! {
        <div class="phase-date">
            <label for=label_id>{label} <span class="sr-only">": " {phase.word()}</span></label>
            <input class="input" type="datetime-local" id=id name=name prop:value=move || value.get() aria-describedby=described/>
            <p class="field-problem" id=problem_id aria-live="polite">{move || form.about(name)}</p>
        </div>
    }
    .into_any()
}

/// A moment as a field for date and time wants it, by this browser's clock: `2026-05-03T14:07`.
fn on_the_wall(at: Timestamp) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
    let date = js_sys::Date::new(&JsValue::from_f64((at.0 / 1_000) as f64));
    let mut text = date.get_full_year().to_string();
    for (mark, part) in [
        ("-", date.get_month() + 1),
        ("-", date.get_date()),
        ("T", date.get_hours()),
        (":", date.get_minutes()),
    ] {
        text.push_str(mark);
        if part < 10 {
            text.push('0');
        }
        text.push_str(&part.to_string());
    }
    text
}

/// The moment that a field for date and time means, by this browser's clock; none when it is empty.
fn moment(fields: &Map<String, Value>, name: &str) -> Option<Timestamp> {
    let text = values::text(fields, name);
    let millis = js_sys::Date::new(&JsValue::from_str(&text)).get_time();
    #[expect(clippy::cast_possible_truncation, reason = "a moment that a date field can hold")]
    (!text.is_empty() && millis.is_finite()).then_some(Timestamp(millis as i64 * 1_000))
}
