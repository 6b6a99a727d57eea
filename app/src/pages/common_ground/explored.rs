//! Below what is declared: groups by opinion, and the result had every segment taken part in proportion. Both decide nothing and
//! say so.

use crate::parts::support::in_words;
use leptos::prelude::*;
use model::proposal::Card;
use model::selection::{
    Candidate, Exploration, Explored, Moved, OpinionGroup, OpinionGroups, Side, Weighted,
};

const COUNTING: &str = "It is being computed at this moment, and stands here when it is done.";

/// Groups of people who voted alike, whatever they are.
pub(super) fn groups(exploration: &Exploration) -> AnyView {
    let content = match &exploration.found {
        None => waiting(),
        Some(found) => match &found.groups {
            OpinionGroups::TooFew => none(
                "Not shown: fewer than a hundred people have voted on enough. With so few, groups would be chance.",
            ),
            OpinionGroups::Unstable => none(
                "Not shown: the votes fall into no clear groups. Of two halves of the same people each would be grouped otherwise.",
            ),
            OpinionGroups::TooSmall => none(
                "Not shown: a group would be fewer than five accounts, and it could be seen who they are.",
            ),
            OpinionGroups::Shown { groups, bridges } => shown(found, groups, bridges),
        },
    };
    view! {
        <section class="told" aria-labelledby="groups">
            <h2 class="h2" id="groups">"Groups by opinion, to explore"</h2>
            <p class="quiet">"Who voted alike, whatever segment they are in. Nothing follows from it: the design is chosen from the votes themselves."</p>
            {content}
        </section>
    }
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="quiet" role="status">{COUNTING}</p> }.into_any()
}

fn none(words: &'static str) -> AnyView {
    view! { <p class="empty">{words}</p> }.into_any()
}

fn shown(found: &Explored, groups: &[OpinionGroup], bridges: &[Card]) -> AnyView {
    let most = groups.iter().filter_map(|group| group.accounts).max().unwrap_or(1).max(1);
    let rows = groups.iter().zip(b'A'..).map(|(group, letter)| {
        let name = ["Group ", &char::from(letter).to_string()].concat();
        let bar = group.accounts.map_or(String::new(), |accounts| {
            let width = u64::from(accounts) * 1000 / u64::from(most);
            format!("<rect width=\"{width}\" height=\"12\"/>")
        });
        let figure = group.accounts.map_or("not told".into(), |accounts| accounts.to_string());
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="part-bar"><svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" inner_html=bar></svg></td>
                <td>{figure}</td>
            </tr>
        }
        .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    let apart = groups.iter().zip(b'A'..).map(|(group, letter)| {
        view! { <h3 class="h3">"What tells group " {char::from(letter).to_string()} " apart"</h3> {wants(group)} }
            .into_any()
    });
    let apart = apart.collect::<Vec<_>>();
    view! {
        <p class="quiet">"As " {found.voices} " accounts had voted."</p>
        <table class="parts" aria-labelledby="groups">
            <thead><tr><th scope="col">"Group"</th><td></td><th scope="col">"Accounts"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {apart}
        <h3 class="h3">"What all of them want"</h3>
        {if bridges.is_empty() { none("Nothing that every group is heard on and wants.") } else { cards(bridges) }}
    }
    .into_any()
}

fn wants(group: &OpinionGroup) -> AnyView {
    if group.apart.is_empty() {
        return none("Nothing that five accounts of it say more than the others.");
    }
    let lines = group.apart.iter().map(|one| {
        let side = if one.side == Side::For { "for" } else { "against" };
        view! { <li><span class="kind">{side}</span> " " {link(&one.card)}</li> }.into_any()
    });
    view! { <ul class="plain-list">{lines.collect::<Vec<_>>()}</ul> }.into_any()
}

fn cards(cards: &[Card]) -> AnyView {
    let lines = cards.iter().map(|card| {
        view! { <li>{link(card)} " " <small class="quiet">{in_words(&card.support)}</small></li> }.into_any()
    });
    view! { <ul class="plain-list">{lines.collect::<Vec<_>>()}</ul> }.into_any()
}

fn link(card: &Card) -> AnyView {
    view! { <a href=card.path()>{card.title.to_string()}</a> }.into_any()
}

/// What would be otherwise had every segment taken part as large as it is.
pub(super) fn weighted(exploration: &Exploration) -> AnyView {
    let content = match &exploration.found {
        None => waiting(),
        Some(found) => match &found.weighted {
            Weighted::NoSegments => return ().into_any(),
            Weighted::Conflict => {
                none("Not told: no weights would fit all that is known of the accounts at once.")
            }
            Weighted::Uneven => none(
                "Not told: so few of some segments have voted that their votes would have to count many times. Every account counts alike, as it does in the design.",
            ),
            Weighted::Found { effective, empty, came_in, went_out, moved } => {
                let worth = [
                    "So weighted, the votes of ",
                    &found.voices.to_string(),
                    " accounts are worth about as much as those of ",
                    &effective.to_string(),
                    " that are spread evenly.",
                    if *empty {
                        " Of some segments nobody has voted: their part is spread over the others."
                    } else {
                        ""
                    },
                ];
                let same = came_in.is_empty() && went_out.is_empty() && moved.is_empty();
                view! {
                    <p>{worth.concat()}</p>
                    {same.then(|| view! { <p>"Nothing would be otherwise: the same would be chosen, and no proposal would stand otherwise."</p> })}
                    {list("Would come in", came_in)} {list("Would go out", went_out)} {otherwise(moved)}
                }
                .into_any()
            }
        },
    };
    view! {
        <section class="told" aria-labelledby="weighted">
            <h2 class="h2" id="weighted">"If every segment had taken part in proportion"</h2>
            <p class="quiet">"Not the result: a look at whether it hangs on who happened to vote. Accounts of segments that stayed away count more here, and others less, up to three times."</p>
            {content}
        </section>
    }
    .into_any()
}

fn list(title: &'static str, candidates: &[Candidate]) -> Option<AnyView> {
    let lines = candidates.iter().map(|candidate| {
        view! { <li><a href=candidate.key.why_path()>{candidate.title.clone()}</a></li> }.into_any()
    });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty())
        .then(|| view! { <h3 class="h3">{title}</h3> <ul class="plain-list">{lines}</ul> }.into_any())
}

fn otherwise(moved: &[Moved]) -> Option<AnyView> {
    let word = |side: Side| match side {
        Side::For => "for it",
        Side::Against => "against it",
        Side::Between => "undecided",
    };
    let rows = moved.iter().map(|one| {
        view! { <tr><th scope="row">{link(&one.card)}</th><td>{word(one.now)}</td><td>{word(one.then)}</td></tr> }
            .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <h3 class="h3" id="moved">"Would stand otherwise"</h3>
            <table class="parts" aria-labelledby="moved">
                <thead><tr><th scope="col">"Proposal"</th><th scope="col">"As they voted"</th><th scope="col">"In proportion"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    })
}
