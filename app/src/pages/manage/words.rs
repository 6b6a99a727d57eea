//! What makes a text wait for a moderator, in every round: the company's list of words, and how much one author writes. For admins.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::toast::toast;
use leptos::prelude::*;
use model::api::intake::Intake;
use model::{Explanation, Name};

pub(super) fn intake(intake: &Intake) -> AnyView {
    view! {
        <details class="fold-plain">
            <summary class="btn">"What makes a text wait"</summary>
            <div class="panel stack">{words(&intake.words)} {pace(intake.pace)}</div>
        </details>
    }
    .into_any()
}

fn words(words: &[Name]) -> AnyView {
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
        <form class="stack" method="post" action="/api/v1/intake/words" on:submit=send>
            {next_here()} {field} {form.trouble()}
            <p class="actions"><button class="btn btn-primary" aria-disabled=move || form.waits()>"Save the words"</button></p>
        </form>
    }
    .into_any()
}

fn pace(now: usize) -> AnyView {
    let form = Form::new();
    let send = form.send(|_| toast("Saved.".into()));
    const HINT: &str = "What one customer writes beyond this within ten minutes waits for a moderator, whoever trusts them. From 1 to 500.";
    let field = Field::new("pace", "Proposals, comments and stories of one author")
        .hint(HINT)
        .value(now.to_string())
        .inputmode("numeric")
        .required()
        .view(form);
    view! {
        <form class="stack" method="post" action="/api/v1/intake/pace" on:submit=send>
            {next_here()} {field} {form.trouble()}
            <p class="actions"><button class="btn btn-primary" aria-disabled=move || form.waits()>"Save the number"</button></p>
        </form>
    }
    .into_any()
}
