//! That somebody is asked to speak for an account, where they come in: they answer on their own page.

use leptos::prelude::*;
use model::joining::AccountInvitation;

/// Nothing where nobody asks.
#[must_use]
pub fn asked_to_speak(invited: &[AccountInvitation]) -> Option<AnyView> {
    let names = invited.iter().map(|one| one.account.to_string()).collect::<Vec<_>>();
    let (last, rest) = names.split_last()?;
    let whom = match rest {
        [] => last.clone(),
        rest => [&rest.join(", "), " and ", last].concat(),
    };
    Some(
        view! {
            <p class="note" role="note">"You are asked to speak for " <b>{whom}</b> ". " <a href="/me#invited">"Accept or decline"</a></p>
        }
        .into_any(),
    )
}
