//! The other ways to read an adopted version: as journeys, as a path, as slides, as files, and beside another version.

use crate::api::call;
use crate::load::At;
use crate::parts::glyph::suit;
use crate::parts::sample::note;
use leptos::prelude::*;
use model::api::designs::{GetDesign, GetReading};
use model::cells::Cell;
use model::design::{Design, DesignState};
use model::{PracticeId, Problem, RoundId, Version};
use std::str::FromStr;

pub(super) fn readings(design: &Design) -> AnyView {
    let base = of_version(design.version);
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

/// What an address names to be read: an adopted version, a round's draft, or how it is today in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Named {
    Version(Version),
    Draft(RoundId),
    Today(RoundId),
}

const DRAFT: &str = "draft-";
const TODAY: &str = "today-";

impl FromStr for Named {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let round = |begins: &str| text.strip_prefix(begins).map(|number| number.parse().map_err(drop));
        match (round(DRAFT), round(TODAY)) {
            (Some(round), _) => Ok(Self::Draft(round?)),
            (None, Some(round)) => Ok(Self::Today(round?)),
            (None, None) => Ok(Self::Version(text.parse().map_err(drop)?)),
        }
    }
}

/// Reads what the address names.
pub(super) async fn read(at: &At) -> Result<Design, Problem> {
    match at.part("version")? {
        Named::Version(version) => call(GetDesign { version }).await,
        Named::Draft(round) => call(GetReading { round, today: false }).await,
        Named::Today(round) => call(GetReading { round, today: true }).await,
    }
}

/// Where the other readings of the same are.
pub(super) fn base(design: &Design) -> String {
    let of = |begins: &str| ["/design/", begins, &design.round.to_string()].concat();
    match design.state {
        DesignState::Adopted => of_version(design.version),
        DesignState::InReview | DesignState::Draft => of(DRAFT),
        DesignState::Today => of(TODAY),
    }
}

fn of_version(version: Version) -> String {
    ["/design/", &version.to_string()].concat()
}

/// Where the design itself is.
pub(crate) fn home(design: &Design) -> String {
    let round = design.round.to_string();
    match design.state {
        DesignState::Adopted => of_version(design.version),
        DesignState::InReview => ["/rounds/", &round, "/sign-off"].concat(),
        DesignState::Draft => ["/studio?round=", &round].concat(),
        DesignState::Today => ["/studio?today=true&round=", &round].concat(),
    }
}

/// What is said where nothing is.
pub(super) fn nothing(design: &Design, of: &str) -> String {
    let begins = if design.state.is_adopted() { "Nothing has been adopted " } else { "Nothing stands here " };
    [begins, of, "."].concat()
}

/// Where one of its practices is.
pub(crate) fn practice_path(design: &Design, id: PracticeId) -> String {
    within(&home(design), id)
}

/// Where a practice of an adopted version is.
pub(crate) fn practice_in(version: Version, id: PracticeId) -> String {
    within(&of_version(version), id)
}

fn within(design: &str, id: PracticeId) -> String {
    [design, "#practice-", &id.to_string()].concat()
}

/// Where it stands how it is kept, or a cell of it. What holds beside it has a page of its own; what holds no longer leads to what does.
pub(super) fn kept_at(design: &Design, cell: Option<Cell>) -> String {
    let stands_beside = !design.superseded && !design.holds_too.is_empty();
    let version = stands_beside.then(|| ["version=", &design.version.to_string()].concat());
    let cell = cell.map(|cell| ["cell=", &cell.to_string()].concat());
    let asked = version.into_iter().chain(cell).collect::<Vec<_>>().join("&");
    if asked.is_empty() { "/promises".into() } else { ["/promises?", &asked].concat() }
}

/// Back to the design itself; and what it is, where nobody has adopted it.
pub(super) fn back(design: &Design) -> AnyView {
    let words = match (design.state, design.sample) {
        (DesignState::Adopted, true) => String::from("The sample’s design"),
        (DesignState::Adopted, false) => ["Version ", &design.version.to_string()].concat(),
        (DesignState::InReview, _) => "Sign-off".into(),
        (DesignState::Draft, _) => "The studio".into(),
        (DesignState::Today, _) => "How we engage today".into(),
    };
    let mark = match design.state {
        DesignState::Adopted => None,
        DesignState::InReview => Some("A draft in review: nobody has adopted it, and it may yet change."),
        DesignState::Draft => Some("A draft: nobody has adopted it, and it may yet change."),
        DesignState::Today => {
            Some("Version 0: how we engage today, before customers were asked. It is never adopted.")
        }
    };
    let mark = mark.map(|words| view! { <p class="note">{words}</p> });
    view! { <p class="back"><a href=home(design)>{words}</a></p> {note(design.sample)} {mark} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_version_a_draft_or_today() {
        assert_eq!("3".parse(), Ok(Named::Version(Version(3))));
        assert_eq!("-1".parse(), Ok(Named::Version(Version(-1))));
        assert_eq!("draft-2".parse(), Ok(Named::Draft(RoundId(2))));
        assert_eq!("today-2".parse(), Ok(Named::Today(RoundId(2))));
        for wrong in ["", "draft", "draft-", "today-x", "x"] {
            assert_eq!(wrong.parse::<Named>(), Err(()), "{wrong}");
        }
    }
}
