//! What is in review: the practices, what would change, and what is left out.

use crate::parts::changes::changes;
use crate::parts::facts::{documents, done, lines};
use crate::parts::glyph::{Axes, glyph};
use crate::parts::goes_on::goes_on;
use crate::parts::staff::gauge::gauge;
use crate::parts::staff::unadopted::unadopted;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::round::Round;
use model::sign_off::{ReviewedPractice, SignOffInside};

pub(super) fn reviewed(inside: &SignOffInside, round: &Round, axes: &Axes) -> Option<AnyView> {
    if inside.practices.is_empty() {
        return None;
    }
    let sender = inside.sent_by.as_ref().map(|name| {
        let words = inside.words.as_ref().map(|words| [": “", words.as_str(), "”"].concat());
        view! { <p>{name.to_string()} " sent it to review" {words}</p> }
    });
    let practices = inside.practices.iter().map(|one| practice(one, round, axes)).collect::<Vec<_>>();
    let left = inside
        .left_out
        .iter()
        .map(|left| {
            let to = ["/proposals/", &left.proposal.to_string()].concat();
            view! { <li><a href=to>{left.title.clone()}</a> <p class="prose-line"><b>{left.decision.words()} ". "</b> {left.reason.to_string()}</p></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let left = (!left.is_empty()).then(|| {
        view! { <h3 class="h3">"Left out, with a reason of its own"</h3> <ul class="plain-list">{left}</ul> }
    });
    let undecided = inside
        .undecided
        .iter()
        .map(|one| {
            let to = ["/proposals/", &one.proposal.to_string()].concat();
            let chosen = one.chosen.then(|| view! { <b>" The votes choose it."</b> });
            view! { <li><a href=to>{one.title.to_string()}</a> {chosen}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    let undecided = (!undecided.is_empty()).then(|| {
        view! {
            <h3 class="h3">"Asked for, in no practice, and not decided one by one"</h3>
            <p class="quiet">"Adopting the draft answers these with one published reason."</p>
            <ul class="plain-list">{undecided}</ul>
        }
    });
    let needs = inside.needs.iter().map(gauge).collect::<Vec<_>>();
    let needs = (!needs.is_empty()).then(|| view! { <h3 class="h3">"What it takes"</h3> {needs} });
    let changed = (!inside.difference.is_empty()).then(|| {
        view! { <h3 class="h3">"What would change against the version before"</h3> {changes(&inside.difference)} }
    });
    let readings = is_staff().then(|| unadopted(round.id, false, &round.cultures));
    Some(
        view! {
            <section aria-labelledby="reviewed">
                <h2 class="h2" id="reviewed">"What is in review"</h2>
                {sender} {readings} {inside.goes_on.as_ref().map(goes_on)} {changed} <h3 class="h3">"Practices"</h3> <ul class="plain-list">{practices}</ul> {left} {undecided} {needs}
                <p class="digest">"SHA-256 of what is signed: " <code>{inside.digest.clone()}</code></p>
            </section>
        }
        .into_any(),
    )
}

fn practice(one: &ReviewedPractice, round: &Round, axes: &Axes) -> AnyView {
    let text = &one.text;
    let costs = text.costs.iter().filter(|cost| cost.amount != 0).filter_map(|cost| {
        let resource = round.resources.iter().find(|resource| resource.id == cost.resource)?;
        Some(
            [&cost.amount.to_string(), " ", resource.unit.as_str(), " (", resource.name.as_str(), ")"]
                .concat(),
        )
    });
    let against = (!one.chosen).then(|| view! { <b>" The votes do not choose it."</b> });
    let answerable = ("Answerable", text.accountable.to_string());
    let costs = ("Costs", costs.collect::<Vec<_>>().join("; "));
    let facts = lines(std::iter::once(answerable).chain(done(text)).chain([costs]));
    view! {
        <li>
            <details class="fold-plain">
                <summary><b>{text.title.to_string()}</b> " " {glyph(axes, text.stages, text.cultures)} {against}</summary>
                <p class="quiet">"At " {axes.stage_names(text.stages)} "; for " {axes.culture_names(text.cultures)}</p>
                <dl class="facts">{facts} {documents(text)}</dl>
            </details>
        </li>
    }
    .into_any()
}

/// Partners who sign read what they sign here.
fn is_staff() -> bool {
    viewer_now().person.is_some_and(|person| !person.roles.is_empty())
}
