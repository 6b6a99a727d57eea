//! Why one practice or proposal is in the draft design, or not: in sentences, in a picture, and in figures.

use crate::api::call;
use crate::load::{At, still};
use crate::parts::cost_changes::cost_changes;
use crate::parts::glyph::{Axes, glyph};
use crate::parts::layout::title;
use crate::parts::paid::paid;
use crate::parts::selected::{decimal, percent};
use crate::parts::support::in_words;
use leptos::prelude::*;
use model::Problem;
use model::api::rounds::GetRound;
use model::api::selection::{ExplainPractice, ExplainProposal};
use model::round::Round;
use model::selection::{Explanation, Key};

#[must_use]
pub fn why() -> AnyView {
    still(load, |(round, told)| show(&round, &told))
}

async fn load(at: At) -> Result<(Round, Explanation), Problem> {
    let told = match at.part("practice") {
        Ok(practice) => call(ExplainPractice { practice }).await?,
        Err(_) => call(ExplainProposal { proposal: at.part("proposal")? }).await?,
    };
    let round = call(GetRound { round: told.round }).await?;
    Ok((round, told))
}

fn show(round: &Round, told: &Explanation) -> AnyView {
    let axes = Axes::new(&round.stages, &round.cultures);
    let candidate = &told.candidate;
    let name = candidate.title.clone();
    let question = if told.is_in {
        "Why is this in the design so far?"
    } else {
        "Why is this not in the design so far?"
    };
    let sentences = told
        .sentences
        .iter()
        .map(|sentence| view! { <li>{sentence.clone()}</li> }.into_any())
        .collect::<Vec<_>>();
    let from = told
        .from
        .iter()
        .map(|card| {
            view! { <li><q><a href=card.path()>{card.title.to_string()}</a></q> " " <small class="quiet">{in_words(&card.support)}</small></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let asked = match candidate.key {
        Key::Practice(_) => "What customers asked",
        Key::Proposal(_) => "The proposal",
    };
    let costs = costs(round, told);
    view! {
        {title([question, " ", &name].concat())}
        <article class="why-page">
            <p class="back"><a href=["/rounds/", &round.id.to_string(), "/draft"].concat()>"The design so far"</a></p>
            <p class="card-place"><span class="kind">{if told.is_in { "in" } else { "not in" }}</span></p>
            <h1 class="statement">{name.clone()}</h1>
            <p class="place">
                {glyph(&axes, candidate.stages, candidate.cultures)}
                <span>"At " {axes.stage_names(candidate.stages)} "; for " {axes.culture_names(candidate.cultures)}</span>
            </p>
            <section aria-labelledby="why">
                <h2 class="h2" id="why">{question}</h2>
                <ul class="reasons">{sentences}</ul>
                {(!costs.is_empty()).then(|| view! { <p class="quiet">{costs}</p> })}
                {cost_changes(&candidate.cost_changes, &round.resources)} {spent(told)} {paid(&told.paid)} {figures(told)}
            </section>
            <section aria-labelledby="asked">
                <h2 class="h2" id="asked">{asked}</h2>
                <ul class="plain-list">{from}</ul>
            </section>
            <section aria-labelledby="rules">
                <h2 class="h2" id="rules">"How the design is chosen"</h2>
                <p class="prose-line">{round.selection.to_string()}</p>
                <p class="quiet">
                    "As the votes of " {told.voices} " accounts had it. Reasons are renewed when five more have voted, or voting has closed, so that nobody's vote can be worked out."
                </p>
            </section>
        </article>
    }
    .into_any()
}

/// "It costs 40 hours a month (People's time), the default: nobody has costed it yet."
fn costs(round: &Round, told: &Explanation) -> String {
    let mut words = String::new();
    for resource in &round.resources {
        let cost = told.candidate.costs.iter().find(|cost| cost.resource == resource.id);
        let Some(amount) = cost.map(|cost| cost.amount).filter(|amount| *amount != 0) else { continue };
        words.push_str(if words.is_empty() { "It costs " } else { ", " });
        words.push_str(if amount < 0 { "less than nothing: it saves " } else { "" });
        words.push_str(&amount.unsigned_abs().to_string());
        words.extend([" ", resource.unit.as_str(), " (", resource.name.as_str(), ")"]);
    }
    if !words.is_empty() {
        let uncosted = matches!(told.candidate.key, Key::Proposal(_));
        words.push_str(if uncosted { ", the default: nobody has costed it yet." } else { "." });
    }
    words
}

/// Where its supporters' shares went, as bars with the figures beside them.
fn spent(told: &Explanation) -> AnyView {
    if told.spent.is_empty() {
        return ().into_any();
    }
    let most = told.spent.iter().map(|spent| spent.part).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let rows = told
        .spent
        .iter()
        .map(|spent| {
            let width = ((spent.part / most * 1000.0).round().max(1.0) as u32).to_string();
            let bar = ["<rect width=\"", &width, "\" height=\"12\"/>"].concat();
            view! {
                <tr>
                    <th scope="row"><a href=spent.key.why_path()>{spent.title.clone()}</a></th>
                    <td class="part-bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" inner_html=bar></svg></td>
                    <td>{percent(spent.part)}</td>
                </tr>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <h3 class="h3" id="spent">"What its supporters spent their shares on instead"</h3>
        <table class="parts" aria-labelledby="spent">
            <thead><tr><th scope="col">"Practice or proposal"</th><td></td><th scope="col">"Of the capacity"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn figures(told: &Explanation) -> AnyView {
    let rows = [
        ("Accounts that ask for it", told.accounts.map(|count| count.to_string())),
        ("Voices behind it", told.votes.map(decimal)),
        ("Voices that it counted like", told.effective_votes.map(decimal)),
        ("Most that a voice paid, of the capacity", told.largest_payment.map(percent)),
        ("What its supporters had left, of the capacity", told.left.map(percent)),
        ("What was missing, of the capacity", told.missing.map(percent)),
        ("Voices more that would bring it in", told.more_voices.map(|count| count.to_string())),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(name, figure)| Some((name, figure?)))
        .map(|(name, figure)| view! { <dt>{name}</dt><dd>{figure}</dd> }.into_any())
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold-plain"><summary>"The figures behind it"</summary><dl class="facts">{rows}</dl></details> }
        .into_any()
}
