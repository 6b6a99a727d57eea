//! A new text, by the author or who writes it with them, as long as it may still be changed. The server has the last word on that.

use crate::form::{Form, next_here};
use crate::parts::count::counted;
use crate::parts::glyph::Axes;
use crate::parts::preview::{Preview, Props, preview};
use crate::parts::proposal_form::fields;
use crate::parts::time::time;
use leptos::prelude::*;
use model::proposal::{Proposal, Status};
use model::round::{Phase, Round};

pub(super) fn edit(proposal: &Proposal, round: &Round, axes: &Axes) -> AnyView {
    let changeable = round.is_open(Phase::Propose) || round.is_open(Phase::Refine);
    let blocked = crate::viewer::viewer_now().blocked.is_some();
    if !(proposal.own || proposal.writes) || blocked || !changeable || proposal.status == Status::Adopted {
        return ().into_any();
    }
    let form = Form::main();
    let begun = Preview::of(&proposal.text);
    let action = ["/api/v1/proposals/", &proposal.id.to_string()].concat();
    let summary =
        if proposal.own { "Change what you wrote" } else { "Change the text that you write together" };
    let place = [round.id.to_string(), proposal.id.to_string()].join("/");
    // A refused change is shown again at once, and so is one that has to be made.
    let asked = proposal.question.as_ref().is_some_and(|question| question.open);
    let unfold = asked || proposal.status == Status::Declined || form.problem.with_untracked(Option::is_some);
    let props = Props {
        form: "proposal-form".into(),
        axes: axes.clone(),
        begun: begun.clone(),
        draft: String::new(),
        restore: false,
    };
    view! {
        {was_asked(proposal)}
        <details class="fold edit" open=unfold>
            <summary>{summary}</summary> {warned(proposal)}
            <div class="guided">
                <form method="post" action=action class="form" id="proposal-form" data-then="proposal" data-mentions=place data-toast="Changed.">
                    {next_here()} {form.seen(proposal.changed.0)}
                    {fields(form, round, &begun, Some(&proposal.text), Some(&proposal.pictures))} {form.trouble()}
                    <p><button class="btn btn-primary">"Send the change"</button></p>
                </form>
                {preview(&props)}
            </div>
        </details>
    }
    .into_any()
}

/// What a change asks of others, before it is made. No figure is told here that is not to be read above.
fn warned(proposal: &Proposal) -> Option<AnyView> {
    if !proposal.status.is_public() {
        return None;
    }
    let whose = match proposal.support.tally() {
        Some(tally) => [
            "Votes of ",
            &counted(tally.voices, "voice", "voices"),
            " stand on these words. A change takes all back but your own,",
        ]
        .concat(),
        None => "A change takes back every vote that stands on these words but your own,".into(),
    };
    Some(
        view! {
            <div class="note stack-small" role="note">
                <p>
                    {whose}
                    " and asks those who gave them whether they stand, once the new words can be read: they do not count until they are given again. Case, punctuation and spacing alone ask nobody."
                </p>
                <p class="quiet">"The wording as it is now stays to be read."</p>
            </div>
        }
        .into_any(),
    )
}

/// What the last change asked of others, for those who write it.
fn was_asked(proposal: &Proposal) -> Option<AnyView> {
    let at = proposal.asked_since?;
    Some(view! { <p class="note" id="asked">"The words were changed " {time(at)} ": whoever had voted was asked again then, and counts once they answer."</p> }.into_any())
}
