//! The proposal in focus, in full, with what was decided about it before.

use super::desk::Desk;
use super::verdict::verdict;
use crate::parts::card::kind_mark;
use crate::parts::glyph::glyph;
use crate::parts::prose::prose;
use crate::parts::staff::touch::HEADING;
use crate::parts::time::time;
use leptos::prelude::*;
use model::ProposalId;
use model::proposal::Proposal;
use model::verdict::{Decision, Verdict};

pub(super) fn focus(desk: Desk, id: ProposalId) -> AnyView {
    let Some(proposal) = desk.proposal(id) else { return ().into_any() };
    let place = desk.round(proposal.round).map(|(question, axes)| {
        let (stages, cultures) = (proposal.text.stages, proposal.text.cultures);
        view! {
            <p class="queue-place">
                {glyph(&axes, stages, cultures)}
                <span>"At " {axes.stage_names(stages)} "; for " {axes.culture_names(cultures)}</span>
            </p>
            <p class="quiet">"Round: " {question}</p>
        }
    });
    let author = match &proposal.author {
        Some(author) => view! { "by " <b>{author.to_string()}</b> }.into_any(),
        None => "imported".into_any(),
    };
    view! {
        <article class="queue-card">
            <p class="card-place">{kind_mark(proposal.text.kind)} <span>{author}</span> <span>"waiting since " {time(proposal.at)}</span></p>
            <h2 class="queue-title" id=HEADING tabindex="-1">{proposal.text.title.to_string()}</h2>
            <div class="queue-why">{prose(proposal.text.why.as_str())}</div>
            {particulars(&proposal)} {place} {before(&proposal.verdicts)} {verdict(desk, &proposal)}
        </article>
    }
    .into_any()
}

fn particulars(proposal: &Proposal) -> AnyView {
    let text = &proposal.text;
    let rows = [("Who", &text.who), ("How", &text.how), ("With", &text.tool), ("Noticed by", &text.measure)]
        .into_iter()
        .filter_map(|(label, value)| {
            let value = value.as_ref()?.to_string();
            Some(view! { <dt>{label}</dt><dd>{value}</dd> }.into_any())
        })
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

/// What was decided on an earlier text.
fn before(verdicts: &[Verdict]) -> AnyView {
    let lines = verdicts
        .iter()
        .map(|verdict| {
            let word = if verdict.decision == Decision::Publish { "Published" } else { "Declined" };
            let by = verdict.by.as_ref().map(|by| [" by ", by.as_str()].concat());
            let reason = verdict.reason.as_ref().map(|reason| [": ", reason.as_str()].concat());
            view! { <li>{word} {by} ", " {time(verdict.at)} {reason}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <div class="note"><p>"Decided before:"</p><ul>{lines}</ul></div> }.into_any()
}
