//! All activities as staff see them, what is due first, and planning one.

use super::plan;
use crate::parts::count::counted;
use crate::parts::layout::heading;
use leptos::prelude::*;
use model::RoundId;
use model::activity::{ActivityLine, path};
use model::round::RoundLine;

pub(super) fn show(lines: &[ActivityLine], rounds: &[RoundLine], current: RoundId, open: bool) -> AnyView {
    let (due, rest): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.due.is_some());
    let none = lines
        .is_empty()
        .then(|| view! { <p class="empty">"Nothing is planned. Begin with an interview, or a workshop for many."</p> });
    view! {
        <div class="narrow">
            {heading("Activities", "Working together, remote or in person, with one customer or many: what comes out of it is theirs to confirm.")}
            {plan::new(rounds, current, open)} {none} {section("due", "What is due", &due)} {section("all", "Planned, and over", &rest)}
        </div>
    }
    .into_any()
}

fn section(id: &'static str, words: &'static str, lines: &[&ActivityLine]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines.iter().map(|line| one(line)).collect::<Vec<_>>();
    view! { <section aria-labelledby=id><h2 class="h2" id=id>{words}</h2> <ul class="plain-list">{lines}</ul></section> }
        .into_any()
}

fn one(line: &ActivityLine) -> AnyView {
    let due = line.due.map(|due| view! { <strong class="overdue">{due.words()}</strong> });
    let coming = [
        &counted(line.invited, "invited", "invited"),
        ", ",
        &counted(line.coming, "comes", "come"),
        " · ",
        &line.when.words(),
    ]
    .concat();
    view! {
        <li class="list-line">
            <span><span class="kind">{line.kind.words()}</span> " " <a href=path(line.id)>{line.title.to_string()}</a> " " {due}</span>
            <span class="quiet"><span class="status">{line.state.word()}</span> " · " {coming}</span>
        </li>
    }
    .into_any()
}
