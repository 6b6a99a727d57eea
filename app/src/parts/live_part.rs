//! What keeps the figures of a still page current: a lively part without a face. It reads the list or the proposal
//! again when something has changed, and hands the support on to the vote boxes. The order stays as it is under the reader.

use crate::api;
use crate::live::follow;
use crate::outcome::Page;
use crate::parts::count::counted;
use crate::parts::vote_box::Ballot;
use crate::reread::Reread;
use leptos::prelude::*;
use model::proposal::Support;
use model::round::Totals;
use model::{ProposalId, RoundId};
use serde::Deserialize;

/// The round to follow, and where to read again.
#[cfg(feature = "ssr")]
#[must_use]
pub fn live_part(round: RoundId, uri: String) -> AnyView {
    crate::load::lively("live", &(round, uri), ().into_any())
}

/// The same, alive.
#[must_use]
pub fn part((round, uri): (RoundId, String)) -> AnyView {
    let rereading = Reread::new();
    follow(round, move || {
        let uri = uri.clone();
        rereading.ask(move || renew(round, uri.clone()));
    });
    ().into_any()
}

/// Of a card or a proposal, what changes.
#[derive(Deserialize)]
struct Counted {
    id: ProposalId,
    support: Support,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Read {
    List { items: Vec<Counted> },
    One(Counted),
}

/// Of a round, what changes.
#[derive(Deserialize)]
struct Live {
    totals: Totals,
}

async fn renew(round: RoundId, uri: String) {
    let page = Page::now();
    let Some(counted) = api::read::<Read>(uri).await.filter(|_| !page.is_left()) else { return };
    let ballots = Ballot::all();
    let items = match counted {
        Read::List { items } => {
            let same = items.iter().map(|one| one.id).eq(ballots.iter().map(|ballot| ballot.proposal));
            hide("stale", same);
            items
        }
        Read::One(one) => vec![one],
    };
    for one in items {
        if let Some(ballot) = ballots.iter().find(|ballot| ballot.proposal == one.id) {
            ballot.renew(one.support);
        }
    }
    let uri = [model::API, "/rounds/", &round.to_string()].concat();
    if let (Some(place), Some(live)) = (document().get_element_by_id("totals"), api::read::<Live>(uri).await)
        && !page.is_left()
    {
        place.set_text_content(Some(&totals_in_words(live.totals)));
    }
}

fn hide(id: &str, hidden: bool) {
    if let Some(element) = document().get_element_by_id(id) {
        let _ = element.toggle_attribute_with_force("hidden", hidden);
    }
}

/// "41 accounts, 86 people, 1204 votes".
#[must_use]
pub fn totals_in_words(totals: Totals) -> String {
    let mut words = [
        counted(totals.voices, "account", "accounts"),
        counted(totals.people, "person", "people"),
        counted(totals.votes, "vote", "votes"),
    ]
    .join(", ");
    if let Some(apart) = totals.apart {
        words.push_str("; counted apart: ");
        words.push_str(&apart.to_string());
        words.push_str(" not yet confirmed");
    }
    if let Some(noted) = totals.noted {
        words.push_str("; noted by staff, and in no figure until they confirm it: ");
        words.push_str(&counted(noted, "customer", "customers"));
    }
    words
}
