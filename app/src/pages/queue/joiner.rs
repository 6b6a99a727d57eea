//! Somebody who asks to speak for an account, in focus: who they are, what they wrote, and whether it fits the address that they write
//! from.

use super::desk::Desk;
use super::focus::{before, handed};
use super::verdict::verdict;
use crate::form::Form;
use crate::parts::staff::touch::HEADING;
use crate::parts::staff::which_account::{offering, which_account};
use crate::parts::time::time;
use leptos::prelude::*;
use model::endpoint::encoded;
use model::joining::{JoinRequest, NamedAccount};
use model::queue::{Item, What};

/// What declining says most often. Each can be changed before it is sent.
pub(super) const REASONS: [(&str, &str); 4] = [
    (
        "a colleague can",
        "We cannot tell whether you speak for them. Please ask a colleague who is here already to invite you.",
    ),
    (
        "private address",
        "This came from a private address. Please sign in with the one that you have at work, and ask again.",
    ),
    (
        "no such account",
        "We know no customer of this name. Please write it as it stands in our contract or on our invoices.",
    ),
    ("another account", "You seem to belong to another of our customers. Please say for whom you work."),
];

/// Said at keys that are for what somebody wrote to be read.
pub(super) const NOT_WRITTEN: &str = "That key is for what somebody wrote. Who asks to join is confirmed (P), declined (D) or handed over (H).";
pub(super) const ONE_AT_A_TIME: &str = "Say for one person at a time which account they speak for.";
pub(super) const NO_SUCH_REASON: &str = "There are four reasons here: 1 to 4.";

/// The request, if it is one.
pub(super) fn of(item: &Item) -> Option<&JoinRequest> {
    match &item.what {
        What::JoinRequest(asks) => Some(asks),
        What::Proposal(_) | What::Comment { .. } => None,
    }
}

pub(super) fn focus(desk: Desk, item: &Item, asks: &JoinRequest) -> AnyView {
    let card = view! {
        <article class="queue-card">
            <p class="card-place">
                <span class="kind">{item.noun()}</span> <span>"waiting since " {time(item.since)}</span>
            </p>
            <h2 class="queue-title" id=HEADING tabindex="-1">{item.title()}</h2>
            {handed(item)}
            <dl class="facts">
                <dt>"Who"</dt>
                <dd>{asks.name.to_string()} ", " {asks.email.to_string()} ", here since " {time(asks.here_since)}</dd>
                <dt>"They wrote"</dt><dd>"“" {asks.account.to_string()} "”"</dd>
                <dt>"Account"</dt><dd>{known(asks)}</dd>
                <dt>"Address"</dt><dd>{domain(asks)}</dd>
            </dl>
            {before(item.verdicts(), "Confirmed")} {verdict(desk, item)}
        </article>
    };
    offering(card.into_any())
}

/// The account of that name, or how it comes to be.
fn known(asks: &JoinRequest) -> AnyView {
    match &asks.known {
        Some(account) => link(account),
        None => {
            let href = ["/accounts?add=", &encoded(asks.account.as_str())].concat();
            view! {
                "None has this name. Name another below, or "
                <a href=href>"add it as an account"</a>
                " and confirm them when you are back."
            }
            .into_any()
        }
    }
}

/// Whose list the domain of their address is on.
fn domain(asks: &JoinRequest) -> AnyView {
    let domain = asks.email.domain().to_owned();
    match &asks.domain_of {
        Some(_) if asks.domain_fits() => {
            view! { <b>{domain}</b> " is a mail domain of this account." }.into_any()
        }
        Some(other) => {
            view! { <b>{domain}</b> " is a mail domain of another account: " {link(other)} }.into_any()
        }
        None => view! { <b>{domain}</b> " is a mail domain of no account." }.into_any(),
    }
}

fn link(account: &NamedAccount) -> AnyView {
    let href = ["/accounts/", &account.id.to_string()].concat();
    view! { <a href=href>{account.name.to_string()}</a> }.into_any()
}

/// The account that stands in the form until another is typed.
pub(super) fn named(asks: &JoinRequest) -> &str {
    asks.known.as_ref().map_or(&asks.account, |known| &known.name).as_str()
}

/// Which account they speak for, as it stands or as the moderator knows better.
pub(super) fn account(asks: &JoinRequest) -> AnyView {
    which_account("account", "Speaks for").value(named(asks)).required().view(Form::main())
}
