//! The wordings behind a merged proposal: each as it was asked for, with stepping out for whoever said something on it; and, for
//! moderators, merging and taking apart.

use crate::form::{Form, next_here};
use crate::parts::field::Field;
use crate::parts::pictures;
use crate::parts::prose::marked_up;
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::merging::Wording;
use model::person::Role;
use model::proposal::{Card, Proposal, Status};
use model::vote::{Stance, Vote};

/// To whoever said yes to one wording and no to another.
pub(super) fn asked(proposal: &Proposal) -> Option<AnyView> {
    proposal.asked.then(|| {
        view! {
            <div class="note" role="note">
                <p>
                    "You agreed with one of the " <a href="#wordings">"wordings"</a>
                    " that were merged here and disagreed with another. Until you say which it is, with the buttons above, or step out of one of them, you count for neither."
                </p>
            </div>
        }
        .into_any()
    })
}

pub(super) fn wordings(proposal: &Proposal) -> Option<AnyView> {
    if proposal.wordings.is_empty() {
        return None;
    }
    let lines = proposal.wordings.iter().map(|wording| line(proposal, wording)).collect::<Vec<_>>();
    Some(
        view! {
            <section aria-labelledby="wordings">
                <h2 class="h2" id="wordings">"The wordings behind it"</h2>
                <p class="quiet">"Others asked for the same in other words. What was said on theirs counts here, once a person."</p>
                <ul class="talk">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

fn line(proposal: &Proposal, wording: &Wording) -> AnyView {
    let open = proposal.shut.is_none();
    let said = wording.mine.map(|vote| {
        let out = if wording.out {
            "You stepped out: it stays with this wording and does not count above."
        } else {
            ""
        };
        let words = ["You ", said(vote), " this wording. ", out].concat();
        view! { <p class="quiet">{words}</p> }
    });
    let step = (open && wording.mine.is_some()).then(|| step(wording));
    let apart = (open && wording.direct && viewer_now().may(Role::Moderator)).then(|| apart(wording));
    view! {
        <li class="stack-small">
            <h3 class="h3">{wording.title.to_string()}</h3> {marked_up(&wording.why_html)}
            {pictures::shown(&wording.pictures)} {said}
            <div class="actions">{step} {apart}</div>
        </li>
    }
    .into_any()
}

fn said(vote: Vote) -> &'static str {
    match vote.stance {
        Stance::Agree => "agreed with",
        Stance::Disagree => "disagreed with",
        Stance::Pass | Stance::TakenBack => "took no side on",
    }
}

fn step(wording: &Wording) -> AnyView {
    let action = ["/api/v1/proposals/", &wording.proposal.to_string(), "/step-out"].concat();
    let (words, toast) = match wording.out {
        false => ("Step out", "You stepped out. What you said stays with that wording."),
        true => ("Count it again", "It counts again."),
    };
    let value = if wording.out { "false" } else { "true" };
    view! {
        <form class="inline-form" method="post" action=action data-then="reload" data-toast=toast>
            {next_here()} <input type="hidden" name="out" value=value/>
            <button class="btn btn-sm">{words} <span class="sr-only">{[": ", wording.title.as_str()].concat()}</span></button>
        </form>
    }
    .into_any()
}

fn apart(wording: &Wording) -> AnyView {
    let action = ["/api/v1/proposals/", &wording.proposal.to_string(), "/unmerge"].concat();
    view! {
        <form class="inline-form" method="post" action=action data-then="reload" data-toast="It is a proposal of its own again.">
            {next_here()}
            <button class="btn btn-sm">"Take it apart again" <span class="sr-only">{[": ", wording.title.as_str()].concat()}</span></button>
        </form>
    }
    .into_any()
}

/// For moderators: into which of those that are alike, or into which by its number.
pub(super) fn merge(proposal: &Proposal, similar: &[Card]) -> Option<AnyView> {
    // What waits is voted on by nobody, and may be merged all the same.
    let open = proposal.shut.is_none() || proposal.status == Status::Waiting;
    let may = viewer_now().may(Role::Moderator) && open;
    if !may || !matches!(proposal.status, Status::Published | Status::Waiting) {
        return None;
    }
    let action = ["/api/v1/proposals/", &proposal.id.to_string(), "/merge"].concat();
    let button = |card: &Card| {
        let title = card.title.to_string();
        view! {
            <li class="list-line">
                <a href=model::proposal::path(card.id, &card.title)>{title.clone()}</a>
                <form class="inline-form" method="post" action=action.clone() data-then="reload" data-toast="Merged. Whoever voted is told.">
                    {next_here()} <input type="hidden" name="into" value=card.id.to_string()/>
                    <button class="btn btn-sm">"Merge into it" <span class="sr-only">{[": ", title.as_str()].concat()}</span></button>
                </form>
            </li>
        }
        .into_any()
    };
    let published = similar.iter().filter(|card| card.status == Status::Published);
    let lines = published.map(button).collect::<Vec<_>>();
    let form = Form::main();
    let open = form.problem.with_untracked(Option::is_some) && !crate::flash::typed("into").is_empty();
    Some(
        view! {
            <section aria-labelledby="merge">
                <h2 class="h2" id="merge">"Merge"</h2>
                <details class="fold" open=open>
                    <summary>"Merge this into another that asks for the same"</summary>
                    <p class="quiet">"Both wordings are kept. Votes count once a person; whoever voted on this one is told and may step out. You can take it apart again."</p>
                    <ul>{lines}</ul>
                    <form method="post" action=action.clone() class="form" data-then="reload" data-toast="Merged. Whoever voted is told.">
                        {next_here()}
                        {Field::new("into", "Or into the one with this number")
                            .hint("It stands in the proposal's address: /proposals/12/…")
                            .inputmode("numeric")
                            .required()
                            .view(form)}
                        {form.trouble()} <p><button class="btn">"Merge"</button></p>
                    </form>
                </details>
            </section>
        }
        .into_any(),
    )
}
