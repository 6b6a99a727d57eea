//! What staff note on a proposal, for each other alone. The page of a customer has none of it, not even the heading.

use super::talk::{Writing, write};
use crate::parts::prose::marked_up;
use crate::parts::time::time;
use leptos::prelude::*;
use model::note::Note;
use model::proposal::Proposal;

pub(super) fn notes(proposal: &Proposal, notes: &[Note]) -> AnyView {
    let line = |note: &Note| {
        let by = note.by.as_ref().map(ToString::to_string);
        view! { <li><p class="card-place"><span>{by}</span> {time(note.at)}</p> {marked_up(&note.html)}</li> }
            .into_any()
    };
    let lines = notes.iter().map(line).collect::<Vec<_>>();
    view! {
        <section aria-labelledby="notes">
            <h2 class="h2" id="notes">"Notes of staff"</h2>
            <p class="quiet">"Customers see nothing of this."</p>
            <ol class="talk">{lines}</ol>
            {write(Writing::Note(proposal.id), None, false)}
        </section>
    }
    .into_any()
}
