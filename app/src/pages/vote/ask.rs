//! What we ask in the flow of voting, once, and only of those who are signed in: which culture they speak from, and for
//! which organisation. Both can wait.

use crate::parts::declare::{account_form, culture_form};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::person::Membership;
use model::round::Round;

pub(super) fn ask(round: &Round, skip: bool, later: &str) -> AnyView {
    let Some(person) = viewer_now().person.filter(|_| !skip) else { return ().into_any() };
    let (form, title) = if person.culture.is_none() && !round.cultures.is_empty() {
        (culture_form(round, None), "When you buy, which of these is you?")
    } else if person.membership == Membership::None {
        (account_form(""), "Whom do you speak for?")
    } else {
        return ().into_any();
    };
    view! {
        <section class="panel ask" aria-labelledby="ask">
            <div class="ask-head">
                <h2 class="ask-title" id="ask">{title}</h2>
                <a href=later.to_owned()>"Not now"</a>
            </div>
            {form}
        </section>
    }
    .into_any()
}
