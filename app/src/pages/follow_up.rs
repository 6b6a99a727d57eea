//! The follow-up queue: to which proposals the company owes a word and since when, and one answer for as many as it fits.

use crate::api::call;
use crate::flash::typed;
use crate::form::{Form, next_here};
use crate::load::still;
use crate::parts::count::counted;
use crate::parts::field::Field;
use crate::parts::layout::heading;
use crate::parts::support::in_words;
use crate::parts::time::time;
use leptos::prelude::*;
use model::Remark;
use model::api::follow_up::GetFollowUp;
use model::follow_up::{FollowUp, Owed, Turn};
use model::proposal::path;

#[must_use]
pub fn follow_up() -> AnyView {
    still(|_| call(GetFollowUp {}), |queue| show(&queue))
}

fn show(queue: &FollowUp) -> AnyView {
    if queue.items.is_empty() {
        return view! {
            <div class="narrow stack">
                {heading("Follow-up", "")}
                <p class="empty">"Nobody waits for an answer. It is the customers' turn everywhere."</p>
            </div>
        }
        .into_any();
    }
    let form = Form::main();
    let chosen = typed("proposals");
    let lines = queue.items.iter().map(|owed| line(owed, &chosen)).collect::<Vec<_>>();
    let all = match queue.waiting {
        waiting if waiting > queue.items.len() => [
            "The ",
            &queue.items.len().to_string(),
            " that have waited longest of ",
            &waiting.to_string(),
            ".",
        ]
        .concat(),
        waiting => {
            [counted(waiting, "proposal waits", "proposals wait"), " for the company's word.".into()].concat()
        }
    };
    view! {
        <div class="narrow stack">
            {heading("Follow-up", "")} <p class="lead">{all}</p>
            <form method="post" action="/api/v1/follow-up/answers" class="form" data-then="reload" data-toast="Answered. Whoever follows them is told.">
                {next_here()}
                <fieldset class="choices">
                    <legend class="field-label">"Who waits longest stands first"</legend>
                    <ul class="follow-up">{lines}</ul>
                    <p class="field-problem" data-problem="proposals" aria-live="polite">{form.about("proposals")}</p>
                </fieldset>
                {Field::new("text", "The official answer to all that are ticked")
                    .hint("In the company's name; everybody reads it. You can use Markdown.")
                    .text(Remark::MAX, |text| Remark::parse(text).map(drop))
                    .lines(4)
                    .required()
                    .view(form)}
                {form.trouble()} <p><button class="btn btn-primary">"Answer them"</button></p>
            </form>
        </div>
    }
    .into_any()
}

fn line(owed: &Owed, chosen: &str) -> AnyView {
    let id = owed.proposal.to_string();
    let ticked = chosen == id;
    let why = match (owed.turn, owed.words) {
        (Turn::Unanswered, 0) => "never answered".to_owned(),
        (Turn::Unanswered, words) => ["never answered, ", &counted(words, "comment", "comments")].concat(),
        (Turn::WrittenSince, words) => {
            [counted(words, "comment", "comments"), " since our last word".into()].concat()
        }
    };
    let author = owed.author.as_ref().map(|author| [" · asked by ", author.as_str()].concat());
    let quiet = [" · ", &why, " · ", &in_words(&owed.support), &author.unwrap_or_default()].concat();
    view! {
        <li class="list-line">
            <label class="choice choice-single">
                <input type="checkbox" name="proposals" value=id checked=ticked/>
                <span class="choice-text">{owed.title.to_string()}</span>
            </label>
            <span class="quiet">"Waits since " {time(owed.since)} {quiet} " · " <a href=path(owed.proposal, &owed.title)>"Read it" <span class="sr-only">{[": ", owed.title.as_str()].concat()}</span></a></span>
        </li>
    }
    .into_any()
}
