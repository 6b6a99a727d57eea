//! What the company says of how it moderates. For admins.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::Explanation;

pub(super) fn policy(policy: &Explanation) -> AnyView {
    let form = Form::new();
    let send = form.send(|_| toast("Saved.".into()));
    let field = Field::new("text", "How we moderate")
        .hint("Everybody can read it, with what was decided, under “How we moderate” at the foot of every page. Markdown. Empty brings the ready-made words back.")
        .value(policy.as_str())
        .text(Explanation::MAX, |text| Explanation::parse(text).map(drop))
        .lines(10)
        .view(form);
    view! {
        <details class="fold-plain">
            <summary class="btn">"How we moderate"</summary>
            <form class="panel stack" method="post" action="/api/v1/moderation" on:submit=send>
                {next_here()} {field} {form.trouble()}
                <p class="actions"><button class="btn btn-primary" aria-disabled=move || form.waits()>"Save how we moderate"</button></p>
            </form>
        </details>
    }
    .into_any()
}
