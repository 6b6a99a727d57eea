//! Links to the pages of a list that is longer than one.

use leptos::prelude::*;

/// `words`: of the link to the page before, and of the one to the page after. Nothing where one page is all.
#[must_use]
pub fn pages(
    page: usize,
    last: usize,
    words: (&'static str, &'static str),
    href: impl Fn(usize) -> String,
) -> AnyView {
    if last <= 1 {
        return ().into_any();
    }
    let step = |to: usize, words: &'static str, rel: &'static str| {
        (1..=last).contains(&to).then(|| view! { <a class="btn btn-sm" href=href(to) rel=rel>{words}</a> })
    };
    let here = ["Page ", &page.to_string(), " of ", &last.to_string()].concat();
    view! {
        <nav class="pages" aria-label="Pages">
            {step(page.saturating_sub(1).min(last), words.0, "prev")} <span>{here}</span> {step(page + 1, words.1, "next")}
        </nav>
    }
    .into_any()
}

/// Of lists that begin with what happened last.
pub const IN_TIME: (&str, &str) = ("Newer", "Older");
/// Of lists in any other order.
pub const IN_ORDER: (&str, &str) = ("Earlier", "Further");
