//! What all groups of customers want, what divides them, and who took part: pictures with their tables.

mod explored;

use crate::api::call;
use crate::load::{At, still};
use crate::parts::glyph::{Axes, suit};
use crate::parts::layout::heading;
use crate::parts::renewed::renewed;
use crate::parts::sides::marks;
use crate::parts::support::in_words;
use crate::parts::took_part::took_part;
use leptos::prelude::*;
use model::Problem;
use model::api::rounds::GetRound;
use model::api::selection::{Explore, GetCommonGround};
use model::round::Round;
use model::selection::{CommonGround, Exploration, Side, Sides};

#[must_use]
pub fn common_ground() -> AnyView {
    still(load, |(round, ground, exploration)| show(&round, &ground, &exploration))
}

async fn load(at: At) -> Result<(Round, CommonGround, Exploration), Problem> {
    let round = at.part("round")?;
    let ground = call(GetCommonGround { round }).await?;
    let exploration = call(Explore { round }).await?;
    Ok((call(GetRound { round }).await?, ground, exploration))
}

fn show(round: &Round, ground: &CommonGround, exploration: &Exploration) -> AnyView {
    let content = content(round, ground, exploration);
    let draft = ["/rounds/", &round.id.to_string(), "/draft"].concat();
    view! {
        <p class="back"><a href=draft>"The design so far"</a></p>
        {heading("Common ground", "")} <p class="lead">{round.question.to_string()}</p> {renewed(round.id, content)}
    }
    .into_any()
}

fn content(round: &Round, ground: &CommonGround, exploration: &Exploration) -> AnyView {
    let axes = Axes::new(&round.stages, &round.cultures);
    let list = |sides: &[Sides], none: &'static str| {
        if sides.is_empty() {
            return view! { <p class="empty">{none}</p> }.into_any();
        }
        let lines = sides.iter().map(|one| line(one, ground, &axes)).collect::<Vec<_>>();
        view! { <ol class="grounds">{lines}</ol> }.into_any()
    };
    let parts = took_part(&ground.took_part);
    view! {
        <p class="quiet">
            "As " {ground.voices} {ground.base.map(|base| [" of ", &base.to_string()].concat())} " accounts had voted. Renewed when five more have, or voting has closed; groups of fewer than five accounts are not heard, so that nobody's vote can be worked out."
        </p>
        <section aria-labelledby="bridges">
            <h2 class="h2" id="bridges">"What every group wants"</h2>
            {list(&ground.bridges, "Nothing yet on which two groups of five accounts or more agree.")}
        </section>
        <section aria-labelledby="divides">
            <h2 class="h2" id="divides">"What divides"</h2>
            {list(&ground.divides, "Nothing divides the groups.")}
        </section>
        {explored::groups(exploration)}
        <section aria-labelledby="part">
            <h2 class="h2" id="part">"Who took part, and who is served"</h2>
            <p class="quiet">"Accounts by what the company knows of them: those that there are, those that voted, and those that have something in the design so far."</p>
            {if parts.is_empty() {
                view! { <p class="empty">{if ground.segments.is_empty() {
                    "Accounts have no attributes to be grouped by."
                } else {
                    "Too few accounts have voted for that to be told."
                }}</p> }.into_any()
            } else {
                parts.into_any()
            }}
        </section>
        {explored::weighted(exploration)}
    }
    .into_any()
}

/// A proposal with a row of marks, a group each: filled for, half for between, empty against; and the same in words.
fn line(sides: &Sides, ground: &CommonGround, axes: &Axes) -> AnyView {
    let marks = marks(sides.segments.iter().chain(&sides.cultures).filter_map(|side| *side));
    let words = [(Side::For, "For it: "), (Side::Between, "Undecided: "), (Side::Against, "Against it: ")]
        .into_iter()
        .filter_map(|(side, label)| {
            let names = names(sides, ground, axes, side);
            (!names.is_empty()).then(|| view! { <dt>{label}</dt><dd>{names}</dd> }.into_any())
        })
        .collect::<Vec<_>>();
    view! {
        <li>
            <p><a href=sides.card.path()>{sides.card.title.to_string()}</a> " " <small class="quiet">{in_words(&sides.card.support)}</small></p>
            {marks}
            <dl class="facts sides-words">{words}</dl>
        </li>
    }
    .into_any()
}

fn names(sides: &Sides, ground: &CommonGround, axes: &Axes, wanted: Side) -> Vec<AnyView> {
    let stands = |side: &Option<Side>| *side == Some(wanted);
    let segments = ground.segments.iter().zip(&sides.segments).filter(|(_, side)| stands(side));
    let segments =
        segments.map(|(name, _)| view! { <span class="side-name">{name.clone()}</span> " " }.into_any());
    let cultures = axes.cultures.iter().zip(&sides.cultures).filter(|(_, side)| stands(side));
    let cultures = cultures.map(|(culture, _)| {
        view! { <span class="side-name">{suit(culture.suit)} " " {culture.name.clone()}</span> " " }
            .into_any()
    });
    segments.chain(cultures).collect()
}
