//! What staff noted on behalf of customers: to the customer, what was noted for them and a press that makes it theirs; to
//! everybody, of how many customers something was noted that they have not confirmed.

use crate::form::next_here;
use crate::pages::on_behalf::agrees;
use crate::parts::support::noted as in_words;
use crate::parts::vote_box::seen_words;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::on_behalf::NotedForMe;
use model::person::Role;
use model::proposal::Proposal;

pub(super) fn noted_for_me(proposal: &Proposal) -> Option<AnyView> {
    let noted = proposal.noted_for_me.as_ref()?;
    let words = [
        noted.by.as_str(),
        " noted that you said, ",
        noted.source.words(),
        " on ",
        &noted.said.begins().day(),
        ", that you ",
        agrees(noted.vote),
        " this. It is counted apart until you say that it is so. To say something else, use the buttons above.",
    ]
    .concat();
    let confirm = proposal.shut.is_none().then(|| confirm(proposal, noted));
    Some(view! { <div class="note stack" role="note"><p>{words}</p> {confirm}</div> }.into_any())
}

/// Confirming is voting: with the very same vote.
fn confirm(proposal: &Proposal, noted: &NotedForMe) -> AnyView {
    let action = ["/api/v1/proposals/", &proposal.id.to_string(), "/vote"].concat();
    let vote = noted.vote;
    let strength =
        vote.strength.map(|strength| view! { <input type="hidden" name="strength" value=strength.word()/> });
    let red_line = vote.red_line.then(|| view! { <input type="hidden" name="red_line" value="true"/> });
    view! {
        <form method="post" action=action data-then="reload" data-toast="Thank you. It is your vote now.">
            {next_here()} {seen_words(proposal.worded)} <input type="hidden" name="stance" value=vote.stance.word()/> {strength} {red_line}
            <p><button class="btn">"Yes, I said so"</button></p>
        </form>
    }
    .into_any()
}

pub(super) fn noted(proposal: &Proposal) -> AnyView {
    let words = in_words(proposal.noted).map(|words| view! { <p class="quiet">{words}</p> });
    let viewer = viewer_now();
    let may =
        [Role::Moderator, Role::Designer, Role::AccountManager].into_iter().any(|role| viewer.may(role));
    let link = (may && proposal.status.is_public()).then(|| {
        let to = ["/on-behalf?proposal=", &proposal.id.to_string()].concat();
        view! { <p><a href=to>"Note what a customer said"</a></p> }
    });
    view! { {words} {link} }.into_any()
}
