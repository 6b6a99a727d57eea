//! What looks arranged in a round's votes, for staff to look at, and what the votes choose without it.

use crate::api::call;
use crate::load::{At, still};
use crate::parts::count::counted;
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::api::rounds::GetRound;
use model::api::selection::GetVoteIntegrity;
use model::proposal::Card;
use model::round::Round;
use model::selection::{Alike, Behind, Burst, Candidate, Ring, VoteIntegrity};
use model::{Problem, Timestamp};

#[must_use]
pub fn integrity() -> AnyView {
    still(load, |(round, integrity)| show(&round, &integrity))
}

async fn load(at: At) -> Result<(Round, VoteIntegrity), Problem> {
    let round = at.part("round")?;
    let integrity = call(GetVoteIntegrity { round }).await?;
    Ok((call(GetRound { round }).await?, integrity))
}

fn show(round: &Round, told: &VoteIntegrity) -> AnyView {
    let none = told.bursts.is_empty() && told.alike.is_empty() && told.rings.is_empty();
    let draft = ["/rounds/", &round.id.to_string(), "/draft"].concat();
    view! {
        <p class="back"><a href=draft>"The design so far"</a></p>
        {heading("Is the vote sound?", "")} <p class="lead">{round.question.to_string()}</p>
        <p class="quiet">
            "As the votes of " {told.voices} " accounts had it; renewed when five more have voted, or voting has closed. What is listed looks arranged and may be honest: look at it, and ask. Nothing is deleted, and nobody weighs less. What fewer than five accounts did is not listed: it would be seen who they are, and alone they bring nothing in."
        </p>
        {if none {
            view! { <p class="empty">"Nothing looks arranged."</p> }.into_any()
        } else {
            flags(told)
        }}
        {result(told, none)}
    }
    .into_any()
}

fn flags(told: &VoteIntegrity) -> AnyView {
    let part = |id: &'static str, title: &'static str, what: &'static str, lines: Vec<AnyView>| {
        (!lines.is_empty()).then(|| {
            view! {
                <section aria-labelledby=id>
                    <h2 class="h2" id=id>{title}</h2>
                    <p class="quiet">{what}</p>
                    <ul class="chosen">{lines}</ul>
                </section>
            }
        })
    };
    let fresh = told.fresh.map(|fresh| {
        let fresh = usize::try_from(fresh).unwrap_or(usize::MAX);
        view! { <p>{counted(fresh, "account", "accounts")} " among them were entered less than a week before, while people voted."</p> }
    });
    view! {
        {part(
            "bursts",
            "Votes that came together",
            "Within an hour more votes on one proposal than it usually has, from people who came for it alone.",
            told.bursts.iter().map(burst).collect(),
        )}
        {fresh}
        {part(
            "alike",
            "Ballots that are nearly the same",
            "So many people would hardly agree on so much by chance. Colleagues who talked it over may.",
            told.alike.iter().map(alike).collect(),
        )}
        {part(
            "rings",
            "People who vote on the same few proposals and little else",
            "They may have come for one thing; or for each other’s.",
            told.rings.iter().map(ring).collect(),
        )}
    }
    .into_any()
}

/// "7 accounts, and 12 people whose account nobody has confirmed".
fn behind(behind: Behind) -> String {
    let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let accounts = behind.accounts.map(|accounts| counted(count(accounts), "account", "accounts"));
    let apart = behind.apart.map(|apart| {
        counted(count(apart), "person", "people")
            + " whose account nobody has confirmed, and whose votes carry no weight"
    });
    accounts.into_iter().chain(apart).collect::<Vec<_>>().join(", and ")
}

fn burst(burst: &Burst) -> AnyView {
    view! {
        <li>
            <p>{link(&burst.card)}</p>
            <p class="quiet">{behind(burst.behind)} ", " {span(burst.from, burst.until)}</p>
        </li>
    }
    .into_any()
}

/// "3 May 2026, 14:07 to 14:31 UTC": to the minute, since it is to be looked for.
fn span(from: Timestamp, until: Timestamp) -> AnyView {
    let clock = |at: Timestamp| at.iso().get(11..16).unwrap_or_default().to_owned();
    let (begin, end) = ([from.day(), ", ".into(), clock(from)].concat(), clock(until));
    view! { <time datetime=from.iso()>{begin}</time> " to " <time datetime=until.iso()>{end}</time> " UTC" }
        .into_any()
}

fn alike(set: &Alike) -> AnyView {
    view! { <li><p>{behind(set.behind)}</p> <p class="quiet">{counted(set.common, "vote", "votes")} " in common"</p></li> }
        .into_any()
}

fn ring(ring: &Ring) -> AnyView {
    let proposals =
        ring.proposals.iter().map(|card| view! { <li>{link(card)}</li> }.into_any()).collect::<Vec<_>>();
    view! { <li><p>{behind(ring.behind)}", on"</p> <ul class="plain-list">{proposals}</ul></li> }.into_any()
}

fn link(card: &Card) -> AnyView {
    view! { <q><a href=card.path()>{card.title.to_string()}</a></q> }.into_any()
}

/// What would be chosen without it.
fn result(told: &VoteIntegrity, none: bool) -> AnyView {
    if none {
        return ().into_any();
    }
    let list = |title: &'static str, candidates: &[Candidate]| {
        let lines = candidates.iter().map(|candidate| {
            view! { <li><a href=candidate.key.why_path()>{candidate.title.clone()}</a></li> }.into_any()
        });
        let lines = lines.collect::<Vec<_>>();
        (!lines.is_empty()).then(|| view! { <h3 class="h3">{title}</h3> <ul class="plain-list">{lines}</ul> })
    };
    let same = told.came_in.is_empty() && told.went_out.is_empty();
    view! {
        <section aria-labelledby="without">
            <h2 class="h2" id="without">"The result without them"</h2>
            {same.then(|| view! { <p>"The votes would choose the same."</p> })}
            {list("Would come in", &told.came_in)} {list("Would go out", &told.went_out)}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_behind_it_is_said_as_far_as_it_may_be() {
        let words = |accounts, apart| behind(Behind { accounts, apart });
        assert_eq!(words(Some(7), None), "7 accounts");
        assert!(words(Some(7), Some(12)).starts_with("7 accounts, and 12 people whose account"));
        assert!(words(None, Some(12)).starts_with("12 people"));
    }
}
