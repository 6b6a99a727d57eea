//! A new text, by the author or who writes it with them, as long as it may still be changed. The server has the last word on that.

use crate::form::{Form, next_here};
use crate::parts::glyph::Axes;
use crate::parts::preview::{Preview, Props, preview};
use crate::parts::proposal_form::fields;
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
    let warned = matches!(proposal.status, Status::Published).then(|| {
        view! { <p class="quiet">"The wording as it is now stays to be read. Whoever has voted is asked again, and does not count until they answer."</p> }
    });
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
        <details class="fold edit" open=unfold>
            <summary>{summary}</summary> {warned}
            <div class="guided">
                <form method="post" action=action class="form" id="proposal-form" data-then="proposal" data-mentions=place data-toast="Changed.">
                    {next_here()} <input type="hidden" name="seen" value=proposal.changed.0.to_string()/> {fields(form, round, &begun, Some(&proposal.text))} {form.trouble()}
                    <p><button class="btn btn-primary">"Send the change"</button></p>
                </form>
                {preview(&props)}
            </div>
        </details>
    }
    .into_any()
}
