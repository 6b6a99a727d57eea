//! A new round, with the ready texts. For admins.

use crate::form::{Form, next};
use crate::outcome::open;
use crate::parts::choices::{Choice, one_of};
use crate::parts::field::Field;
use leptos::prelude::*;
use model::Question;

pub(super) fn add() -> AnyView {
    let form = Form::new();
    let send = form.send(|reply| {
        let id = reply["id"].as_i64().unwrap_or_default().to_string();
        open(&["/manage?round=", &id].concat());
    });
    let schemes = vec![
        Choice::new("impact_loyalty_advocacy", "IMPACT, loyalty, advocacy", true)
            .hint("Idea to transaction, and what comes after"),
        Choice::new("impact", "IMPACT", false).hint("Idea to transaction"),
        Choice::new("funnel", "Funnel", false).hint("Awareness to advocacy"),
    ];
    view! {
        <details class="fold-plain">
            <summary class="btn">"Add a round"</summary>
            <form class="panel stack" method="post" action="/api/v1/rounds" on:submit=send>
                {next("/manage".into())}
                {Field::new("question", "Its question")
                    .hint("It becomes the round that everybody sees first. Proposing, refining and voting are open at once.")
                    .placeholder("How would you like us to sell to you?")
                    .group("-new")
                    .text(Question::MAX, |text| Question::parse(text).map(drop))
                    .required()
                    .view(form)} {one_of("scheme", "Its stages", schemes, form)} {form.trouble()}
                <p class="actions"><button class="btn btn-primary" aria-disabled=move || form.waits()>"Add this round"</button></p>
            </form>
        </details>
    }
    .into_any()
}
