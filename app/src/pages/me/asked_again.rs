//! What I said on proposals that have other words now: why it counts no more, and a press that repeats it.

use crate::parts::stands::{spoken, stands};
use crate::parts::time::time;
use leptos::prelude::*;
use model::proposal::path;
use model::writing::AskedAgain;

pub(super) fn section(asked: &[AskedAgain]) -> Option<AnyView> {
    if asked.is_empty() {
        return None;
    }
    let lines = asked.iter().map(line).collect::<Vec<_>>();
    Some(
        view! {
            <section aria-labelledby="asked-again">
                <h2 class="h2" id="asked-again">"Does your vote stand?"</h2>
                <p>"The words of these were changed after you voted. A vote is for a wording, so yours counts no more until you give it again."</p>
                <ul>{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

fn line(one: &AskedAgain) -> AnyView {
    let to = [&path(one.proposal, &one.title), "#your-vote"].concat();
    let again = match &one.shut {
        Some(shut) => view! { <p class="quiet">{shut.clone()}</p> }.into_any(),
        None => stands(one.proposal, &one.title, one.worded, one.said),
    };
    view! {
        <li class="list-line">
            <span>
                <a href=to>{one.title.to_string()}</a> <br/> <small class="quiet">"You " {spoken(one.said)} " an earlier wording; changed " {time(one.at)}</small>
            </span>
            {again}
        </li>
    }
    .into_any()
}
