//! Whom I am asked to speak for, by whoever does already. Nothing changes until I accept.

use crate::form::{Form, next, next_here};
use crate::parts::time::time;
use leptos::prelude::*;
use model::joining::AccountInvitation;
use model::person::Membership;

pub(super) fn section(invited: &[AccountInvitation], mine: &Membership) -> Option<AnyView> {
    if invited.is_empty() {
        return None;
    }
    let says = match mine {
        Membership::Confirmed { name, .. } => {
            ["You speak for ", name.as_str(), ", and nobody speaks for two: you can decline this here, or leave it. If you speak for others now, please tell us, so that we can change it."].concat()
        }
        Membership::None | Membership::Declared { .. } => {
            "If you accept, your votes count with that organisation's voice, and its other people see your name. If you do nothing, nothing changes.".to_owned()
        }
    };
    let lines = invited.iter().map(|one| line(one, mine)).collect::<Vec<_>>();
    Some(
        view! {
            <section aria-labelledby="invited">
                <h2 class="h2" id="invited">"Do you speak for them?"</h2>
                <p>{says}</p>
                <ul>{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

fn line(one: &AccountInvitation, mine: &Membership) -> AnyView {
    let by = one.by.as_ref().map_or_else(|| "Somebody".to_owned(), ToString::to_string);
    let action = ["/api/v1/me/account-invitations/", &one.id.to_string()].concat();
    let account = one.account.to_string();
    let accept = match mine {
        Membership::Confirmed { .. } => ().into_any(),
        Membership::None | Membership::Declared { .. } => view! {
            <form method="post" action=action.clone() data-then="/account" data-toast="You speak for it now.">
                {next("/account".into())} <input type="hidden" name="accept" value="true"/>
                <button class="btn btn-primary btn-sm">"Accept" <span class="sr-only">": " {account.clone()}</span></button>
                {Form::new().trouble()}
            </form>
        }
        .into_any(),
    };
    view! {
        <li class="list-line">
            <span>
                <b>{account.clone()}</b> <br/> <small class="quiet">{by} " asks you, " {time(one.at)} "; it ends " {time(one.expires)}</small>
            </span>
            <span class="list-acts">
                {accept}
                <form method="post" action=action data-then="reload" data-toast="Declined.">
                    {next_here()} <input type="hidden" name="accept" value="false"/>
                    <button class="btn btn-ghost btn-sm">"Decline" <span class="sr-only">": " {account}</span></button>
                    {Form::new().trouble()}
                </form>
            </span>
        </li>
    }
    .into_any()
}
