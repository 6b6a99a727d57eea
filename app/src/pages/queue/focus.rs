//! The item in focus, in full, with what was decided about it before.

use super::desk::Desk;
use super::joiner;
use super::verdict::verdict;
use crate::api::call;
use crate::outcome::Page;
use crate::parts::card::kind_mark;
use crate::parts::glyph::glyph;
use crate::parts::pictures;
use crate::parts::prose::{marked_up, prose};
use crate::parts::staff::touch::HEADING;
use crate::parts::support::in_words;
use crate::parts::time::time;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::api::proposals::FindSimilar;
use model::complaint::Complaint;
use model::proposal::{Card, Proposal, Status};
use model::queue::{Item, Key, What};
use model::verdict::{Decision, Verdict};

pub(super) fn focus(desk: Desk, key: Key) -> AnyView {
    let Some(item) = desk.item(key) else { return ().into_any() };
    let author = match item.author() {
        Some(author) => view! { "by " <b>{author.to_string()}</b> }.into_any(),
        None => "imported".into_any(),
    };
    let stands = item.decision() == Some(Decision::Publish);
    let since = if stands { "published, reported since " } else { "waiting since " };
    let meta = view! { <span>{author}</span> <span>{since} {time(item.since)}</span> };
    let against = view! { {held(&item)} {handed(&item)} {complaints(&item.complaints)} {question(&item)} };
    match &item.what {
        What::Proposal(proposal) => view! {
            <article class="queue-card">
                <p class="card-place">{kind_mark(proposal.text.kind)} {meta}</p>
                <h2 class="queue-title" id=HEADING tabindex="-1">{proposal.text.title.to_string()}</h2>
                {against} <div class="queue-why">{marked_up(&proposal.why_html)}</div> {pictures::shown(&proposal.pictures)}
                {particulars(proposal)} {place(desk, proposal)} {before(item.verdicts(), "Published")} {verdict(desk, &item)} {similar(proposal)}
            </article>
        }
        .into_any(),
        What::Comment { comment, on } => {
            let to = comment.path();
            let story = comment.tone.map(|tone| [": engaged ", tone.word()].concat());
            view! {
                <article class="queue-card">
                    <p class="card-place"><span class="kind">{item.noun()}</span> {meta}</p>
                    <h2 class="queue-title" id=HEADING tabindex="-1">{item.title()}</h2>
                    {against} <div class="queue-why">{marked_up(&comment.html)}</div> {pictures::shown(&comment.pictures)}
                    <p class="quiet">"A " {item.noun()} {story} ", beside " <a href=to>{on.to_string()}</a></p>
                    {before(item.verdicts(), "Published")} {verdict(desk, &item)}
                </article>
            }
            .into_any()
        }
        What::JoinRequest(asks) => joiner::focus(desk, &item, asks),
    }
}

pub(super) fn handed(item: &Item) -> Option<AnyView> {
    let to = item.handed.as_ref()?.name.to_string();
    Some(view! { <p class="note">"Handed to " <b>{to}</b></p> }.into_any())
}

fn place(desk: Desk, proposal: &Proposal) -> AnyView {
    let (stages, cultures) = (proposal.text.stages, proposal.text.cultures);
    let place = desk.round(proposal.round).map(|(question, axes)| {
        view! {
            <p class="queue-place">
                {glyph(&axes, stages, cultures)}
                <span>"At " {axes.stage_names(stages)} "; for " {axes.culture_names(cultures)}</span>
            </p>
            <p class="quiet">"Round: " {question}</p>
        }
    });
    view! { {place} }.into_any()
}

/// The rule of intake that makes it wait.
fn held(item: &Item) -> Option<AnyView> {
    item.held().map(|held| view! { <p class="note">{held.in_words()}</p> }.into_any())
}

/// What its author was asked, and what they said.
fn question(item: &Item) -> Option<AnyView> {
    let question = item.question()?;
    let by = question.by.as_ref().map(|by| [" (", by.as_str(), ")"].concat());
    let answer = match &question.answer {
        Some(answer) => view! { <p>"Answered:"</p> {prose(answer.as_str())} }.into_any(),
        None if question.open => view! { <p class="quiet">"Not answered yet."</p> }.into_any(),
        None => ().into_any(),
    };
    Some(
        view! {
            <div class="note stack">
                <p>"Its author was asked" {by} ", " {time(question.at)} ":"</p>
                {prose(question.text.as_str())} {answer}
            </div>
        }
        .into_any(),
    )
}

/// What people say against it. Who said it is told to nobody.
fn complaints(complaints: &[Complaint]) -> Option<AnyView> {
    let line = |complaint: &Complaint| {
        view! { <li>{complaint.reason.to_string()} " " <small class="quiet">{time(complaint.at)}</small></li> }
            .into_any()
    };
    let lines = complaints.iter().map(line).collect::<Vec<_>>();
    (!lines.is_empty())
        .then(|| view! { <div class="note"><p>"Reported, because:"</p><ul>{lines}</ul></div> }.into_any())
}

/// What has been asked for already in much the same words; below everything, as it comes a moment later.
fn similar(proposal: &Proposal) -> AnyView {
    let found = RwSignal::new(Vec::<Card>::new());
    let ask = FindSimilar {
        round: proposal.round,
        title: proposal.text.title.to_string(),
        why: proposal.text.why.to_string(),
        except: Some(proposal.id),
    };
    Effect::new(move || {
        let (page, ask) = (Page::now(), ask.clone());
        spawn_local(async move {
            if let Ok(cards) = call(ask).await
                && !page.is_left()
            {
                found.try_set(cards);
            }
        });
    });
    let line = |card: &Card| {
        let says =
            if card.status == Status::Waiting { "waits as well".into() } else { in_words(&card.support) };
        let to = if card.status == Status::Waiting {
            ["/queue?at=proposals/", &card.id.to_string()].concat()
        } else {
            card.path()
        };
        view! { <li><a href=to>{card.title.to_string()}</a> " " <small class="quiet">{says}</small></li> }
            .into_any()
    };
    let list = move || {
        let lines = found.with(|found| found.iter().map(line).collect::<Vec<_>>());
        (!lines.is_empty()).then(|| {
            view! {
                <section class="similar" aria-label="Similar">
                    <p class="similar-title">"Similar ones:"</p>
                    <ul class="plain-list">{lines}</ul>
                </section>
            }
        })
    };
    view! { {list} }.into_any()
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

/// What was decided on an earlier text, or an earlier request.
pub(super) fn before(verdicts: &[Verdict], published: &'static str) -> AnyView {
    let lines = verdicts
        .iter()
        .map(|verdict| {
            let word = if verdict.decision == Decision::Publish { published } else { "Declined" };
            let by = verdict.by.as_ref().map(|by| [" by ", by.as_str()].concat());
            let reason = verdict.reason.as_ref().map(|reason| [": ", reason.as_str()].concat());
            let undone = verdict.undone.is_some().then_some(" (taken back)");
            view! { <li>{word} {undone} {by} ", " {time(verdict.at)} {reason}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <div class="note"><p>"Decided before:"</p><ul>{lines}</ul></div> }.into_any()
}
