//! Whether one is told what comes of a proposal: asked where one votes.

use crate::form::next_here;
use leptos::prelude::*;
use model::ProposalId;

/// `voted`: whoever says so of what they voted on says it of what they vote on next, too.
pub(super) fn follow(proposal: ProposalId, wanted: bool, voted: bool) -> AnyView {
    let action = ["/api/v1/proposals/", &proposal.to_string(), "/follow"].concat();
    let press = if wanted { "No longer" } else { "Tell me what comes of it" };
    let said = wanted.then(|| view! { <span class="quiet">"You are told what comes of this."</span> });
    let other = if wanted { "false" } else { "true" };
    view! {
        <form method="post" action=action class="follow" data-then="reload">
            {next_here()} <input type="hidden" name="wanted" value=other/> <input type="hidden" name="voting" value=if voted { "true" } else { "false" }/> {said}
            <button class="btn btn-sm">{press}</button>
        </form>
    }
    .into_any()
}
