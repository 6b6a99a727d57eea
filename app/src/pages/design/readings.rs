//! The other ways to read an adopted version: as journeys, as a path, as slides, as files, and beside another version.

use crate::parts::glyph::suit;
use crate::parts::sample::note;
use leptos::prelude::*;
use model::design::Design;

pub(super) fn readings(design: &Design) -> AnyView {
    let base = ["/design/", &design.version.to_string()].concat();
    let journeys = design
        .cultures
        .iter()
        .enumerate()
        .map(|(place, culture)| {
            let to = [&base, "/journey?culture=", &place.to_string()].concat();
            view! { <li><a href=to>{suit(culture.suit)} " " {culture.name.to_string()}</a></li> }.into_any()
        })
        .collect::<Vec<_>>();
    let api = ["/api/v1/designs/", &design.version.to_string()].concat();
    let place = design.versions.iter().position(|version| *version == design.version);
    let before = place.and_then(|place| design.versions.get(place.checked_sub(1)?));
    let compare = before.map(|before| {
        let to = ["/design/compare?from=", &before.to_string(), "&to=", &design.version.to_string()].concat();
        view! { <li><a href=to>"Beside another version"</a></li> }
    });
    view! {
        <nav class="readings" aria-label="Other ways to read this version">
            <details class="fold-plain">
                <summary>"Read it as …"</summary>
                <p class="quiet">"A customer's journey, by culture:"</p>
                <ul class="readings-list">{journeys}</ul>
                <ul class="readings-list">
                    <li><a href=[&base, "/path"].concat()>"Path to purchase"</a></li>
                    <li><a href=[&base, "/slides"].concat()>"Slides"</a></li>
                    {compare}
                    <li><a rel="external" download="design.csv" href=[&api, "/design.csv"].concat()>"CSV"</a></li>
                    <li><a rel="external" download="design.md" href=[&api, "/design.md"].concat()>"Markdown"</a></li>
                    <li><a rel="external" download="design.json" href=api.clone()>"JSON"</a></li>
                </ul>
            </details>
        </nav>
    }
    .into_any()
}

/// Back to the version itself.
pub(super) fn back(design: &Design) -> AnyView {
    let to = ["/design/", &design.version.to_string()].concat();
    let words = match design.sample {
        true => String::from("The sample’s design"),
        false => ["Version ", &design.version.to_string()].concat(),
    };
    view! { <p class="back"><a href=to>{words}</a></p> {note(design.sample)} }.into_any()
}
