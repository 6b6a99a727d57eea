//! The sliders of "what if": capacity, and the conditions of being chosen.

use super::Question;
use leptos::ev::Event;
use leptos::prelude::*;
use model::round::Resource;
use model::selection::Rules;

/// A slider, with what it says beside it.
fn slider(
    id: String,
    label: String,
    range: (i64, i64),
    value: impl Fn() -> i64 + Copy + Send + Sync + 'static,
    words: impl Fn(i64) -> String + Copy + Send + Sync + 'static,
    set: impl Fn(i64) + 'static,
) -> AnyView {
    let typed = move |event: Event| {
        if let Ok(number) = event_target_value(&event).parse::<i64>() {
            set(number);
        }
    };
    let (least, most) = range;
    let step = ((most - least) / 200).max(1).to_string();
    let now = untrack(value).to_string();
    view! {
        <p class="slider">
            <label class="field-label" for=id.clone()>{label}</label>
            <input type="range" id=id min=least.to_string() max=most.to_string() step=step value=now prop:value=move || value().to_string()
                aria-valuetext=move || words(value()) on:input=typed/>
            <output>{move || words(value())}</output>
        </p>
    }
    .into_any()
}

pub(super) fn capacity(question: Question, place: usize, resource: &Resource) -> AnyView {
    let most = resource.capacity.saturating_mul(2).max(10);
    let unit = StoredValue::new(resource.unit.to_string());
    let value = move || question.capacities.with(|all| all.get(place).copied().unwrap_or(0));
    let words = move |amount: i64| [&amount.to_string(), " ", &unit.get_value()].concat();
    slider(
        ["if-", &place.to_string()].concat(),
        resource.name.to_string(),
        (0, most),
        value,
        words,
        move |amount| {
            question.capacities.update(|all| {
                if let Some(capacity) = all.get_mut(place) {
                    *capacity = amount;
                }
            });
            question.moved();
        },
    )
}

/// How far a slider goes, at least: further where the round's own rule does.
const MOST: i64 = 30;
/// The same for cost over support, and for practices in a cell.
const MOST_FEW: i64 = 10;

/// Every rule by which votes choose; who is given the ballots is none.
pub(super) fn conditions(question: Question) -> AnyView {
    let rules = question.rules;
    let own = rules.get_untracked();
    let least = |number: u32, most: i64| i64::from(number).max(most);
    let whole = |number: i64| u32::try_from(number).unwrap_or(0);
    let accounts = |number: i64| {
        [number.to_string().as_str(), if number == 1 { " account" } else { " accounts" }].concat()
    };
    view! {
        {slider(
            "if-least".into(),
            "Accounts that must ask for it".into(),
            (Rules::FEWEST_ACCOUNTS.into(), least(own.least_accounts, MOST)),
            move || rules.get().least_accounts.into(),
            accounts,
            move |number| question.change(|rules| rules.least_accounts = whole(number)),
        )}
        {slider(
            "if-red".into(),
            "Red lines that are borne".into(),
            (Rules::FEWEST_RED_LINES.into(), least(own.most_red_lines, MOST)),
            move || rules.get().most_red_lines.into(),
            accounts,
            move |number| question.change(|rules| rules.most_red_lines = whole(number)),
        )}
        {slider(
            "if-against".into(),
            "A segment keeps it out when so many are against".into(),
            (Rules::LEAST_OPPOSITION.into(), 100),
            move || rules.get().strong_opposition.into(),
            |number| [&number.to_string(), " %"].concat(),
            move |number| question.change(|rules| {
                rules.strong_opposition = whole(number).max(Rules::LEAST_OPPOSITION);
            }),
        )}
        {slider(
            "if-cost".into(),
            "Its part of the cost may be so many times its part of the voices".into(),
            (0, least(own.cost_over_support, MOST_FEW)),
            move || rules.get().cost_over_support.into(),
            |number| if number == 0 { "any cost".into() } else { [&number.to_string(), " times"].concat() },
            move |number| question.change(|rules| rules.cost_over_support = whole(number)),
        )}
        {slider(
            "if-floor".into(),
            "Kept for cells that would otherwise be empty".into(),
            (0, 100),
            move || rules.get().floor.into(),
            |number| [&number.to_string(), " % of the capacity"].concat(),
            move |number| question.change(|rules| rules.floor = u8::try_from(number).unwrap_or(0)),
        )}
        {slider(
            "if-cell".into(),
            "Practices in a cell at most".into(),
            (0, least(own.most_in_cell.unwrap_or(0), MOST_FEW)),
            move || rules.get().most_in_cell.unwrap_or(0).into(),
            |number| if number == 0 { "any number".into() } else { number.to_string() },
            move |number| question.change(|rules| rules.most_in_cell = Some(whole(number)).filter(|most| *most > 0)),
        )}
        <label class="tick">
            <input type="checkbox" prop:checked=move || rules.get().completion
                on:change=move |event| question.change(|rules| rules.completion = event_target_checked(&event))/>
            <span>"Spend what equal shares leave"</span>
        </label>
    }
    .into_any()
}
