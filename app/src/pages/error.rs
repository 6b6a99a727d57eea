//! When there is no such page, or it cannot be shown: what happened, in words, and where to go from here.

use crate::outcome::{here, sign_in_path, status};
use crate::parts::layout::title;
use leptos::prelude::*;
use model::{Problem, ProblemKind};

/// The page for addresses that lead nowhere.
#[must_use]
pub fn not_found() -> AnyView {
    problem_page(&Problem::not_found("page"))
}

/// The page instead of one that was refused.
#[must_use]
pub fn problem_page(problem: &Problem) -> AnyView {
    status(problem.kind.status());
    let heading = match problem.kind {
        ProblemKind::NotFound => "Nothing here",
        ProblemKind::SignInNeeded => "Please sign in",
        ProblemKind::NotAllowed => "This is not open to you",
        ProblemKind::TooMany => "One moment, please",
        _ => "This did not work",
    };
    let sign_in = (problem.kind == ProblemKind::SignInNeeded)
        .then(|| view! { <a class="btn btn-primary" href=sign_in_path(&here())>"Sign in"</a> });
    view! {
        {title(heading.to_owned())}
        <section class="narrow">
            <h1 class="h1">{heading}</h1>
            <p class="lead">{problem.message.clone()}</p>
            <p class="actions">
                {sign_in} <a class="btn" href="/">"To the proposals"</a> <a class="btn btn-ghost" href="/design">"To the design"</a>
            </p>
        </section>
    }
    .into_any()
}
