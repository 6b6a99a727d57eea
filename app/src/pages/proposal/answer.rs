//! What has become of a proposal: what its author is to know of a verdict, and what the company answered.

use super::talk::{Writing, asked, write};
use crate::parts::prose::{marked_up, prose};
use crate::parts::time::time;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::person::Role;
use model::proposal::{Proposal, Status};
use model::queue::Key;
use model::verdict::{Decision, Verdict};

/// For the author and moderators, before anything else: whether others can see it.
pub(super) fn standing(proposal: &Proposal) -> AnyView {
    let last = proposal.verdicts.iter().rfind(|verdict| verdict.undone.is_none());
    let words = match proposal.status {
        Status::Waiting => {
            let held = proposal.held.map(|held| view! { <p>{held.in_words()}</p> });
            view! {
                <p>"Thank you. A moderator reads this before others can see it; until then only you can, and who writes it with you."</p>
                {held}
            }
            .into_any()
        }
        Status::Declined => view! {
            <p>"This was not published" {last.map(|verdict| view! { " (" {time(verdict.at)} ")" })} ". The moderator's reason:"</p>
            {last.and_then(reason)}
            {proposal.own.then(|| view! { <p>"You can change it below and send it again."</p> })}
        }
        .into_any(),
        Status::Published | Status::Adopted | Status::Merged => {
            let question = proposal.question.as_ref().filter(|question| proposal.own && question.open);
            let question = question.and_then(|question| asked(Key::Proposal(proposal.id), question));
            return question
                .map(|question| view! { <div class="note stack" role="note">{question}</div> })
                .into_any();
        }
    };
    let question = proposal.question.as_ref().filter(|_| proposal.own);
    let question = question.and_then(|question| asked(Key::Proposal(proposal.id), question));
    view! { <div class="note stack" role="note">{words} {question}</div> }.into_any()
}

fn reason(verdict: &Verdict) -> Option<AnyView> {
    let declined = verdict.decision == Decision::Decline;
    verdict
        .reason
        .as_ref()
        .filter(|_| declined)
        .map(|reason| view! { <blockquote class="reason">{prose(reason.as_str())}</blockquote> }.into_any())
}

/// The company's answer, for everybody.
pub(super) fn outcome(proposal: &Proposal) -> AnyView {
    let practices = proposal
        .practices
        .iter()
        .map(|title| view! { <li>{title.to_string()}</li> }.into_any())
        .collect::<Vec<_>>();
    let adopted = (!practices.is_empty()).then(|| {
        view! {
            <section aria-labelledby="became">
                <h2 class="h2" id="became">"What we made of it"</h2>
                <ul class="plain-list">{practices}</ul>
                <p><a href="/design">"See it in the design"</a></p>
            </section>
        }
    });
    let left = proposal.left_out.as_ref().map(|reason| {
        view! {
            <section aria-labelledby="left-out">
                <h2 class="h2" id="left-out">"Why we did not adopt it"</h2>
                {proposal.left_decision.map(|decision| view! { <p><b>{decision.words()} "."</b></p> })} {prose(reason)}
                <p><a href="/design">"See the design"</a></p>
            </section>
        }
    });
    view! { {adopted} {left} {official(proposal)} }.into_any()
}

/// What the company says to it in its own name, and where it is said.
fn official(proposal: &Proposal) -> AnyView {
    let viewer = viewer_now();
    let public = matches!(proposal.status, Status::Published | Status::Adopted);
    let may = public && (viewer.may(Role::Moderator) || viewer.may(Role::Designer));
    let said = proposal
        .answer
        .as_ref()
        .map(|answer| view! { {marked_up(&answer.html)} <p class="quiet">{time(answer.at)}</p> });
    if said.is_none() && !may {
        return ().into_any();
    }
    let title = ["What ", &viewer.company, " says"].concat();
    view! {
        <section aria-labelledby="answer">
            <h2 class="h2" id="answer">{title}</h2>
            {said}
            {may
                .then(|| {
                    view! {
                        <p class="quiet">"Everybody reads it, and whoever follows this proposal is told. A new answer takes the place of the last."</p>
                        {write(Writing::Answer(proposal.id), None, false)}
                    }
                })}
        </section>
    }
    .into_any()
}
