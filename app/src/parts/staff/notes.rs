//! What staff have noted, and a form to note more. Customers see nothing of it.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::prose::marked_up;
use crate::parts::time::time;
use leptos::prelude::*;
use model::Remark;
use model::note::Note;

/// `action`: where a new one is sent.
#[must_use]
pub fn notes(action: String, notes: &[Note]) -> AnyView {
    let line = |note: &Note| {
        let by = note.by.as_ref().map(ToString::to_string);
        view! { <li><p class="card-place"><span>{by}</span> {time(note.at)}</p> {marked_up(&note.html)}</li> }
            .into_any()
    };
    let lines = notes.iter().map(line).collect::<Vec<_>>();
    let form = Form::new();
    view! {
        <section aria-labelledby="notes">
            <h2 class="h2" id="notes">"Notes of staff"</h2>
            <p class="quiet">"Customers see nothing of this."</p>
            <ol class="talk">{lines}</ol>
            <form method="post" action=action class="form" data-then="reload" data-toast="Noted.">
                {next_here()}
                {Field::new("text", "A note")
                    .hint("For staff alone. You can use Markdown.")
                    .text(Remark::MAX, |text| Remark::parse(text).map(drop))
                    .lines(3)
                    .required()
                    .view(form)}
                {form.trouble()} <p><button class="btn">"Note it"</button></p>
            </form>
        </section>
    }
    .into_any()
}
