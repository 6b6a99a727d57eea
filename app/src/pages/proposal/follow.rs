//! Whether one is told what comes of a proposal: asked where one votes.

use crate::form::next_here;
use leptos::prelude::*;
use model::ProposalId;

pub(super) fn follow(proposal: ProposalId, wanted: bool) -> AnyView {
    let action = ["/api/v1/proposals/", &proposal.to_string(), "/follow"].concat();
    let (said, press) = match wanted {
        true => ("You are told what comes of this.", "No longer"),
        false => ("", "Tell me what comes of it"),
    };
    let other = if wanted { "false" } else { "true" };
    view! {
        <form method="post" action=action class="follow" data-then="reload">
            {next_here()} <input type="hidden" name="wanted" value=other/> <span class="quiet">{said}</span>
            <button class="btn btn-sm btn-ghost">{press}</button>
        </form>
    }
    .into_any()
}
