//! "What if" accounts weighed otherwise: each the same, or up to the accounts that there are. Only what would differ is offered.

use super::Question;
use crate::parts::staff::touch::focus;
use leptos::prelude::*;
use model::selection::{Weighting, WeightingOffer, WeightingStanding, Weightings};

/// How the names of the choices begin on the page.
const ID: &str = "weighs-";

/// Drawn anew where what may be tried has become other.
pub(super) fn weights(question: Question) -> AnyView {
    let offers = Memo::new(move |_| question.desk.weightings.get());
    let drawn = move || {
        keep_focus();
        offers.with(|weightings| choose(question, weightings))
    };
    drawn.into_any()
}

/// Whoever is at one of the choices while they are drawn anew stays at it.
fn keep_focus() {
    if cfg!(feature = "ssr") {
        return;
    }
    let at = document().active_element().map(|element| element.id());
    if let Some(at) = at.filter(|id| id.starts_with(ID)) {
        focus(at);
    }
}

fn choose(question: Question, weightings: &Weightings) -> AnyView {
    let of = |open: bool| {
        let is_open = |offer: &&WeightingOffer| matches!(offer.standing, WeightingStanding::Open { .. });
        weightings.offers.iter().filter(move |offer| is_open(offer) == open)
    };
    let own = choice(question, 0, None, "As the round’s rules say".into(), String::new());
    let others = of(true).enumerate().map(|(place, offer)| {
        let words = worth(&offer.weighting, &offer.standing);
        choice(question, place + 1, Some(offer.weighting.clone()), label(&offer.weighting), words)
    });
    let choices = std::iter::once(own).chain(others).collect::<Vec<_>>();
    let kept = of(false)
        .map(|offer| {
            let words = [label(&offer.weighting).as_str(), ": ", why_not(offer)].concat();
            view! { <li>{words}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    if weightings.offers.is_empty() {
        return ().into_any();
    }
    let some = choices.len() > 1;
    let alone = question.weighs_alone().then_some(
        " Where nobody is given the ballots they are tried alone: with the round’s own capacity and rules.",
    );
    let radios = some.then(|| {
        view! {
            <p class="field-hint">"A trial: the round’s own rules, fixed before voting, decide. It says what would come in and go out, and no voices: beside those that the round counts they would tell how a few accounts voted." {alone}</p>
            <div class="choices-row">{choices}</div>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="field-label">"How accounts weigh"</legend>
            {radios}
            {(!kept.is_empty()).then(|| view! { <ul class="plain-list quiet">{kept}</ul> })}
        </fieldset>
    }
    .into_any()
}

fn choice(
    question: Question,
    place: usize,
    weighting: Option<Weighting>,
    label: String,
    words: String,
) -> AnyView {
    let first = weighting.is_none();
    let id = [ID, &place.to_string()].concat();
    let weighting = StoredValue::new(weighting);
    let chosen = move || weighting.with_value(|mine| question.weighting.with(|now| now == mine));
    view! {
        <label class="choice">
            <input type="radio" name="weighting" id=id checked=first prop:checked=chosen
                on:change=move |_| question.weigh(weighting.get_value())/>
            <span class="choice-text">{label} {(!words.is_empty()).then(|| view! { <small>{words}</small> })}</span>
        </label>
    }
    .into_any()
}

fn label(weighting: &Weighting) -> String {
    match weighting {
        Weighting::Even => "Every account the same".into(),
        Weighting::Attribute(name) => ["Up to all our accounts, by ", name].concat(),
    }
}

/// What such votes are worth, which is less where some count more than others.
fn worth(weighting: &Weighting, standing: &WeightingStanding) -> String {
    let (Weighting::Attribute(_), WeightingStanding::Open { effective, empty, far, .. }) =
        (weighting, standing)
    else {
        return String::new();
    };
    [
        "So weighed, the votes are worth about as much as those of ",
        &effective.to_string(),
        " accounts that are spread evenly.",
        if *empty { " Of some values nobody has voted: their part is spread over the others." } else { "" },
        if *far { " Some accounts would count more than three times, or less than a third." } else { "" },
    ]
    .concat()
}

fn why_not(offer: &WeightingOffer) -> &'static str {
    match (&offer.standing, &offer.weighting) {
        (WeightingStanding::Few, Weighting::Even) => {
            "not tried. Of the accounts of one weight fewer than five have voted: it would tell how."
        }
        (WeightingStanding::Few, Weighting::Attribute(_)) => {
            "not tried. Of one of its values, or of accounts that have none, fewer than five have voted: it would tell how."
        }
        _ => {
            "not tried. So few of some values have voted that their votes would have to count many times, and all of them together would be worth less than a third."
        }
    }
}
