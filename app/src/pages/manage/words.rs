//! The company's list of words that make a text wait for a moderator, in every round. For admins.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::{Explanation, Name};

pub(super) fn words(words: &[Name]) -> AnyView {
    let form = Form::new();
    let send = form.send(|_| toast("Saved.".into()));
    let now = words.iter().map(Name::as_str).collect::<Vec<_>>().join("\n");
    let field = Field::new("words", "Words")
        .hint("One in each line. Whatever has one of them waits for a moderator, in open rounds too; its author is told why.")
        .value(now)
        .text(Explanation::MAX, |text| Explanation::parse(text).map(drop))
        .lines(5)
        .view(form);
    view! {
        <details class="fold-plain">
            <summary class="btn">"Words that make a text wait"</summary>
            <form class="panel stack" method="post" action="/api/v1/intake/words" on:submit=send>
                {next_here()} {field} {form.trouble()}
                <p class="actions"><button class="btn btn-primary" aria-disabled=move || form.waits()>"Save the words"</button></p>
            </form>
        </details>
    }
    .into_any()
}
