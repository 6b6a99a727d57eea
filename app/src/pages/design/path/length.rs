//! How long it takes on the path to purchase: between two stages in words, and all of it as a table.

use crate::parts::count::counted;
use crate::parts::glyph::suit;
use leptos::prelude::*;
use model::design::Design;
use model::purchase::{Cycle, CycleLength, Pace, PaceSource};

/// The length of the whole cycle.
pub(super) fn whole(design: &Design, length: Option<CycleLength>) -> AnyView {
    let Some(length) = length else {
        return view! { <p class="quiet">"How long the whole way takes is said here, to staff, once five accounts have bought here whose purchases were noted from the first stage on."</p> }
            .into_any();
    };
    let words = ["From ", &name(design, 0), " to the purchase: ", &median(length), "."].concat();
    view! { <p class="purchase-pace">{words}</p> }.into_any()
}

/// How long it takes to come to a stage from the one before; nothing where that is not told.
pub(super) fn before(design: &Design, cycle: &Cycle, stage: usize) -> Option<AnyView> {
    let from = stage.checked_sub(1)?;
    let lines = cycle.legs.iter().filter(|leg| leg.stage == from).map(|leg| {
        let of = match (leg.culture, leg.source) {
            (Some(culture), _) => whose(design, culture),
            (None, PaceSource::Purchases) => ["From ", &name(design, from)].concat().into_any(),
            (None, PaceSource::Reports) => {
                ["Between what they report of ", &name(design, from), " and of ", &name(design, stage)]
                    .concat()
                    .into_any()
            }
        };
        let told = match (leg.culture, leg.source) {
            (Some(_), PaceSource::Reports) => ", as they report: ",
            _ => ": ",
        };
        view! { <li class:purchase-all=leg.culture.is_none()>{of} {told} {median(leg.length)}</li> }
            .into_any()
    });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty()).then(|| view! { <ul class="purchase-days">{lines}</ul> }.into_any())
}

/// All of it, with how many cases it rests on.
pub(super) fn table(design: &Design, cycle: &Cycle) -> AnyView {
    if cycle.legs.is_empty() {
        return view! { <p class="quiet">"How long it takes from stage to stage is said here, to staff, once purchases of five accounts have been noted as they came to the one and to the next, or five accounts have reported of both."</p> }
            .into_any();
    }
    let rows = cycle.legs.iter().map(|leg| row(design, leg)).collect::<Vec<_>>();
    view! {
        <section aria-labelledby="lengths">
            <h2 class="h2" id="lengths">"How long it takes"</h2>
            <table class="parts purchase-lengths" aria-labelledby="lengths">
                <thead>
                    <tr><th scope="col">"From, to"</th><th scope="col">"Whose"</th><th scope="col">"Median days"</th><th scope="col">"Cases"</th><th scope="col">"Accounts"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="quiet">
                "From the first time at a stage to the first time at the next: of purchases, by the days that were noted or came from a CRM; of reports, by the "
                "first that an account gave of each, in quarters that are over. Figures move by five accounts, and nothing is told of fewer."
            </p>
        </section>
    }
    .into_any()
}

fn row(design: &Design, leg: &Pace) -> AnyView {
    let way = [name(design, leg.stage).as_str(), ", ", &name(design, leg.stage + 1)].concat();
    let of = leg.culture.map_or_else(|| "all".into_any(), |culture| whose(design, culture));
    let reported = (leg.source == PaceSource::Reports).then_some(", as they report");
    let CycleLength { days, cases, accounts } = leg.length;
    view! { <tr><th scope="row">{way}</th><td>{of} {reported}</td><td>{days}</td><td>{cases}</td><td>{accounts}</td></tr> }
        .into_any()
}

fn name(design: &Design, stage: usize) -> String {
    design.stages.get(stage).map(|stage| stage.name.to_string()).unwrap_or_default()
}

fn whose(design: &Design, culture: usize) -> AnyView {
    let culture = design.cultures.get(culture);
    culture.map(|one| view! { {suit(one.suit)} " " {one.name.to_string()} }).into_any()
}

/// "median 12 days, of 9 accounts".
fn median(length: CycleLength) -> String {
    let days = match length.days {
        0 => "less than a day".to_owned(),
        days => counted(days as usize, "day", "days"),
    };
    ["median ", &days, ", of ", &counted(length.accounts as usize, "account", "accounts")].concat()
}
