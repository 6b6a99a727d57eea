//! One press that repeats what somebody said before the words were changed.

use crate::form::next_here;
use crate::parts::vote_box::seen_words;
use leptos::prelude::*;
use model::vote::{Stance, Strength, Vote};
use model::{ProposalId, Timestamp, Title};

/// What somebody did, as it is told them.
#[must_use]
pub fn spoken(vote: Vote) -> &'static str {
    match vote.stance {
        Stance::Agree => "agreed with",
        Stance::Disagree if vote.red_line => "drew a red line at",
        Stance::Disagree => "disagreed with",
        Stance::Pass | Stance::TakenBack => "took no side on",
    }
}

/// The very same vote again, on the words as they were `seen`.
#[must_use]
pub fn stands(proposal: ProposalId, title: &Title, seen: Timestamp, vote: Vote) -> AnyView {
    let action = ["/api/v1/proposals/", &proposal.to_string(), "/vote"].concat();
    let words = match vote.stance {
        Stance::Agree => "Still agree",
        Stance::Disagree => "Still disagree",
        Stance::Pass | Stance::TakenBack => "Still take no side",
    };
    let strength = vote.strength.map_or("", Strength::word);
    let red = if vote.red_line { "true" } else { "false" };
    view! {
        <form method="post" action=action data-then="reload" data-toast="It counts again.">
            {next_here()} {seen_words(seen)} <input type="hidden" name="stance" value=vote.stance.word()/>
            <input type="hidden" name="strength" value=strength/> <input type="hidden" name="red_line" value=red/>
            <button class="btn">{words} <span class="sr-only">": " {title.to_string()}</span></button> <div class="trouble" role="alert"></div>
        </form>
    }
    .into_any()
}
